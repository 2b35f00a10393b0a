"""The pages of what somebody typed into the forms of the desk and did not save."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.accounts import queries
from consult.accounts.models import KeptForm
from consult.accounts.policies import Actor
from consult.presenters.kept_forms import Kept, kept


@dataclass(frozen=True, slots=True)
class KeptPage:
    """All that a person typed and did not save."""

    forms: list[Kept]


@dataclass(frozen=True, slots=True)
class DiscardPage:
    """One form, before what was typed into it is thrown away."""

    form: Kept


def kept_page(session: Session, actor: Actor) -> KeptPage:
    """Return everything that is kept for a person."""
    return KeptPage([kept(row) for row in queries.kept_forms(session, user_id=actor.user_id)])


def discard_page(row: KeptForm) -> DiscardPage:
    """Return one form before it is thrown away."""
    return DiscardPage(kept(row))
