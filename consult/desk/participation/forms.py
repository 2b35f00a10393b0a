"""What is said of the level of participation: of a plan or its making, and of a consultation since its announcement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from consult.documents.models import Filed
from consult.participation.models import ParticipationLevel
from consult.participation.services import Said
from consult.web.forms import Form
from consult.web.measuring import LINE, declare
from consult.web.number_field import number_of
from consult.web.rendering import localized
from consult.wording import LABELS

declare(LINE, "level", "reached", "evidence_url", "document")
_NOT_SAID = SelectChoice(value="", label=_l("Nothing is said of it"))
_LEVELS = [_NOT_SAID, *(SelectChoice(value=value, label=text) for value, text in LABELS["level"].items())]


class LevelForm(Form):
    """Of a plan or its making. The service says what is missing; ``seen`` is the number of what stood, 0 for none."""

    level = RadioField(_l("Promised level"), choices=_LEVELS, validate_choice=False)
    promise_ar = TextAreaField(_l("What those who take part may expect, in Arabic"))
    promise_en = TextAreaField(_l("What those who take part may expect, in English"))
    reached = RadioField(_l("Reached level"), choices=_LEVELS, validate_choice=False)
    evidence_ar = TextAreaField(_l("What shows it, in Arabic"))
    evidence_en = TextAreaField(_l("What shows it, in English"))
    evidence_url = StringField(_l("Address of the evidence"))
    document = SelectField(_l("Document that shows it"), validate_choice=False)
    seen = HiddenField()

    def offer(self, documents: Sequence[Filed]) -> None:
        """Offer the public documents of the plan or consultation."""
        named = [SelectChoice(value=str(row.id), label=localized(row, "title")) for row in documents]
        self.document.choices = [SelectChoice(value="", label=_("None")), *named]

    @property
    def said(self) -> Said:
        """As the service takes it."""
        names = ("level", "promise_ar", "promise_en", "reached", "evidence_ar", "evidence_en", "evidence_url")
        words = {name: self[name].data or "" for name in names if name in self}
        return Said(**words, document_id=number_of(self.document.data or ""))

    @property
    def saw(self) -> int:
        """The number of what was shown as standing; 0 for nothing."""
        return number_of(self.seen.data) or 0


class ReachedForm(LevelForm):
    """Of a consultation, whose promise stands as it was announced."""

    level = None
    promise_ar = None
    promise_en = None


def typed_of(row: ParticipationLevel | None) -> dict[str, Any]:
    """Return what stands, by the names of the fields; of nothing, empty fields."""
    if row is None:
        return {"level": "", "reached": "", "document": "", "seen": "0"}
    names = ("promise_ar", "promise_en", "evidence_ar", "evidence_en", "evidence_url")
    return {name: getattr(row, name) for name in names} | {
        "level": row.level or "", "reached": row.reached or "", "document": str(row.document_id or ""),
        "seen": str(row.number),
    }  # fmt: skip
