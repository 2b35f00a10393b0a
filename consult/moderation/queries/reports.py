"""Reading reports of voices: those of one, those that wait in a consultation, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from consult.accounts.models import SITE, RoleGrant, User
from consult.accounts.queries import token_hash
from consult.contributions.models import Contribution, Status
from consult.moderation.models import DecisionKind, ModerationDecision, Result, VoiceReport
from consult.moderation.policies import DECIDABLE
from consult.moderation.queries import Wanted, in_order, narrowed


class Counted(NamedTuple):
    """How many report a voice and wait: accounts that are confirmed, each once, and reports of others."""

    accounts: int
    others: int


_WAITS = VoiceReport.answered_at.is_(None)
_COUNTS = and_(User.confirmed_at.is_not(None), User.suspended_at.is_(None))
_ACCOUNTS = func.count(func.distinct(case((_COUNTS, VoiceReport.reporter_id))))
_OTHERS = func.count(case((or_(VoiceReport.reporter_id.is_(None), ~_COUNTS), 1)))


def by_token(session: Session, *, token: str) -> VoiceReport | None:
    """Return the report whose private page this token opens, with its voice, or None."""
    whole = joinedload(VoiceReport.contribution)
    query = select(VoiceReport).options(whole.joinedload(Contribution.consultation))
    return session.scalars(query.where(VoiceReport.token_hash == token_hash(token))).one_or_none()


def own(session: Session, *, contribution_id: int, revision: int, reporter_id: int) -> VoiceReport | None:
    """Return the report of an account, of this revision of a voice, that waits; None where there is none."""
    query = select(VoiceReport).where(
        VoiceReport.contribution_id == contribution_id, VoiceReport.revision == revision,
        VoiceReport.reporter_id == reporter_id, _WAITS,
    )  # fmt: skip
    return session.scalars(query).one_or_none()


def waiting(session: Session, *, contribution_id: int, limit: int | None = None) -> Sequence[VoiceReport]:
    """Return the reports of a voice that wait for an answer, oldest first, ``limit`` of them or all."""
    query = select(VoiceReport).where(VoiceReport.contribution_id == contribution_id, _WAITS)
    return session.scalars(query.order_by(VoiceReport.id).limit(limit)).all()


def number_waiting(session: Session, *, contribution_id: int) -> tuple[int, int]:
    """Return how many reports of a voice wait, and the id of the last of them; 0 and 0 where none does."""
    query = select(func.count(), func.max(VoiceReport.id))
    number, last = session.execute(query.where(VoiceReport.contribution_id == contribution_id, _WAITS)).one()
    return number, last or 0


def answered(session: Session, *, contribution_id: int, limit: int) -> Sequence[VoiceReport]:
    """Return the last ``limit`` reports of a voice that were answered, the newest answer first."""
    query = select(VoiceReport).where(VoiceReport.contribution_id == contribution_id, ~_WAITS)
    return session.scalars(query.order_by(VoiceReport.answered_at.desc(), VoiceReport.id).limit(limit)).all()


def of(session: Session, *, contribution_id: int) -> Sequence[VoiceReport]:
    """Return all reports of a voice, oldest first."""
    query = select(VoiceReport).where(VoiceReport.contribution_id == contribution_id)
    return session.scalars(query.order_by(VoiceReport.id)).all()


def by_id(session: Session, *, report_id: int) -> VoiceReport | None:
    """Return a report with its voice, or None."""
    query = select(VoiceReport).options(joinedload(VoiceReport.contribution))
    return session.scalars(query.where(VoiceReport.id == report_id)).one_or_none()


def accounts(
    session: Session, *, contribution_id: int, revision: int, author_id: int | None, scope: str
) -> int:
    """Return how many confirmed accounts report this revision and wait, each once.

    Its author is none of them, nor whoever holds a role in the body with ``scope``, or on the whole site: these hold a
    voice by deciding, under their name, and not by its critics' numbers.
    """
    staff = select(RoleGrant.id).where(
        RoleGrant.user_id == VoiceReport.reporter_id, RoleGrant.ended_at.is_(None), RoleGrant.scope.in_([scope, SITE])
    )  # fmt: skip
    query = (
        select(_ACCOUNTS)
        .select_from(VoiceReport)
        .join(User, User.id == VoiceReport.reporter_id)
        .where(VoiceReport.contribution_id == contribution_id, VoiceReport.revision == revision, _WAITS)
        .where(VoiceReport.reporter_id != (author_id or 0), ~staff.exists())
    )
    return session.scalar(query) or 0


def looked_at(session: Session, *, contribution_id: int, revision: int) -> bool:
    """Whether a moderator has decided of this revision that it stays: showed it again, or answered a report of it."""
    restored = select(ModerationDecision.id).where(
        ModerationDecision.contribution_id == contribution_id, ModerationDecision.revision == revision,
        ModerationDecision.kind == DecisionKind.RESTORE,
    )  # fmt: skip
    stays = select(VoiceReport.id).where(
        VoiceReport.contribution_id == contribution_id, VoiceReport.revision == revision,
        VoiceReport.result == Result.STAYS,
    )  # fmt: skip
    return bool(session.scalar(select(or_(restored.exists(), stays.exists()))))


def counted(session: Session, *, contribution_ids: Sequence[int]) -> dict[int, Counted]:
    """Return how many reports of each of these voices wait, by its id; those without any are left out."""
    if not contribution_ids:
        return {}
    query = (
        select(VoiceReport.contribution_id, _ACCOUNTS, _OTHERS)
        .outerjoin(User, User.id == VoiceReport.reporter_id)
        .where(VoiceReport.contribution_id.in_(contribution_ids), _WAITS)
        .group_by(VoiceReport.contribution_id)
        .order_by(VoiceReport.contribution_id)
    )
    return {row[0]: Counted(row[1], row[2]) for row in session.execute(query)}


def numbers_reported(session: Session, *, consultation_ids: Sequence[int]) -> dict[int, int]:
    """Return how many voices have reports that wait and can be decided about, by the consultation; none is left out."""
    if not consultation_ids:
        return {}
    query = (
        select(Contribution.consultation_id, func.count(func.distinct(VoiceReport.contribution_id)))
        .join(Contribution, Contribution.id == VoiceReport.contribution_id)
        .where(_WAITS, *_decidable(consultation_ids))
        .group_by(Contribution.consultation_id)
        .order_by(Contribution.consultation_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def queue(
    session: Session, *, consultation_id: int, wanted: Wanted, limit: int = 50
) -> Sequence[Contribution]:
    """Return what is reported in a consultation: most accounts first, then most others, then what waits longest.

    Where ``wanted`` asks for the oldest, in the order of what was said, page by page.
    """
    urgent = _urgency()
    query = (
        select(Contribution).join(urgent, urgent.c.contribution_id == Contribution.id)
        .where(*_decidable([consultation_id]))
    )  # fmt: skip
    query = narrowed(query, wanted, consultation_id)
    found = in_order(query, wanted, limit) if wanted.oldest else _most_urgent(query, urgent).limit(limit)
    whole = found.options(joinedload(Contribution.organisation), joinedload(Contribution.consultation))
    return session.scalars(whole).all()


def _urgency() -> Subquery:
    return (
        select(
            VoiceReport.contribution_id, _ACCOUNTS.label("accounts"), _OTHERS.label("others"),
            func.min(VoiceReport.id).label("first"),
        )
        .outerjoin(User, User.id == VoiceReport.reporter_id)
        .where(_WAITS)
        .group_by(VoiceReport.contribution_id)
        .subquery()
    )  # fmt: skip


def _most_urgent(query: Select[Contribution], urgent: Subquery) -> Select[Contribution]:
    return query.order_by(urgent.c.accounts.desc(), urgent.c.others.desc(), urgent.c.first)


def _decidable(consultation_ids: Sequence[int]) -> tuple[ColumnElement[bool], ...]:
    return Contribution.consultation_id.in_(consultation_ids), Contribution.status.in_(DECIDABLE)


def to_forget(session: Session, *, before: datetime) -> Sequence[VoiceReport]:
    """Return the reports from before then that still hold an address, or a note or who reported once all is over.

    It is over with the answer, or once the author has taken the words back.
    """
    gone = and_(Contribution.status == Status.WITHDRAWN, Contribution.status_at < before)
    personal = or_(VoiceReport.note != "", VoiceReport.reporter_id.is_not(None))
    left = or_(VoiceReport.address.is_not(None), and_(or_(VoiceReport.answered_at < before, gone), personal))
    query = select(VoiceReport).join(VoiceReport.contribution).where(VoiceReport.at < before, left)
    return session.scalars(query.order_by(VoiceReport.id)).all()
