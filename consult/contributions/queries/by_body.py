"""What was said for one organisation, as its page shows it: plain rows, each with what it was said to."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, func, inspect, select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.contributions.models import ContributionRow, Kind, Status
from consult.contributions.queries import rows
from consult.contributions.queries.whole import PAGE
from consult.orm import LARGEST_ID


class SaidTo(NamedTuple):
    """The consultation in which something was said, as it is named elsewhere."""

    id: int
    slug: str
    title_ar: str
    title_en: str


def said_for(
    session: Session, *, organisation_id: int, before_id: int | None = None, limit: int = PAGE
) -> list[tuple[ContributionRow, SaidTo]]:
    """Return what an organisation said and is shown, newest first, that before ``before_id``."""
    given = {"organisation": organisation_id, "before": before_id or LARGEST_ID, "limit": limit}
    asked = len(SaidTo._fields)
    return [(rows.as_row(row), SaidTo._make(row[-asked:])) for row in session.execute(_SAID_FOR, given).all()]


def number_said_for(session: Session, *, organisation_id: int) -> int:
    """Return how many voices that are shown an organisation raised."""
    found: int = session.execute(_NUMBER, {"organisation": organisation_id}).scalar_one()
    return found


def numbers_by_body(session: Session, *, consultation_id: int) -> dict[int, int]:
    """Return how many voices that are shown each organisation raised in a consultation, by its id."""
    return {row[0]: row[1] for row in session.execute(_BY_BODY, {"consultation": consultation_id})}


# Built once, on the tables themselves, because SQLAlchemy gives their rows sooner than those of its entities.
_SAID, _ASKED = rows.SAID, inspect(Consultation).local_table
_VOICES = (
    _SAID.c.organisation_id == bindparam("organisation"),
    _SAID.c.status == Status.PUBLISHED.value,
    _SAID.c.kind != Kind.CLARIFICATION.value,
)
_SAID_FOR = (
    rows.plain()
    .add_columns(*(_ASKED.c[name] for name in SaidTo._fields))
    .join(_ASKED, _ASKED.c.id == _SAID.c.consultation_id)
    .where(*_VOICES, _SAID.c.id < bindparam("before"))
    .order_by(_SAID.c.id.desc())
    .limit(bindparam("limit"))
)
_NUMBER = select(func.count()).where(*_VOICES)
_BY_BODY = (
    select(_SAID.c.organisation_id, func.count())
    .where(
        _SAID.c.consultation_id == bindparam("consultation"),
        _SAID.c.organisation_id.is_not(None),
        *_VOICES[1:],
    )
    .group_by(_SAID.c.organisation_id)
    .order_by(_SAID.c.organisation_id)
)
