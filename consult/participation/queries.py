"""Reading what is said of participation: of a consultation, or of a plan and its making."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session

from consult.documents.models import Document, Visibility
from consult.participation.models import ParticipationLevel, Process


class Shown(NamedTuple):
    """A document that everybody reads, by its address and its title."""

    slug: str
    title_ar: str
    title_en: str


class SaidLevel(NamedTuple):
    """What was said of a process; ``shown`` is its document, None where none is named or it is no longer public."""

    process: str
    number: int
    level: str | None
    promise_ar: str
    promise_en: str
    reached: str | None
    evidence_ar: str
    evidence_en: str
    evidence_url: str
    document_id: int | None
    recorded_at: datetime
    shown: Shown | None


def newest(session: Session, *, process: Process, process_id: int) -> ParticipationLevel | None:
    """Return what stands of a process, None where nothing was said."""
    return session.scalars(_NEWEST, {"process": process.value, "process_id": process_id}).first()


def said_of(session: Session, *, processes: Iterable[Process], process_id: int) -> list[SaidLevel]:
    """Return all that was said of these processes of one thing, the newest first."""
    given = {"processes": [process.value for process in processes], "process_id": process_id}
    return [_said(row) for row in session.execute(_SAID, given)]


def _said(row: Iterable[object]) -> SaidLevel:
    own = list(row)
    slug, title_ar, title_en, visibility, withdrawn_at, erased_at = own[_OWN:]
    public = visibility == Visibility.PUBLIC.value and withdrawn_at is None and erased_at is None
    shown = Shown(str(slug), str(title_ar), str(title_en)) if public else None
    return SaidLevel._make((*own[:_OWN], shown))


# Built once, and on the tables themselves: SQLAlchemy gives their rows sooner than those of its entities.
_LEVELS, _DOCUMENTS = inspect(ParticipationLevel).local_table, inspect(Document).local_table
_OWN = len(SaidLevel._fields) - 1
_SAID = (
    select(
        *(_LEVELS.c[name] for name in SaidLevel._fields[:_OWN]),
        *(_DOCUMENTS.c[name] for name in (*Shown._fields, "visibility", "withdrawn_at", "erased_at")),
    )
    .select_from(_LEVELS.outerjoin(_DOCUMENTS, _DOCUMENTS.c.id == _LEVELS.c.document_id))
    .where(
        _LEVELS.c.process.in_(bindparam("processes", expanding=True)),
        _LEVELS.c.process_id == bindparam("process_id"),
    )
    .order_by(_LEVELS.c.id.desc())
)
_NEWEST = (
    select(ParticipationLevel)
    .where(
        ParticipationLevel.process == bindparam("process"),
        ParticipationLevel.process_id == bindparam("process_id"),
    )
    .order_by(ParticipationLevel.number.desc())
    .limit(1)
)
