"""Nothing goes out under a stranger's account: what a browser kept is shown, and a press by its author publishes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from flask import g
from sqlalchemy import func, select

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.accounts.services import RESET, make_token
from consult.consultations import services as consultations
from consult.contributions.models import Contribution, Draft, Revision
from consult.contributions.queries import waiting_drafts
from consult.jobs.emails import compose
from consult.outbox.models import OutboxMessage
from consult.web.database import reading
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.scenes import REASON, Scene
from tests.factories.voices import comment, hide
from tests.public.conftest import Committed
from tests.public.waiting import PASSWORD, WAITING, sign_in, somebody, text_url

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import At

__all__ = ["somebody"]
UserOf = Callable[[Actor], User]


def write(client: ReviewingClient, asked: Scene, body: str) -> None:
    """Send a comment on the first clause, as somebody who has not signed in."""
    typed = {"body": body, "stance": "oppose"}
    answer = client.submit(text_url(asked), typed, action="/contribute")
    assert location(answer) == "/en/login?next=/en/draft"


def token(client: ReviewingClient) -> dict[str, str]:
    """Return the token of the forms of whoever is signed in, for a press in a tab that was left open."""
    fields = client.page(WAITING).every("input")
    return {"csrf_token": next(each.get("value", "") for each in fields if each.get("name") == "csrf_token")}


def said(committed: Committed) -> list[str | None]:
    with committed() as session:
        return list(session.scalars(select(Revision.body).order_by(Revision.contribution_id)))


def test_signing_in_attaches_and_publishes_nothing(
    client: ReviewingClient, asked: Scene, somebody: User, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    write(client, asked, "Words that somebody left here")
    assert sign_in(client, somebody) == WAITING
    assert said(committed) == []
    with committed() as session:
        assert waiting_drafts(session, user_id=somebody.id) == []
    page = client.get(WAITING).text
    for shown in (
        somebody.email, "Words that somebody left here", "Clause 1", "against", asked.consultation.title_en,
        "before anyone had signed in", "It is not mine", "A public name",
    ):  # fmt: skip
        assert shown in page, shown


def test_a_press_publishes_in_the_name_that_was_chosen(
    client: ReviewingClient, asked: Scene, somebody: User, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    write(client, asked, "My own words")
    sign_in(client, somebody)
    with committed() as session:
        draft = session.scalars(select(Draft)).one()
    answer = client.submit(WAITING, {f"w{draft.id}-speak_as": "named"}, button="Publish it")
    assert location(answer).startswith("/en/contributions/V-2026-")
    with committed() as session:
        posted = session.scalars(select(Contribution)).one()
    assert (posted.shown_name, posted.author_id, posted.stance) == ("A public name", somebody.id, "oppose")
    assert "Nothing waits" in client.get(WAITING).text


def test_a_strangers_words_are_thrown_away_after_a_question(
    client: ReviewingClient, asked: Scene, somebody: User, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    write(client, asked, "Words of a stranger")
    sign_in(client, somebody)
    with committed() as session:
        path = f"{WAITING}/{session.scalars(select(Draft.id)).one()}/discard"
    assert f'href="{path}"' in client.get(WAITING).text
    assert "Words of a stranger" in client.get(path).text
    assert location(client.submit(path, action="/discard")) == "/en/account/"
    with committed() as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 0
    assert said(committed) == []


def test_signing_out_leaves_what_nobody_called_theirs(
    client: ReviewingClient, asked: Scene, somebody: User, at: At
) -> None:
    at(moments.DURING)
    write(client, asked, "Words of whoever sat here before")
    write(client, asked, "Words of mine")
    sign_in(client, somebody)
    mine = client.get(WAITING).text.split("Words of mine")[1].split('formaction="')[1].split('"')[0]
    client.submit(WAITING, action=mine.removeprefix("/en"))
    client.submit("/en/account/", action="/logout")
    page = client.get("/en/draft").text
    assert "Words of whoever sat here before" in page
    assert "Words of mine" not in page


def test_two_tabs_and_two_presses_are_one_contribution(
    client: ReviewingClient, asked: Scene, somebody: User, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    write(client, asked, "Pressed twice")
    sign_in(client, somebody)
    first = client.submit(WAITING, button="Publish it")
    tab = client.last
    again = client.submit_again()
    # Another tab has another key for the same words.
    client.last = (tab[0], {**tab[1], "once": ["another"]})
    other = client.submit_again()
    assert location(first) == location(again) == location(other)
    assert said(committed) == ["Pressed twice"]
    thrown = client.get(f"{tab[0]}/discard", follow_redirects=True).text
    assert "published meanwhile" in thrown or "Thrown away" not in thrown


def test_two_drafts_are_published_one_by_one(
    client: ReviewingClient, asked: Scene, somebody: User, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    for body in ("First", "Second"):
        write(client, asked, body)
    sign_in(client, somebody)
    with committed() as session:
        first, second = session.scalars(select(Draft.id).order_by(Draft.id))
    assert location(client.submit(f"{WAITING}/{second}", button="Publish it")) == WAITING
    page = client.get(WAITING).text
    assert "First" in page
    assert "Second" not in page
    assert location(client.submit(f"{WAITING}/{first}", button="Publish it")).startswith("/en/contributions/")
    assert said(committed) == ["Second", "First"]


def test_anothers_draft_does_not_wait_here(
    client: ReviewingClient, app: Flask, asked: Scene, somebody: User, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    write(client, asked, "Kept elsewhere")
    with committed() as session:
        path = f"{WAITING}/{session.scalars(select(Draft.id)).one()}"
    other = app.test_client()
    assert isinstance(other, ReviewingClient)
    other.sign_in(somebody)
    for address in (path, f"{path}/discard", f"{WAITING}/999999"):
        page = other.get(address, follow_redirects=True).text
        assert "That does not wait here" in page
        assert "Kept elsewhere" not in page
    for address in (path, f"{path}/discard", f"{path}/keep"):
        answer = other.post(address, data=token(other), headers={"Sec-Fetch-Site": "same-origin"})
        assert location(answer) == WAITING
    assert said(committed) == []
    assert "Kept elsewhere" in client.get("/en/draft").text


@pytest.mark.parametrize("how", ["cancelled", "hidden"])
def test_what_ended_meanwhile_is_told_and_the_words_stay(
    client: ReviewingClient, asked: Scene, somebody: User, committed: Committed, at: At, how: str
) -> None:
    at(moments.DURING)
    with committed() as session:
        heard = comment(session, asked)
    client.submit(f"/en/contributions/{heard.reference}/reply", {"body": "A reply"}, action="/reply")
    sign_in(client, somebody)
    assert "Publish it" in client.get(WAITING).text
    with committed() as session:
        draft = session.scalars(select(Draft)).one()
        if how == "hidden":
            hide(session, asked, heard)
        else:
            consultations.cancel(
                session, actor=asked.officer, now=moments.DURING, consultation_id=asked.id, reason=REASON
            )
    answer = client.post(
        f"{WAITING}/{draft.id}", data=token(client), headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 422
    assert "A reply" in answer.text
    told = "takes no replies now" if how == "hidden" else "was cancelled and takes no contributions"
    assert told in answer.text
    assert "Publish it" not in answer.text
    assert "A reply" not in said(committed)


def test_a_press_after_the_closing_counts_from_the_arrival_or_is_late(
    client: ReviewingClient, asked: Scene, somebody: User, committed: Committed, at: At
) -> None:
    arrived = at(moments.CLOSES - timedelta(hours=1))
    write(client, asked, "In the last hour")
    at(moments.CLOSES + timedelta(hours=1))
    sign_in(client, somebody)
    assert "it counts as in time" in client.get(WAITING).text
    client.submit(WAITING, button="Publish it")
    with committed() as session:
        posted = session.scalars(select(Contribution)).one()
        assert (posted.late, posted.received_at) == (False, arrived)


def test_who_has_not_confirmed_keeps_and_confirms_first(
    client: ReviewingClient, asked: Scene, somebody: User, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        session.get_one(User, somebody.id).confirmed_at = None
    write(client, asked, "Before signing in")
    assert sign_in(client, somebody) == WAITING
    page = client.get(WAITING).text
    assert "Confirm it first" in page
    assert "Publish it<" not in page
    client.submit(WAITING, action="/keep")
    with committed() as session:
        assert len(waiting_drafts(session, user_id=somebody.id)) == 1
    answer = client.submit(text_url(asked), {"body": "While signed in"}, action="/contribute")
    assert location(answer) == WAITING
    assert said(committed) == []


def test_a_new_password_of_an_unconfirmed_account_drops_what_waits(
    client: ReviewingClient, app: Flask, asked: Scene, somebody: User, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    write(client, asked, "Left by whoever registered")
    with committed() as session:
        owner = session.get_one(User, somebody.id)
        owner.confirmed_at = None
        session.scalars(select(Draft)).one().user_id = somebody.id
        session.flush()
        path = f"/en/reset/{make_token(str(app.secret_key), purpose=RESET, user=owner)}"
    client.submit(path, {"password": "another good password"})
    with committed() as session:
        assert session.scalars(select(Draft)).all() == []


def test_the_mail_says_who_publishes(client: ReviewingClient, app: Flask, asked: Scene, at: At) -> None:
    at(moments.DURING)
    write(client, asked, "Words before registering")
    client.submit("/en/register", {"email": "new@example.org", "password": PASSWORD, "of_age": "y"})
    with app.test_request_context("/en/"):
        g.language = "en"
        [message] = reading().scalars(select(OutboxMessage))
        assert "you publish it yourself" in str(compose(reading(), message))
