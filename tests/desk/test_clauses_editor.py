"""An officer arranges the clauses of a draft in a browser without scripts, and loses nothing that was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from consult.accounts.models import Role, User
from consult.accounts.policies import Actor
from consult.desk.texts.forms import BLANK, pieces_of
from consult.shared.state import State
from consult.texts.models import ClauseMapping, ClauseText, TextVersion
from consult.texts.services import MAX_CLAUSES
from consult.texts.services.drafting import write_clauses
from consult.web.csrf import MOST_FIELDS
from tests.client import ReviewingClient, location
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.texts import commitment, draft_version, wording
from tests.public.conftest import Committed

UserOf = Callable[[Actor], User]
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def draft(client: ReviewingClient, committed: Committed, user_of: UserOf) -> Scene:
    """Return a consultation that was not announced, whose officer is signed in and writes its text."""
    with committed() as session:
        made = make_scene(session, State.DRAFT)
    client.sign_in(user_of(made.officer))
    return made


def path_of(draft: Scene) -> str:
    """Return the address of the clauses' form."""
    return f"/en/desk/texts/{draft.version.id}/"


def headings(committed: Committed, draft: Scene) -> list[str]:
    """Return the English headings that are saved, in order."""
    of_draft = select(ClauseText.heading_en).where(ClauseText.version_id == draft.version.id)
    with committed() as session:
        return list(session.scalars(of_draft.order_by(ClauseText.position)))


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ("do=up-1", ["Clause 2", "Clause 1", "Typed"]),
        ("do=down-0", ["Clause 2", "Clause 1", "Typed"]),
        ("do=down-2", ["Clause 1", "Clause 2", "Typed"]),
        ("do=drop-0", ["Clause 2", "Typed"]),
        ("do=join-0", ["Clause 1", "Typed"]),
        ("do=add-0", ["Clause 1", "Clause 2", "Typed"]),
        ("do=split-0", ["Clause 1", "Clause 2", "Typed"]),
    ],
)
def test_a_button_arranges_the_clauses_and_saves_what_was_typed(
    client: ReviewingClient, draft: Scene, committed: Committed, button: str, order: list[str]
) -> None:
    sent = client.submit(path_of(draft), {"clauses-2-heading_en": "Typed"}, button=button)
    assert sent.status_code == 303
    assert headings(committed, draft) == order
    # As a browser whose answer was lost: the same once.
    assert client.submit_again().headers["Location"] == sent.headers["Location"]
    assert headings(committed, draft) == order


@pytest.mark.parametrize(
    "pressed", ["up-99", "back-99999", "drop-x", "nothing", "join-999999999999", "up-3", "٣"]
)
def test_hostile_buttons_arrange_nothing(
    client: ReviewingClient, draft: Scene, committed: Committed, pressed: str
) -> None:
    answer = client.post(path_of(draft), data=_fresh(client, draft, do=pressed), headers=OWN)
    assert answer.status_code == (404 if pressed.startswith("back") else 303)
    assert headings(committed, draft) == ["Clause 1", "Clause 2", "Clause 3"]


def _fresh(client: ReviewingClient, draft: Scene, **more: str) -> dict[str, Any]:
    """Return what the form would send now, with more."""
    client.submit(path_of(draft), {}, button="Save the clauses")
    typed = client.last[1]
    return {**typed, "once": [more.get("do", "")], **more}


def test_a_clause_is_added_at_a_place(client: ReviewingClient, draft: Scene, committed: Committed) -> None:
    to = location(client.submit(path_of(draft), {}, button="do=add-0"))
    new = {"clauses-1-heading_ar": "جديد", "clauses-1-heading_en": "New"}
    assert client.submit(to, new).status_code == 303
    assert headings(committed, draft) == ["Clause 1", "New", "Clause 2", "Clause 3"]


def test_a_clause_that_was_taken_out_is_brought_back(
    client: ReviewingClient, draft: Scene, committed: Committed
) -> None:
    client.submit(path_of(draft), {}, button="do=drop-1")
    assert "Clauses that were taken out" in client.page(path_of(draft)).source
    client.submit(path_of(draft), {"clauses-1-heading_en": "Typed"}, button=f"do=back-{draft.clauses[1]}")
    assert headings(committed, draft) == ["Clause 1", "Clause 2", "Typed"]
    assert "Clauses that were taken out" not in client.page(path_of(draft)).source


