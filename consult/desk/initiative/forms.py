"""A section, a fact and the reason of an edition, as they are typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from consult.desk.date_field import DayField
from consult.initiative.models import InitiativeFact, InitiativeWords, Shape
from consult.initiative.services import FactWords, SectionWords
from consult.shared.text import clean_line, western_digits
from consult.web.forms import Form, plain_digits
from consult.web.measuring import LINE, TEXT, declare
from consult.web.number_field import number_of
from consult.wording import LABELS

declare(
    LINE, "heading_ar", "heading_en", "page_place", "shape", "label_ar", "label_en", "source_ar", "source_en",
    "source_url", "as_of",
)  # fmt: skip
declare(TEXT, "prose_ar", "prose_en", "value_ar", "value_en", "reason_ar", "reason_en")
SECTION = ("heading_ar", "heading_en", "prose_ar", "prose_en")
FACT = ("label_ar", "label_en", "value_ar", "value_en", "source_ar", "source_en", "source_url")


class SectionForm(Form):
    """The heading and the prose of a section, and its place; what was shown of it is sent along."""

    heading_ar = StringField(_l("Heading of the section in Arabic"))
    heading_en = StringField(_l("Heading of the section in English"))
    prose_ar = TextAreaField(_l("Text in Arabic"))
    prose_en = TextAreaField(_l("Text in English"))
    page_place = StringField(_l("Place on the page"), filters=[plain_digits])
    seen = HiddenField()

    @property
    def said(self) -> SectionWords:
        """As the service takes it."""
        return SectionWords(
            **{name: self[name].data or "" for name in SECTION}, place=_place(self.page_place.data)
        )

    @property
    def seen_number(self) -> int:
        """The number of what stood when the page was opened."""
        return number_of(self.seen.data) or 0


class NewSectionForm(SectionForm):
    """A section with how its facts are shown, which stays."""

    shape = RadioField(
        _l("What stands in it below the text"),
        choices=[SelectChoice(value=each.value, label=LABELS["shape"][each.value]) for each in Shape],
        default=Shape.FACTS.value,
        validate_choice=False,
    )

    @property
    def chosen(self) -> Shape:
        """The shape that is chosen; facts where none of ours is."""
        return {each.value: each for each in Shape}.get(self.shape.data or "", Shape.FACTS)


class InitiativeFactForm(Form):
    """A fact, who says so, and as of which day."""

    label_ar = StringField(_l("Name of the fact in Arabic"))
    label_en = StringField(_l("Name of the fact in English"))
    value_ar = TextAreaField(_l("The fact in Arabic"))
    value_en = TextAreaField(_l("The fact in English"))
    source_ar = StringField(_l("Source, in Arabic"))
    source_en = StringField(_l("Source, in English"))
    source_url = StringField(_l("Address of the source"))
    as_of = DayField(_l("As of"), needed=False)
    page_place = StringField(_l("Place in the section"), filters=[plain_digits])

    @property
    def said(self) -> FactWords:
        """As the service takes it."""
        day: date | None = self.as_of.data
        return FactWords(
            **{name: self[name].data or "" for name in FACT}, as_of=day, place=_place(self.page_place.data)
        )


class EditionForm(Form):
    """Why an edition is published; the mark of what was shown is sent along."""

    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))
    seen = HiddenField()


def written(row: InitiativeWords) -> dict[str, Any]:
    """Return what a section says, by the names of the fields."""
    return {name: getattr(row, name) for name in SECTION} | {"page_place": str(row.place)}


def stated(row: InitiativeFact) -> dict[str, Any]:
    """Return what a fact says, by the names of the fields."""
    return {name: getattr(row, name) for name in FACT} | {"as_of": row.as_of, "page_place": str(row.place)}


def _place(typed: str | None) -> int:
    """Return the place that was typed; 0, which no rule takes, where it is none."""
    return number_of(clean_line(western_digits(typed or ""))) or 0
