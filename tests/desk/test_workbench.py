"""The moderator's workbench: thousands of voices found by part, clause and word, moved in one step, and put back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions.queries import by_references
from consult.desk.moderation import presenters as moderation_presenters
from consult.desk.themes import presenters as themes_presenters
from consult.desk.themes.undo import packed, unpacked
from consult.outcomes import queries, services
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.answers import theme
from tests.factories.organisations import verified
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, hide, reply
from tests.public.conftest import Committed
from tests.review import Page

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
TITLES = {"title_ar": "الوصول", "title_en": "Getting there"}


@pytest.fixture
def bench(client: ReviewingClient, asked: Scene, user_of: UserOf, at: At) -> str:
    """Return the address of the workbench of a closed consultation, whose moderator is signed in."""
    at(moments.AFTER)
    client.sign_in(user_of(asked.moderator))
    return f"/en/desk/consultations/{asked.consultation.slug}/themes/"


def listed(page: Page) -> list[str]:
    """Return the references that a page of the workbench lists, in its order."""
    return [box.attrib["value"] for box in page.every("input") if box.get("name") == "pick"]


def places(committed: Committed, *references: str) -> list[list[int]]:
    """Return the themes that each of these stands under itself, the primary one first."""
    with committed() as session:
        there = by_references(session, references)
        own = queries.own_places(session, ids=[said.id for said in there.values()])
        return [own.get(there[reference].id, []) for reference in references]


def test_each_voice_is_on_one_page_in_either_order(
    client: ReviewingClient, bench: str, asked: Scene, committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(themes_presenters, "PAGE", 2)
    with committed() as session:
        made = [comment(session, asked).reference for _ in range(5)]
        comment(session, make_scene(session))
    for order, wanted in (("", made[::-1]), ("oldest", made)):
        seen, path = [], f"{bench}?order={order}"
        while path:
            page = client.page(path)
            seen += listed(page)
            path = next((link.attrib["href"] for link in page.every("a") if link.get("rel") == "next"), "")
        assert seen == wanted


def test_it_is_narrowed_by_part_clause_and_word(
    client: ReviewingClient, bench: str, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        bus = comment(session, asked, body="The BUS is late, 100% of the time", clause_id=asked.clauses[1])
        train = comment(session, asked, body="A train would help", clause_id=asked.clauses[1])
        whole = comment(session, asked, body="الباص لا يصل إلى القرية", clause_id=None)
        below = reply(session, bus)
        under = theme(session, asked, train)
        speaking, representative = verified(session)
        spoken = comment(session, asked, by=representative, organisation=speaking.slug)
    found = {
        "": [spoken, below, whole, bus],
        "show=all": [spoken, below, whole, train, bus],
        f"show={under.id}": [train],
        "show=organisations": [spoken],
        f"show=all&clause={asked.clauses[1]}": [below, train, bus],
        "show=all&clause=whole": [whole],
        "show=all&q=bus+late": [bus],
        "show=all&q=100%25": [bus],
        "show=all&q=10_%25": [],
        f"show=all&q={quote('الباص')}": [whole],
        f"show=all&q={bus.reference.lower()}": [bus],
        "show=999999&clause=x&before=none&order=up": [spoken, below, whole, bus],
    }
    for query, wanted in found.items():
        page = client.page(f"{bench}?{query}")
        assert listed(page) == [said.reference for said in wanted], query
        if "q=" in query or "clause=w" in query:
            assert f"{len(wanted)} contribution" in page.source


def test_many_are_moved_in_one_step_and_put_back_in_another(
    client: ReviewingClient, bench: str, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        first, second, third = (comment(session, asked) for _ in range(3))
        old, other = theme(session, asked, first), theme(session, asked, second)
        services.place(
            session, actor=asked.moderator, now=moments.AFTER, theme_id=other.id, references=[first.reference],
            also=True,
        )  # fmt: skip
    said = (first.reference, second.reference, third.reference)
    before = places(committed, *said)
    assert before == [[old.id, other.id], [other.id], []]
    moved = client.submit(
        f"{bench}?show=all&order=oldest", {"every": "y", "theme": str(other.id)}, button="do=place"
    )
    assert moved.status_code == 303
    assert places(committed, *said) == [[other.id]] * 3
    back = client.page(location(moved))
    assert listed(back) == list(said)
    undone = client.submit(location(moved), {}, button="do=undo")
    assert "was=" not in location(undone)
    assert "3 contributions stand where they were" in client.get(location(undone)).text
    assert places(committed, *said) == before
    taken = client.submit(f"{bench}?show=all", {"pick": [said[0]]}, button="do=unplace")
    client.submit(location(taken), {}, button="do=undo")
    assert places(committed, *said) == before


def test_what_is_picked_goes_under_a_new_theme_at_once(
    client: ReviewingClient, bench: str, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        said = [comment(session, asked).reference for _ in range(2)]
    short = client.submit(bench, {"pick": said, "title_ar": "الوصول"}, action="/themes/new")
    assert short.status_code == 422
    assert listed(Page(bench, dict(short.headers), short.text)) == said[::-1]
    assert short.text.count(" checked") == len(said)
    added = client.submit(bench, {"pick": said, **TITLES}, action="/themes/new")
    [[one], [two]] = places(committed, *said)
    assert one == two
    with committed() as session:
        found = queries.themes(session, consultation_id=asked.id)
        assert [(row.id, row.title_en) for row in found] == [(one, TITLES["title_en"])]
    client.submit(location(added), {}, button="do=undo")
    assert places(committed, *said) == [[], []]


def test_what_somebody_moved_since_is_not_put_back(
    client: ReviewingClient, bench: str, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        first, second = (comment(session, asked) for _ in range(2))
        one, other = theme(session, asked), theme(session, asked)
    said = (first.reference, second.reference)
    moved = client.submit(f"{bench}?show=all", {"every": "y", "theme": str(one.id)}, button="do=place")
    with committed() as session:
        services.place(
            session, actor=asked.moderator, now=moments.AFTER, theme_id=other.id, references=[first.reference]
        )
    late = client.submit(location(moved), {}, button="do=undo")
    assert "Some of these were moved again since. Nothing was changed." in client.get(location(late)).text
    assert places(committed, *said) == [[other.id], [one.id]]


def test_a_place_in_another_consultation_is_not_there_to_go_back_to(
    client: ReviewingClient, bench: str, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        said, elsewhere = comment(session, asked), make_scene(session)
        theirs = comment(session, elsewhere)
        foreign, own = theme(session, elsewhere, theirs), theme(session, asked, said)
    stood: list[dict[str, list[int]]] = [
        {said.reference: [foreign.id]},
        {theirs.reference: [own.id]},
        {theirs.reference: []},
    ]
    for was in stood:
        page = f"{bench}?was={packed(was)}"
        assert client.submit(page, {}, button="do=undo").status_code == 404
    assert "Undo" not in client.get(f"{bench}?was=nonsense").text
    assert places(committed, said.reference) == [[own.id]]


def test_where_they_stood_travels_as_one_word() -> None:
    stood: dict[str, list[int]] = {"V-2026-0001": [3, 5], "V-2026-0002": []}
    assert unpacked(packed(stood)) == stood
    for wrong in ("", "V-2026-0001", "V-2026-0001:a", "V-2026-0001:1.", "V-2026-0001:1;V-2026-0002:", "x:1"):
        assert unpacked(wrong) is None
    assert unpacked(",".join(["V-2026-0001:1"] * 61)) is None


def test_words_that_may_not_be_read_are_not_searched(
    client: ReviewingClient, bench: str, asked: Scene, committed: Committed, user_of: UserOf
) -> None:
    with committed() as session:
        hidden = comment(session, asked, body="A telephone number")
        hide(session, asked, hidden)
        comment(session, asked, body="Something else")
    queue = bench.replace("/themes/", "/queue/")
    for reader, finds in ((asked.moderator, True), (asked.officer, False), (asked.publisher, False)):
        client.sign_in(user_of(reader))
        assert (hidden.reference in client.get(f"{queue}?q=telephone").text) is finds
        assert hidden.reference in client.get(f"{queue}?status=hidden").text


def test_the_queue_goes_on_where_its_page_ended(
    client: ReviewingClient, bench: str, asked: Scene, committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moderation_presenters, "PAGE", 1)
    with committed() as session:
        first, second = comment(session, asked), comment(session, asked)
        comment(session, asked, clause_id=asked.clauses[1])
    path = f"{bench.replace('/themes/', '/queue/')}?status=published&clause={asked.clauses[0]}&order=oldest"
    page = client.page(path)
    assert first.reference in page.source
    assert second.reference not in page.source
    [older] = [link.attrib["href"] for link in page.every("a") if link.get("rel") == "next"]
    last = client.page(older)
    assert second.reference in last.source
    assert not [link for link in last.every("a") if link.get("rel") == "next"]


def test_what_is_picked_is_cleaned_and_what_is_no_reference_is_not_there(
    client: ReviewingClient, bench: str, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        said, under = comment(session, asked).reference, theme(session, asked)
    picked: list[tuple[dict[str, object], int]] = [
        ({"pick": [said, "x" * 5000]}, 404),
        ({"pick": ["\x00"]}, 404),
        ({"pick": [f"{said}\x00"]}, 303),
        ({"every": "y", "there": f"{said}\x00"}, 303),
    ]
    for typed, status in picked:
        sent = {**typed, "theme": str(under.id)}
        assert client.submit(f"{bench}?show=all", sent, button="do=place").status_code == status
