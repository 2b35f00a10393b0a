"""Organisations as somebody in a browser meets them: reading, applying, inviting, accepting, leaving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import Role, User, UserSession
from consult.accounts.policies import Actor
from consult.accounts.queries import user_by_id
from consult.contributions.models import Contribution
from consult.contributions.services import withdraw
from consult.organisations import queries, services
from consult.organisations.models import Invitation, Organisation, Standing
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.organisations import again, application, applied, coordinator, ended, verified
from tests.factories.people import person
from tests.factories.scenes import REASON, Scene
from tests.factories.voices import comment, hide
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
NAME = "An example reading circle"
HERE = "/en/organisations/an-example-reading-circle"
TYPED = {
    "kind": "civil_society", "name_ar": "نادي قراءة مثالي", "name_en": NAME, "about_en": "We read what is asked.",
    "website": "example.org",
}  # fmt: skip


@pytest.fixture
def circle(committed: Committed) -> tuple[Organisation, Actor]:
    """Return a verified organisation and its representative."""
    with committed() as session:
        return verified(session, name_en=NAME, about_en="We read.\n\nTogether.")


@pytest.fixture
def link(app: Flask) -> Callable[[int], str]:
    """Return a function that makes the link of an invitation."""

    def make(invitation_id: int) -> str:
        token = services.make_token(str(app.secret_key), invitation=Invitation(id=invitation_id))
        return f"/en/invitations/{token}"

    return make


def invited(committed: Committed, circle: tuple[Organisation, Actor], email: str) -> int:
    organisation, first = circle
    with committed() as session:
        made = services.invite(
            session, actor=first, now=moments.BEFORE, slug=organisation.slug, email=email, language="en"
        )
        return made.id


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_nothing_is_there_yet(client: ReviewingClient, lang: str) -> None:
    client.page(f"/{lang}/organisations/")
    assert client.get(f"/{lang}/organisations/none/").status_code == 404


def test_applying_and_where_it_is_seen(
    client: ReviewingClient, app: Flask, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.BEFORE)
    with committed() as session:
        applicant, stranger, decides = person(session), person(session), coordinator(session)
    client.sign_in(user_of(applicant))
    wrong = client.submit(
        "/en/organisations/apply", {**TYPED, "name_ar": " ", "website": "nowhere"}, action="/apply"
    )
    assert wrong.status_code == 422
    for words in (
        TYPED["name_en"],
        TYPED["about_en"],
        "nowhere",
        "cannot be left empty",
        "Write the whole address",
    ):
        assert words in wrong.text
    assert location(client.submit("/en/organisations/apply", TYPED, action="/apply")) == f"{HERE}/"
    for path in (f"{HERE}/", "/en/organisations/", "/ar/organisations/"):
        assert NAME in client.page(path).source or TYPED["name_ar"] in client.page(path).source
    assert "waits to be verified" in client.page(f"{HERE}/").source
    for reader, sees in ((None, False), (stranger, False), (decides, True)):
        other = app.test_client()
        assert isinstance(other, ReviewingClient)
        if reader is not None:
            other.sign_in(user_of(reader))
        assert (other.get(f"{HERE}/").status_code == 200) is sees
        assert NAME not in other.get("/en/organisations/").text
        for path in ("representatives", "leave") if reader else ():
            assert other.get(f"{HERE}/{path}").status_code == 404


def test_who_has_not_confirmed_is_told_to(
    client: ReviewingClient, committed: Committed, user_of: UserOf
) -> None:
    with committed() as session:
        somebody = person(session, confirmed=False)
    client.sign_in(user_of(somebody))
    answer = client.submit("/en/organisations/apply", TYPED, action="/apply")
    assert (answer.status_code, NAME in answer.text) == (422, True)
    with committed() as session:
        assert queries.in_any_standing(session, "an-example-reading-circle") is None


def test_the_page_says_what_it_said_and_asks(
    client: ReviewingClient, committed: Committed, asked: Scene, circle: tuple[Organisation, Actor], at: At
) -> None:
    at(moments.DURING)
    organisation, first = circle
    with committed() as session:
        shown = comment(session, asked, by=first, organisation=organisation.slug, body="What is shown")
        hidden = comment(session, asked, by=first, organisation=organisation.slug, body="What is hidden")
        hide(session, asked, hidden)
        taken = comment(session, asked, by=first, organisation=organisation.slug, body="What was taken back")
        withdraw(session, actor=first, now=moments.DURING, reference=taken.reference)
        comment(session, asked, by=first, body="What was said by oneself")
    page = client.page(f"{HERE}/").source
    assert "What is shown" in page
    assert "1 contribution" in page
    for words in ("What is hidden", hidden.reference, "What was taken back", taken.reference, "by oneself"):
        assert words not in page
    assert REASON[1] in page
    assert "We read." in page
    assert f'href="{HERE}/"' in client.page(f"/en/contributions/{shown.reference}").source
    assert f'href="{HERE}/"' not in client.page(f"/en/contributions/{hidden.reference}").source
    slug = asked.organisation.slug
    body = client.page(f"/en/organisations/{slug}/").source
    assert asked.consultation.title_en in body
    at(moments.DRAFTED)
    assert asked.consultation.title_en not in client.page(f"/en/organisations/{slug}/").source
    assert "1 contribution" in client.page("/en/organisations/").source


def test_who_asks_is_listed_by_what_it_asked(client: ReviewingClient, asked: Scene, at: At) -> None:
    body = f"/en/organisations/{asked.organisation.slug}/"
    at(moments.DRAFTED)
    assert "Has asked nothing here yet" in client.page("/en/organisations/").source
    assert "It has asked nothing here yet" in client.page(body).source
    at(moments.DURING)
    listed = client.page("/en/organisations/").source
    assert f'href="{body}#asked">1 consultation<' in listed
    assert "Has said nothing here yet" not in listed
    assert "It has said nothing here yet" not in client.page(body).source


def test_long_lists_go_on_at_an_id(
    client: ReviewingClient, committed: Committed, asked: Scene, circle: tuple[Organisation, Actor], at: At
) -> None:
    at(moments.DURING)
    organisation, first = circle
    with committed() as session:
        said = [
            comment(session, asked, by=first, organisation=organisation.slug, body=f"Words {number}")
            for number in range(21)
        ]
    page = client.page(f"{HERE}/").source
    assert said[0].reference not in page
    assert f"before={said[1].id}" in page
    older = client.page(f"{HERE}/?before={said[1].id}").source
    assert said[0].reference in older
    assert said[1].reference not in older
    client.page(f"{HERE}/?before={said[0].id}")
    with committed() as session:
        assert len(session.scalars(select(Contribution.id)).all()) == 21


def test_an_invitation_from_page_to_page(
    client: ReviewingClient,
    app: Flask,
    committed: Committed,
    circle: tuple[Organisation, Actor],
    user_of: UserOf,
    link: Callable[[int], str],
    at: At,
) -> None:
    at(moments.BEFORE)
    organisation, first = circle
    with committed() as session:
        new, stranger = person(session), person(session)
    assert "You speak for" not in client.page("/en/organisations/").source
    client.sign_in(user_of(first))
    assert "You speak for" in client.page("/en/organisations/").source
    team = f"{HERE}/representatives"
    assert f'href="{team}"' in client.page(f"{HERE}/").source
    assert client.submit(team, {"email": "half@"}).status_code == 422
    assert location(client.submit(team, {"email": new.email})) == team
    assert new.email in client.page(team).source
    with committed() as session:
        waiting = queries.waiting_invitations(session, organisation_id=organisation.id)[0]
    path = link(waiting.id)
    reader, other, invitee = (app.test_client() for _ in range(3))
    assert isinstance(reader, ReviewingClient)
    assert isinstance(other, ReviewingClient)
    assert isinstance(invitee, ReviewingClient)
    page = reader.page(path).source
    assert NAME in page
    assert f"next={path.replace('/', '%2F')}" in page or f"next={path}" in page
    for secret in (new.email, first.email):
        assert secret not in page
    other.sign_in(user_of(stranger))
    assert "sent to another address" in other.page(path).source
    assert new.email not in other.page(path).source
    assert other.get(team).status_code == 404
    # Whoever came with the wrong account signs out on the spot, and is back at the invitation.
    assert location(other.submit(path, button="Sign out and come back here")) == path
    assert "sent to another address" not in other.page(path).source
    invitee.sign_in(user_of(new))
    before = sessions_of(committed, new)
    assert location(invitee.submit(path, action=path)) == f"{HERE}/"
    after = sessions_of(committed, new)
    assert len(before) == len(after) == 1
    assert before != after, "the session has a new token once its person may do more"
    page = invitee.page(team).source
    for secret in (first.email, "representative-"):
        assert secret not in page
    assert "A representative" in page
    for late in (invitee, reader):
        assert late.get(path).status_code == 410
    at(moments.BEFORE + timedelta(days=9))
    assert location(client.submit(team, {"email": stranger.email})) == team
    assert stranger.email not in invitee.page(team).source, "an address is there for whoever invited it"


def sessions_of(committed: Committed, actor: Actor) -> list[str]:
    """Return the tokens' digests of somebody's sessions."""
    with committed() as session:
        rows = session.scalars(select(UserSession).where(UserSession.user_id == actor.user_id))
        return [row.token_hash for row in rows if row.ended_at is None]


def test_whoever_has_another_address_cannot_accept(
    client: ReviewingClient,
    committed: Committed,
    circle: tuple[Organisation, Actor],
    user_of: UserOf,
    link: Callable[[int], str],
    at: At,
) -> None:
    at(moments.BEFORE)
    with committed() as session:
        new, stranger = person(session), person(session)
    path = link(invited(committed, circle, new.email))
    client.sign_in(user_of(new))
    page = client.page(path)
    typed = {
        each.attrib["name"]: each.attrib.get("value", "")
        for form in page.every("form")
        if form.get("action") == path
        for each in form.iter("input")
    }
    # The same browser, in which somebody else signed in meanwhile, sends the form that was left open.
    client.sign_in(user_of(stranger))
    answer = client.post(path, data=typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert location(answer) == path
    with committed() as session:
        assert not again(session, stranger).organisations
        assert not again(session, new).organisations


@pytest.mark.parametrize("token", ["x", "WzFd", "MQ.AAAA"])
def test_a_link_that_is_none(client: ReviewingClient, token: str) -> None:
    assert client.get(f"/ar/invitations/{token}").status_code == 410


def test_revoking_leaving_and_ending(
    client: ReviewingClient,
    app: Flask,
    committed: Committed,
    circle: tuple[Organisation, Actor],
    user_of: UserOf,
    link: Callable[[int], str],
    at: At,
) -> None:
    at(moments.BEFORE)
    organisation, first = circle
    with committed() as session:
        new = person(session, name="صوت")
    client.sign_in(user_of(first))
    team = f"{HERE}/representatives"
    revoked = invited(committed, circle, new.email)
    assert location(client.submit(team, button="Revoke")) == team
    assert client.get(link(revoked)).status_code == 410
    accepted = invited(committed, circle, new.email)
    with committed() as session:
        services.accept(session, actor=new, now=moments.BEFORE, invitation_id=accepted)
        held = {
            user.id: grant.id for grant, user in queries.representatives(session, scope=organisation.scope)
        }
    other = app.test_client()
    assert isinstance(other, ReviewingClient)
    other.sign_in(user_of(new))
    assert other.get(team).status_code == 200
    end = f"{HERE}/representatives/{held[new.user_id]}/end"
    assert client.get(f"{HERE}/representatives/{held[first.user_id]}/end").status_code == 404
    assert client.submit(end, {"reason": " "}).status_code == 422
    assert location(client.submit(end, {"reason": "They work elsewhere now."})) == team
    assert other.get(team).status_code == 404, "the right is gone at the very next request"
    assert client.get(end).status_code == 404
    assert location(client.submit(f"{HERE}/leave", action="/leave")) == f"{HERE}/"
    assert client.get(team).status_code == 404
    with committed() as session:
        assert queries.representatives(session, scope=organisation.scope) == []
        told = user_by_id(session, new.user_id)
        assert told is not None


def test_a_coordinator_reads_who_speaks_and_invites_nobody(
    client: ReviewingClient, committed: Committed, circle: tuple[Organisation, Actor], user_of: UserOf
) -> None:
    _organisation, first = circle
    with committed() as session:
        decides = coordinator(session)
    client.sign_in(user_of(decides))
    page = client.page(f"{HERE}/representatives").source
    assert first.email not in page
    assert "Invite somebody" not in page


def test_an_ended_organisation_says_so_and_keeps_its_page(
    client: ReviewingClient, committed: Committed, circle: tuple[Organisation, Actor], user_of: UserOf
) -> None:
    organisation, first = circle
    with committed() as session:
        ended(session, organisation, now=moments.BEFORE)
    page = client.page(f"{HERE}/").source
    assert "Its standing has ended" in page
    assert REASON[1] in page
    client.sign_in(user_of(first))
    assert client.get(f"{HERE}/representatives").status_code == 404


@pytest.mark.parametrize("standing", [Standing.APPLIED, Standing.REFUSED])
def test_what_was_not_verified_is_nowhere(
    client: ReviewingClient, committed: Committed, asked: Scene, user_of: UserOf, at: At, standing: Standing
) -> None:
    """Even to somebody who was wrongly granted a role in it: it does not speak, and its page is not there."""
    at(moments.DURING)
    with committed() as session:
        made = applied(session, **{**application().__dict__, "name_en": NAME})
        made.standing = standing.value
        holder = person(session, (Role.REPRESENTATIVE, made.scope))
    client.sign_in(user_of(holder))
    for path in (
        f"{HERE}/",
        "/en/organisations/",
        f"/en/consultations/{asked.consultation.slug}/text/?clause=whole",
    ):
        answer = client.get(path)
        assert NAME not in answer.text
