"""Who may do what, when: role × scope × state, as one table for each act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest

from consult.accounts.models import SITE, STAFF, Role
from consult.accounts.policies import may_grant, may_speak_for, may_take_part
from consult.consultations.models import Consultation, State
from consult.consultations.policies import (
    ALLOWED,
    Action,
    may_contribute,
    may_moderate,
    may_publish,
    may_run,
    may_see,
    may_vote,
)
from consult.contributions.models import Contribution, Status
from consult.contributions.policies import may_reply, may_withdraw
from consult.moderation.policies import can_hide, can_restore, may_decide
from consult.organisations.models import Organisation
from consult.plans.policies import may_draft
from tests.factories import moments
from tests.factories.people import holder, imagined
from tests.factories.scenes import NOW

OURS, THEIRS = "organisation:ours", "organisation:theirs"
SCOPES = (OURS, THEIRS, SITE, "plan:ours", "organisation:our", "")


@dataclass
class Dates:
    """The dates of a consultation in some state, at ``NOW`` of that state."""

    opens_at: datetime
    closes_at: datetime
    announced_at: datetime | None
    cancelled_at: datetime | None
    answered_at: datetime | None


def dated(state: State) -> Dates:
    return Dates(
        moments.OPENS, moments.CLOSES,
        None if state is State.DRAFT else moments.ANNOUNCED,
        moments.DURING if state is State.CANCELLED else None,
        moments.ANSWERED if state is State.ANSWERED else None,
    )  # fmt: skip


# The published rules, written out a second time: a slip in the policies' table shows as a difference.
WHEN: dict[Action, str] = {
    Action.EDIT: "draft",
    Action.ANNOUNCE: "draft",
    Action.READ: "announced open closed answered cancelled",
    Action.CONTRIBUTE: "open",
    Action.CONTRIBUTE_LATE: "closed",
    Action.VOTE: "open",
    Action.WITHDRAW: "open",
    Action.EXTEND: "announced open",
    Action.CORRECT: "announced open closed answered",
    Action.CANCEL: "announced open closed",
    Action.MODERATE: "open closed answered cancelled",
    Action.THEME: "closed answered",
    Action.ANSWER: "closed answered",
    Action.PUBLISH: "closed",
    Action.REPUBLISH: "answered",
}  # fmt: skip
RUN = (Action.EDIT, Action.ANNOUNCE, Action.EXTEND, Action.CORRECT, Action.CANCEL, Action.ANSWER)
BY_ROLE = [
    (may_run, Role.OFFICER, RUN),
    (may_moderate, Role.MODERATOR, (Action.MODERATE, Action.THEME)),
]


def test_the_table_of_states_is_the_published_one() -> None:
    assert set(WHEN) == set(Action)
    for state in State:
        assert ALLOWED[state] == {action for action, states in WHEN.items() if state in states.split()}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("scope", SCOPES)
def test_running_and_moderating(state: State, role: Role, scope: str) -> None:
    for policy, needed, actions in BY_ROLE:
        for action in actions:
            expected = role is needed and scope in (OURS, SITE) and state in WHEN[action].split()
            assert policy(holder(role, scope), dated(state), OURS, action, NOW[state]) is expected


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("scope", SCOPES)
def test_publishing(state: State, role: Role, scope: str) -> None:
    actor = holder(role, scope)
    right = role is Role.PUBLISHER and scope in (OURS, SITE) and state in (State.CLOSED, State.ANSWERED)
    for last_editor, somebody_else in ((None, True), (actor.user_id + 1, True), (actor.user_id, False)):
        allowed = may_publish(actor, dated(state), OURS, last_editor_id=last_editor, now=NOW[state])
        assert allowed is (right and somebody_else)


@pytest.mark.parametrize("state", list(State))
def test_taking_part(state: State) -> None:
    asked, now = dated(state), NOW[state]
    anybody = [imagined(), *(holder(role) for role in Role)]
    for actor in anybody:
        assert may_contribute(actor, asked, now) is (state in (State.OPEN, State.CLOSED))
        assert may_vote(actor, asked, now) is (state is State.OPEN)
    for nobody in (None, imagined(confirmed=False), imagined(suspended=True)):
        assert not may_contribute(nobody, asked, now)
        assert not may_vote(nobody, asked, now)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("status", list(Status))
def test_taking_back(state: State, status: Status) -> None:
    said = Contribution(author_id=1, status=status.value, consultation=consultation(state))
    expected = state is State.OPEN and status is Status.PUBLISHED
    assert may_withdraw(imagined(user_id=1), said, NOW[state]) is expected
    others = [None, imagined(user_id=2), imagined(user_id=1, suspended=True)]
    others += [imagined((role, SITE), user_id=2) for role in Role]
    assert not any(may_withdraw(actor, said, NOW[state]) for actor in others)


def consultation(state: State) -> Consultation:
    dates = dated(state)
    return Consultation(
        opens_at=dates.opens_at, closes_at=dates.closes_at, announced_at=dates.announced_at,
        cancelled_at=dates.cancelled_at, answered_at=dates.answered_at,
    )  # fmt: skip


@pytest.mark.parametrize("state", list(State))
def test_deciding(state: State) -> None:
    said = Contribution(author_id=2, status="published", consultation=consultation(state))
    expected = state in WHEN[Action.MODERATE].split()
    for role in Role:
        for scope in SCOPES:
            right = role is Role.MODERATOR and scope in (OURS, SITE)
            assert may_decide(holder(role, scope), said, OURS, NOW[state]) is (right and expected)
    own = imagined((Role.MODERATOR, OURS), user_id=2)
    assert not may_decide(own, said, OURS, NOW[state])
    said.organisation = Organisation(slug="theirs")
    member = imagined((Role.MODERATOR, OURS), (Role.REPRESENTATIVE, THEIRS))
    assert not may_decide(member, said, OURS, NOW[state])


@pytest.mark.parametrize("status", list(Status))
def test_what_can_be_decided(status: Status) -> None:
    said = Contribution(status=status.value, depth=0)
    assert can_hide(said) is (status in (Status.PUBLISHED, Status.HELD))
    assert can_restore(said) is (status is Status.HIDDEN)
    for depth, room in ((0, True), (1, True), (2, False)):
        said.depth = depth
        assert may_reply(said) is (room and status is Status.PUBLISHED)


@pytest.mark.parametrize("state", list(State))
def test_an_auditor_reads_all_and_changes_nothing(state: State) -> None:
    auditor, asked, now = holder(Role.AUDITOR), dated(state), NOW[state]
    assert may_see(auditor, asked, OURS, now)
    for action in Action:
        assert not may_run(auditor, asked, OURS, action, now)
        assert not may_moderate(auditor, asked, OURS, action, now)
    assert not may_publish(auditor, asked, OURS, last_editor_id=None, now=now)
    assert not may_draft(auditor, drafter_scope=OURS)
    assert not may_grant(auditor)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", list(Role))
def test_who_is_suspended_may_do_nothing(state: State, role: Role) -> None:
    actor, asked, now = imagined((role, SITE), (role, OURS), suspended=True), dated(state), NOW[state]
    for action in Action:
        assert not may_run(actor, asked, OURS, action, now)
        assert not may_moderate(actor, asked, OURS, action, now)
    assert not may_publish(actor, asked, OURS, last_editor_id=None, now=now)
    assert not may_draft(actor, drafter_scope=OURS)
    assert not may_grant(actor)
    assert not may_take_part(actor)
    assert not may_speak_for(actor, "ours")
    assert not actor.is_staff
    assert may_see(actor, asked, OURS, now) is (state is not State.DRAFT)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("scope", SCOPES)
def test_the_other_rights(role: Role, scope: str) -> None:
    actor = holder(role, scope)
    assert may_draft(actor, drafter_scope=OURS) is (role is Role.OFFICER and scope in (OURS, SITE))
    assert may_speak_for(actor, "ours") is (role is Role.REPRESENTATIVE and scope == OURS)
    assert may_grant(actor) is (role is Role.ADMINISTRATOR and scope == SITE)
    assert actor.is_staff is (role in STAFF)
    sees = (role is Role.OFFICER and scope in (OURS, SITE)) or (role is Role.AUDITOR and scope == SITE)
    assert may_see(actor, dated(State.DRAFT), OURS, moments.DRAFTED) is sees


def test_staff_are_all_but_representatives() -> None:
    assert set(Role) - {Role.REPRESENTATIVE} == STAFF
    assert not imagined().is_staff
