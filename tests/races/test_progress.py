"""Progress that is reported, and what is done with a milestone, thirty times at once, is one; on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.outbox.models import OutboxMessage
from consult.plans import services
from consult.plans.models import Commitment, Family, MilestoneAct, ProgressUpdate, Rewording
from consult.plans.queries.standing import template_of
from consult.plans.services import CommitmentWords, Why, mark_of, milestone_fields, title_fields
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.factories.progress import DONE, NOW, WHY, Promised, promised
from tests.factories.promises import DELIVERED, WHOLE

MANY = 30


@pytest.fixture
def made(database: MigratedDatabase) -> Promised:
    """Return an adopted commitment with a milestone, committed."""

    def make(session: Session) -> Promised:
        there = promised(session)
        assert there.milestone.id
        return there

    return committed(database.engine, make)


def rows(database: MigratedDatabase, model: type[ProgressUpdate | MilestoneAct | Rewording]) -> int:
    """Return how many rows a table has."""
    with Session(database.engine) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_the_same_progress_thirty_times_at_once_is_one_update(
    database: MigratedDatabase, made: Promised
) -> None:
    def report(session: Session) -> int:
        return services.report_progress(
            session, actor=made.officer, now=NOW, zone=UTC, milestone_id=made.milestone.id, said=DONE
        ).id

    found = at_once(database.engine, [report] * MANY)
    assert codes(found) == []
    assert len(set(found)) == 1
    assert rows(database, ProgressUpdate) == 1


def test_the_same_correction_thirty_times_at_once_is_one_and_of_thirty_others_one_wins(
    database: MigratedDatabase, made: Promised
) -> None:
    def report(session: Session) -> int:
        return services.report_progress(
            session, actor=made.officer, now=NOW, zone=UTC, milestone_id=made.milestone.id, said=DONE
        ).id

    (wrong,) = at_once(database.engine, [report])
    assert isinstance(wrong, int)

    def correct(session: Session, update_id: int, words: str) -> int:
        return services.correct_progress(
            session, actor=made.officer, now=NOW, zone=UTC, milestone_id=made.milestone.id, update_id=update_id,
            said=replace(DONE, as_of=DONE.as_of - timedelta(days=30), done_en=words) if DONE.as_of else DONE,
            reason=("", ""),
        ).id  # fmt: skip

    found = at_once(database.engine, [partial(correct, update_id=wrong, words="It was made")] * MANY)
    assert codes(found) == []
    assert len(set(found)) == 1
    (right,) = set(found)
    assert isinstance(right, int)
    others = [partial(correct, update_id=right, words=f"It was made, {number}") for number in range(MANY)]
    assert codes(at_once(database.engine, others)) == ["edited-meanwhile"] * (MANY - 1)
    assert rows(database, ProgressUpdate) == 3


def test_a_milestone_is_delayed_once_and_its_delay_taken_back_once(
    database: MigratedDatabase, made: Promised
) -> None:
    given = {
        "actor": made.keeper, "now": NOW, "zone": UTC, "milestone_id": made.milestone.id, "happened_on": NOW.date(),
        "reason": WHY,
    }  # fmt: skip

    def delay(session: Session) -> int:
        return services.declare_delay(session, recovery=WHY, **given).id  # type: ignore[arg-type]

    found = at_once(database.engine, [delay] * MANY)
    assert codes(found) == ["milestone-stands-otherwise"] * (MANY - 1)
    (act,) = (each for each in found if isinstance(each, int))

    def take_back(session: Session) -> int:
        return services.take_back(session, seen=act, **given).id  # type: ignore[arg-type]

    assert codes(at_once(database.engine, [take_back] * MANY)) == ["milestone-stands-otherwise"] * (MANY - 1)
    assert rows(database, MilestoneAct) == 2


def test_thirty_reminders_at_once_are_one_mail_for_each_person(
    database: MigratedDatabase, made: Promised
) -> None:
    def remind(session: Session) -> int:
        return services.remind(
            session, actor=made.keeper, now=NOW + timedelta(days=1), zone=UTC, plan_id=made.commitment.plan_id,
            months=6,
        ).told  # fmt: skip

    told = at_once(database.engine, [remind] * MANY)
    assert codes(told) == []
    assert sorted(told, key=str) == [0] * (MANY - 1) + [1]
    with Session(database.engine) as session:
        query = select(func.count()).where(OutboxMessage.kind == "digest")
        assert session.scalar(query) == 1


def test_a_milestone_is_added_to_an_adopted_commitment_once(
    database: MigratedDatabase, made: Promised
) -> None:
    def add(session: Session) -> int:
        return services.add_to_adopted(
            session, actor=made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id,
            said=replace(DELIVERED, title_en="One more "), happened_on=NOW.date(), reason=WHY,
        ).id  # fmt: skip

    found = at_once(database.engine, [add] * MANY)
    assert codes(found) == []
    assert len(set(found)) == 1
    assert rows(database, MilestoneAct) == 1

    def another(session: Session) -> int:
        return services.add_to_adopted(
            session, actor=made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id,
            said=replace(DELIVERED, title_en="One more"), happened_on=NOW.date(), reason=(WHY[0], "For another reason"),
        ).id  # fmt: skip

    assert at_once(database.engine, [another]) != found[:1]
    assert rows(database, MilestoneAct) == 2


def test_adopted_words_change_once_at_once(database: MigratedDatabase, made: Promised) -> None:
    def title(why: Why, name: str = "Another name") -> Callable[[Session], None]:
        def save(session: Session) -> None:
            services.save_commitment(
                session, actor=made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id,
                said=CommitmentWords("", name), happened_on=None, why=why,
            )  # fmt: skip

        return save

    seen = mark_of(title_fields(made.commitment))
    same = title(Why("سبب", "", seen))
    assert codes(at_once(database.engine, [same] * MANY)) == []
    assert rows(database, Rewording) == 1
    with Session(database.engine) as session:
        there = session.get(Commitment, made.commitment.id)
        assert there is not None
        assert there.title_en == "Another name"
        seen = mark_of(title_fields(there))
    others = [title(Why("", "Why", seen), f"Name {number}") for number in range(MANY)]
    assert codes(at_once(database.engine, others)) == ["edited-meanwhile"] * (MANY - 1)
    assert rows(database, Rewording) == 2


def test_an_adopted_promise_and_its_milestone_change_once_at_once(
    database: MigratedDatabase, made: Promised
) -> None:
    with Session(database.engine) as session:
        there = template_of(session, commitment_id=made.commitment.id)
        assert there is not None
        last = there.id

    def promise(session: Session) -> int:
        return services.save_template(
            session, actor=made.keeper, now=NOW, commitment_id=made.commitment.id, seen=last,
            template=replace(WHOLE, how_ar="كيف"), labels={Family.CHALLENGE: ["integrity"]}, why=Why("سبب"),
        ).id  # fmt: skip

    own = Why("سبب", "", mark_of(milestone_fields(made.milestone)))

    def deliver(session: Session) -> int:
        return services.save_milestone(
            session, actor=made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id,
            milestone_id=made.milestone.id, said=replace(DELIVERED, title_en="Pages"), why=own,
        ).id  # fmt: skip

    found = at_once(database.engine, [promise, deliver] * (MANY // 2))
    assert codes(found) == []
    assert len(set(found[::2])) == 1
    assert rows(database, Rewording) == 2
