"""S15: nothing that people write becomes a formula in the open file, and it is read back as the standard says."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from tests.attack.attackers import script
from tests.factories import moments
from tests.factories.scenes import scene
from tests.factories.voices import comment

if TYPE_CHECKING:
    from flask import Flask

    from tests.attack.conftest import Committed
    from tests.conftest import At

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
HOSTILE = [
    '=HYPERLINK("https://evil.example","x")', "+1+1", "-1+1|cmd", "@SUM(1)", "\uff1d1+1", "\uff0b1", "\uff20x",
    "words;=1+1", "words; @SUM(1)", "line\n=1+1", 'a "quoted" word, and a comma', "سطر\nسطر ثانٍ", "words\t=1",
]  # fmt: skip


def test_no_cell_of_the_open_file_is_a_formula(app: Flask, committed: Committed, at: At) -> None:
    at(moments.DURING)
    with committed() as session:
        made = scene(session)
        said = [comment(session, made, body=body).reference for body in HOSTILE]
        slug = made.consultation.slug
    for lang in ("ar", "en"):
        answer = script(app).get(f"/{lang}/consultations/{slug}/contributions.csv")
        assert answer.mimetype == "text/csv"
        whole = answer.get_data().decode("utf-8")
        assert whole.startswith("\ufeff"), "Excel reads Arabic by this mark alone"
        rows = list(csv.reader(io.StringIO(whole.removeprefix("\ufeff"), newline=""), strict=True))
        assert [row[0] for row in rows[1:]] == said
        assert {len(row) for row in rows} == {len(rows[0])}
        assert not [cell for row in rows for cell in row if cell.startswith((*SIGNS, "\t", "\r", "\n"))]
        # As a spreadsheet that parts cells at semicolons, tabs and line ends would read it.
        torn = whole.replace("\t", ";").replace("\r\n", ";").replace("\n", ";").split(";")
        assert not [cell for cell in torn if cell.strip(' "').startswith(tuple(SIGNS))]
        for row, body in zip(rows[1:], HOSTILE, strict=True):
            words = body.lstrip(SIGNS).split(";")[0].split()[0]
            assert any(words in cell for cell in row), "the words are there"


def test_the_file_is_lines_as_the_standard_ends_them(app: Flask, committed: Committed, at: At) -> None:
    at(moments.DURING)
    with committed() as session:
        made = scene(session)
        comment(session, made)
        slug = made.consultation.slug
    answer = script(app).get(f"/en/consultations/{slug}/contributions.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "charset=utf-8" in answer.headers["Content-Type"]
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.get_data().count(b"\r\n") == 2
