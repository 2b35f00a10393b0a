"""The guard before acts that cannot be undone: the page says who gets mail, what becomes public, what is final."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.consultations.models import Consultation
from consult.outcomes.models import Theme
from consult.shared.state import State
from tests.client import FROM_OUR_PAGE, ReviewingClient, location
from tests.factories import moments
from tests.factories.answers import respond, theme
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]


def will(client: ReviewingClient, path: str) -> str:
    """Return the words of what the page says that its act will do."""
    page = client.page(path)
    box = next(each for each in page.every("div") if each.get("class") == "consequences")
    return " ".join(" ".join(box.itertext()).split())


def test_guard_of_announcing(client: ReviewingClient, committed: Committed, user_of: UserOf, at: At) -> None:
    at(moments.DRAFTED)
    with committed() as session:
        draft = make_scene(session, State.DRAFT)
    client.sign_in(user_of(draft.officer))
    told = will(client, f"/en/desk/consultations/{draft.consultation.slug}/announce")
    assert "Everybody can read its page, its question and its dates at once." in told
    assert "1 draft text becomes a public version in the record." in told
    assert "Nobody gets a mail about it." in told
    assert "It cannot be taken back." in told


def test_guard_of_announcing_what_somebody_changed_meanwhile(
    client: ReviewingClient, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.DRAFTED)
    with committed() as session:
        draft = make_scene(session, State.DRAFT)
    client.sign_in(user_of(draft.officer))
    desk = f"/en/desk/consultations/{draft.consultation.slug}"
    page = client.page(f"{desk}/announce")
    form = next(each for each in page.every("form") if (each.get("action") or "").endswith("/announce"))
    opened = {each.get("name", ""): each.get("value") or "" for each in form.iter("input")}
    client.submit(f"{desk}/edit", {"title_en": "Another question"})
    refused = client.post(f"{desk}/announce", data=opened, headers=FROM_OUR_PAGE)
    assert refused.status_code == 422
    assert "Nothing was announced." in refused.text
    with committed() as session:
        assert session.get_one(Consultation, draft.id).announced_at is None
    assert location(client.submit(f"{desk}/announce", action="/announce")) == f"{desk}/"


def test_guard_of_cancelling(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.officer))
    path = f"/en/desk/consultations/{asked.consultation.slug}/cancel"
    assert "Nothing was said in it yet. It gets no answer." in will(client, path)
    with committed() as session:
        comment(session, asked)
    told = will(client, path)
    assert "1 contribution stays readable and gets no answer." in told
    assert "This cannot be undone." in told


def test_guard_of_publishing(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.AFTER)
    with committed() as session:
        said = [comment(session, asked, key=key) for key in ("a-key-of-one", "a-key-of-two")]
        under = theme(session, asked, *said)
    client.sign_in(user_of(asked.publisher))
    path = f"/en/desk/consultations/{asked.consultation.slug}/publication/"
    assert 'class="consequences"' not in client.get(path).text, "it cannot be published yet"
    with committed() as session:
        respond(session, asked, session.get_one(Theme, under.id))
    told = will(client, path)
    assert "The answer to 1 theme can be read by everybody." in told
    assert "2 people get a mail." in told
    assert "What is published is frozen" in told
