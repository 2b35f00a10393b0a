"""Sentences stand in the catalogues, in the words of an Arabic editor; a list of counts has its «و»."""

from __future__ import annotations

import ast
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask, g

from consult.public.plans.presenters import in_words
from consult.web import dates
from consult.web.locale import in_both
from consult.web.wording import why_it_changed
from tools.catalogues import read, sources, strings

ROOT = Path(__file__).resolve().parents[2]
ARABIC = re.compile("[\u0600-\u06ff]")
SENTENCE = re.compile(r"[A-Z](?!EEE).*\w \w+ \w+|.*\w \w+ \w+[.?!]$", re.DOTALL)
# Tables of letters, names and passwords that are compared and never shown, and the name of a language in itself.
TABLES = {
    "accounts/services/guessable.py", "shared/email_address.py", "shared/folding.py", "shared/html.py",
    "shared/language.py", "shared/latin.py", "shared/names.py", "shared/offices.py", "shared/skeletons.py",
    "shared/text.py", "desk/themes/forms.py", "public/account/forms.py", "shared/dates_typed.py",
    "holidays/models/jordan.py", "commands/demonstration/drafts.py", "shared/sizes.py", "plans/models/columns.py",
    "plans/queries/exchanged.py",
    "plans/services/importing/cells.py", "plans/services/importing/headings.py",
}  # fmt: skip
# What is read on a terminal, in the log of a start that fails, or beside an exemption in the code.
FOR_OPERATORS = re.compile(
    r"commands/.*|jobs/transport\.py|public/contributions/verify_receipts\.py|web/csrf\.py"
)
SPOKEN = {
    "_", "_l", "gettext", "ngettext", "pgettext", "npgettext", "lazy_gettext", "lazy_ngettext", "lazy_pgettext",
    "execute", "text", "compile",
}  # fmt: skip


def unspoken(path: Path) -> list[tuple[int, str]]:
    """Return the texts of a module that are no docstrings, and that neither a catalogue nor a database is asked for."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            left.add(id(node.body[0].value))  # type: ignore[attr-defined]  # a docstring is an expression
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in SPOKEN:
            left |= {id(inner) for inner in ast.walk(node)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left
    ]


def test_no_sentence_stands_in_python() -> None:
    found = []
    for path in sorted((ROOT / "consult").rglob("*.py")):
        place = path.relative_to(ROOT / "consult").as_posix()
        for line, text in unspoken(path):
            arabic = ARABIC.search(text) and place not in TABLES
            english = SENTENCE.match(text) and place not in TABLES and not FOR_OPERATORS.fullmatch(place)
            if arabic or english:
                found.append(f"{place}:{line}: {text[:60]}")
    assert found == []


CATALOGUE = {(message.context, sources(message)[0]): strings(message) for message in read("ar") if message.id}
EDITED = {
    "Back without moving it": "رجوع من دون تغيير الموعد",
    "Move the closing": "مدّد الاستشارة",
    "Last word: %(day)s.": "آخر إفادة: %(day)s.",
    "Under way": "استشارات قادمة أو قيد الرد",
    "Answered": "صدر الرد عليها",
    "Save the new password": "احفظ كلمة المرور الجديدة",
    "not stated in the source": "لم تُذكر في المصدر",
}
# Each says nothing to a citizen, or says it otherwise than a neighbour does.
NEVER = {
    "سيول الكلام": "floods of words",
    "ملح": "salt",
    "على الطريق": "under way",
    "أُجيبت": "answered",
    "عُد بلا": "back without",
    "وراءها": "behind it",
    "غير مذكور": "not stated",
    "إشارة": "a tombstone is «بيان», and nothing else",
    "السجل المعلن": "the log is «السجل العلني»",
    "السجل العام": "the log is «السجل العلني»",
    "عُلِّق": "a comment is «تعليق»; an account is «موقوف»",
    "معلَّق": "a comment is «تعليق»; an account is «موقوف»",
}


@pytest.mark.parametrize("message", EDITED)
def test_the_editor_s_words_stand(message: str) -> None:
    assert CATALOGUE[None, message] == (EDITED[message],)


@pytest.mark.parametrize("words", NEVER)
def test_words_that_the_editor_took_out_stay_out(words: str) -> None:
    pattern = re.compile(rf"(?<![\u0621-\u0652]){words}")
    # Sign language is «لغة الإشارة».
    found = [key[1] for key, said in CATALOGUE.items() if any(pattern.search(form) for form in said)]
    assert found == [], NEVER[words]


def test_no_preposition_is_tied_to_a_figure() -> None:
    tied = re.compile(r"[بكلفو]ـ?%\((?:num|number|days)\)s")
    assert [key[1] for key, said in CATALOGUE.items() if any(tied.search(form) for form in said)] == []


def test_a_list_of_counts_has_its_and(app: Flask) -> None:
    statuses = {"completed": 2, "in_progress": 4, "not_started": 1}
    with app.app_context():
        both = in_both(lambda: in_words(Counter(statuses)))
        assert both[0] == "أُنجزت مرحلتان ويجري تنفيذ 4 مراحل ومرحلة واحدة لم تبدأ"
        assert both[1] == "2 completed, 4 in progress, and 1 not started"
        g.language = "ar"
        assert in_words(Counter({"completed": 3})) == "أُنجزت 3 مراحل"


@pytest.mark.parametrize(
    ("hour", "arabic", "english"),
    [
        (6, "9:00 صباحاً", "9:00 am"),
        (10, "1:00 ظهراً", "1:00 pm"),
        (13, "4:00 عصراً", "4:00 pm"),
        (17, "8:00 مساءً", "8:00 pm"),
    ],
)
def test_the_hours_have_their_part_of_the_day(app: Flask, hour: int, arabic: str, english: str) -> None:
    moment = datetime(2023, 12, 21, hour, tzinfo=UTC)
    with app.app_context():
        assert in_both(lambda: dates.clock_time(moment)) == (arabic, english)


def test_what_is_stored_in_both_languages_is_said_in_both(app: Flask) -> None:
    with app.app_context():
        g.language = "en"
        assert why_it_changed(("سؤال", "A question")) == (
            "الرد على استشارة «سؤال»",
            "The answer to the consultation “A question”",
        )
        assert g.language == "en"