def test_what_is_missing_is_shown_by_clause_and_holds_back_the_announcement(
    client: ReviewingClient, draft: Scene
) -> None:
    blank = {"clauses-1-heading_en": "", "clauses-1-text_en": ""}
    assert client.submit(path_of(draft), blank).status_code == 303
    page = client.page(path_of(draft)).source
    assert "What is missing" in page
    assert '<a href="#clauses-1-text_en">Text in English</a>' in page
    announced = client.page(f"/en/desk/consultations/{draft.consultation.slug}/").source
    assert "Not whole in both languages yet: 2 (numbers of clauses)." in announced
    assert path_of(draft) in announced
    arabic = client.page(path_of(draft).replace("/en/", "/ar/")).source
    assert "ما ينقص النص" in arabic
    client.submit(path_of(draft), {"clauses-1-heading_en": "Two", "clauses-1-text_en": "Words"})
    assert "What is missing" not in client.page(path_of(draft)).source


def test_a_text_that_is_not_whole_is_not_published_without_a_consultation(
    client: ReviewingClient, committed: Committed, user_of: UserOf
) -> None:
    with committed() as session:
        made = make_scene(session, State.CANCELLED)
        version = draft_version(session, made.officer, made.organisation, made.commitment)
    client.sign_in(user_of(made.officer))
    client.submit(f"/en/desk/texts/{version.id}/", {"clauses-0-text_ar": "", "clauses-2-text_ar": ""})
    client.sign_in(user_of(made.publisher))
    page = client.page(f"/en/desk/texts/{version.id}/publish").source
    assert "Not whole in both languages yet: 1 · 3 (numbers of clauses)." in page
    assert "reason_ar" not in page


def test_a_clause_is_split_at_a_place_of_its_words(
    client: ReviewingClient, draft: Scene, committed: Committed
) -> None:
    client.submit(path_of(draft), {"clauses-0-text_en": "First sentence. Second, and last."})
    to = location(client.submit(path_of(draft), {}, button="do=split-0"))
    assert to.endswith(f"/clauses/{draft.clauses[0]}/split")
    page = client.page(to).source
    assert "Second," in page
    nowhere = client.submit(to, {"heading_en": "Typed heading"})
    assert nowhere.status_code == 422
    assert "Choose where the second clause begins" in nowhere.text
    assert "Typed heading" in nowhere.text
    sent = client.submit(to, {"cut_en": "16", "heading_en": "The second"})
    assert sent.status_code == 303
    assert client.submit_again().headers["Location"] == sent.headers["Location"]
    assert headings(committed, draft) == ["Clause 1", "The second", "Clause 2", "Clause 3"]
    with committed() as session:
        said = session.scalars(
            select(ClauseText.text_en).where(ClauseText.version_id == draft.version.id)
        ).all()
        assert session.scalars(select(ClauseMapping)).all() == []
    assert {"First sentence.", "Second, and last."} <= set(said)


def test_of_two_who_split_a_clause_the_second_is_told(
    client: ReviewingClient, draft: Scene, committed: Committed
) -> None:
    to = location(client.submit(path_of(draft), {}, button="do=split-0"))
    client.submit(to, {"cut_en": "5"})
    stale = {**client.last[1], "once": ["another"], "heading_ar": "كلماتي"}
    told = client.post(to, data=stale, headers=OWN)
    assert told.status_code == 422
    assert "Somebody else saved this while you were writing." in told.text
    assert "كلماتي" in told.text
    assert len(headings(committed, draft)) == 4
    client.submit(path_of(draft), {}, button="do=drop-0")
    gone = client.post(to, data={**stale, "once": ["a third"]}, headers=OWN)
    assert location(gone) == path_of(draft)
    assert "Somebody else saved this while you were writing." in client.page(path_of(draft)).source
    assert location(client.get(to)) == path_of(draft)
    assert client.get(to.replace(f"/{draft.clauses[0]}/", "/99999/")).status_code == 404


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("", []),
        ("One", ["One"]),
        ("One two", ["One", "two"]),
        ("One. Two, three", ["One.", "Two,", "three"]),
        ("Of these:\n1. One.\n  a) Two.", ["Of these:", "1. One.", "a) Two."]),
        ("من هذه:\n٢. أول، وله فرع\nب) ثان؟ نعم", ["من هذه:", "٢. أول،", "وله فرع", "ب) ثان؟", "نعم"]),
        ("3.5 per cent of it. All", ["3.5 per cent of it.", "All"]),
    ],
)
def test_words_are_parted_at_lines_and_marks_with_their_numbers(words: str, pieces: list[str]) -> None:
    found = pieces_of(words)
    assert [piece for _at, piece in found] == pieces
    assert all(words[at:].startswith(piece) for at, piece in found)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_what_comes_next_is_said_once_the_clauses_are_whole(
    client: ReviewingClient, draft: Scene, committed: Committed, user_of: UserOf, lang: str
) -> None:
    told = "It is written in both languages" if lang == "en" else "كُتب باللغتين"
    path = path_of(draft).replace("/en/", f"/{lang}/")
    page = client.page(path).source
    assert told in page
    # The draft of a consultation about it is there already.
    assert f"/{lang}/desk/consultations/{draft.consultation.slug}/" in page
    # Publishing is others' to do.
    assert f"{path}publish" not in page
    client.submit(path, {"clauses-0-text_en": ""}, button="do=up-1")
    assert told not in client.page(path).source
    with committed() as session:
        other = commitment(session, draft.organisation)
        both = person(
            session, (Role.OFFICER, draft.organisation.scope), (Role.PUBLISHER, draft.organisation.scope)
        )
        number = draft_version(session, both, draft.organisation, other).id
    client.sign_in(user_of(both))
    page = client.page(f"/{lang}/desk/texts/{number}/").source
    assert f"/{lang}/desk/texts/{number}/publish" in page
    assert f"/{lang}/desk/consultations/new?text={number}" in page
    for asked, ticked in ((str(number), [str(number)]), ("x", [])):
        new = client.page(f"/{lang}/desk/consultations/new?text={asked}")
        assert [
            box.get("value")
            for box in new.every("input")
            if box.get("name") == "texts" and "checked" in box.attrib
        ] == ticked


