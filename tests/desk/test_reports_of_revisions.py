"""A moderator decides about the words that they read, and reads those that were reported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution, Status
from consult.contributions.services import Anew, revise
from tests.client import FROM_OUR_PAGE, ReviewingClient
from tests.desk.test_reports import hiding, send
from tests.factories import moments
from tests.factories.reports import reported
from tests.factories.scenes import Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
SOON = moments.DURING + timedelta(minutes=5)
BOTH = {"reason_ar": "سبب", "reason_en": "A reason"}


@pytest.fixture
def moderating(client: ReviewingClient, asked: Scene, user_of: UserOf, at: At) -> ReviewingClient:
    """Return the browser of the scene's moderator, minutes after something was said."""
    at(SOON)
    client.sign_in(user_of(asked.moderator))
    return client


@pytest.fixture
def said(asked: Scene, committed: Committed) -> Contribution:
    """Return a comment of the scene's author."""
    with committed() as session:
        return comment(session, asked, by=asked.author, body="The first words")


def anew(committed: Committed, asked: Scene, said: Contribution, body: str, seen: int) -> None:
    """Let the author say it anew."""
    with committed() as session:
        revise(session, actor=asked.author, now=SOON, reference=said.reference, anew=Anew(body), seen=seen)


def status_of(committed: Committed, said: Contribution) -> str:
    with committed() as session:
        return session.get_one(Contribution, said.id).status


def test_revision_that_came_meanwhile_is_read_before_it_is_decided(
    moderating: ReviewingClient, asked: Scene, said: Contribution, committed: Committed
) -> None:
    at = f"/en/desk/contributions/{said.reference}"
    # Its reasons are missing, so that the form is still to be sent.
    moderating.submit(f"{at}/hide", {"rule": "7"})
    target, typed = moderating.last
    anew(committed, asked, said, "The second words", 1)
    late = moderating.post(target, data={**typed, **BOTH}, headers=FROM_OUR_PAGE)
    assert late.status_code == 422
    for words in ("changed it meanwhile", "The second words", "A reason"):
        assert words in late.text
    assert status_of(committed, said) == Status.PUBLISHED
    moderating.submit(f"{at}/hide", {"rule": "7", **BOTH})
    assert status_of(committed, said) == Status.HIDDEN
    assert "Its author changed it after that was decided." not in moderating.get(f"{at}/restore").text
    anew(committed, asked, said, "The third words", 2)
    page = moderating.get(f"{at}/restore").text
    assert "Its author changed it after that was decided." in page
    assert "The third words" in page
    moderating.submit(f"{at}/restore", BOTH)
    assert status_of(committed, said) == Status.PUBLISHED


def test_revision_that_came_meanwhile_stops_the_act_about_many(
    moderating: ReviewingClient, asked: Scene, said: Contribution, committed: Committed
) -> None:
    with committed() as session:
        other = comment(session, asked)
    hiding(moderating, asked, said, other)
    anew(committed, asked, said, "The second words", 1)
    late = send(moderating, asked, said, other)
    assert late.status_code == 422
    assert "The second words" in late.text
    seen = f"{said.reference}=2 {other.reference}=1"
    assert f'name="seen" value="{seen}"' in late.text
    assert {status_of(committed, each) for each in (said, other)} == {Status.PUBLISHED}
    assert send(moderating, asked, said, other, seen=seen).status_code == 303
    assert {status_of(committed, each) for each in (said, other)} == {Status.HIDDEN}


def test_report_shows_the_words_that_were_read(
    moderating: ReviewingClient, asked: Scene, said: Contribution, committed: Committed
) -> None:
    with committed() as session:
        reported(session, said, revision=1)
    anew(committed, asked, said, "The second words", 1)
    page = moderating.get(f"/en/desk/contributions/{said.reference}/reports").text
    for words in ("The second words", "about words that were changed since:", "The first words"):
        assert words in page
