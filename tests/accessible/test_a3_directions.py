"""A3: style knows a beginning and an end, no left and right; what points along the line of reading is mirrored."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.accessible.looking import ROOT, WIDTHS

CSS = sorted((ROOT / "consult" / "static" / "css").rglob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PHYSICAL = re.compile(
    r"\b(?:left|right)\b|\btranslateX\(|\b(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b|"
    r"(?:^|[{;\s])(?:top|bottom|width|height|min-width|max-width|min-height|max-height)\s*:"
)
SQUEEZED = re.compile(
    r"letter-spacing\s*:(?!\s*(?:0\b|normal|inherit))|text-align\s*:\s*justify|font-style\s*:\s*italic|text-transform"
)
ICON = re.compile(r"\bicon\('(\w+)'([^)]*)\)")
POINTING = frozenset({"arrow", "pen", "reply", "flag"})
PARTED = re.compile(r"(?:\}\}|</\w+>)[,;] ")
ARROWS = re.compile("[←→↔⇐⇒▶◀»«]\\s*</a>|[←→⇐⇒]")


def style(path: Path) -> str:
    """Return a stylesheet without what it says of itself."""
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_a3_style_is_logical(path: Path) -> None:
    # The width of a window has no logical name that every browser knows.
    rules = re.sub(r"@media[^{]*", "", style(path))
    assert PHYSICAL.findall(rules) == []


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_a4_no_style_pulls_letters_apart(path: Path) -> None:
    assert SQUEEZED.findall(style(path)) == []


def test_a3_what_points_along_the_line_is_mirrored_and_nothing_else() -> None:
    found = [
        f"{path.name}: {match[0]}"
        for path in TEMPLATES
        for match in ICON.finditer(path.read_text(encoding="utf-8"))
        if ("flip=True" in match[2].replace(" ", "")) is not (match[1] in POINTING)
    ]
    assert found == []
    assert ".icon-flip" in "".join(map(style, CSS))


def test_a3_no_arrow_is_written_as_a_letter() -> None:
    catalogues = sorted((ROOT / "translations").rglob("*.po"))
    found = [
        path.name for path in (*TEMPLATES, *catalogues) if ARROWS.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_style_changes_between_320_and_360_pixels() -> None:
    """So what axe finds at the one it would find at the other."""
    narrowest, wider = (width / 16 for width in sorted(set(WIDTHS) - {max(WIDTHS)}))
    asked = [match[1] for path in CSS for match in re.finditer(r"@(?:media|container)([^{]*)\{", style(path))]
    widths = [
        match[1] for query in asked for match in re.finditer(r"(?:width|size)[^)]*?([\d.]+\w+)\)", query)
    ]
    assert len(widths) == sum(len(re.findall("width|size", query)) for query in asked) > 10
    assert [width for width in widths if not width.endswith("rem")] == []
    assert [width for width in widths if narrowest <= float(width[:-3]) <= wider] == []


def test_a13_no_style_turns_the_order_round() -> None:
    """What is read and where Tab leads is the order of the page; the head of the page alone moves one list whole."""
    turning = re.compile(
        r"[^{}]*\{[^{}]*(?:\border\s*:|row-reverse|column-reverse|grid-auto-flow\s*:[^;]*dense)[^{}]*\}"
    )
    found = {match[0].strip().splitlines()[0] for path in CSS for match in turning.finditer(style(path))}
    assert {line for line in found if ".site-header nav" not in line} == set()


def test_a3_what_parts_words_is_translated() -> None:
    """An Arabic page has Arabic commas and semicolons: one between two values of a template is a message."""
    found = [
        f"{path.name}: {match[0]}"
        for path in TEMPLATES
        for match in PARTED.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
