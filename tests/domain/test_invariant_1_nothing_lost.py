"""Nothing acknowledged is lost: rows are never deleted, the same words sent twice are one, a failure leaves nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.models import RoleGrant, User
from consult.accounts.queries import token_hash
from consult.consultations.models import Consultation
from consult.contributions import queries, services
from consult.contributions.models import Contribution, Draft, Status
from consult.contributions.policies import may_read_words
from consult.moderation.models import DecisionKind
from consult.outbox.models import OutboxMessage
from consult.plans.models import Commitment
from consult.record.models import LogEntry
from consult.texts.models import Clause
from consult.votes.models import Vote
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, committed
from tests.domain.refusal import refused
from tests.factories import moments
from tests.factories.answers import Answered
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, decision, hide, reply, restore, words

KEPT = (
    "contributions", "contribution_revisions", "consultations", "commitments", "texts", "clauses", "votes", "users",
    "role_grants",
)  # fmt: skip
FROZEN = (
    "log_entries", "consultation_acts", "moderation_decisions", "outcomes", "placements", "outcome_changes",
    "outcome_milestones",
)  # fmt: skip


def number(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("table", KEPT + FROZEN)
def test_the_database_refuses_to_delete(session: Session, ended: Answered, table: str) -> None:
    assert ended.outcome.id
    assert session.scalar(text(f"SELECT count(*) FROM {table}")), "nothing to delete would prove nothing"  # noqa: S608
    with refused(session, f"{table}_no_delete"):
        session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - a name from above


@pytest.mark.parametrize("table", [*KEPT, *FROZEN, "text_versions", "clause_texts", "consultation_texts"])
def test_the_database_refuses_to_truncate(session: Session, ended: Answered, table: str) -> None:
    assert ended.outcome.id
    if session.get_bind().dialect.name == "sqlite":
        return  # It knows no such statement; DELETE without WHERE is what it has, and the test above tries it.
    # What the stamp of the record waits to do would be in the way of the statement itself.
    session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    # With foreign keys off the list that CASCADE reaches, the guard of any of them is the answer.
    with refused(session, "truncate"):
        session.execute(text(f"TRUNCATE {table} CASCADE"))


@pytest.mark.parametrize(
    "model", [Contribution, Consultation, Commitment, Clause, Vote, User, RoleGrant, LogEntry]
)
def test_the_mapper_cannot_delete_either(session: Session, ended: Answered, model: type) -> None:
    assert ended.outcome.id
    row: object = session.scalars(select(model).limit(1)).one()
    # Which guard answers depends on what the mapper tries first.
    with pytest.raises(IntegrityError), session.begin_nested():
        session.delete(row)
    assert session.scalars(select(model).limit(1)).one() is row


def test_replace_is_a_delete_too(session: Session, ended: Answered) -> None:
    if session.get_bind().dialect.name != "sqlite":
        return  # PostgreSQL has no REPLACE.
    for table in ("contributions", "log_entries", "outcomes"):
        with refused(session, f"{table}_no_(delete|update)"):
            session.execute(text(f"REPLACE INTO {table} SELECT * FROM {table}"))  # noqa: S608 - a name from above
    assert ended.outcome.number == 1


def test_the_same_key_posts_once(session: Session, scene: Scene) -> None:
    typed = words(key="once", clause_id=scene.clauses[0])
    first = services.submit(
        session, actor=scene.author, now=moments.DURING, consultation_id=scene.id, words=typed
    )
    before = number(session, Contribution), number(session, LogEntry), number(session, OutboxMessage)
    again = services.submit(
        session,
        actor=scene.author,
        now=moments.AFTER,
        consultation_id=scene.id,
        words=words(key="once", body="آخر"),
    )
    assert again.reference == first.reference
    assert again.body == typed.body
    assert before == (
        number(session, Contribution),
        number(session, LogEntry),
        number(session, OutboxMessage),
    )


def test_another_persons_same_key_is_another_contribution(session: Session, scene: Scene) -> None:
    first = comment(session, scene, key="once")
    assert comment(session, scene, key="once").reference != first.reference


def test_a_retry_after_the_answer_still_finds_what_was_acknowledged(
    session: Session, ended: Answered
) -> None:
    typed = words(key=ended.comment.idempotency_key)
    again = services.submit(
        session, actor=ended.scene.author, now=moments.LATER, consultation_id=ended.scene.id, words=typed
    )
    assert again.reference == ended.comment.reference


def test_thirty_retries_at_once_are_one_contribution(database: MigratedDatabase) -> None:
    scene = committed(database.engine, make_scene)
    typed = words(key="once", clause_id=scene.clauses[0])

    def post(session: Session) -> str:
        return services.submit(
            session, actor=scene.author, now=moments.DURING, consultation_id=scene.id, words=typed
        ).reference

    references = at_once(database.engine, [post] * 30)
    with Session(database.engine) as session:
        assert number(session, Contribution) == 1
        assert number(session, OutboxMessage) == 1
        assert set(references) == {session.scalars(select(Contribution.reference)).one()}


def test_parallel_posts_of_many_are_all_kept(database: MigratedDatabase) -> None:
    scene = committed(database.engine, make_scene)
    people = committed(database.engine, lambda session: [person(session) for _ in range(12)])
    typed = [words(clause_id=scene.clauses[0]) for _ in people]
    acts = [
        lambda session, who=who, said=said: (
            services.submit(
                session, actor=who, now=moments.DURING, consultation_id=scene.id, words=said
            ).reference
        )
        for who, said in zip(people, typed, strict=True)
    ]
    acknowledged = at_once(database.engine, acts)
    with Session(database.engine) as session:
        assert len(set(acknowledged)) == 12
        assert set(session.scalars(select(Contribution.reference))) == set(acknowledged)


def test_a_failing_transaction_leaves_nothing(database: MigratedDatabase) -> None:
    scene = committed(database.engine, make_scene)
    with Session(database.engine) as session:
        before = number(session, LogEntry)

    def fail(session: Session) -> None:
        comment(session, scene, by=scene.author)
        message = "the disk is full"
        raise OSError(message)

    with pytest.raises(OSError, match="full"):
        committed(database.engine, fail)
    with Session(database.engine) as session:
        assert number(session, Contribution) == 0
        assert number(session, OutboxMessage) == 0
        assert number(session, LogEntry) == before


def test_a_receipt_and_a_log_entry_come_with_the_words(session: Session, scene: Scene) -> None:
    said = comment(session, scene, by=scene.author)
    mail = session.scalars(
        select(OutboxMessage).where(OutboxMessage.key == f"receipt:{said.reference}")
    ).one()
    entry = session.scalars(select(LogEntry).where(LogEntry.subject == said.reference)).one()
    assert (mail.recipient, mail.content) == (
        scene.author.email, {"reference": said.reference, "revision": 1},
    )  # fmt: skip
    assert (entry.kind, entry.details) == ("contribution-received", {"fingerprint": said.fingerprint})


def test_withdrawing_leaves_the_row_whole(session: Session, scene: Scene) -> None:
    said = comment(session, scene, by=scene.author)
    below = reply(session, said)
    body, print_ = said.body, said.fingerprint
    services.withdraw(session, actor=scene.author, now=moments.DURING, reference=said.reference)
    services.withdraw(session, actor=scene.author, now=moments.DURING, reference=said.reference)
    session.expire_all()
    assert (said.status, said.status_at) == (Status.WITHDRAWN, moments.DURING)
    assert (said.body, said.fingerprint, said.author_id) == (body, print_, scene.author.user_id)
    kinds = session.scalars(
        select(LogEntry.kind).where(LogEntry.subject == said.reference).order_by(LogEntry.id)
    ).all()
    assert kinds == ["contribution-received", "contribution-withdrawn"]
    assert below.status == Status.PUBLISHED
    page = queries.page(session, now=moments.DURING, consultation_id=scene.id)
    assert [row.reference for row in page.voices] == [said.reference], "its tombstone stays in the list"
    assert may_read_words(scene.author, said)
    assert not may_read_words(None, said)


def test_hiding_leaves_the_row_whole(session: Session, scene: Scene) -> None:
    said = comment(session, scene, by=scene.author)
    body = said.body
    hide(session, scene, said)
    session.expire_all()
    assert (said.status, said.body) == (Status.HIDDEN, body)
    assert [
        row.reference for row in queries.page(session, now=moments.DURING, consultation_id=scene.id).voices
    ] == [said.reference]
    restore(session, scene, said)
    assert (said.status, said.body) == (Status.PUBLISHED, body)


@pytest.mark.parametrize(
    "column", ["reference", "body", "stance", "fingerprint", "received_at", "late", "shown_name", "author_id"]
)
def test_what_was_said_cannot_be_changed(session: Session, scene: Scene, column: str) -> None:
    said = comment(session, scene, by=scene.author, stance="support", named=True)
    other = {
        "stance": "oppose", "received_at": moments.BEFORE, "late": True, "author_id": scene.officer.user_id,
    }  # fmt: skip
    with refused(session, "(contributions_(identity|erasing)|contribution_revisions_no_update)"):
        setattr(said, column, other.get(column, "something else"))


def test_erasing_destroys_and_does_nothing_else(session: Session, scene: Scene) -> None:
    said = comment(session, scene, by=scene.author)
    decision(session, scene, said, DecisionKind.ERASE)
    with refused(session, "contributions_erasing"):
        said.status, said.author_id = Status.ERASED, scene.officer.user_id
    said.status, said.author_id = Status.ERASED, None
    session.flush()
    session.expire_all()
    assert (said.body, said.salt) == (None, None)
    with refused(session, "contributions_(erasing|standing)"):
        said.status = Status.PUBLISHED
    with refused(session, "contribution_revisions_no_update"):
        said.body = "words put into somebody's mouth"


def test_only_drafts_that_nobody_confirmed_go(session: Session, scene: Scene) -> None:
    def keep(arrived: int) -> str:
        return services.keep_draft(
            session, now=moments.OPENS + timedelta(days=arrived), consultation_id=scene.id,
            user_id=scene.author.user_id, words=words(),
        )  # fmt: skip

    old = keep(1)
    [waiting] = queries.waiting_drafts(session, user_id=scene.author.user_id)
    posted = services.publish_draft(
        session,
        actor=scene.author,
        now=moments.OPENS + timedelta(days=2),
        draft_id=waiting.id,
        grace_hours=48,
    )
    stale, fresh = keep(1), keep(7)
    assert services.drop_stale_drafts(session, before=moments.OPENS + timedelta(days=5)) == 1
    assert queries.drafts_by_tokens(session, [stale]) == []
    assert len(queries.drafts_by_tokens(session, [fresh])) == 1
    [kept] = queries.drafts_posted_as(session, reference=posted.reference)
    assert kept.token_hash == token_hash(old)
    assert number(session, Draft) == 2


def test_one_reference_is_never_two_contributions(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    row = {column.key: getattr(said, column.key) for column in Contribution.__table__.columns}
    row |= {"id": said.id + 1000, "idempotency_key": "another"}
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(Contribution).values(**row))
