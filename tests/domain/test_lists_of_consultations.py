"""The long lists of consultations: whose they are to see, in which order, cut in the database."""

from __future__ import annotations

from collections import Counter
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.consultations import queries, services
from consult.consultations.models import Consultation
from consult.consultations.policies import may_enter, scopes_to_enter, state_of
from consult.consultations.queries import DeskPlace, Place
from consult.shared.state import State
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import LIMITS, NOW, REASON, Scene
from tests.factories.scenes import scene as make_scene

ALL = 1000


def test_the_desk_lists_what_may_be_entered(session: Session, scene: Scene, draft: Scene) -> None:
    every = session.scalars(select(Consultation)).all()
    somewhere = (scene.organisation.scope, draft.organisation.scope)
    for role, places in product([*Role, None], [(SITE,), somewhere]):
        actor = person(session, *((role, place) for place in places if role))
        scopes = {state: scopes_to_enter(actor, state) for state in State}
        for now in sorted(set(NOW.values())):
            theirs = {row.id: row for row in every if may_enter(actor, row, row.organisation.scope, now)}
            states = {key: state_of(row, now) for key, row in theirs.items()}
            found = queries.at_desk(session, scopes=scopes, now=now, limit=ALL)
            assert len(found) == len(theirs), (role, places, now)
            assert {row.id: row.state for row in found} == states
            assert queries.numbers_at_desk(session, scopes=scopes, now=now) == Counter(states.values())


def test_open_ones_come_first_however_few_are_shown(session: Session) -> None:
    now = moments.DURING
    late = make_scene(session)
    services.extend(
        session, actor=late.officer, now=now, consultation_id=late.id, closes_at=moments.LATER, reason=REASON,
        limits=LIMITS,
    )  # fmt: skip
    after = moments.AFTER
    running = (State.CLOSED, State.ANNOUNCED, State.OPEN)
    every = queries.in_states(session, most=dict.fromkeys(running, ALL), now=after)
    assert [row.id for row in every if state_of(row, after) is State.OPEN] == [every[0].id] == [late.id]
    assert {state_of(row, after) for row in every[1:]} == {State.CLOSED}
    few = queries.in_states(session, most=dict.fromkeys(running, 1), now=after)
    assert few == [every[0], every[1]]
    assert queries.in_states(session, most={State.CLOSED: 2}, now=after) == every[1:3]


def test_the_order_of_a_moment_is_known_when_it_has_passed(session: Session, scene: Scene) -> None:
    """What is extended or cancelled since does not move in it."""
    for _ in range(3):
        make_scene(session)
    then, now = moments.DURING, moments.DURING + moments.TICK
    other = make_scene(session)
    before = [each.place for each in queries.listed(session, now=then, limit=ALL)]
    scopes: dict[State, frozenset[str] | None] = dict.fromkeys(State)
    desk = queries.at_desk(session, scopes=scopes, now=then, limit=ALL)
    for days in (1, 2):
        closes = moments.CLOSES + days * (moments.AFTER - moments.CLOSES)
        services.extend(
            session, actor=scene.officer, now=now, consultation_id=scene.id, closes_at=closes, reason=REASON,
            limits=LIMITS,
        )  # fmt: skip
    services.cancel(session, actor=other.officer, now=now, consultation_id=other.id, reason=REASON)
    start = Place(then, State.OPEN, moments.DRAFTED, 1)
    assert [
        each.place for each in queries.listed(session, now=moments.LATER, begun=start, limit=ALL)
    ] == before
    first = DeskPlace(then, State.CLOSED, 2**62)
    later = queries.at_desk(session, scopes=scopes, now=moments.LATER, begun=first, limit=ALL)
    assert later == desk
    assert before != [each.place for each in queries.listed(session, now=now, limit=ALL)]


def test_a_place_of_the_future_shows_nothing_before_its_time(session: Session, draft: Scene) -> None:
    """Whoever writes an address can write any moment."""
    services.announce(
        session, actor=draft.officer, now=moments.ANNOUNCED, consultation_id=draft.id, limits=LIMITS
    )
    start = Place(moments.LATER, State.OPEN, moments.DRAFTED, 1)
    assert queries.listed(session, now=moments.ANNOUNCED - moments.TICK, begun=start, limit=ALL) == []
    found = queries.listed(session, now=moments.ANNOUNCED, begun=start, limit=ALL)
    assert {each.place.state for each in found} == {State.ANNOUNCED}
    assert {each.place.at for each in found} == {moments.ANNOUNCED}
