"""The clauses of a draft, and the commitment that a draft is of."""

from __future__ import annotations

from collections.abc import Sequence

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

from consult.desk.number_field import number_of
from consult.shared.errors import DomainError
from consult.shared.text import clean
from consult.texts.models import ClauseText
from consult.texts.services import Wording
from consult.web.forms import Form, Tick, mark, plain_digits
from consult.web.measuring import LINE, declare
from consult.web.wording import each, sentence

BLANK = 2
MOST = 200
declare(LINE, "place", "heading_ar", "heading_en")
_WORDS = ("heading_ar", "heading_en", "text_ar", "text_en")


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
        return not any(clean(self[name].data or "") for name in _WORDS)

    @property
    def wording(self) -> Wording:
        """The clause as the service takes it."""
        number = number_of(self.clause_id.data)
        known = -1 if number is None and self.clause_id.data else number
        words = {name: self[name].data or "" for name in _WORDS}
        return Wording(clause_id=known, **words)

    def rank(self, own: int) -> tuple[int, int, int]:
        """Return what orders this clause, the one that stands at ``own``: a clause moved to a place takes it."""
        wanted = number_of(clean(self.place.data or ""))
        number = own if wanted is None else wanted
        return number, (number > own) - (number < own), own


class TextForm(Form):
    """All clauses of a draft, in order, and two blank ones."""

    clauses = FieldList(FormField(ClauseForm), max_entries=MOST)
    seen = HiddenField()

    def with_blanks(self) -> TextForm:
        """Add blank clauses until there are enough to go on writing."""
        blank = sum(1 for entry in self.clauses if entry.form.blank)
        for _number in range(blank, BLANK):
            if len(self.clauses) < MOST:
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
        if number >= len(entries) or name not in _WORDS:
            return False
        mark(entries[number].form[name], sentence(problem))
        return True

    @property
    def wrong(self) -> list[Field]:
        """The fields that are wrong, for the summary above."""
        names = ("place", *_WORDS)
        return [entry.form[name] for entry in self.clauses for name in names if entry.form[name].errors]


class NewTextForm(Form):
    """Of which commitment a new version is begun, which body drafts it, and from which words."""

    commitment = SelectField(_l("Commitment"), validate_choice=False)
    organisation = RadioField(_l("Drafting body"), validate_choice=False)
    withdrawn = Tick(_l("Take up the words that were withdrawn with their consultation"))


def rows_of(clauses: Sequence[ClauseText]) -> list[dict[str, str]]:
    """Return clauses as the form's rows."""
    return [
        {
            "clause_id": str(row.clause_id),
            "place": str(number),
            **{name: getattr(row, name) for name in _WORDS},
        }
        for number, row in enumerate(clauses, start=1)
    ]
