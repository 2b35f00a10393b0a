"""What grows with participation, made inside the database: a million rows pass through no Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    case,
    cast,
    func,
    insert,
    literal,
    null,
    select,
    update,
)
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.consultations.models import Activity, Consultation, ConsultationText
from consult.consultations.policies.capabilities import taking_comments, taking_votes
from consult.contributions.models import Contribution, Kind, Revision, Stance, Status
from consult.orm import UtcDateTime
from consult.outcomes.models import Response, Theme, ThemeAssignment
from consult.shared.fingerprint import VERSION
from consult.shared.subjects import SubjectKind
from consult.texts.models import ClauseText
from consult.texts.queries import text_of
from consult.votes.models import Choice, Vote

BODIES = (
    "نريد أن تُنشر بيانات الموازنة كاملة، مع شرح قصير يفهمه غير المختص، وأن يبقى كل ما نُشر من قبل متاحاً في مكانه.",
    "We ask that each dataset say who is responsible for it, and when it will be brought up to date the next time.",
    "أؤيد هذا البند، وأقترح أن يُذكر موعد النشر باليوم لا بالشهر، وأن يُعلن سبب أي تأخير في الصفحة نفسها.",
    "The deadline is too far away. Six months would be enough, as other bodies have shown with far fewer people.",
)
STANCES = (*Stance, None)
CHOICES = tuple(Choice)
# One in so many is a reply, a reply to a reply, withdrawn.
REPLY, DEEP, GONE = 5, 25, 50


@dataclass(frozen=True)
class Crowd:
    """Who speaks and votes: users with these ids, one after the other."""

    first: int
    number: int

    def one(self, i: SQLColumnExpression[int]) -> ColumnElement[int]:
        """Return somebody for row ``i``."""
        return self.first + i % self.number


def numbers(count: int) -> CTE:
    """Return 0 to ``count`` - 1 as a table."""
    n = select(literal(0, Integer).label("i")).cte("n", recursive=True)
    return n.union_all(select(n.c.i + 1).where(n.c.i < count - 1))


def gather(session: Session, *, number: int, now: datetime) -> Crowd:
    """Add ``number`` confirmed accounts."""
    n = numbers(number)
    address = literal("voice", String) + cast(n.c.i, String) + literal("@example.org", String)
    at = literal(now, UtcDateTime())
    row: dict[str, Any] = {
        "email": address, "password_hash": literal("none", String), "language": literal("ar"),
        "created_at": at, "of_age_at": at, "confirmed_at": at, "mails_receipts": literal(True),
        "mails_answers": literal(True), "demonstration": literal(False),
    }  # fmt: skip
    session.execute(insert(User).from_select(list(row), _row(row), include_defaults=False))
    first = session.scalar(select(func.min(User.id)).where(User.email == "voice0@example.org"))
    return Crowd(first or 0, number)


def speak(session: Session, *, asked: Consultation, crowd: Crowd, number: int, at: datetime) -> int:
    """Add ``number`` contributions, a fifth of them replies, one in fifty withdrawn; return the id of the first."""
    first = 1 + (session.scalar(select(func.max(Contribution.id))) or 0)
    version_id = asked.texts[0].version_id
    clauses = clauses_of(session, version_id)
    n = numbers(number)
    i = n.c.i
    is_reply, is_deep = i % REPLY == REPLY - 1, i % DEEP == DEEP - 1
    depth = case((is_deep, 2), (is_reply, 1), else_=0)
    # A reply follows what it replies to; a reply to a reply answers the reply before it, and hangs on that one's root.
    root = case((is_deep, i - REPLY - 1), (is_reply, i - 1), else_=i)
    turn = root * 7 % (len(clauses) + 1)
    subject = case(
        *((turn == k, each) for k, each in enumerate(clauses)),
        else_=literal(text_of(session, version_id=version_id)),
    )
    own = literal(f"{asked.id}-", String) + cast(i, String)
    # The reference numbers of this year are still to be handed out.
    reference = literal(f"V-1999-{asked.id}", String) + func.substr(cast(1_000_000 + i, String), 2)
    moment = literal(at, UtcDateTime())
    row: dict[str, Any] = {
        "id": first + i, "reference": reference, "consultation_id": literal(asked.id),
        "kind": case((depth > 0, Kind.REPLY.value), else_=Kind.COMMENT.value),
        "activity_id": literal(_able(taking_comments(asked.activities))),
        "subject_kind": case((turn < len(clauses), SubjectKind.CLAUSE.value), else_=SubjectKind.TEXT.value),
        "subject_id": subject,
        "version_id": literal(version_id),
        "parent_id": case((is_deep, first + i - REPLY), (is_reply, first + i - 1), else_=null()),
        "parent_revision": case((depth > 0, 1), else_=null()), "revision_number": literal(1),
        "depth": depth, "author_id": crowd.one(i), "about": literal("version", String),
        "posted_at": moment, "late": literal(False),
        "status": case((i % GONE == REPLY, Status.WITHDRAWN.value), else_=Status.PUBLISHED.value), "status_at": moment,
        "idempotency_key": own,
    }  # fmt: skip
    words: dict[str, Any] = {
        "contribution_id": first + i, "number": literal(1), "consultation_id": literal(asked.id),
        "language": case((i % 2 == 1, "en"), else_="ar"), "stance": _chosen(i * 3, STANCES),
        "body": _chosen(i, BODIES), "salt": literal(b"0123456789abcdef"), "fingerprint": literal("0" * 64, String),
        "received_at": moment, "seal_version": literal(VERSION), "details": literal("", String),
    }  # fmt: skip
    # What a reply answers is there before it, with its words.
    for level in range(3):
        for model, columns in ((Contribution, row), (Revision, words)):
            rows = _row(columns).where(depth == level).order_by(i)
            session.execute(insert(model).from_select(list(columns), rows, include_defaults=False))
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            select(func.setval(func.pg_get_serial_sequence("contributions", "id"), first + number))
        )
    return first


def vote(session: Session, *, asked: Consultation, crowd: Crowd, at: datetime) -> None:
    """Let everybody vote on every clause, and one person on each contribution that is shown."""
    clauses = clauses_of(session, asked.texts[0].version_id)
    n = numbers(crowd.number * len(clauses))
    within = literal(_able(taking_votes(asked.activities, SubjectKind.CLAUSE)))
    row: dict[str, Any] = {
        "consultation_id": literal(asked.id), "activity_id": within,
        "subject_kind": literal(SubjectKind.CLAUSE.value), "subject_id": _chosen(n.c.i // crowd.number, clauses),
        "user_id": crowd.one(n.c.i), "choice": _chosen(n.c.i, CHOICES), "cast_at": literal(at, UtcDateTime()),
    }  # fmt: skip
    session.execute(insert(Vote).from_select(list(row), _row(row), include_defaults=False))
    row = {
        "consultation_id": literal(asked.id), "activity_id": within,
        "subject_kind": literal(SubjectKind.CONTRIBUTION.value), "subject_id": Contribution.id,
        "revision": Contribution.revision_number, "user_id": crowd.one(Contribution.id),
        "choice": _chosen(Contribution.id, CHOICES), "cast_at": literal(at, UtcDateTime()),
    }  # fmt: skip
    shown = _row(row).where(Contribution.consultation_id == asked.id, Contribution.status == Status.PUBLISHED)
    session.execute(insert(Vote).from_select(list(row), shown, include_defaults=False))


def sort(session: Session, *, asked: Consultation, themes: list[Theme], begun: int, at: datetime) -> None:
    """Put every contribution that is no reply under one of ``themes``; replies have their parent's.

    ``begun`` is the id of the first.
    """
    row: dict[str, Any] = {
        "contribution_id": Contribution.id,
        "theme_id": _chosen((Contribution.id - begun) // 7, [theme.id for theme in themes]),
        "is_primary": literal(True), "at": literal(at, UtcDateTime()),
    }  # fmt: skip
    spoken = _row(row).where(Contribution.consultation_id == asked.id, Contribution.depth == 0)
    session.execute(insert(ThemeAssignment).from_select(list(row), spoken, include_defaults=False))


def look_at_answers(session: Session) -> None:
    """Take every answer for looked at, with all that stands under its theme since it was written."""
    stands = select(Theme.voices).where(Theme.id == Response.theme_id).scalar_subquery()
    session.execute(
        update(Response).values(looked_voices=stands).execution_options(synchronize_session=False)
    )
    for answer in [each for each in session if isinstance(each, Response)]:
        session.expire(answer)


def repeat(session: Session, asked: Consultation, *, number: int) -> None:
    """Ask the same ``number`` more times: consultations about the same text, at the same moments."""
    first = 1 + (session.scalar(select(func.max(Consultation.id))) or 0)
    row = {column.key: getattr(asked, column.key) for column in Consultation.__table__.columns}
    texts = [
        {"consultation_id": first + i, "version_id": text.version_id, "position": text.position}
        for i in range(number)
        for text in asked.texts
    ]
    same = ("kind", "slug", "position", "opens_at", "closes_at", "settings")
    activities = [
        {"consultation_id": first + i, **{name: getattr(activity, name) for name in same}}
        for i in range(number)
        for activity in asked.activities
    ]
    # Texts and activities are fixed from the announcement on, so that comes last.
    own = [{"id": first + i, "slug": f"{asked.slug}-{i}", "announced_at": None} for i in range(number)]
    session.execute(insert(Consultation), [{**row, **each} for each in own])
    session.execute(insert(ConsultationText), texts)
    session.execute(insert(Activity), activities)
    again = update(Consultation).where(Consultation.id >= first, Consultation.announced_at.is_(None))
    session.execute(again.values(announced_at=asked.announced_at))
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            select(func.setval(func.pg_get_serial_sequence("consultations", "id"), first + number))
        )


def _able(activity: Activity | None) -> int:
    if activity is None:
        raise RuntimeError("the consultation of the bench lets nobody do this")
    return activity.id


def clauses_of(session: Session, version_id: int) -> list[int]:
    """Return the ids of a text's clauses, in their order."""
    query = (
        select(ClauseText.clause_id).where(ClauseText.version_id == version_id).order_by(ClauseText.position)
    )
    return list(session.scalars(query))


def _chosen(i: SQLColumnExpression[int], among: tuple[object, ...] | list[int]) -> ColumnElement[object]:
    """Return one of ``among`` for each ``i``."""
    return case(*((i % len(among) == k, each) for k, each in enumerate(among)))


def _row(columns: dict[str, Any]) -> Select[*tuple[Any, ...]]:
    return select(*columns.values())
