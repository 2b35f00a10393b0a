"""Reading consultations; plain rows in ``rows``, the long lists in ``listing``, the states in ``states``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Select, bindparam, func, inspect, select
from sqlalchemy.orm import Session, joinedload

from consult.consultations.models import (
    ActKind,
    Consultation,
    ConsultationAct,
    ConsultationText,
    RecordedAct,
)
from consult.consultations.queries.about import AskedAbout, about_commitments, about_plan
from consult.consultations.queries.activities import shown_voting_on, voting_on
from consult.consultations.queries.calendar import holidays_while_open
from consult.consultations.queries.discarded import late_discarded, newly_discarded
from consult.consultations.queries.invited import invitation_with_question, invitations, invited_to
from consult.consultations.queries.listing import (
    AT_DESK,
    DeskPlace,
    Listed,
    Place,
    Scopes,
    at_desk,
    listed,
    numbers_at_desk,
)
from consult.consultations.queries.rows import (
    asked_by,
    in_states,
    number_asked_by,
    row_by_slug,
    whole_by_slug,
    words_of_asked,
)
from consult.consultations.queries.versions import (
    AskedVersion,
    asked_versions,
    drafts_about_version,
    running_about_text,
    standings_beside,
)
from consult.orm import UtcDateTime
from consult.texts.models import ClauseText

__all__ = [
    "AT_DESK",
    "AskedAbout",
    "AskedVersion",
    "DeskPlace",
    "Listed",
    "Place",
    "Scopes",
    "about_commitments",
    "about_plan",
    "acts",
    "announced_within",
    "asked_by",
    "asked_by_each",
    "asked_versions",
    "asks_about",
    "at_desk",
    "by_id",
    "by_ids",
    "by_slug",
    "drafts_about_version",
    "first_closing",
    "highest_id",
    "holidays_while_open",
    "in_states",
    "invitation_with_question",
    "invitations",
    "invited_to",
    "late_discarded",
    "listed",
    "lock",
    "newly_discarded",
    "number_asked_by",
    "numbers_at_desk",
    "row_by_slug",
    "running_about_text",
    "shown_voting_on",
    "slug_taken",
    "standings_beside",
    "voting_on",
    "whole_by_slug",
    "words_of_asked",
]
_ASKED_ABOUT = (
    select(ConsultationText.id)
    .join(ClauseText, ClauseText.version_id == ConsultationText.version_id)
    .where(
        ConsultationText.consultation_id == bindparam("asked"), ClauseText.clause_id == bindparam("clause")
    )
    .limit(1)
)


def by_slug(session: Session, slug: str, *, discarded: bool = False) -> Consultation | None:
    """Return a consultation with its asking body, texts and activities, or None; policies say who may see it.

    A draft that was ``discarded`` is not there unless it is asked for.
    """
    query = _BY_SLUG if discarded else _KEPT_BY_SLUG
    return session.scalars(query, {"slug": slug}).unique().one_or_none()


def by_id(session: Session, consultation_id: int) -> Consultation | None:
    """Return a consultation with its asking body, texts and activities, or None."""
    return session.scalars(_whole().where(Consultation.id == consultation_id)).unique().one_or_none()


def by_ids(session: Session, ids: Iterable[int]) -> dict[int, Consultation]:
    """Return consultations with their asking bodies, texts and activities, keyed by id."""
    rows = session.scalars(_BY_IDS, {"ids": list(ids)}).unique()
    return {row.id: row for row in rows}


def lock(session: Session, consultation_id: int, *, shared: bool = False) -> Consultation | None:
    """Return a consultation with its activities, read anew and held until the transaction ends.

    Those who add to it hold it ``shared``; those who end a state hold it alone. SQLite's write transaction is the
    lock there.
    """
    query = (
        select(Consultation)
        .where(Consultation.id == consultation_id)
        .options(joinedload(Consultation.activities))
        .with_for_update(read=shared, of=Consultation)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).unique().one_or_none()


def asked_by_each(session: Session, *, ids: Iterable[int], now: datetime) -> dict[int, int]:
    """Return how many public consultations each of these organisations has asked, by its id."""
    rows = session.execute(_ASKED_BY_EACH, {"organisations": list(ids), "now": now})
    return {row[0]: row[1] for row in rows}


def acts(session: Session, *, consultation_id: int) -> list[RecordedAct]:
    """Return what was done with a consultation, oldest first."""
    rows = session.execute(_ACTS, {"consultation": consultation_id})
    return [RecordedAct._make(row) for row in rows]


def first_closing(session: Session, consultation: Consultation) -> datetime:
    """Return the closing that was announced, before it was ever moved."""
    query = (
        select(ConsultationAct.details)
        .where(
            ConsultationAct.consultation_id == consultation.id, ConsultationAct.kind == ActKind.EXTENDED.value
        )
        .order_by(ConsultationAct.id)
        .limit(1)
    )
    details = session.scalars(query).first()
    return datetime.fromisoformat(str(details["from"])) if details else consultation.closes_at


def asks_about(session: Session, *, consultation_id: int, clause_id: int) -> bool:
    """Whether a clause stands in one of the texts of a consultation."""
    return session.execute(_ASKED_ABOUT, {"asked": consultation_id, "clause": clause_id}).first() is not None


def announced_within(session: Session, *, ids: range, now: datetime) -> Iterator[tuple[int, str, datetime]]:
    """Yield id, slug and the moment of the last act of the public consultations of these ids, by id, as they are read.

    ``ids`` has both ends: none of them need be there.
    """
    query = (
        select(Consultation.id, Consultation.slug, func.max(ConsultationAct.at))
        .join(ConsultationAct)
        .where(Consultation.id.between(ids.start, ids.stop - 1), Consultation.announced_at <= now)
        .group_by(Consultation.id, Consultation.slug)
        .order_by(Consultation.id)
    )
    yield from session.execute(query.execution_options(yield_per=500))


def highest_id(session: Session) -> int:
    """Return the highest id of a consultation, 0 where there is none."""
    return session.scalar(select(func.max(Consultation.id))) or 0


def slug_taken(session: Session, slug: str) -> bool:
    """Whether a consultation has this slug, a discarded draft included."""
    return session.scalars(select(Consultation.id).where(Consultation.slug == slug)).first() is not None


def _whole() -> Select[Consultation]:
    return select(Consultation).options(
        joinedload(Consultation.organisation),
        joinedload(Consultation.texts),
        joinedload(Consultation.activities),
    )


# Built once: building a statement costs more than sending it.
_NOW = bindparam("now", type_=UtcDateTime())
_BY_SLUG = _whole().where(Consultation.slug == bindparam("slug"))
_KEPT_BY_SLUG = _BY_SLUG.where(Consultation.discarded_at.is_(None))
_BY_IDS = _whole().where(Consultation.id.in_(bindparam("ids", expanding=True)))
_DONE = inspect(ConsultationAct).local_table.c
_ACTS = (
    select(*(_DONE[name] for name in RecordedAct._fields))
    .where(_DONE.consultation_id == bindparam("consultation"))
    .order_by(_DONE.id)
)
_ASKED_BY_EACH = (
    select(Consultation.organisation_id, func.count())
    .where(Consultation.organisation_id.in_(bindparam("organisations", expanding=True)))
    .where(Consultation.announced_at <= _NOW)
    .group_by(Consultation.organisation_id)
)
