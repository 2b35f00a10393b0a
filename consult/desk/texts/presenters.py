"""What the pages of drafts show beside their forms."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.organisations.models import Organisation
from consult.plans.models import RecordedCommitment
from consult.plans.queries import commitments_of_texts
from consult.texts.models import TextVersion


@dataclass(frozen=True, slots=True)
class NewTextPage:
    """A text that is begun; ``several`` where its officer works for more than one body."""

    several: bool


@dataclass(frozen=True, slots=True)
class TextPage:
    """A draft of a commitment's text and the body that writes it; ``edited`` where somebody else saved first."""

    version: TextVersion
    commitment: RecordedCommitment
    drafter: Organisation
    edited: bool


def text_page(session: Session, version: TextVersion, drafter: Organisation, *, edited: bool) -> TextPage:
    """Return what stands beside the form of a draft."""
    commitment = commitments_of_texts(session, [version.text_id])[version.text_id]
    return TextPage(version, commitment, drafter, edited)
