"""What somebody else saved while a form was open, beside what was typed into it (``desk/_meanwhile.html``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from consult.desk.date_field import shown_day
from consult.shared.text import clean
from consult.web.forms import Form


@dataclass(frozen=True, slots=True)
class Difference:
    """A field by its label and name, whose saved words are not those typed."""

    label: str
    name: str
    saved: str
    typed: str


def differing(form: Form, saved: Mapping[str, str | date | None]) -> list[Difference]:
    """Return the fields of a form, by name in ``saved``, whose saved words are not those typed."""
    every = [
        Difference(str(form[name].label.text), name, _shown(value), _shown(form[name].data))
        for name, value in saved.items()
    ]
    return [one for one in every if one.saved != one.typed]


def _shown(value: str | date | None) -> str:
    return shown_day(value) if isinstance(value, date) else clean(value or "")
