"""The clauses of a draft, where one is split, and the commitment that a draft is of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.fields import SelectChoice

from consult.shared.errors import DomainError
from consult.shared.text import clean
from consult.texts.models import ClauseText
from consult.texts.policies import WORDS
from consult.texts.services import MAX_CLAUSES, Wording
from consult.web.forms import Form, Tick, mark, plain_digits
from consult.web.measuring import LINE, declare
from consult.web.number_field import number_of
from consult.web.wording import each, sentence

BLANK = 2
_BUTTONS = ("up", "down", "join", "split", "drop", "add", "back")
declare(LINE, "place", "heading_ar", "heading_en")
# What ends a piece of a text: the end of its line, or a mark between sentences or parts of one; the number or letter
# before it is of it.
_PIECE = re.compile(r"(?:\(?(?:\d{1,3}|[^\W\d_])[.):-]+[ \t]+)*\S.*?(?:[.!?؟،؛,;:](?=\s)|$)", re.MULTILINE)
_WORD = re.compile(r"\S+")


class ClauseForm(PlainForm):  # type: ignore[misc]  # WTForms has no types
    """One clause in both languages; its id where it stood before."""

    clause_id = HiddenField()
    place = StringField(_l("Place in the order"), filters=[plain_digits])
    heading_ar = StringField(_l("Heading in Arabic"))
    heading_en = StringField(_l("Heading in English"))
    text_ar = TextAreaField(_l("Text in Arabic"))
    text_en = TextAreaField(_l("Text in English"))

    @property
    def blank(self) -> bool:
        """Whether nothing is written in it: such a clause is dropped."""
        return not any(clean(self[name].data or "") for name in WORDS)

    @property
    def wording(self) -> Wording:
        """The clause as the service takes it."""
        number = number_of(self.clause_id.data)
        known = -1 if number is None and self.clause_id.data else number
        words = {name: self[name].data or "" for name in WORDS}
        return Wording(clause_id=known, **words)

    def rank(self, own: int) -> tuple[int, int, int]:
        """Return what orders this clause, the one that stands at ``own``: a clause moved to a place takes it."""
        wanted = number_of(clean(self.place.data or ""))
        number = own if wanted is None else wanted
        return number, (number > own) - (number < own), own


class TextForm(Form):
    """All clauses of a draft, in order, and two blank ones."""

    clauses = FieldList(FormField(ClauseForm))
    seen = HiddenField()

    def with_blanks(self) -> TextForm:
        """Add blank clauses until there are enough to go on writing."""
        blank = sum(1 for entry in self.clauses if entry.form.blank)
        for _number in range(blank, BLANK):
            if len(self.clauses) < MAX_CLAUSES + BLANK:
                self.clauses.append_entry()
        return self

    def check(self) -> bool:
        """Whether each place is a number, or empty to stay where the clause is; those that are neither are marked."""
        if not self.measured():
            return False
        for entry in self.clauses:
            typed = clean(entry.form.place.data or "")
            if typed and number_of(typed) is None:
                mark(entry.form.place, _("Write a number."))
        return not self.wrong

    def pressed(self) -> tuple[str, int]:
        """Return which button was pressed and its number: that of the clause, or the id of one that was taken out."""
        verb, _dash, number = request.form.get("do", "").partition("-")
        known = number_of(number)
        return (verb, known) if verb in _BUTTONS and known is not None else ("save", 0)

    def place_of(self, own: int) -> int | None:
        """Return the place among the written clauses of the one that stands at ``own``, from 0; None of a blank one."""
        entry = self.clauses[own] if own < len(self.clauses) else None
        return self.written.index(entry) if entry in self.written else None

    @property
    def written(self) -> list[Field]:
        """The clauses in which something is written, in the order that their numbers ask for."""
        placed = [(entry.form.rank(own), entry) for own, entry in enumerate(self.clauses, start=1)]
        return [entry for _rank, entry in sorted(placed, key=lambda pair: pair[0]) if not entry.form.blank]

    @property
    def wordings(self) -> list[Wording]:
        """The clauses in which something is written."""
        return [entry.form.wording for entry in self.written]

    def show(self, problem: DomainError) -> None:
        """Put each problem at the clause that it is about, and others where they stand in any form."""
        for single in each(problem):
            if not self._shown_at_clause(single):
                super().show(single)

    def _shown_at_clause(self, problem: DomainError) -> bool:
        """Put a problem at the clause it is about, blank ones not counted; False where it is about none."""
        parts = (problem.field or "").split("-")
        entries = self.written or list(self.clauses)
        if len(parts) != len(("clauses", "number", "name")) or not parts[1].isdecimal():
            return False
        number, name = int(parts[1]), parts[2]
        if number >= len(entries) or name not in WORDS:
            return False
        mark(entries[number].form[name], sentence(problem))
        return True

    @property
    def wrong(self) -> list[Field]:
        """The fields that are wrong, for the summary above."""
        names = ("place", *WORDS)
        return [entry.form[name] for entry in self.clauses for name in names if entry.form[name].errors]


class NewTextForm(Form):
    """Of which commitment a new version is begun, which body drafts it, and from which words."""

    commitment = SelectField(_l("Commitment"), validate_choice=False)
    organisation = RadioField(_l("Drafting body"), validate_choice=False)
    withdrawn = Tick(_l("Take up the words that were withdrawn with their consultation"))


class SplitForm(Form):
    """Where the words of a clause are parted, in each language, and the heading of what comes after."""

    cut_ar = RadioField(_l("Where the second clause begins, in Arabic"), validate_choice=False)
    cut_en = RadioField(_l("Where the second clause begins, in English"), validate_choice=False)
    heading_ar = StringField(_l("Heading of the second clause, in Arabic"))
    heading_en = StringField(_l("Heading of the second clause, in English"))
    seen = HiddenField()

    def offer(self, clause: ClauseText) -> SplitForm:
        """Take the places at which the words of a clause can be parted."""
        for field, words in ((self.cut_ar, clause.text_ar), (self.cut_en, clause.text_en)):
            field.choices = [
                SelectChoice(value="", label=_("Nowhere: these words stay in the first clause")),
                *(SelectChoice(value=str(at), label=piece) for at, piece in pieces_of(words)[1:]),
            ]
            if field.data not in {choice.value for choice in field.choices}:
                field.data = ""
        return self

    @property
    def cuts(self) -> dict[str, int]:
        """The places that were chosen, by language."""
        chosen = {lang: number_of(self[f"cut_{lang}"].data) for lang in ("ar", "en")}
        return {lang: at for lang, at in chosen.items() if at is not None}


def pieces_of(words: str) -> list[tuple[int, str]]:
    """Return the pieces of a text, each with the place of its first letter: lines, sentences, parts of them.

    A text without any mark is parted at each word.
    """
    for parts in (_PIECE, _WORD):
        found = [(match.start(), match.group().strip()) for match in parts.finditer(words)]
        if len(found) > 1:
            break
    return found


def rows_of(clauses: Sequence[ClauseText], blank: int | None = None) -> list[dict[str, str]]:
    """Return clauses as the form's rows; with a ``blank`` one before that place, counted from 1, where it has room."""
    rows = [
        {
            "clause_id": str(row.clause_id),
            "place": str(number),
            **{name: getattr(row, name) for name in WORDS},
        }
        for number, row in enumerate(clauses, start=1)
    ]
    if blank is not None and 1 <= blank <= len(rows) < MAX_CLAUSES + BLANK:
        rows.insert(blank - 1, {})
        for number, each_row in enumerate(rows, start=1):
            each_row["place"] = str(number)
    return rows
