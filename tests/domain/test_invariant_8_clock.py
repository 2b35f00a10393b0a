"""The clock decides: a state follows from acts and the moment, and what counts is when a request arrived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.accounts.policies.permissions import TABLE, Act
from consult.consultations import queries as consultations
from consult.consultations import services as consultation_services
from consult.consultations.models import Consultation
from consult.consultations.policies import allows, state_of
from consult.consultations.queries.states import LISTED, rank
from consult.contributions import services
from consult.contributions.errors import NotNowError
from consult.contributions.models import Contribution
from consult.contributions.queries import waiting_drafts
from consult.shared.state import State
from tests.domain.refusal import problems, refused
from tests.factories import moments
from tests.factories.answers import Answered, answered
from tests.factories.scenes import LIMITS, REASON, Scene, announce
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, words

TICK = moments.TICK
HOUR = timedelta(hours=1)


@dataclass
class Dates:
    """The dates of a consultation that is in no database."""

    opens_at: datetime = moments.OPENS
    closes_at: datetime = moments.CLOSES
    announced_at: datetime | None = moments.ANNOUNCED
    cancelled_at: datetime | None = None
    answered_at: datetime | None = None


RUNNING, DRAFT = Dates(), Dates(announced_at=None)
ENDED = Dates(answered_at=moments.ANSWERED)
CALLED_OFF = Dates(cancelled_at=moments.DURING)
CALLED_OFF_EARLY = Dates(cancelled_at=moments.BEFORE)


@pytest.mark.parametrize(
    ("dates", "moment", "state"),
    [
        (DRAFT, moments.DRAFTED, State.DRAFT),
        (DRAFT, moments.LATER, State.DRAFT),
        (RUNNING, moments.ANNOUNCED - TICK, State.DRAFT),
        (RUNNING, moments.ANNOUNCED, State.ANNOUNCED),
        (RUNNING, moments.OPENS - TICK, State.ANNOUNCED),
        (RUNNING, moments.OPENS, State.OPEN),
        (RUNNING, moments.CLOSES - TICK, State.OPEN),
        (RUNNING, moments.CLOSES, State.CLOSED),
        (RUNNING, moments.LATER, State.CLOSED),
        (ENDED, moments.ANSWERED - TICK, State.CLOSED),
        (ENDED, moments.ANSWERED, State.ANSWERED),
        (CALLED_OFF, moments.DURING - TICK, State.OPEN),
        (CALLED_OFF, moments.DURING, State.CANCELLED),
        (CALLED_OFF, moments.LATER, State.CANCELLED),
        (CALLED_OFF_EARLY, moments.BEFORE, State.CANCELLED),
        (CALLED_OFF_EARLY, moments.OPENS, State.CANCELLED),
    ],
)
def test_the_state_at_each_boundary(dates: Dates, moment: datetime, state: State) -> None:
    assert state_of(dates, moment) is state


@given(
    dates=st.builds(
        Dates,
        opens_at=st.datetimes(timezones=st.just(moments.OPENS.tzinfo)),
        closes_at=st.datetimes(timezones=st.just(moments.OPENS.tzinfo)),
    ),
    moment=st.datetimes(timezones=st.just(moments.OPENS.tzinfo)),
)
def test_every_moment_has_a_state_that_says_what_is_allowed(dates: Dates, moment: datetime) -> None:
    for action in Act:
        assert allows(dates, action, moment) is (
            action in {act for act in Act if state_of(dates, moment) in TABLE[act].states}
        )


def grid() -> Iterator[datetime]:
    """Yield each boundary, a moment before it and a moment after."""
    for name in ("DRAFTED", "ANNOUNCED", "BEFORE", "OPENS", "DURING", "CLOSES", "AFTER", "ANSWERED", "LATER"):
        moment = getattr(moments, name)
        yield from (moment - TICK, moment, moment + TICK)


def test_the_database_agrees_with_the_policy_at_every_moment(session: Session) -> None:
    made = [make_scene(session, state).consultation for state in (State.DRAFT, State.OPEN, State.CANCELLED)]
    made.append(answered(session).scene.consultation)
    made[-1].cancelled_at = moments.LATER
    extended = make_scene(session)
    consultation_services.extend(
        session, actor=extended.officer, now=moments.DURING, consultation_id=extended.id, closes_at=moments.AFTER,
        reason=REASON, limits=LIMITS,
    )  # fmt: skip
    made.append(extended.consultation)
    every = session.scalars(select(Consultation)).all()
    assert {row.id for row in made} < {row.id for row in every}
    for moment in grid():
        expected = {row.id: state_of(row, moment) for row in every}
        for state in State:
            found = consultations.in_states(session, most={state: len(every)}, now=moment)
            assert {row.id for row in found} == {key for key, its in expected.items() if its is state}, moment
        both = consultations.in_states(session, most=dict.fromkeys(State, len(every)), now=moment)
        assert len(both) == len(every)
        ranks = session.execute(select(Consultation.id, rank(LISTED, moment)))
        assert {number: LISTED[state] for number, state in ranks} == expected, moment


def test_lists_keep_their_order(session: Session) -> None:
    make_scene(session)
    rows = consultations.in_states(session, most={State.OPEN: 100}, now=moments.DURING)
    assert [(row.closes_at, row.id) for row in rows] == sorted((row.closes_at, row.id) for row in rows)


@pytest.mark.parametrize(
    ("arrived", "late"), [(moments.OPENS, False), (moments.CLOSES - TICK, False), (moments.CLOSES, True)]
)
def test_what_arrived_in_time_is_in_time(
    session: Session, scene: Scene, arrived: datetime, *, late: bool
) -> None:
    said = services.submit(
        session,
        actor=scene.author,
        now=arrived + HOUR,
        arrived_at=arrived,
        consultation_id=scene.id,
        words=words(),
    )
    session.expire_all()
    assert (said.late, said.posted_at) == (late, arrived + HOUR)
    assert said.received_at == arrived.replace(microsecond=0)


@pytest.mark.parametrize("arrived", [moments.ANNOUNCED, moments.OPENS - TICK])
def test_what_arrived_before_the_opening_is_refused_even_if_it_is_open_by_now(
    session: Session, scene: Scene, arrived: datetime
) -> None:
    with pytest.raises(NotNowError) as caught:
        services.submit(
            session, actor=scene.author, now=moments.DURING, arrived_at=arrived, consultation_id=scene.id,
            words=words(),
        )  # fmt: skip
    assert (caught.value.code, caught.value.values) == ("contribution-not-now", {"state": State.ANNOUNCED})


def test_nothing_new_once_it_was_answered_or_cancelled(session: Session, ended: Answered) -> None:
    cancelled = make_scene(session, State.CANCELLED)
    for made, state in ((ended.scene, State.ANSWERED), (cancelled, State.CANCELLED)):
        for arrived in (moments.LATER, moments.OPENS):
            with pytest.raises(NotNowError) as caught:
                services.submit(
                    session, actor=made.author, now=moments.LATER, arrived_at=arrived, consultation_id=made.id,
                    words=words(),
                )  # fmt: skip
            assert caught.value.values == {"state": state}


@pytest.mark.parametrize(
    ("wait", "late"),
    [
        (timedelta(hours=47), False),
        (timedelta(hours=48), False),
        (timedelta(hours=48) + TICK, True),
        (timedelta(days=6), True),
    ],
)
def test_a_draft_counts_from_its_arrival_for_48_hours(
    session: Session, scene: Scene, wait: timedelta, *, late: bool
) -> None:
    arrived = moments.CLOSES - HOUR
    said = words(stance="support", language="en", clause_id=scene.clauses[1], key="waiting")
    token = services.keep_draft(session, now=arrived, consultation_id=scene.id, words=said)
    services.claim_draft(session, now=arrived, user_id=scene.author.user_id, token=token)
    [waiting] = waiting_drafts(session, user_id=scene.author.user_id)
    posted = publish(session, scene, waiting.id, arrived + wait)
    assert posted.late is late
    assert posted.received_at == (arrived + wait if late else arrived).replace(microsecond=0)
    assert (posted.stance, posted.language, posted.clause_id) == ("support", "en", scene.clauses[1])
    assert waiting_drafts(session, user_id=scene.author.user_id) == []
    assert publish(session, scene, waiting.id, arrived + wait) == posted


def publish(session: Session, scene: Scene, draft_id: int, now: datetime) -> Contribution:
    return services.publish_draft(session, actor=scene.author, now=now, draft_id=draft_id, grace_hours=48)


def test_a_draft_that_cannot_be_posted_stays_and_does_not_hold_up_the_next(
    session: Session, scene: Scene
) -> None:
    cancelled = make_scene(session)
    for made in (cancelled, scene):
        services.keep_draft(
            session, now=moments.DURING, consultation_id=made.id, words=words(), user_id=scene.author.user_id
        )
    consultation_services.cancel(
        session, actor=cancelled.officer, now=moments.DURING, consultation_id=cancelled.id, reason=REASON
    )
    first, second = waiting_drafts(session, user_id=scene.author.user_id)
    with pytest.raises(NotNowError):
        publish(session, scene, first.id, moments.DURING + HOUR)
    assert publish(session, scene, second.id, moments.DURING + HOUR).consultation_id == scene.id
    assert list(waiting_drafts(session, user_id=scene.author.user_id)) == [first]


def extend(session: Session, scene: Scene, closes_at: datetime, now: datetime = moments.DURING) -> None:
    consultation_services.extend(
        session, actor=scene.officer, now=now, consultation_id=scene.id, closes_at=closes_at, reason=REASON,
        limits=LIMITS,
    )  # fmt: skip


def test_an_extension_moves_closing_and_answer(session: Session, scene: Scene) -> None:
    extend(session, scene, moments.CLOSES + timedelta(days=7), now=moments.CLOSES - TICK)
    session.expire_all()
    asked = scene.consultation
    assert asked.closes_at == moments.CLOSES + timedelta(days=7)
    assert asked.answer_due_at == asked.closes_at + timedelta(days=84)
    assert state_of(asked, moments.CLOSES) is State.OPEN
    assert not comment(session, scene, now=moments.CLOSES + TICK).late
    assert comment(session, scene, now=asked.closes_at).late
    act = consultations.acts(session, consultation_id=scene.id)[-1]
    assert (act.kind, act.at) == ("extended", moments.CLOSES - TICK)
    assert act.details == {"from": moments.CLOSES.isoformat(), "to": asked.closes_at.isoformat()}


@pytest.mark.parametrize("closes_at", [moments.CLOSES, moments.CLOSES - TICK, moments.DURING + TICK])
def test_a_closing_never_moves_earlier(session: Session, scene: Scene, closes_at: datetime) -> None:
    with problems(("closing-only-later", "closes_at")):
        extend(session, scene, closes_at)
    assert scene.consultation.closes_at == moments.CLOSES


def test_nor_by_raw_sql_or_the_mapper(session: Session, scene: Scene, draft: Scene) -> None:
    earlier = text("UPDATE consultations SET closes_at = '2026-03-30 00:00:00.000000' WHERE id = :id")
    with refused(session, "consultations_closing"):
        session.execute(earlier, {"id": scene.id})
    with refused(session, "consultations_closing"):
        scene.consultation.closes_at = moments.CLOSES - TICK
    session.execute(earlier, {"id": draft.id})


@pytest.mark.parametrize("now", [moments.CLOSES, moments.AFTER])
def test_what_is_closed_is_not_opened_again(session: Session, scene: Scene, now: datetime) -> None:
    with problems(("state-refuses", None)):
        extend(session, scene, moments.LATER, now=now)


def test_withdrawing_ends_with_the_period(session: Session, scene: Scene) -> None:
    said: Contribution = comment(session, scene, by=scene.author)
    with pytest.raises(NotNowError) as caught:
        services.withdraw(session, actor=scene.author, now=moments.CLOSES, reference=said.reference)
    assert caught.value.code == "withdraw-not-now"
    services.withdraw(session, actor=scene.author, now=moments.CLOSES - TICK, reference=said.reference)
    assert said.status == "withdrawn"


def test_no_job_has_to_run(session: Session, draft: Scene) -> None:
    announce(session, draft)
    row = dict(
        session.execute(text("SELECT * FROM consultations WHERE id = :id"), {"id": draft.id}).one()._mapping
    )
    assert comment(session, draft, now=moments.OPENS).consultation_id == draft.id
    assert comment(session, draft, now=moments.CLOSES).late
    session.flush()
    after = (
        session.execute(text("SELECT * FROM consultations WHERE id = :id"), {"id": draft.id}).one()._mapping
    )
    assert dict(after) == row
