"""A standing is ended by two persons: asked for with a reason, confirmed by a second; taken back, and restored."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.policies import may_speak_for
from consult.organisations import queries, services
from consult.organisations.models import Organisation, OrganisationAct, Standing
from consult.organisations.policies import against_confirming
from consult.organisations.queries import endings
from consult.shared.errors import NotFoundError
from tests.databases import MigratedDatabase
from tests.domain.organisations.test_applying import NOW, kinds
from tests.domain.parallel import at_once, codes, committed
from tests.domain.refusal import problems
from tests.factories.organisations import again, coordinator, ended, verified
from tests.factories.people import person
from tests.factories.scenes import REASON


def asked(session: Session, made: Organisation) -> OrganisationAct:
    return services.ask_ending(session, actor=coordinator(session), now=NOW, slug=made.slug, reason=REASON)


def test_ending_ends_nothing_until_a_second_person_confirms(session: Session) -> None:
    made, representative = verified(session)
    invited = services.invite(
        session, actor=representative, now=NOW, slug=made.slug, email="new@example.org", language="ar"
    )
    first = coordinator(session)
    act = services.ask_ending(session, actor=first, now=NOW, slug=made.slug, reason=REASON)
    assert made.standing == Standing.VERIFIED
    assert may_speak_for(again(session, representative), made.slug)
    with problems(("ending-waits", None)):
        asked(session, made)
    with problems(("second-person", None)):
        services.confirm_ending(session, actor=first, now=NOW, slug=made.slug, asked=act.id)
    services.confirm_ending(session, actor=coordinator(session), now=NOW, slug=made.slug, asked=act.id)
    assert not may_speak_for(again(session, representative), made.slug)
    assert invited.ended_at == NOW
    assert made in queries.listed(session, lang="ar", limit=1000)
    assert queries.by_slug(session, made.slug) is None
    assert kinds(session, made)[-2:] == ["ending-asked", "ended"]
    assert [row.id for row, _act in endings.ended(session, limit=9)] == [made.id]
    with problems(("already-decided", None)):
        services.ask_ending(session, actor=coordinator(session), now=NOW, slug=made.slug, reason=REASON)
    with problems(("already-decided", None)):
        services.confirm_ending(session, actor=coordinator(session), now=NOW, slug=made.slug, asked=act.id)


def test_ending_is_for_coordinators_and_where_there_is_one_for_administrators(session: Session) -> None:
    made, representative = verified(session)
    act = asked(session, made)
    administrator = person(session, (Role.ADMINISTRATOR, SITE))
    coordinator(session)
    with problems(("coordinator-decides", None)):
        services.confirm_ending(session, actor=administrator, now=NOW, slug=made.slug, asked=act.id)
    assert against_confirming(administrator, asked_by_id=act.by_id, coordinators={act.by_id or 0}) is None
    for stranger in (representative, person(session, (Role.OFFICER, SITE))):
        with pytest.raises(NotFoundError):
            services.confirm_ending(session, actor=stranger, now=NOW, slug=made.slug, asked=act.id)
    with pytest.raises(NotFoundError):
        services.ask_ending(session, actor=administrator, now=NOW, slug=made.slug, reason=REASON)


def test_ending_is_taken_back_and_what_is_confirmed_is_what_was_seen(session: Session) -> None:
    made, _representative = verified(session)
    first, second = coordinator(session), coordinator(session)
    act = services.ask_ending(session, actor=first, now=NOW, slug=made.slug, reason=REASON)
    assert [row.id for row, _act in endings.all_waiting(session, limit=9)] == [made.id]
    services.take_back_ending(session, actor=first, now=NOW, slug=made.slug, asked=act.id)
    assert endings.waiting(session, organisation_id=made.id) is None
    later = services.ask_ending(session, actor=first, now=NOW, slug=made.slug, reason=REASON)
    for do in (services.confirm_ending, services.take_back_ending):
        with problems(("ending-gone", None)):
            do(session, actor=second, now=NOW, slug=made.slug, asked=act.id)
    services.take_back_ending(session, actor=second, now=NOW, slug=made.slug, asked=later.id)
    assert made.standing == Standing.VERIFIED


def test_restoring_gives_back_whose_right_went_with_it(session: Session) -> None:
    made, representative = verified(session)
    ended(session, made, now=NOW)
    services.restore_standing(session, actor=coordinator(session), now=NOW, slug=made.slug, reason=REASON)
    assert may_speak_for(again(session, representative), made.slug)
    assert kinds(session, made)[-1] == "restored"
    shown = queries.in_full(session, made.slug)
    assert shown is not None
    assert shown.decided is not None
    assert shown.decided.reason_ar == REASON[0]
    with problems(("already-decided", None)):
        services.restore_standing(session, actor=coordinator(session), now=NOW, slug=made.slug, reason=REASON)


def test_thirty_confirmations_at_one_instant_end_it_once(database: MigratedDatabase) -> None:
    made = committed(database.engine, lambda session: verified(session)[0])
    act = committed(database.engine, lambda session: asked(session, made))
    actors = committed(database.engine, lambda session: [coordinator(session) for _ in range(30)])
    results = at_once(
        database.engine,
        [
            lambda session, actor=actor: services.confirm_ending(  # type: ignore[misc]  # mypy cannot infer the lambda
                session, actor=actor, now=NOW, slug=made.slug, asked=act.id
            )
            for actor in actors
        ],
    )
    assert codes(results) == ["already-decided"] * 29
    with Session(database.engine) as session:
        assert kinds(session, made).count("ended") == 1
