"""A11: every page names itself and its like in the other language, and the switch keeps page and query."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.accessible.gathering import MISSING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from tests.accessible.gathering import Seen

OTHER = {"ar": "en", "en": "ar"}


def readable(pages: list[Seen]) -> list[Seen]:
    """Return the pages that can be asked for by their address: not the answers to a form, nor what is missing."""
    return [seen for seen in pages if "refused" not in seen.endpoint and MISSING not in seen.path]


def links(seen: Seen, rel: str) -> list[Element]:
    """Return the links in the head of this relation."""
    return [each for each in seen.parsed().every("link") if each.get("rel") == rel]


def of(seen: Seen, lang: str) -> str:
    """Return the page's address in a language."""
    return f"/{lang}{seen.path[3:]}"


def address(link: Element) -> str:
    """Return path and query of a link."""
    parts = urlsplit(link.attrib["href"])
    assert f"{parts.scheme}://{parts.netloc}" in {"http://localhost", "http://127.0.0.1:8000"}
    return parts.path + (f"?{parts.query}" if parts.query else "")


def test_a11_every_page_names_its_address_and_its_language_s(pages: list[Seen]) -> None:
    for seen in readable(pages):
        if seen.parsed().root.find(".//link[@rel='canonical']") is None:
            # What a token opens is nobody else's to find.
            assert "nonsense" in seen.path or "token" in seen.path, f"{seen} names no address"
            continue
        (own,) = (address(link) for link in links(seen, "canonical"))
        # Of what was asked, it has what the page says that it heeds; the others have as much of it.
        assert own in {of(seen, seen.lang), of(seen, seen.lang).partition("?")[0]}, str(seen)
        named = {link.attrib["hreflang"]: address(link) for link in links(seen, "alternate")}
        others = {lang: f"/{lang}{own[3:]}" for lang in OTHER}
        assert named == others | {"x-default": others["ar"]}, str(seen)


def test_a11_the_switch_keeps_page_and_query(pages: list[Seen]) -> None:
    """It is a link to this page in the other language, or a button that takes along what is typed."""
    for seen in readable(pages):
        other = OTHER[seen.lang]
        tools = [each for each in seen.parsed().every("ul") if each.get("class") == "tools"]
        link = [each for each in tools[0].iter("a") if each.get("hreflang") == other]
        button = [each for each in tools[0].iter("button") if each.get("name") == "switch_language"]
        assert len(link) + len(button) == 1, str(seen)
        if link:
            assert unescape(link[0].attrib["href"]) == of(seen, other), str(seen)
        else:
            assert button[0].attrib["formaction"].startswith(f"/{other}/"), str(seen)
        assert {each.get("lang") for each in (*link, *button)} == {other}


def test_a11_both_languages_have_the_same_pages(pages: list[Seen]) -> None:
    ways = {lang: {(seen.world, seen.endpoint) for seen in pages if seen.lang == lang} for lang in OTHER}
    assert ways["ar"] == ways["en"]
