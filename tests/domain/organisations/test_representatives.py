"""Speaking for an organisation: by an invitation used once, left or ended, never by a right that is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, AccountAct, ActKind, Role, RoleGrant, User
from consult.accounts.policies import Actor, may_speak_for
from consult.organisations import queries, services
from consult.organisations.errors import InvitationError
from consult.organisations.models import Invitation, Organisation
from consult.outbox.models import OutboxMessage
from consult.shared.errors import NotFoundError
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.domain.refusal import problems, refused
from tests.factories import moments
from tests.factories.organisations import again, coordinator, ended, verified
from tests.factories.people import person

NOW = moments.BEFORE
DAY = timedelta(days=1)
SECRET = "a-secret-of-the-tests"


def invited(
    session: Session, by: Actor, organisation: Organisation, who: Actor, now: datetime = NOW
) -> Invitation:
    return services.invite(session, actor=by, now=now, slug=organisation.slug, email=who.email, language="en")


def grants(session: Session, organisation: Organisation) -> int:
    """Return how many speak for an organisation now."""
    return len(queries.representatives(session, scope=organisation.scope))


def second(session: Session, organisation: Organisation, first: Actor) -> Actor:
    """Return another representative, who was invited by the first."""
    new = person(session)
    services.accept(session, actor=new, now=NOW, invitation_id=invited(session, first, organisation, new).id)
    return again(session, new)


def test_accepting_lets_one_speak_once(session: Session) -> None:
    organisation, first = verified(session)
    new = person(session)
    invitation = invited(session, first, organisation, new)
    assert not may_speak_for(new, organisation.slug)
    services.accept(session, actor=new, now=NOW + DAY, invitation_id=invitation.id)
    assert may_speak_for(again(session, new), organisation.slug)
    assert (invitation.used_at, invitation.used_by_id) == (NOW + DAY, new.user_id)
    act = session.scalars(select(AccountAct).where(AccountAct.user_id == new.user_id)).one()
    assert (act.kind, act.by_id, act.role) == (ActKind.GRANTED, first.user_id, "representative")
    for actor in (new, person(session)):
        with pytest.raises(InvitationError):
            services.accept(session, actor=actor, now=NOW + DAY, invitation_id=invitation.id)
    with refused(session, "invitations_used"):
        invitation.used_by_id = first.user_id
        session.flush()


def test_only_whose_address_was_invited_may_accept(session: Session) -> None:
    organisation, first = verified(session)
    new = person(session)
    invitation = invited(session, first, organisation, new)
    for actor, code in (
        (person(session), "invitation-for-another"),
        (coordinator(session), "invitation-for-another"),
        (first, "invitation-for-another"),
        (person(session, confirmed=False), "confirm-first"),
        (person(session, suspended=True), "confirm-first"),
    ):
        with problems((code, None)):
            services.accept(session, actor=actor, now=NOW, invitation_id=invitation.id)
    assert grants(session, organisation) == 1
    moved = session.get(User, new.user_id)
    assert moved is not None
    # Whoever has changed their address since their request began is not the one who was invited.
    moved.email = "moved@example.org"
    with problems(("invitation-for-another", None)):
        services.accept(session, actor=new, now=NOW, invitation_id=invitation.id)


@pytest.mark.parametrize(("late", "stands"), [(-moments.TICK, True), (timedelta(0), False)])
def test_an_invitation_lasts_seven_days(session: Session, late: timedelta, stands: bool) -> None:  # noqa: FBT001
    organisation, first = verified(session)
    new = person(session)
    invitation = invited(session, first, organisation, new)
    moment = NOW + 7 * DAY + late
    if stands:
        services.accept(session, actor=new, now=moment, invitation_id=invitation.id)
        return
    with pytest.raises(InvitationError):
        services.accept(session, actor=new, now=moment, invitation_id=invitation.id)


def test_sent_again_it_is_the_same_and_lasts_longer(session: Session) -> None:
    organisation, first = verified(session)
    new = person(session)
    one = invited(session, first, organisation, new)
    two = services.invite(
        session, actor=first, now=NOW + 8 * DAY, slug=organisation.slug, email=f" {new.email.upper()} ", language="ar"
    )  # fmt: skip
    assert (one.id, two.expires_at) == (two.id, NOW + 15 * DAY)
    sent = select(func.count()).where(OutboxMessage.kind == "invitation")
    assert session.scalar(sent) == 2
    invited(session, first, organisation, new, NOW + 8 * DAY)
    assert session.scalar(sent) == 2
    services.accept(session, actor=new, now=NOW + 14 * DAY, invitation_id=one.id)
    assert invited(session, first, organisation, person(session)).id != one.id


def test_what_no_longer_stands_behind_an_invitation_ends_it(session: Session) -> None:
    organisation, first = verified(session)
    other = second(session, organisation, first)
    new = person(session)

    def dead(invitation: Invitation) -> bool:
        try:
            services.standing_invitation(session, now=NOW, invitation_id=invitation.id)
        except InvitationError:
            return True
        return False

    revoked = invited(session, first, organisation, new)
    assert not dead(revoked)
    services.revoke(session, actor=other, now=NOW, slug=organisation.slug, invitation_id=revoked.id)
    assert dead(revoked)
    with problems(("already-decided", None)):
        services.revoke(session, actor=first, now=NOW, slug=organisation.slug, invitation_id=revoked.id)
    sent = invited(session, other, organisation, new)
    assert sent.id != revoked.id
    inviter = session.get(User, other.user_id)
    assert inviter is not None
    inviter.suspended_at = NOW
    assert dead(sent)
    inviter.suspended_at = None
    assert not dead(sent)
    services.leave(session, actor=other, now=NOW, slug=organisation.slug)
    assert dead(sent)
    last = invited(session, first, organisation, new)
    ended(session, organisation, now=NOW)
    assert dead(last)


def test_who_does_not_speak_for_it_invites_nobody(session: Session) -> None:
    organisation, first = verified(session)
    elsewhere, other = verified(session)
    gone = second(session, organisation, first)
    services.leave(session, actor=gone, now=NOW, slug=organisation.slug)
    invitation = invited(session, first, organisation, person(session))
    strangers = [person(session), other, coordinator(session), person(session, (Role.OFFICER, SITE)), gone]
    for actor in strangers:
        with pytest.raises(NotFoundError):
            invited(session, actor, organisation, person(session))
        with pytest.raises(NotFoundError):
            services.revoke(
                session, actor=actor, now=NOW, slug=organisation.slug, invitation_id=invitation.id
            )
    with pytest.raises(NotFoundError):
        services.revoke(session, actor=other, now=NOW, slug=elsewhere.slug, invitation_id=invitation.id)


def test_an_address_is_asked_for_and_invitations_are_not_without_end(session: Session) -> None:
    organisation, first = verified(session)

    def to(email: str) -> Invitation:
        return services.invite(
            session, actor=first, now=NOW, slug=organisation.slug, email=email, language="ar"
        )

    for email, code in ((" \u200b", "write-this"), ("x" * 321, "too-long")):
        with problems((code, "email")):
            to(email)
    for number in range(20):
        to(f"somebody-{number}@example.org")
    with problems(("invitations-waiting", "email")):
        to("one-more@example.org")
    to("somebody-3@example.org")


def test_who_speaks_already_uses_it_up_and_holds_one_grant(session: Session) -> None:
    organisation, first = verified(session)
    invitation = invited(session, first, organisation, first)
    services.accept(session, actor=first, now=NOW, invitation_id=invitation.id)
    assert invitation.used_at == NOW
    assert grants(session, organisation) == 1


def test_leaving(session: Session) -> None:
    organisation, first = verified(session)
    services.leave(session, actor=first, now=NOW, slug=organisation.slug)
    assert not may_speak_for(again(session, first), organisation.slug)
    assert queries.acts(session, organisation_id=organisation.id)[-1].kind == "representative-left"
    for actor in (first, person(session), coordinator(session)):
        with pytest.raises(NotFoundError):
            services.leave(session, actor=actor, now=NOW, slug=organisation.slug)


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.COORDINATOR])
def test_ending_another_s_right(session: Session, role: Role) -> None:
    organisation, first = verified(session)
    other = second(session, organisation, first)
    actor = first if role is Role.REPRESENTATIVE else coordinator(session)
    held = next(
        grant for grant, user in queries.representatives(session, scope=organisation.scope) if user.id == other.user_id
    )  # fmt: skip

    def end(by: Actor, reason: str = "They work elsewhere now.", slug: str = organisation.slug) -> RoleGrant:
        return services.end_representative(
            session, actor=by, now=NOW, slug=slug, grant_id=held.id, reason=reason
        )

    elsewhere, stranger = verified(session)
    for nobody in (person(session), stranger, other, person(session, (Role.ADMINISTRATOR, SITE))):
        with pytest.raises(NotFoundError):
            end(nobody)
    with pytest.raises(NotFoundError):
        end(stranger, slug=elsewhere.slug)
    with problems(("write-this", "reason")):
        end(actor, " ")
    end(actor)
    assert not may_speak_for(again(session, other), organisation.slug)
    act = session.scalars(
        select(AccountAct).where(AccountAct.user_id == other.user_id, AccountAct.kind == "grant-ended")
    ).one()
    assert (act.by_id, act.role, act.reason) == (actor.user_id, role, "They work elsewhere now.")
    told = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "account-grant-ended")).one()
    assert (told.recipient, told.content) == (other.email, {"act": act.id})
    with problems(("already-decided", None)):
        end(actor)


def test_a_link_is_ours_or_nothing(session: Session) -> None:
    organisation, first = verified(session)
    invitation = invited(session, first, organisation, person(session))
    token = services.make_token(SECRET, invitation=invitation)
    assert services.read_token(SECRET, token) == invitation.id
    for wrong in ("", token[:-1], token + "x", f"{invitation.id}", "é"):
        with pytest.raises(InvitationError):
            services.read_token(SECRET, wrong)
    with pytest.raises(InvitationError):
        services.read_token("another-secret", token)
    with pytest.raises(InvitationError):
        services.standing_invitation(session, now=NOW, invitation_id=0)


def test_thirty_acceptances_at_one_instant_leave_one(database: MigratedDatabase) -> None:
    organisation, first = committed(database.engine, verified)
    new = committed(database.engine, person)
    invitation = committed(database.engine, lambda session: invited(session, first, organisation, new))
    accept = [
        lambda session: services.accept(session, actor=new, now=NOW, invitation_id=invitation.id)
        for _ in range(30)
    ]
    results = at_once(database.engine, accept)
    refusals = codes(results)
    assert refusals == ["invitation-not-valid"] * 29
    with Session(database.engine) as session:
        assert grants(session, organisation) == 2
        acts = [act.kind for act in queries.acts(session, organisation_id=organisation.id)]
        assert acts.count("representative-joined") == 2


def test_thirty_invitations_of_one_address_leave_one(database: MigratedDatabase) -> None:
    organisation, first = committed(database.engine, verified)
    new = committed(database.engine, person)
    invite = [lambda session: invited(session, first, organisation, new) for _ in range(30)]
    results = at_once(database.engine, invite)
    assert len({each.id for each in results if isinstance(each, Invitation)}) == 1
    with Session(database.engine) as session:
        assert session.scalar(select(func.count()).select_from(Invitation)) == 1
        assert session.scalar(select(func.count()).where(OutboxMessage.kind == "invitation")) == 1


def test_two_who_end_each_other_leave_one(database: MigratedDatabase) -> None:
    organisation, first = committed(database.engine, verified)
    other = committed(database.engine, lambda session: second(session, organisation, first))
    with Session(database.engine) as session:
        ids = {
            user.id: grant.id for grant, user in queries.representatives(session, scope=organisation.scope)
        }

    def end(by: Actor, whom: Actor) -> Callable[[Session], RoleGrant]:
        return lambda session: services.end_representative(
            session, actor=by, now=NOW, slug=organisation.slug, grant_id=ids[whom.user_id], reason="A reason"
        )

    results = at_once(database.engine, [end(first, other), end(other, first)])
    assert codes(results) == ["not-found"]
    with Session(database.engine) as session:
        assert grants(session, organisation) == 1
