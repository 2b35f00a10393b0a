"""How it is shown that adopted words were changed: on which day, why, and what stood before, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _

from consult.plans.models import Rewording
from consult.plans.models.columns import LABELLED
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import joined, language
from consult.wording import LABELS

_DAYS = frozenset({"starts_on", "ends_on", "due_on"})


class Worded(NamedTuple):
    """Words, and the language that they are in."""

    text: str
    lang: str


class Stood(NamedTuple):
    """What stood in a field, in the languages in which it was changed."""

    field: str
    words: list[Worded]


class Changed(NamedTuple):
    """That words were changed: which, on which day, why, and what stood before."""

    text: str
    day: str
    iso: str
    reason: Worded
    stood: list[Stood]


def changes(rows: Iterable[Rewording], *, milestone_id: int | None = None) -> list[Changed]:
    """Return the changes of a commitment's own words, or of those of one of its milestones, the newest first."""
    own = [row for row in rows if row.milestone_id == milestone_id]
    return [
        Changed(
            label("reworded", row.kind), dates.day(row.recorded_at), dates.iso(row.recorded_at), _reason(row),
            _stood(row.before),
        )
        for row in reversed(own)
    ]  # fmt: skip


def _reason(row: Rewording) -> Worded:
    arabic, english = Worded(row.reason_ar, "ar"), Worded(row.reason_en, "en")
    first, second = (arabic, english) if language() == "ar" else (english, arabic)
    return first if first.text else second


def _stood(before: Mapping[str, Any]) -> list[Stood]:
    """Return what stood in each field, both languages of one together; said where nothing did."""
    found: dict[str, list[Worded]] = {}
    for name, value in before.items():
        stem, lang = (name[:-3], name[-2:]) if name.endswith(("_ar", "_en")) else (name, language())
        shown = found.setdefault(stem, [])
        if value:
            shown.append(
                Worded(_said(name, value), "en" if stem.startswith("contact_") and stem == name else lang)
            )
    nothing = Worded(str(_("Nothing was written.")), language())
    return [Stood(_named(stem), words or [nothing]) for stem, words in found.items()]


def _said(name: str, value: Any) -> str:  # noqa: ANN401 - words, a day or codes
    if name in LABELLED:
        return joined([label(LABELLED[name], code) for code in value])
    return dates.day(date.fromisoformat(value)) if name in _DAYS else str(value)


def _named(stem: str) -> str:
    if stem in LABELLED:
        return label("family", LABELLED[stem])
    return label("template" if stem in LABELS["template"] else "reworded-field", stem)
