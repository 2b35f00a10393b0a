"""A form that is sent again is done once, and whoever sent it is led to where it led."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from consult.accounts.models import SITE, Role, Submission, User
from consult.accounts.policies import Actor
from consult.consultations.models import ConsultationAct
from consult.outbox.models import OutboxMessage
from consult.outcomes.models import Theme
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.public.conftest import Committed, asked, committed, user_of

if TYPE_CHECKING:
    from tests.conftest import At

__all__ = ["asked", "committed", "user_of"]
UserOf = Callable[[Actor], User]
AGAIN = "This had already arrived. It was done once."


def test_what_can_be_done_once_leads_the_second_time_where_it_led(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.officer))
    path = f"/en/desk/consultations/{asked.consultation.slug}/cancel"
    first = client.submit(path, {"reason_ar": "سبب", "reason_en": "A reason"})
    second = client.submit_again()
    assert (first.status_code, second.status_code) == (303, 303)
    assert location(first) == location(second) != path
    assert AGAIN in client.get(location(second)).text
    with committed() as session:
        kinds = session.scalars(
            select(ConsultationAct.kind).where(ConsultationAct.consultation_id == asked.id)
        ).all()
    assert sorted(kinds) == ["announced", "cancelled", "drafted"]


def new_theme(client: ReviewingClient, scene: Scene, title: str = "Schools") -> int:
    """Send the form that begins a theme and return the answer's status."""
    page = f"/en/desk/consultations/{scene.consultation.slug}/themes/"
    return client.submit(page, {"title_ar": "المدارس", "title_en": title}, action="/themes/new").status_code


def themes(committed: Committed) -> list[str]:
    """Return the titles of all themes."""
    with committed() as session:
        return list(session.scalars(select(Theme.title_en).order_by(Theme.id)))


def test_what_could_be_done_twice_is_done_once(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.AFTER)
    client.sign_in(user_of(asked.moderator))
    new_theme(client, asked)
    for _time in range(3):
        assert client.submit_again().status_code == 303
    assert themes(committed) == ["Schools"]
    # The page fetched anew has a new key: whoever means a second one gets it.
    new_theme(client, asked)
    assert themes(committed) == ["Schools", "Schools"]


def test_other_words_on_a_page_gone_back_to_are_another_act(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.AFTER)
    client.sign_in(user_of(asked.moderator))
    new_theme(client, asked)
    client.last[1]["title_en"] = ["Roads"]
    client.submit_again()
    assert themes(committed) == ["Schools", "Roads"]


def test_the_key_of_one_person_is_not_anothers(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.AFTER)
    with committed() as session:
        colleague = person(session, (Role.MODERATOR, SITE))
    client.sign_in(user_of(asked.moderator))
    new_theme(client, asked)
    client.sign_in(user_of(colleague))
    page = client.page(f"/en/desk/consultations/{asked.consultation.slug}/themes/")
    tokens = [field.get("value", "") for field in page.every("input") if field.get("name") == "csrf_token"]
    client.last[1]["csrf_token"] = tokens[:1]
    client.submit_again()
    assert themes(committed) == ["Schools", "Schools"]


def test_a_form_that_came_to_nothing_may_be_sent_again(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.AFTER)
    client.sign_in(user_of(asked.moderator))
    assert new_theme(client, asked, title="") == 422
    assert client.submit_again().status_code == 422
    with committed() as session:
        assert session.scalar(select(func.count(Submission.id))) == 0


def test_a_registration_sent_again_minutes_later_sends_no_second_mail(
    client: ReviewingClient, committed: Committed, at: At
) -> None:
    begun = at(moments.DURING)
    typed = {"email": "new@example.org", "password": "a long enough secret of mine", "of_age": "y"}
    first = client.submit("/en/register", typed)
    for minutes in (0, 2, 90):
        at(begun + timedelta(minutes=minutes))
        assert location(client.submit_again()) == location(first)
    with committed() as session:
        assert session.scalars(select(OutboxMessage.recipient)).all() == ["new@example.org"]
        assert session.scalars(select(User.email)).all() == ["new@example.org"]


@pytest.mark.parametrize("path", ["/en/register", "/en/login", "/en/forgotten"])
def test_each_form_of_the_account_has_a_key_of_its_own(client: ReviewingClient, path: str) -> None:
    def keys() -> list[str]:
        page = client.page(path, may_set_cookie=True)
        return [field.get("value", "") for field in page.every("input") if field.get("name") == "once"]

    assert len(keys()) >= 1
    assert set(keys()).isdisjoint(keys())
