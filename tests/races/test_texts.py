"""Thirty who publish or discard one text at once: it is done once, and whoever comes later changes nothing."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.services import discard_text, publish_text
from consult.record.models import LogEntry
from consult.shared.state import State
from consult.texts.models import TextAct, TextVersion
from consult.texts.services import digest, split_at
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.factories import moments
from tests.factories.scenes import REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.texts import draft_version

MANY = 30


def drafted(database: MigratedDatabase) -> tuple[Scene, int]:
    """Return a scene whose consultation was cancelled, and the draft of its next text."""

    def make(session: Session) -> tuple[Scene, int]:
        made = make_scene(session, State.CANCELLED)
        return made, draft_version(session, made.officer, made.organisation, made.commitment).id

    return committed(database.engine, make)


def test_a_text_that_many_publish_is_published_once(database: MigratedDatabase) -> None:
    made, version_id = drafted(database)

    def publish(session: Session) -> None:
        publish_text(
            session, actor=made.publisher, now=moments.LATER, version=session.get_one(TextVersion, version_id),
            drafter=made.organisation, reason=REASON,
        )  # fmt: skip

    assert codes(at_once(database.engine, [publish] * MANY)) == []
    with Session(database.engine) as session:
        acts = session.scalars(select(TextAct.kind).where(TextAct.version_id == version_id)).all()
        entries = session.scalars(
            select(LogEntry).where(LogEntry.kind == "version-published", LogEntry.role == "publisher")
        ).all()
    assert (acts, len(entries)) == (["published"], 1)


def test_a_draft_that_some_publish_and_others_discard_is_one_or_the_other(database: MigratedDatabase) -> None:
    made, version_id = drafted(database)

    def publish(session: Session) -> None:
        publish_text(
            session, actor=made.publisher, now=moments.LATER, version=session.get_one(TextVersion, version_id),
            drafter=made.organisation, reason=REASON,
        )  # fmt: skip

    def discard(session: Session) -> None:
        discard_text(
            session, actor=made.officer, now=moments.LATER, version=session.get_one(TextVersion, version_id),
            drafter=made.organisation,
        )  # fmt: skip

    refused = set(codes(at_once(database.engine, [publish, discard] * (MANY // 2))))
    with Session(database.engine) as session:
        acts = session.scalars(select(TextAct.kind).where(TextAct.version_id == version_id)).all()
    assert (acts, refused) in (
        (["published"], {"text-is-published"}),
        (["discarded"], {"text-is-discarded"}),
    )


def test_a_clause_that_many_split_at_once_is_split_once(database: MigratedDatabase) -> None:
    made, version_id = drafted(database)
    with Session(database.engine) as session:
        version = session.get_one(TextVersion, version_id)
        seen, clause_id = digest(version), version.clauses[0].clause_id

    def split(session: Session) -> None:
        split_at(
            session, actor=made.officer, version=session.get_one(TextVersion, version_id),
            drafter=made.organisation, clause_id=clause_id, cuts={"en": 4}, heading=REASON, seen=seen,
        )  # fmt: skip

    assert codes(at_once(database.engine, [split] * MANY)) == ["edited-meanwhile"] * (MANY - 1)
    with Session(database.engine) as session:
        assert [row.heading_en for row in session.get_one(TextVersion, version_id).clauses] == [
            "Clause 1", REASON[1], "Clause 2", "Clause 3",
        ]  # fmt: skip
