"""What search engines and messengers are told of a page: its own words, escaped, and never what is not shown."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from markupsafe import Markup

from consult.contributions.models import Contribution
from consult.contributions.services import withdraw
from consult.shared.text import letters
from consult.web.hreflang import LONGEST, excerpt
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.factories.voices import comment, erased, hide, translation

if TYPE_CHECKING:
    from consult.accounts.models import User
    from consult.accounts.policies import Actor
    from tests.client import ReviewingClient
    from tests.conftest import At
    from tests.public.conftest import Committed

SAID = 'ننشر البيانات "كل شهر" <script>alert(1)</script> & نراجعها'
HEAD_WORDS = "البيانات"


@pytest.fixture(autouse=True)
def today(at: At) -> None:
    at(moments.DURING)


def head(client: ReviewingClient, path: str) -> tuple[str, dict[str, str]]:
    """Return the head of a page as it was sent, and what it says by name or property."""
    page = client.page(path)
    said = {
        each.get("name") or each.get("property") or "": each.get("content", "") for each in page.every("meta")
    }
    return page.source.partition("</head>")[0], said


def path_of(said: Contribution, lang: str = "ar") -> str:
    return f"/{lang}/contributions/{said.reference}"


def addresses(client: ReviewingClient, path: str) -> set[str]:
    """Return the query of the page's own address and of its like in the other language."""
    links = [
        each for each in client.page(path).every("link") if each.get("rel") in {"canonical", "alternate"}
    ]
    assert len(links) == 4
    return {urlsplit(each.get("href", "")).query for each in links}


def test_its_own_address_has_what_the_page_heeds_and_no_more(client: ReviewingClient, asked: Scene) -> None:
    of, clause = f"/en/consultations/{asked.consultation.slug}", asked.clauses[0]
    for path, heeded in (
        (f"{of}/text/?utm=1&clause={clause}", f"clause={clause}"),
        (f"{of}/text/?clause=whole", "clause=whole"),
        (f"{of}/text/?clause=999999", ""),
        (f"{of}/text/?clause=nonsense&clause={clause}", ""),
        (f"{of}/contributions/?clause={clause}&before=5&page=2", f"clause={clause}&before=5"),
        (f"{of}/contributions/?clause=nonsense", ""),
        (f"{of}/?after=7", ""),
        ("/en/contributions/?reference=V-2026-9999", ""),
    ):
        assert addresses(client, path) == {heeded}, path


def test_a_voice_is_told_in_its_own_words_and_escaped(
    client: ReviewingClient, committed: Committed, asked: Scene
) -> None:
    with committed() as session:
        said = comment(session, asked, body=SAID)
    source, told = head(client, path_of(said))
    assert told["description"] == told["og:description"] == f"{SAID} (\u2068{said.reference}\u2069)"
    assert "<script>alert" not in source
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; " in source
    assert told["og:type"] == "article"


def test_in_the_other_language_staff_s_translation_is_or_a_sentence(
    client: ReviewingClient, committed: Committed, asked: Scene
) -> None:
    with committed() as session:
        said, translated = comment(session, asked, body=SAID), comment(session, asked)
        translation(session, asked, translated, body="Publish what is counted.")
    _source, told = head(client, path_of(said, "en"))
    assert HEAD_WORDS not in told["description"]
    assert told["description"].startswith(f"Contribution \u2068{said.reference}\u2069 to the consultation")
    _source, told = head(client, path_of(translated, "en"))
    made = "Working translation by the moderators, not the author’s words: Publish what is counted."
    assert told["description"].startswith(made)


def test_what_is_not_shown_is_told_to_nobody(
    client: ReviewingClient, committed: Committed, asked: Scene, user_of: Callable[[Actor], User]
) -> None:
    with committed() as session:
        hidden, gone = (comment(session, asked, body=f"{SAID} {n}", by=asked.author) for n in (1, 2))
        own = comment(session, asked, body=SAID, by=asked.author)
        for each in (hidden, gone):
            translation(session, asked, each, body=f"Publish the numbers of {each.reference}.")
        hide(session, asked, hidden)
        erased(session, asked, gone)
        withdraw(session, actor=asked.author, now=moments.DURING, reference=own.reference)

    def look() -> None:
        for said in (hidden, gone, own):
            for lang in ("ar", "en"):
                source, told = head(client, path_of(said, lang))
                assert HEAD_WORDS not in source
                assert "Publish" not in source
                assert said.reference in told["description"]

    look()
    # Its author reads the hidden words on the page; its head still holds none of them.
    client.sign_in(user_of(asked.author))
    assert HEAD_WORDS in client.page(path_of(hidden)).source
    look()


def test_what_is_typed_is_told_to_nobody(client: ReviewingClient, asked: Scene) -> None:
    path = f"/en/consultations/{asked.consultation.slug}/propose"
    answer = client.submit(path, {"title": "Some typed words", "body": "", "problem": "Others typed"})
    assert answer.status_code == 422
    before, _end, after = answer.text.partition("</head>")
    assert "typed" not in before
    assert "Some typed words" in after


def test_a_page_behind_a_token_has_none(client: ReviewingClient) -> None:
    source = client.get("/en/confirm/nonsense", may_set_cookie=True).text.partition("</head>")[0]
    assert "og:" not in source
    assert 'name="description"' not in source


def test_an_excerpt_is_one_line_of_plain_words() -> None:
    assert excerpt(Markup("<p>One <b>bold</b>.</p><ul><li>Two</li>\n<li>A &amp; B</li></ul>")) == (
        "One bold. Two A & B"
    )
    assert excerpt("1 < 2 > 0 <b>") == "1 < 2 > 0 <b>", "what is no HTML is all words"


@pytest.mark.parametrize(
    "letter", ["\u0644\u0651\u064e", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "e\u0301"]
)
def test_an_excerpt_is_cut_between_two_letters(letter: str) -> None:
    cut = excerpt(letter * (LONGEST + 20))
    assert cut == letter * LONGEST + "…"
    assert letters(cut) == LONGEST + 1


@pytest.mark.parametrize("worst", ["<", "<a ", "&", "&amp", "<p></p>", " ", "\u0651"])
def test_an_excerpt_costs_as_much_as_its_words_are_long(worst: str) -> None:
    def seconds(times: int) -> float:
        text = Markup(worst * times)  # noqa: S704 - to be read, and shown to nobody
        began = perf_counter()
        excerpt(text)
        return perf_counter() - began

    small = min(seconds(10_000) for _ in range(3))
    assert min(seconds(80_000) for _ in range(3)) < max(0.02, small) * 8 * 4
