"""Which consultations ask about the versions of a text: what the standing of a version follows from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, exists, inspect, select
from sqlalchemy.orm import Session

from consult.consultations.models import ActKind, Consultation, ConsultationAct, ConsultationText
from consult.consultations.policies.standing import VersionStanding, standings
from consult.orm import UtcDateTime
from consult.texts.models import TextVersion


class AskedVersion(NamedTuple):
    """A version and a public consultation about it; ``outcome_at`` is when one of its outcomes was published.

    One that has several outcomes stands here several times.
    """

    version_id: int
    slug: str
    title_ar: str
    title_en: str
    opens_at: datetime
    closes_at: datetime
    announced_at: datetime | None
    cancelled_at: datetime | None
    answered_at: datetime | None
    illustrative: bool
    outcome_at: datetime | None


class DatedVersion(NamedTuple):
    """A published version of a text."""

    id: int
    text_id: int
    number: int
    published_at: datetime
    reason_ar: str | None


def asked_versions(session: Session, *, text_id: int, now: datetime) -> list[AskedVersion]:
    """Return the public consultations about the versions of a text, the earliest first."""
    return [AskedVersion._make(row) for row in session.execute(_ASKED, {"text": text_id, "now": now})]


def standings_beside(session: Session, *, consultation_id: int, now: datetime) -> dict[int, VersionStanding]:
    """Return what the published versions of the texts that a consultation is about stand for, by their ids."""
    versions: dict[int, list[DatedVersion]] = defaultdict(list)
    for row in session.execute(_VERSIONS_BESIDE, {"consultation": consultation_id}):
        versions[row.text_id].append(DatedVersion._make(row))
    home = {row.id: text_id for text_id, rows in versions.items() for row in rows}
    asked: dict[int, list[AskedVersion]] = defaultdict(list)
    given = {"consultation": consultation_id, "now": now}
    for row in session.execute(_ASKED_BESIDE, given) if versions else ():
        found = AskedVersion._make(row)
        asked[home[found.version_id]].append(found)
    # Each text by itself: an answer changes several at one moment.
    return {
        version_id: standing
        for text_id, rows in versions.items()
        for version_id, standing in standings(rows, asked[text_id], now).items()
    }


def running_about_text(session: Session, *, text_id: int, now: datetime) -> str | None:
    """Return the slug of a consultation about a text that has begun and is neither answered nor cancelled, or None."""
    return session.scalars(_RUNNING, {"text": text_id, "now": now}).first()


def drafts_about_version(session: Session, *, version_id: int) -> Sequence[str]:
    """Return the slugs of the drafts of consultations about a version that nobody discarded, the earliest first."""
    return session.scalars(_DRAFTS, {"version": version_id}).all()


# On the tables themselves, because SQLAlchemy gives their rows sooner than those of its entities.
_QUESTION, _ABOUT = inspect(Consultation).local_table, inspect(ConsultationText).local_table
_DATED, _DONE = inspect(TextVersion).local_table, inspect(ConsultationAct).local_table
_PUBLIC = _QUESTION.c.announced_at <= bindparam("now", type_=UtcDateTime())
_OF_TEXT = _DATED.c.text_id == bindparam("text")
_TOGETHER = _DATED.join(_ABOUT, _ABOUT.c.version_id == _DATED.c.id).join(
    _QUESTION, _QUESTION.c.id == _ABOUT.c.consultation_id
)
_ASKED_OF_ANY = (
    select(
        _ABOUT.c.version_id, *(_QUESTION.c[name] for name in AskedVersion._fields[1:-1]), _DONE.c.at
    )
    .select_from(
        _TOGETHER.outerjoin(
            _DONE, and_(_DONE.c.consultation_id == _QUESTION.c.id, _DONE.c.kind == ActKind.ANSWERED.value)
        )
    )
    .where(_PUBLIC)
    .order_by(_QUESTION.c.announced_at, _QUESTION.c.id, _DONE.c.id)
)  # fmt: skip
_ASKED = _ASKED_OF_ANY.where(_OF_TEXT)
_ITS, _ITS_TEXT = _ABOUT.alias(), _DATED.alias()
_BESIDE = _DATED.c.text_id.in_(
    select(_ITS_TEXT.c.text_id)
    .join(_ITS, _ITS.c.version_id == _ITS_TEXT.c.id)
    .where(_ITS.c.consultation_id == bindparam("consultation"))
)
_ASKED_BESIDE = _ASKED_OF_ANY.where(_BESIDE, _DATED.c.published_at.is_not(None))
_VERSIONS_BESIDE = (
    select(*(_DATED.c[name] for name in DatedVersion._fields))
    .where(_BESIDE, _DATED.c.published_at.is_not(None))
    .order_by(_DATED.c.text_id, _DATED.c.number)
)
_RUNNING = (
    select(_QUESTION.c.slug)
    .where(
        _PUBLIC,
        _QUESTION.c.cancelled_at.is_(None),
        _QUESTION.c.answered_at.is_(None),
        exists().where(
            _ABOUT.c.consultation_id == _QUESTION.c.id, _ABOUT.c.version_id == _DATED.c.id, _OF_TEXT
        ),
    )
    .order_by(_QUESTION.c.id)
    .limit(1)
)
_DRAFTS = (
    select(_QUESTION.c.slug)
    .join(_ABOUT, _ABOUT.c.consultation_id == _QUESTION.c.id)
    .where(_ABOUT.c.version_id == bindparam("version"), _QUESTION.c.announced_at.is_(None))
    .where(_QUESTION.c.discarded_at.is_(None))
    .order_by(_QUESTION.c.id)
)
