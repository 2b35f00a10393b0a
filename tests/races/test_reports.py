"""Reports and decisions about many that arrive at one instant: one of each, on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Status
from consult.moderation.models import ModerationDecision, VoiceReport
from consult.moderation.services import answer_reports, hide_many, report, show_many
from consult.record.models import LogEntry
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.factories import moments
from tests.factories.people import person
from tests.factories.reports import reported, told
from tests.factories.scenes import REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment

MANY = 30


@pytest.fixture
def scene(database: MigratedDatabase) -> Scene:
    """Return an open consultation whose rule holds after three accounts, committed."""
    return committed(database.engine, lambda session: make_scene(session, hold_after=3))


@pytest.fixture
def said(database: MigratedDatabase, scene: Scene) -> Contribution:
    """Return a comment of the scene's author, committed."""
    return committed(database.engine, lambda session: comment(session, scene, by=scene.author))


def number(database: MigratedDatabase, model: type[ModerationDecision | VoiceReport]) -> int:
    """Return how many rows a table has."""
    with Session(database.engine) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_report_thirty_identical_are_one(database: MigratedDatabase, said: Contribution) -> None:
    same = told()

    def send(session: Session) -> int:
        return report(session, actor=None, now=moments.DURING, reference=said.reference, told=same).id

    assert len(set(at_once(database.engine, [send] * MANY))) == 1
    assert number(database, VoiceReport) == 1


def test_report_thirty_of_one_account_are_one(database: MigratedDatabase, said: Contribution) -> None:
    somebody = committed(database.engine, person)

    def send(session: Session) -> int:
        return reported(session, said, by=somebody).id

    results = at_once(database.engine, [send] * MANY)
    assert codes(results) == ["reported-already"] * (MANY - 1)
    assert number(database, VoiceReport) == 1


def test_report_of_thirty_accounts_holds_once(database: MigratedDatabase, said: Contribution) -> None:
    everybody = [committed(database.engine, person) for _each in range(MANY)]
    acts = [lambda session, by=by: reported(session, said, by=by).id for by in everybody]
    results = at_once(database.engine, acts)
    # The third holds it; whoever comes after finds it held, and is told.
    assert codes(results) == ["report-not-now"] * (MANY - 3)
    assert number(database, ModerationDecision) == 1
    with Session(database.engine) as session:
        assert session.get_one(Contribution, said.id).status == Status.HELD
        entries = session.scalars(select(LogEntry.kind).where(LogEntry.kind == "moderation-hold")).all()
        assert len(entries) == 1


def test_report_thirty_answers_are_one(database: MigratedDatabase, scene: Scene, said: Contribution) -> None:
    row = committed(database.engine, lambda session: reported(session, said))

    def answer(session: Session) -> int:
        return answer_reports(
            session, actor=scene.moderator, now=moments.DURING, reference=said.reference, picked=[row.id],
            answer=REASON,
        )  # fmt: skip

    results = at_once(database.engine, [answer] * MANY)
    assert codes(results) == ["reports-answered"] * (MANY - 1)


def test_report_many_hidden_and_undone_thirty_times_at_once_are_once(
    database: MigratedDatabase, scene: Scene
) -> None:
    voices = [committed(database.engine, lambda session: comment(session, scene)) for _each in range(4)]
    # Each in another order: who holds them in the order of their ids waits in no circle.
    orders = [[voices[(at + shift) % 4].reference for at in range(4)] for shift in range(MANY)]

    def hide(references: list[str]) -> Callable[[Session], int | None]:
        return lambda session: hide_many(
            session, actor=scene.moderator, now=moments.DURING, consultation_id=scene.id, references=references,
            rule=7, reason=REASON,
        )[0].batch  # fmt: skip

    results = at_once(database.engine, [hide(each) for each in orders])
    assert codes(results) == ["hide-not-all"] * (MANY - 1)
    assert number(database, ModerationDecision) == 4
    (batch,) = [each for each in results if isinstance(each, int)]

    def undo(session: Session) -> int:
        return len(
            show_many(
                session, actor=scene.moderator, now=moments.DURING, consultation_id=scene.id, batch=batch,
                reason=REASON,
            )
        )  # fmt: skip

    undone = at_once(database.engine, [undo] * MANY)
    assert codes(undone) == ["nothing-to-undo"] * (MANY - 1)
    assert number(database, ModerationDecision) == 8