def lengthened(committed: Committed, draft: Scene, number: int) -> None:
    """Let so many new clauses stand in the draft, as one from before there was a bound may have."""
    with committed() as session:
        version = session.get_one(TextVersion, draft.version.id)
        for row in list(version.clauses):
            session.delete(row)
        session.flush()
        write_clauses(session, version, [wording(each) for each in range(1, number + 1)])


def test_a_text_as_long_as_texts_may_be_is_opened_and_saved_and_does_not_grow(
    client: ReviewingClient, draft: Scene, committed: Committed
) -> None:
    lengthened(committed, draft, MAX_CLAUSES)
    at = path_of(draft)
    for path in (at, f"{at}?add=5"):
        assert client.submit(path, {"clauses-0-heading_en": "Typed"}).status_code == 303
        assert sum(map(len, client.last[1].values())) < MOST_FIELDS
        assert client.page(path).source.count("<fieldset") == MAX_CLAUSES + BLANK
    assert (headings(committed, draft)[0], len(headings(committed, draft))) == ("Typed", MAX_CLAUSES)
    more = {f"clauses-{MAX_CLAUSES}-heading_en": "One too many", "clauses-1-heading_en": "Typed too"}
    refused = client.submit(at, more)
    assert refused.status_code == 422
    for words in ("A text has at most 160 clauses.", "One too many", "Typed too"):
        assert words in refused.text
    to = location(client.submit(at, {}, button="do=split-0"))
    refused = client.submit(to, {"cut_en": "5", "heading_en": "Typed heading"})
    assert refused.status_code == 422
    assert "A text has at most 160 clauses." in refused.text
    assert "Typed heading" in refused.text
    assert len(headings(committed, draft)) == MAX_CLAUSES


def test_a_text_from_before_the_bound_is_opened_and_shortened(
    client: ReviewingClient, draft: Scene, committed: Committed
) -> None:
    lengthened(committed, draft, 201)
    assert client.page(path_of(draft)).source.count("<fieldset") == 201
    lengthened(committed, draft, 165)
    assert client.submit(path_of(draft), {}, button="Save the clauses").status_code == 422
    typed = {"clauses-164-heading_en": "Typed"}
    assert client.submit(path_of(draft), typed, button="do=drop-0").status_code == 303
    assert client.submit(path_of(draft), {}, button="do=join-0").status_code == 303
    left = headings(committed, draft)
    assert (len(left), left[-1]) == (163, "Typed")


@pytest.mark.parametrize("button", ["do=up-2", "do=drop-0", "do=join-0"])
def test_what_is_wrong_with_a_clause_is_said_at_it_whatever_button_was_pressed(
    client: ReviewingClient, draft: Scene, committed: Committed, button: str
) -> None:
    refused = client.submit(path_of(draft), {"clauses-2-heading_en": "h" * 301}, button=button)
    assert refused.status_code == 422
    for number in range(3):
        error = f'id="clauses-{number}-heading_en-error"'
        assert (error in refused.text) == (number == 2)
    assert headings(committed, draft) == ["Clause 1", "Clause 2", "Clause 3"]
