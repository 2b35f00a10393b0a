"""Of two moderators who write one title or point at once, in two tabs or two offices, the second sees both."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.outcomes.models import SummaryPoint, Theme
from consult.outcomes.services import save_point
from tests.client import FROM_OUR_PAGE, ReviewingClient
from tests.factories import moments
from tests.factories.answers import theme
from tests.factories.scenes import Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At


@pytest.fixture
def themed(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: Callable[[Actor], User], at: At
) -> tuple[int, int]:
    """Return the ids of a theme and of its point, at a closed consultation whose moderator is signed in."""
    with committed() as session:
        said = comment(session, asked)
        under = theme(session, asked, said)
        point = save_point(
            session, actor=asked.moderator, now=moments.AFTER, theme_id=under.id, text=("نقطة", "A point"),
            references=[said.reference],
        )  # fmt: skip
        ids = under.id, point.id
    at(moments.AFTER)
    client.sign_in(user_of(asked.moderator))
    return ids


def saved_twice(client: ReviewingClient, path: str, field: str) -> None:
    """Save a form, and send the one of another tab that was opened before; save that after having seen both."""
    assert client.submit(path, {field: "The first tab"}).status_code == 303
    stale = {**client.last[1], field: "The second tab", "once": ["another"]}
    answer = client.post(client.last[0], data=stale, headers=FROM_OUR_PAGE)
    assert answer.status_code == 422
    for words in ("while you were writing", "The first tab", "The second tab"):
        assert words in answer.text
    assert client.post(client.last[0], data=stale, headers=FROM_OUR_PAGE).status_code == 422
    seen = answer.text.partition('name="seen" type="hidden" value="')[2].partition('"')[0]
    again = {**stale, "seen": seen}
    assert client.post(client.last[0], data=again, headers=FROM_OUR_PAGE).status_code == 303


def test_two_tabs_on_a_title(client: ReviewingClient, committed: Committed, themed: tuple[int, int]) -> None:
    saved_twice(client, f"/en/desk/themes/{themed[0]}/rename", "title_en")
    with committed() as session:
        titled = select(Theme.title_en).where(Theme.id == themed[0])
        assert session.scalar(titled) == "The second tab"


def test_two_tabs_on_a_point(client: ReviewingClient, committed: Committed, themed: tuple[int, int]) -> None:
    saved_twice(client, f"/en/desk/themes/{themed[0]}/points/?point={themed[1]}", "text_en")
    with committed() as session:
        assert session.scalars(select(SummaryPoint.text_en)).all() == ["The second tab"]


def test_two_tabs_adding_points_are_not_told_of_each_other(
    client: ReviewingClient, committed: Committed, themed: tuple[int, int]
) -> None:
    with committed() as session:
        cited = session.scalars(select(SummaryPoint)).one().citations[0].contribution.reference
    path = f"/en/desk/themes/{themed[0]}/points/"
    for words in ("Another", "And one more"):
        typed = {"text_ar": words, "text_en": words, "references": cited}
        assert client.submit(path, typed, button="Save the point").status_code == 303
    with committed() as session:
        assert len(session.scalars(select(SummaryPoint)).all()) == 3
