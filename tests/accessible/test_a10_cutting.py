"""A10: nothing that a person wrote is cut off by code points; where lines are cut, style does it between letters."""

from __future__ import annotations

import re

from tests.accessible.looking import ROOT

# A slice or a filter that would end words in the midst of a letter and its marks.
CUTTING = re.compile(
    r"\|\s*truncate\b|\|\s*wordwrap\b|\[:_?[A-Z]+\]\.r?split|\[:\s*\d+\]\s*(?:\}\}|~|\+\s*['\"]…)|textwrap\.shorten|…['\"]\s*if\s+len\("
)


def test_a10_no_page_cuts_words() -> None:
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]
    sources += [
        path for face in ("public", "desk", "jobs", "web") for path in (ROOT / "consult" / face).rglob("*.py")
    ]
    assert len(sources) > 100
    found = [
        f"{path.name}: {match[0]}"
        for path in sources
        for match in CUTTING.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
