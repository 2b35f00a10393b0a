"""A1, A2, A13: which language and direction words have, and what stands isolated in a line of the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.accessible.reading import Piece, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.accessible.gathering import Seen

ARABIC = re.compile("[\u0621-\u064a]{2,}")
LATIN = re.compile("[A-Za-z]{2,}")
# Left to right wherever they stand: mail, web address, reference, fingerprint, a clock or number with a sign.
SET_APART = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+|https?://\S+|\b[A-Z]-\d{4}-\d{4,}\b|\b[0-9a-f]{16,}\b|(?<!\S)[-+−]\d+|\d+\s*[-–]\s*\d+"
)
WRITES = frozenset({"text", "search", "password", "email", "url", "tel"})
# Latin words that are Arabic pages' own: abbreviations that the ministry itself writes so, types of files, and what
# stands in the cells of an open file.
KNOWN = frozenset(
    {
        "CSV",
        "PDF",
        "SHA",
        "HTML",
        "UTF",
        "KB",
        "MB",
        "OGP",
        "IRM",
        "SMART",
        "Collaborate",
        "yes",
        "no",
        "DOCX",
        "XLSX",
        "ODT",
        "TXT",
        "PNG",
        "JPEG",
        "WebP",
    }
)
# Words that the tests' own factories write, and prose that an officer of the demonstration typed.
TYPED = re.compile(
    # The names that the sources give in English, on the demonstration's page on the initiative.
    r"Open Government Partnership|Multi-Stakeholder Forum(?: of OGP)?|answerable"
    # The minutes of 15 October 2023 word for word: spans of years run as the line does, and an address stands in it.
    r"|للأعوام \(2021-2025\)|2018-2021|https://www\.ogp\.gov\.jo"
    r"|نص [a-z_]+|جهة body-\d+|بالبريد: ogunit@mop\.gov\.jo|(?:نقطة|نص) \w+_ar"
)
_ISOLATED = re.compile("[\u2066\u2067\u2068][^\u2069]*\u2069")


def own(pages: list[Seen], lang: str) -> Iterator[tuple[Seen, Piece]]:
    """Yield the pieces of a language's pages."""
    for seen in pages:
        if seen.lang == lang:
            for piece in pieces(seen):
                yield seen, piece


def test_a1_html_says_its_language_and_direction(pages: list[Seen]) -> None:
    ways = {"ar": "rtl", "en": "ltr"}
    for seen in pages:
        root = seen.parsed().root
        assert (root.get("lang"), root.get("dir")) == (seen.lang, ways[seen.lang]), str(seen)


def test_a1_arabic_on_english_pages_says_that_it_is(pages: list[Seen]) -> None:
    found = {
        f"{seen}: {piece.text[:60]}"
        for seen, piece in own(pages, "en")
        if ARABIC.search(bare(piece)) and piece.lang != "ar" and not named(piece)
    }
    assert sorted(found) == []


def test_a1_whatever_has_a_language_of_its_own_has_a_direction(pages: list[Seen]) -> None:
    ways = {"ar": "rtl", "en": "ltr"}
    found = {
        f"{seen}: <{element.tag} lang={element.get('lang')} dir={element.get('dir')}>"
        for seen in pages
        for element in seen.parsed().every()
        if "lang" in element.attrib and element.get("dir") not in {ways[element.attrib["lang"]], "auto"}
    }
    assert sorted(found) == []


def test_a1_fields_take_the_direction_of_what_is_typed(pages: list[Seen]) -> None:
    found = {
        f"{seen}: {element.tag} {element.get('name')}"
        for seen in pages
        for element in seen.parsed().every("input", "textarea")
        if (element.tag == "textarea" or element.get("type", "text") in WRITES)
        and "dir" not in element.attrib
    }
    assert sorted(found) == []


def test_a2_what_runs_left_to_right_is_set_apart_in_arabic(pages: list[Seen]) -> None:
    found = {
        f"{seen}: {match[0]!r} in {piece.text[:80]!r}"
        for seen, piece in own(pages, "ar")
        for match in SET_APART.finditer(bare(piece))
        if piece.lang == "ar"
        and not (piece.isolated or piece.spoken or piece.within("textarea", "option", "code"))
    }
    assert sorted(found) == []


def bare(piece: Piece) -> str:
    """Return the words of a piece without what is set apart in them, and without what was typed."""
    return TYPED.sub("", _ISOLATED.sub("", piece.text))


def named(piece: Piece) -> bool:
    """Whether it is a name or a typed word, which keeps its script in both languages: isolated, and no sentence."""
    return piece.isolated or piece.within("textarea", "option")


def test_a13_arabic_pages_have_no_english_left(pages: list[Seen]) -> None:
    found = {
        f"{piece.text[:90]!r}: {seen}"
        for seen, piece in own(pages, "ar")
        for match in LATIN.finditer(bare(piece))
        if piece.lang == "ar"
        and match[0] not in KNOWN
        and not named(piece)
        and not piece.within("code", "kbd")
    }
    assert sorted(found) == []


def test_a13_what_is_read_out_is_in_the_page_s_language(pages: list[Seen]) -> None:
    wrong = {"ar": re.compile("[A-Za-z]{3,}"), "en": ARABIC}
    found = {
        f"{seen}: {name}={element.attrib[name]!r}"
        for seen in pages
        for element in seen.parsed().every()
        for name in ("aria-label", "alt", "placeholder")
        if wrong[seen.lang].search(element.get(name, "")) and "lang" not in element.attrib
    }
    assert sorted(found) == []


def test_a13_messages_are_read_out(pages: list[Seen]) -> None:
    """Whatever says what just happened, a vote counted among it, is in a region that is read out when it comes."""
    found = {
        f"{seen}: {element.get('class')}"
        for seen in pages
        for element in seen.parsed().every()
        if "flashes" in element.get("class", "").split()
        for message in element
        if message.get("role") not in {"status", "alert"}
    }
    assert sorted(found) == []
