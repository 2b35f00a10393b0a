"""Who may do what, when: role × scope × state, as one table for each act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest

from consult.accounts.models import SITE, STAFF, Role
from consult.accounts.policies import (
    has_right,
    may,
    may_grant,
    may_speak_for,
    may_take_part,
    roles_for,
)
from consult.accounts.policies.permissions import TABLE, Act
from consult.consultations.models import Activity, Consultation
from consult.consultations.policies import (
    may_ask_for,
    may_contribute,
    may_enter,
    may_moderate,
    may_publish,
    may_run,
    may_see,
    may_vote,
    takes_words,
)
from consult.contributions.models import Contribution, Status
from consult.contributions.policies import may_reply, may_withdraw
from consult.moderation.policies import can_hide, can_restore, may_decide, may_read_hidden
from consult.organisations.models import Organisation
from consult.shared.state import State
from consult.texts.policies import may_draft
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


# The published rules, written out a second time: a slip in the table of permissions shows as a difference.
HEARD = "open closed answered cancelled"
PUBLIC = f"announced {HEARD}"
RULES: dict[Act, tuple[str, str]] = {
    Act.READ: ("anyone", PUBLIC),
    Act.READ_DRAFT: ("officer auditor", "draft"),
    Act.ENTER: ("officer moderator publisher auditor", PUBLIC),
    Act.EDIT: ("officer", "draft"),
    Act.ANNOUNCE: ("officer", "draft"),
    Act.EXTEND: ("officer", "announced open"),
    Act.CORRECT: ("officer", "announced open closed answered"),
    Act.INVITE_TO_ANSWER: ("officer", "announced open"),
    Act.CANCEL: ("officer", "announced open closed"),
    Act.SAY_LEVEL_REACHED: ("officer", PUBLIC),
    Act.CONTRIBUTE: ("participant", "open"),
    Act.CONTRIBUTE_LATE: ("participant", "closed"),
    Act.VOTE: ("participant", "open"),
    Act.REVISE: ("author", "open"),
    Act.WITHDRAW: ("author", "open"),
    Act.CLARIFY: ("officer", "open closed"),
    Act.KEY_IN: ("moderator", "open closed"),
    Act.TRANSLATE: ("moderator officer", "open closed answered"),
    Act.REPORT: ("anyone", HEARD),
    Act.MODERATE: ("moderator", HEARD),
    Act.KEEP_REASONS: ("moderator", ""),
    Act.READ_HIDDEN: ("moderator auditor", HEARD),
    Act.THEME: ("moderator", "closed answered"),
    Act.ANSWER: ("officer", "closed answered"),
    Act.PUBLISH: ("publisher", "closed"),
    Act.REPUBLISH: ("publisher", "answered"),
    Act.ASK_ERASURE: ("author moderator", HEARD),
    Act.ERASE: ("moderator", HEARD),
    Act.SEE_IDENTITY: ("moderator", HEARD),
    Act.APPLY: ("participant", ""),
    Act.VERIFY: ("coordinator", ""),
    Act.INVITE: ("representative", ""),
    Act.GRANT: ("administrator", ""),
    Act.SUSPEND: ("administrator", ""),
    Act.PUBLISH_TEXT: ("publisher coordinator", ""),
    Act.READ_ACTS: ("administrator auditor", ""),
    Act.ENTER_BODY: ("coordinator", ""),
    Act.CONFIRM_ENDING: ("administrator coordinator", ""),
    Act.BEGIN_PLAN: ("coordinator", ""),
    Act.KEEP_PLAN: ("coordinator", ""),
    Act.ADOPT_PLAN: ("coordinator", "drafting"),
    Act.BRING_INTO_FORCE: ("coordinator", "adopted"),
    Act.REFRESH_PLAN: ("coordinator", "in-force refreshed"),
    Act.END_PLAN: ("coordinator", "adopted in-force refreshed"),
    Act.TAKE_BACK_PLAN: ("coordinator", "adopted in-force refreshed ended"),
    Act.DRAFT_COMMITMENT: ("officer coordinator", "draft returned"),
    Act.RECORD_COMMITMENT: ("coordinator", ""),
    Act.SUBMIT_COMMITMENT: ("officer coordinator", "draft returned"),
    Act.RETURN_COMMITMENT: ("coordinator", "submitted"),
    Act.ADOPT_COMMITMENT: ("coordinator", "submitted"),
    Act.WITHDRAW_COMMITMENT: ("coordinator", "draft submitted returned adopted"),
    Act.TAKE_BACK_COMMITMENT: ("coordinator", "submitted returned adopted withdrawn"),
    Act.REPORT_PROGRESS: ("officer coordinator", "adopted"),
    Act.REMIND_OF_PROGRESS: ("coordinator", ""),
    Act.KEEP_SITE: ("administrator coordinator", ""),
    Act.KEEP_LEVEL: ("coordinator", ""),
    Act.KEEP_INITIATIVE: ("coordinator", ""),
    Act.KEEP_FORUM: ("secretary coordinator", ""),
    Act.UPDATE_ACTION_ITEM: ("officer secretary coordinator", ""),
    Act.REMIND_OF_ACTION_ITEMS: ("secretary coordinator", ""),
    Act.REMIND_OF_ANSWERS: ("coordinator", ""),
    Act.KEEP_HOLIDAYS: ("administrator coordinator", ""),
    Act.KEEP_DOCUMENTS: ("officer coordinator", ""),
    Act.READ_RESTRICTED: ("officer coordinator auditor", ""),
    Act.ASK_DOCUMENT_ERASURE: ("officer coordinator", ""),
    Act.ERASE_DOCUMENT: ("coordinator", ""),
}
READS = {Act.READ, Act.READ_DRAFT, Act.ENTER, Act.READ_HIDDEN, Act.READ_ACTS, Act.READ_RESTRICTED}
ANYBODYS = {Act.REPORT}
TAKES_PART = {act for act, (who, _states) in RULES.items() if who == "participant"}
WHEN = {act: states for act, (_who, states) in RULES.items()}


def test_the_table_is_the_published_one() -> None:
    assert set(RULES) == set(Act) == set(TABLE)
    for act, (who, states) in RULES.items():
        assert {str(each) for each in TABLE[act].who} == set(who.split()), act
        assert {str(each) for each in TABLE[act].states} == set(states.split()), act


def due(act: Act, state: State | None) -> bool:
    """Whether the published rules place ``act`` in ``state``; an act without states has none to be in."""
    return not WHEN[act] or (state is not None and state in WHEN[act].split())


STATES = (*State, None)


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("scope", SCOPES)
def test_what_a_role_may_do(act: Act, role: Role, scope: str) -> None:
    who = RULES[act][0].split()
    right = "anyone" in who or "participant" in who or (role in who and scope in (OURS, SITE))
    actor = holder(role, scope)
    for state in STATES:
        assert may(actor, act, scope=OURS, state=state) is (right and due(act, state))
    assert has_right(actor, act, scope=OURS) is right
    assert roles_for(act) == {each for each in Role if each in who}


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("own", [True, False])
def test_what_needs_no_grant(act: Act, own: bool) -> None:  # noqa: FBT001 - a parameter of the test
    who = RULES[act][0].split()
    right = "anyone" in who or "participant" in who or (own and "author" in who)
    every = [(role, scope) for role in Role for scope in (SITE, OURS)]
    nobodies = [
        None, imagined(confirmed=False), imagined(suspended=True),
        imagined(*every, confirmed=False), imagined(*every, suspended=True),
    ]  # fmt: skip
    for state in STATES:
        assert may(imagined(), act, scope=OURS, state=state, own=own) is (right and due(act, state))
        for nobody in nobodies:
            assert may(nobody, act, scope=OURS, state=state, own=own) is ("anyone" in who and due(act, state))


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("scope", SCOPES)
def test_the_policies_ask_the_table(state: State, role: Role, scope: str) -> None:
    actor, asked, now = holder(role, scope), dated(state), NOW[state]
    for act in Act:
        expected = may(actor, act, scope=OURS, state=state)
        assert may_run(actor, asked, OURS, act, now) is expected
        assert may_moderate(actor, asked, OURS, act, now) is expected
    ours = scope in (OURS, SITE)
    drafts = ours and role in (Role.OFFICER, Role.AUDITOR)
    rooms = ours and role in (Role.OFFICER, Role.AUDITOR, Role.MODERATOR, Role.PUBLISHER)
    enters = drafts if state is State.DRAFT else rooms
    assert may_see(actor, asked, OURS, now) is (drafts if state is State.DRAFT else True)
    assert may_enter(actor, asked, OURS, now) is enters
    for act in (Act.EDIT, Act.CANCEL, Act.THEME, Act.PUBLISH):
        told = enters and role in RULES[act][0].split()
        assert may_ask_for(actor, asked, OURS, act, now) is told
    hidden = ours and role in (Role.MODERATOR, Role.AUDITOR) and state in HEARD.split()
    assert may_read_hidden(actor, asked, OURS, now) is hidden


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
        assert takes_words(asked, now) is (state in (State.OPEN, State.CLOSED))
        assert may_contribute(actor, asked, now, Activity()) is (state in (State.OPEN, State.CLOSED))
        assert may_vote(actor, asked, now, Activity()) is (state is State.OPEN)
    for nobody in (None, imagined(confirmed=False), imagined(suspended=True)):
        assert not may_contribute(nobody, asked, now, Activity())
        assert not may_vote(nobody, asked, now, Activity())


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
    expected = state in WHEN[Act.MODERATE].split()
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
    assert can_restore(said) is (status in (Status.HIDDEN, Status.HELD))
    for depth, room in ((0, True), (1, True), (2, False)):
        said.depth = depth
        assert may_reply(said) is (room and status is Status.PUBLISHED)


@pytest.mark.parametrize("state", list(State))
def test_an_auditor_reads_all_and_changes_nothing(state: State) -> None:
    auditor, asked, now = holder(Role.AUDITOR), dated(state), NOW[state]
    assert may_see(auditor, asked, OURS, now)
    for act in set(Act) - READS - ANYBODYS - TAKES_PART:
        assert not may_run(auditor, asked, OURS, act, now)
        assert not may_moderate(auditor, asked, OURS, act, now)
    assert not may_publish(auditor, asked, OURS, last_editor_id=None, now=now)
    assert not may_draft(auditor, drafter_scope=OURS)
    assert not may_grant(auditor)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", list(Role))
def test_who_is_suspended_may_do_nothing(state: State, role: Role) -> None:
    actor, asked, now = imagined((role, SITE), (role, OURS), suspended=True), dated(state), NOW[state]
    for act in set(Act) - {Act.READ} - ANYBODYS:
        assert not may_run(actor, asked, OURS, act, now)
        assert not may_moderate(actor, asked, OURS, act, now)
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
    sees = role in (Role.OFFICER, Role.AUDITOR) and scope in (OURS, SITE)
    assert may_see(actor, dated(State.DRAFT), OURS, moments.DRAFTED) is sees


def test_staff_are_all_but_representatives() -> None:
    assert set(Role) - {Role.REPRESENTATIVE} == STAFF
    assert not imagined().is_staff
