"""Which consultations were about a commitment, as plain rows: what the plan record says of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation, ConsultationText
from consult.orm import UtcDateTime
from consult.plans.models import Commitment
from consult.texts.models import TextVersion


class AskedAbout(NamedTuple):
    """A consultation by its title, and the dates that its state follows from."""

    id: int
    slug: str
    title_ar: str
    title_en: str
    opens_at: datetime
    closes_at: datetime
    answer_due_at: datetime
    announced_at: datetime | None
    cancelled_at: datetime | None
    answered_at: datetime | None
    illustrative: bool


def about_commitments(
    session: Session, *, commitment_ids: Iterable[int], now: datetime
) -> list[tuple[int, AskedAbout]]:
    """Return pairs of commitment id and public consultation on one of its versions, newest first."""
    rows = session.execute(_ABOUT, {"commitments": list(commitment_ids), "now": now})
    return [(row[0], AskedAbout._make(row[1:])) for row in rows]


def about_plan(session: Session, *, plan_id: int, now: datetime) -> list[tuple[int, AskedAbout]]:
    """Return the same pairs for all commitments of a plan."""
    rows = session.execute(_ABOUT_PLAN, {"plan": plan_id, "now": now})
    return [(row[0], AskedAbout._make(row[1:])) for row in rows]


# On the tables themselves, because SQLAlchemy gives their rows sooner than those of its entities.
_ASKED, _TEXT = inspect(Consultation).local_table, inspect(ConsultationText).local_table
_DATED = inspect(TextVersion).local_table
_COMMITTED = inspect(Commitment).local_table
_PAIRS = (
    select(_COMMITTED.c.id, *(_ASKED.c[name] for name in AskedAbout._fields))
    .select_from(
        _COMMITTED.join(_DATED, _DATED.c.text_id == _COMMITTED.c.text_id)
        .join(_TEXT, _TEXT.c.version_id == _DATED.c.id)
        .join(_ASKED, _ASKED.c.id == _TEXT.c.consultation_id)
    )
    .where(_ASKED.c.announced_at <= bindparam("now", type_=UtcDateTime()))
    .order_by(_ASKED.c.id.desc(), _TEXT.c.position, _TEXT.c.id)
)
_ABOUT = _PAIRS.where(_COMMITTED.c.id.in_(bindparam("commitments", expanding=True)))
_ABOUT_PLAN = _PAIRS.where(_COMMITTED.c.plan_id == bindparam("plan"))
