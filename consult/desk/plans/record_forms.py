"""What a source says of a plan, and a step of its timeline, as they are typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from consult.desk.date_field import DayField
from consult.plans.models import CountedBy, PeriodOf, PlanStatement, PlanStep
from consult.plans.services import Statement, StepWords
from consult.shared.text import clean_line, western_digits
from consult.web.forms import Form, Tick, plain_digits
from consult.web.measuring import LINE, TEXT, declare
from consult.web.number_field import number_of
from consult.wording import LABELS

declare(
    LINE, "source_ar", "source_en", "dated_on", "start_year", "end_year", "period_of", "commitment_count", "counted_by",
    "starts_on", "ends_on", "co_creation",
)  # fmt: skip
declare(TEXT, "how_ar", "how_en")
# What no rule takes: something was typed, and it is no number.
_NO_NUMBER = -1
_STATEMENT = (
    "source_ar", "source_en", "dated_on", "start_year", "end_year", "period_of", "commitment_count", "counted_by",
)  # fmt: skip
_STEP = ("title_ar", "title_en", "how_ar", "how_en", "starts_on", "ends_on", "co_creation")


class StatementForm(Form):
    """What one source says of a plan's period and of its number of commitments. The service says what is missing."""

    source_ar = StringField(_l("Source, in Arabic"))
    source_en = StringField(_l("Source, in English"))
    dated_on = DayField(_l("Date of the source"), needed=False)
    start_year = StringField(_l("First year"), filters=[plain_digits])
    end_year = StringField(_l("Last year"), filters=[plain_digits])
    period_of = RadioField(
        _l("Which period it is"),
        choices=[
            SelectChoice(value="", label=_l("the source does not say")),
            *(SelectChoice(value=each.value, label=LABELS["period-of"][each.value]) for each in PeriodOf),
        ],
        validate_choice=False,
    )
    commitment_count = StringField(_l("Number of commitments"), filters=[plain_digits])
    counted_by = RadioField(
        _l("Who counted them"),
        choices=[
            SelectChoice(value="", label=_l("the source does not say")),
            *(SelectChoice(value=each.value, label=LABELS["counted-by"][each.value]) for each in CountedBy),
        ],
        validate_choice=False,
    )

    @property
    def said(self) -> Statement:
        """As the service takes it."""
        day: date | None = self.dated_on.data
        return Statement(
            source_ar=self.source_ar.data or "",
            source_en=self.source_en.data or "",
            dated_on=day,
            start_year=_number(self.start_year.data),
            end_year=_number(self.end_year.data),
            period_of={each.value: each for each in PeriodOf}.get(self.period_of.data or ""),
            commitment_count=_number(self.commitment_count.data),
            counted_by={each.value: each for each in CountedBy}.get(self.counted_by.data or ""),
        )


class StepForm(Form):
    """A step of a plan's timeline. The service says what is missing."""

    title_ar = StringField(_l("Step in Arabic"))
    title_en = StringField(_l("Step in English"))
    starts_on = DayField(_l("First day"))
    ends_on = DayField(_l("Last day"), needed=False)
    how_ar = TextAreaField(_l("Where, and how to take part, in Arabic"))
    how_en = TextAreaField(_l("Where, and how to take part, in English"))
    co_creation = Tick(_l("With this step the public begins to make the plan"))

    @property
    def said(self) -> StepWords:
        """As the service takes it."""
        first: date | None = self.starts_on.data
        last: date | None = self.ends_on.data
        return StepWords(
            self.title_ar.data or "", self.title_en.data or "", self.how_ar.data or "", self.how_en.data or "", first,
            last, bool(self.co_creation.data),
        )  # fmt: skip


def stated(row: PlanStatement) -> dict[str, Any]:
    """Return what a statement says, by the names of the fields."""
    return {name: _typed(getattr(row, name)) for name in _STATEMENT if name != "dated_on"} | {
        "dated_on": row.dated_on
    }


def stepped(row: PlanStep) -> dict[str, Any]:
    """Return what a step says, by the names of the fields."""
    return {name: getattr(row, name) for name in _STEP}


def _typed(value: str | int | None) -> str:
    return "" if value is None else str(value)


def _number(typed: str | None) -> int | None:
    line = clean_line(western_digits(typed or ""))
    if not line:
        return None
    number = number_of(line)
    return _NO_NUMBER if number is None else number
