"""Of two moderators who place the same voices, in two tabs or two offices, the second sees both and may press again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution
from consult.outcomes import queries, services
from consult.outcomes.models import Theme
from tests.client import FROM_OUR_PAGE, ReviewingClient
from tests.factories import moments
from tests.factories.answers import theme
from tests.factories.scenes import Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed
from tests.review import Page

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.conftest import At


class Bench:
    """A workbench with three voices and two themes, and the tabs of it that are open."""

    def __init__(self, client: ReviewingClient, committed: Committed, asked: Scene) -> None:
        """Make the voices and themes."""
        self.client, self.committed, self.asked = client, committed, asked
        self.path = f"/en/desk/consultations/{asked.consultation.slug}/themes/"
        with committed() as session:
            self.said = [comment(session, asked).reference for _ in range(3)]
            self.one, self.other, self.third = (theme(session, asked).id for _ in range(3))
        self.tries = 0

    def tab(self, query: str = "") -> dict[str, Any]:
        """Open a tab and return what its form holds."""
        page = self.client.page(f"{self.path}{query}")
        return self.fields(page)

    def fields(self, page: Page) -> dict[str, Any]:
        """Return what the form of a page holds."""
        own = [box for box in page.every("input") if box.get("form") == "typed" or _inside(page, box)]
        held: dict[str, Any] = {"csrf_token": "", "pick": []}
        for box in own:
            name, kind = box.get("name", ""), box.get("type")
            if kind in {"checkbox", "radio"} and box.get("checked") is None:
                continue
            if name == "pick":
                held["pick"].append(box.attrib["value"])
            else:
                held[name] = box.get("value", "")
        return held

    def send(self, tab: dict[str, Any], **typed: object) -> TestResponse:
        """Press a button of a tab."""
        self.tries += 1
        sent = {**tab, **typed, "once": f"press-{self.tries}"}
        to = "new" if sent.get("do") == "new" else "place"
        target = f"{self.path}{to}"
        return self.client.post(target, data=sent, headers=FROM_OUR_PAGE)

    def elsewhere(self, *references: str, under: int) -> None:
        """Let somebody else place voices."""
        with self.committed() as session:
            services.place(
                session, actor=self.asked.moderator, now=moments.AFTER, theme_id=under, references=references
            )

    def places(self) -> list[list[int]]:
        """Return under which themes the voices stand."""
        with self.committed() as session:
            ids = select(Contribution).where(Contribution.reference.in_(self.said))
            rows = {row.reference: row.id for row in session.scalars(ids)}
            own = queries.own_places(session, ids=rows.values())
            return [own.get(rows[reference], []) for reference in self.said]


def _inside(page: Page, box: object) -> bool:
    (form,) = [each for each in page.every("form") if each.get("id") == "typed"]
    return any(each is box for each in form.iter())


@pytest.fixture
def bench(
    client: ReviewingClient, committed: Committed, asked: Scene, user_of: Callable[[Actor], User], at: At
) -> Bench:
    """Return the workbench of a closed consultation whose moderator is signed in."""
    at(moments.AFTER)
    client.sign_in(user_of(asked.moderator))
    return Bench(client, committed, asked)


def told(bench: Bench, answer: TestResponse, picked: Sequence[str]) -> dict[str, Any]:
    """Return what the form holds after its reader was told, with what they picked still picked."""
    assert answer.status_code == 422
    assert "Somebody else moved contributions that you picked" in answer.text
    assert "You chose" in answer.text
    again = bench.fields(Page(bench.path, dict(answer.headers), answer.text))
    assert sorted(again["pick"]) == sorted(picked)
    return again


def test_two_tabs_that_place_one_voice_in_the_list_without_themes(bench: Bench) -> None:
    first, second, _third = bench.said
    tab = bench.tab()
    bench.elsewhere(first, under=bench.one)
    refused = bench.send(tab, pick=[first, second], theme=str(bench.other), do="place")
    again = told(bench, refused, [first, second])
    assert again["theme"] == str(bench.other)
    assert bench.places() == [[bench.one], [], []], "nothing was changed"
    assert bench.send(tab, pick=[first, second], theme=str(bench.other), do="place").status_code == 422
    assert bench.send(again, do="place").status_code == 303
    assert bench.places() == [[bench.other], [bench.other], []]


@pytest.mark.parametrize("do", ["place", "also", "unplace"])
def test_two_tabs_that_place_one_voice_in_the_list_of_all(bench: Bench, do: str) -> None:
    first, *_others = bench.said
    bench.elsewhere(*bench.said, under=bench.one)
    tab = bench.tab("?show=all")
    bench.elsewhere(first, under=bench.third)
    again = told(bench, bench.send(tab, pick=[first], theme=str(bench.other), do=do), [first])
    assert again["theme"] == str(bench.other)
    assert bench.send(again, do=do).status_code == 303
    after = {"place": [bench.other], "also": [bench.third, bench.other], "unplace": []}[do]
    assert bench.places()[0] == after


def test_all_on_the_page_is_those_that_were_on_it(bench: Bench) -> None:
    first, *others = bench.said
    bench.elsewhere(first, under=bench.one)
    tab = bench.tab()
    bench.elsewhere(others[0], under=bench.third)
    with bench.committed() as session:
        comment(session, bench.asked)
    again = told(bench, bench.send(tab, every="y", theme=str(bench.other), do="place"), others)
    assert "every" not in again
    assert bench.send(again, do="place").status_code == 303
    assert bench.places() == [[bench.one], [bench.other], [bench.other]]


def test_voices_that_nobody_picked_and_those_that_stand_as_chosen_are_not_asked_about(bench: Bench) -> None:
    first, second, third = bench.said
    tab = bench.tab()
    bench.elsewhere(first, under=bench.one)
    bench.elsewhere(third, under=bench.other)
    sent = bench.send(tab, pick=[second, third], theme=str(bench.other), do="place")
    assert sent.status_code == 303
    assert bench.places() == [[bench.one], [bench.other], [bench.other]]


def test_a_new_theme_for_voices_that_were_moved_keeps_its_title(bench: Bench, committed: Committed) -> None:
    first = bench.said[0]
    tab = bench.tab()
    bench.elsewhere(first, under=bench.one)
    titles = {"title_ar": "الوصول", "title_en": "Getting there"}
    again = told(bench, bench.send(tab, pick=[first], do="new", **titles), [first])
    assert (again["title_ar"], again["title_en"]) == tuple(titles.values())
    with committed() as session:
        assert "Getting there" not in session.scalars(select(Theme.title_en)).all()
    assert bench.send(again, do="new").status_code == 303
    with committed() as session:
        made = session.scalars(select(Theme.id).where(Theme.title_en == "Getting there")).one()
    assert bench.places()[0] == [made]


@pytest.mark.parametrize("seen", ["", "x", "1:zz,,", "9" * 40, "٣:00000000"])
def test_marks_that_say_nothing_stop_nobody(bench: Bench, seen: str) -> None:
    tab = bench.tab()
    assert (
        bench.send(tab, pick=[bench.said[0]], theme=str(bench.one), do="place", seen=seen).status_code == 303
    )
    assert bench.places()[0] == [bench.one]


def test_the_marks_of_a_full_page_and_as_many_others_can_be_sent(bench: Bench) -> None:
    marks = ",".join(f"{10**9 + number}:0123abcd" for number in range(100))
    tab = bench.tab()
    sent = bench.send(tab, pick=[bench.said[0]], theme=str(bench.one), do="place", seen=marks)
    assert sent.status_code == 303


def test_a_place_that_the_state_refuses_is_told_with_what_was_picked(bench: Bench, at: At) -> None:
    tab = bench.tab()
    at(moments.DURING)
    refused = bench.send(tab, pick=[bench.said[0]], theme=str(bench.one), do="place")
    assert refused.status_code == 422
    assert "The consultation does not allow this now." in refused.text
    assert bench.places() == [[], [], []]
