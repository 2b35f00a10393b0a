"""What happened to voices since an outcome was published, and which of them still wait for their answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, inspect, select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Kind, Status
from consult.moderation.models import DecisionKind, ModerationDecision
from consult.outcomes.models import Outcome, Placement
from consult.outcomes.queries.preparing import SHOWN
from consult.outcomes.queries.shown import OutcomeRow

_KINDS = {DecisionKind.HIDE: "hidden", DecisionKind.RESTORE: "restored", DecisionKind.ERASE: "erased"}

# The tables themselves: SQLAlchemy gives their rows sooner than those of entities.
_SAID, _DECIDED = inspect(Contribution).local_table, inspect(ModerationDecision).local_table
_OUTCOME, _PLACED = inspect(Outcome).local_table, inspect(Placement).local_table
# A sum is in no index: so the few that were restored are looked up, and not all that was said walked through.
_OF = Contribution.consultation_id + 0


@dataclass(frozen=True)
class Note:
    """What was decided about a voice since the figures were counted. ``kind``: hidden, restored or erased.

    ``entry`` is the number of its entry in the moderation log, ``rule`` None where it rests on none.
    """

    at: datetime
    kind: str
    reference: str
    rule: int | None
    entry: int

    def frozen(self) -> dict[str, object]:
        """Return it as an outcome's content keeps it."""
        return {
            "at": self.at.isoformat(), "kind": self.kind, "reference": self.reference, "rule": self.rule,
            "entry": self.entry,
        }  # fmt: skip


def notes(session: Session, *, outcome: Outcome | OutcomeRow) -> list[Note]:
    """Return the notes that stand beside an outcome version, oldest first: those it was published with, and since."""
    kept = [_thawed(row) for row in outcome.content.get("notes", [])]
    given = {"consultation": outcome.consultation_id, "after": int(outcome.content.get("decisions", 0))}
    return [*kept, *(_noted(row) for row in session.execute(_SINCE, given))]


def waiting(session: Session, *, outcome: Outcome | OutcomeRow, limit: int = SHOWN) -> Sequence[Contribution]:
    """Return the voices shown now that have no place in a published outcome, oldest first: not yet answered."""
    given = {"consultations": [outcome.consultation_id], "number": outcome.number, "limit": limit}
    return session.scalars(_WAITING, given).all()


def waits(session: Session, *, outcome: Outcome, contribution_id: int) -> bool:
    """Whether this contribution is shown now and has no place in a published outcome."""
    query = select(exists().where(Contribution.id == contribution_id, _waits(outcome.number)))
    return bool(session.scalar(query))


def waiting_counts(session: Session, *, consultation_ids: Iterable[int]) -> dict[int, int]:
    """Return how many voices wait beside the newest outcome of each of these consultations; none where none does."""
    rows = session.execute(_WAITING_COUNTS, {"consultations": list(consultation_ids)})
    return {row[0]: row[1] for row in rows}


def _waits(number: Any) -> ColumnElement[bool]:  # noqa: ANN401 - an outcome's number, or the column of one
    said, place = _SAID.c, _PLACED.c
    placed = exists().where(place.contribution_id == said.id, place.since <= number, place.until > number)
    # Everything shown had a place when an outcome was published: only what was restored since can be without one.
    # Asking among those few first, not among all voices, keeps the answer as quick however many there are.
    restored = select(_DECIDED.c.contribution_id).where(_DECIDED.c.kind == DecisionKind.RESTORE.value)
    shown = (said.status == Status.PUBLISHED.value) & (said.kind != Kind.CLARIFICATION.value)
    return said.id.in_(restored) & shown & ~placed


def _waiting() -> Select[Contribution]:
    asked = _OF.in_(bindparam("consultations", expanding=True))
    query = select(Contribution).where(asked, _waits(bindparam("number")))
    return query.order_by(Contribution.id).limit(bindparam("limit"))


def _waiting_counts() -> Select[int, int]:
    newer = _OUTCOME.alias()
    is_newest = ~exists().where(
        newer.c.consultation_id == _OUTCOME.c.consultation_id, newer.c.number > _OUTCOME.c.number
    )
    of = _SAID.c.consultation_id + 0
    return (
        select(_SAID.c.consultation_id, func.count())
        .select_from(_SAID.join(_OUTCOME, _OUTCOME.c.consultation_id == of))
        .where(of.in_(bindparam("consultations", expanding=True)), is_newest, _waits(_OUTCOME.c.number))
        .group_by(_SAID.c.consultation_id)
        .order_by(_SAID.c.consultation_id)
    )


# Built once: building a statement costs more than sending it.
_SINCE = (
    select(_DECIDED.c.at, _DECIDED.c.kind, _SAID.c.reference, _DECIDED.c.rule, _DECIDED.c.id)
    .select_from(_DECIDED.join(_SAID, _SAID.c.id == _DECIDED.c.contribution_id))
    # A sum is in no index: the few decisions since are walked through, and not all that was said.
    .where(_SAID.c.consultation_id + 0 == bindparam("consultation"))
    .where(_DECIDED.c.id > bindparam("after"), _SAID.c.kind != Kind.CLARIFICATION.value)
    .order_by(_DECIDED.c.id)
)
_WAITING = _waiting()
_WAITING_COUNTS = _waiting_counts()


def _noted(row: Sequence[Any]) -> Note:
    at, kind, reference, rule, entry = row
    return Note(at, _KINDS[DecisionKind(kind)], reference, rule, entry)


def _thawed(row: Mapping[str, Any]) -> Note:
    return Note(
        datetime.fromisoformat(row["at"]), row["kind"], row["reference"], row.get("rule"), row["entry"]
    )
