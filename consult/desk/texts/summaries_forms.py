"""What the clauses of a draft mean in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, FormField, HiddenField, TextAreaField
from wtforms import Form as PlainForm

from consult.shared.errors import DomainError
from consult.texts.models import ClauseSummary, ClauseText
from consult.texts.services import MAX_SUMMARY, Summary
from consult.web.forms import Form, mark
from consult.web.measuring import declare, room_for
from consult.web.number_field import number_of
from consult.web.wording import each, sentence

declare(room_for(MAX_SUMMARY), "summary_ar", "summary_en")


class SummaryForm(PlainForm):  # type: ignore[misc]  # WTForms has no types
    """What one clause means, in one language or both."""

    clause_id = HiddenField()
    summary_ar = TextAreaField(_l("In plain words, in Arabic"))
    summary_en = TextAreaField(_l("In plain words, in English"))


class SummariesForm(Form):
    """All of a draft; ``seen`` is what stood there when the page was opened."""

    clauses = FieldList(FormField(SummaryForm))
    seen = HiddenField()

    @classmethod
    def of(
        cls, clauses: Sequence[ClauseText], there: Mapping[int, ClauseSummary], seen: str
    ) -> SummariesForm:
        """Return the form with what stands beside these clauses."""
        return cls(data={"clauses": [_row_of(row.clause_id, there) for row in clauses], "seen": seen})

    def with_all(self, clauses: Sequence[ClauseText], there: Mapping[int, ClauseSummary]) -> None:
        """Add what stands beside clauses that were not there when the page was opened."""
        known = self.by_clause
        for row in clauses:
            if row.clause_id not in known:
                self.clauses.append_entry(_row_of(row.clause_id, there))

    @property
    def by_clause(self) -> dict[int, SummaryForm]:
        """The fields of each clause, by its id."""
        return {number_of(entry.form.clause_id.data) or 0: entry.form for entry in self.clauses}

    @property
    def summaries(self) -> list[Summary]:
        """What was typed, by the clause."""
        return [
            Summary(
                number_of(entry.form.clause_id.data) or 0,
                entry.form.summary_ar.data or "",
                entry.form.summary_en.data or "",
            )
            for entry in self.clauses
        ]

    @property
    def wrong(self) -> list[Field]:
        """The fields that are wrong, for the summary above."""
        fields = [field for entry in self.clauses for field in (entry.form.summary_ar, entry.form.summary_en)]
        return [field for field in fields if field.errors]

    def show(self, problem: DomainError) -> None:
        """Put each problem at the field that it is about, and others where they stand in any form."""
        for single in each(problem):
            _list, _dash, rest = (single.field or "").partition("-")
            number, _dash, name = rest.partition("-")
            if (
                number.isdecimal()
                and int(number) < len(self.clauses)
                and name in self.clauses[int(number)].form
            ):
                mark(self.clauses[int(number)].form[name], sentence(single))
            else:
                super().show(single)


def _row_of(clause_id: int, there: Mapping[int, ClauseSummary]) -> dict[str, str]:
    row = there.get(clause_id)
    return {
        "clause_id": str(clause_id),
        "summary_ar": row.summary_ar if row else "",
        "summary_en": row.summary_en if row else "",
    }
