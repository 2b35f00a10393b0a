"""What the pages of drafts show beside their forms."""

from __future__ import annotations

from dataclasses import dataclass

from consult.organisations.models import Organisation
from consult.plans.models import CommitmentVersion


@dataclass(frozen=True, slots=True)
class NewTextPage:
    """A text that is begun; ``several`` where its officer works for more than one body."""

    several: bool


@dataclass(frozen=True, slots=True)
class TextPage:
    """A draft and the body that writes it; ``edited`` where somebody else saved first."""

    version: CommitmentVersion
    drafter: Organisation
    edited: bool
