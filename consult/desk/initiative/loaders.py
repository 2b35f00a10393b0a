"""Who keeps the page on the initiative, and which of its sections and facts are there; else 404."""

from __future__ import annotations

from consult.initiative import queries
from consult.initiative.models import InitiativeFact, SectionInFull
from consult.initiative.policies import may_keep
from consult.web.access import or_404
from consult.web.database import reading
from consult.web.identity import signed_in_actor


def keeper() -> None:
    """Raise 404 for whoever does not keep the page."""
    actor = signed_in_actor()
    or_404(actor, may_keep(actor))


def kept_section(slug: str) -> SectionInFull:
    """Return a section of the draft for whoever keeps the page."""
    keeper()
    return or_404(queries.draft_section(reading(), slug))


def kept_fact(fact_id: int) -> tuple[SectionInFull, InitiativeFact]:
    """Return a fact, one that was withdrawn or another took the place of too, with its section."""
    keeper()
    row, section = or_404(queries.fact(reading(), fact_id))
    return or_404(queries.draft_section(reading(), section.slug)), row
