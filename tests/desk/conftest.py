"""The committed scenes of the public pages, for tests of the desk, and what comes of a form that came too late."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from consult.accounts.models import User
from consult.accounts.policies import Actor
from tests.access.conftest import world_of
from tests.client import FROM_OUR_PAGE, ReviewingClient
from tests.public.conftest import Committed, asked, committed, made, user_of
from tests.review import Page

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

__all__ = ["asked", "committed", "enter", "made", "shows_no_form", "too_late", "user_of", "world_of"]


def enter(committed: Committed, client: ReviewingClient, actor: Actor) -> None:
    """Let somebody sign in."""
    with committed() as session:
        user = session.get_one(User, actor.user_id)
    client.sign_in(user)


def too_late(client: ReviewingClient) -> TestResponse:
    """Send the last form once more, as somebody would who had opened it before and sends it when all is done."""
    target, typed = client.last
    sent = {name: value for name, value in typed.items() if name != "once"}
    answer = client.post(target, data=sent, headers=FROM_OUR_PAGE)
    assert answer.status_code == 422
    shows_no_form(Page(target, dict(answer.headers), answer.text))
    return answer


def shows_no_form(page: Page) -> None:
    """Assert that a page says how things stand, with a way on, and offers nothing to fill in again."""
    assert not list(page.every("textarea"))
    main = next(page.every("main"))
    own = urlsplit(page.path).path
    assert not [form for form in main.iter("form") if form.get("action", "").startswith(own)]
    assert [note for note in main.iter("div") if "note-wait" in note.get("class", "")]
    assert [link for link in main.iter("a") if link.get("class") == "more"]
