"""The answer to a theme: outcome, reason, the clauses' new words, and what delivers it."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields import SelectChoice

from consult.desk.checkboxes_field import CheckboxesField
from consult.outcomes.models import Answer, Response
from consult.outcomes.services import ResponseWords
from consult.plans.models import RecordedMilestone
from consult.shared.text import clean
from consult.texts.models import ClauseText
from consult.web.forms import Form
from consult.web.number_field import number_of
from consult.web.rendering import localized
from consult.wording import LABELS


class AnswerForm(Form):
    """What every answer says; ``answer_form`` adds the fields of the clauses that it may change."""

    outcome = RadioField(
        _l("Outcome"),
        choices=[SelectChoice(value=a.value, label=LABELS["outcome"][a.value]) for a in Answer],
        validate_choice=False,
    )
    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))
    milestones = CheckboxesField(_l("Milestones that deliver it"), validate_choice=False)
    revision = HiddenField()
    # How many voices stood under the theme when it was opened.
    seen = HiddenField()

    @property
    def opened(self) -> int | None:
        """The revision that the officer opened; None where there was no answer yet, -1 where it is no number."""
        if not self.revision.data:
            return None
        number = number_of(self.revision.data)
        return -1 if number is None else number

    def pair(self, clause: ClauseText) -> tuple[str, str]:
        """Return what stands in the fields of a clause, Arabic and English."""
        ar, en = (self[f"clause-{clause.clause_id}-{lang}"].data or "" for lang in ("ar", "en"))
        return ar, en

    def changes(self, clause: ClauseText) -> bool:
        """Whether the fields of a clause hold other words than it has; both left blank are no change."""
        ar, en = (clean(words) for words in self.pair(clause))
        return bool(ar or en) and (ar, en) != (clean(clause.text_ar), clean(clause.text_en))

    def words(self, clauses: Sequence[ClauseText]) -> ResponseWords:
        """Return the answer as written; a clause left blank, or as it stands, is not changed."""
        changes = {clause.clause_id: self.pair(clause) for clause in clauses if self.changes(clause)}
        offered = {choice.value: int(choice.value) for choice in self.milestones.choices}
        return ResponseWords(
            outcome=self.outcome.data or "",
            reason_ar=self.reason_ar.data or "",
            reason_en=self.reason_en.data or "",
            changes=changes,
            milestone_ids=[offered[value] for value in self.milestones.data or [] if value in offered],
        )


class LookForm(Form):
    """That an answer stands for all voices under its theme; what was seen of both is sent along."""

    revision = HiddenField()
    seen = HiddenField()

    @property
    def looked_at(self) -> tuple[int, int]:
        """The answer's revision and how many voices were seen; 0 where what was sent is no number."""
        return number_of(self.revision.data) or 0, number_of(self.seen.data) or 0


def answer_form(
    clauses: Sequence[ClauseText], milestones: Sequence[RecordedMilestone], response: Response | None
) -> AnswerForm:
    """Return the form with two fields for each clause, filled from the saved answer where there is one.

    A clause that the answer leaves alone stands there in its current words. A milestone that was withdrawn is offered
    where the answer names it already.
    """

    class Whole(AnswerForm):
        """The form with the fields of these clauses."""

    for clause in clauses:
        for lang, label in (("ar", _l("New words in Arabic")), ("en", _l("New words in English"))):
            setattr(Whole, f"clause-{clause.clause_id}-{lang}", TextAreaField(label))
    form = Whole(data=_current(clauses) | _saved(response))
    named = {row.milestone_id for row in response.milestones} if response else set()
    form.milestones.choices = [
        SelectChoice(value=str(m.id), label=localized(m, "title"))
        for m in milestones
        if not m.withdrawn or m.id in named
    ]
    return form


def _current(clauses: Sequence[ClauseText]) -> dict[str, object]:
    words = {f"clause-{clause.clause_id}-ar": clause.text_ar for clause in clauses}
    return {**words, **{f"clause-{clause.clause_id}-en": clause.text_en for clause in clauses}}


def _saved(response: Response | None) -> dict[str, object]:
    if response is None:
        return {}
    saved: dict[str, object] = {
        "outcome": response.outcome,
        "reason_ar": response.reason_ar,
        "reason_en": response.reason_en,
        "milestones": [str(row.milestone_id) for row in response.milestones],
        "revision": str(response.revision),
    }
    for change in response.changes:
        saved[f"clause-{change.clause_id}-ar"] = change.text_ar
        saved[f"clause-{change.clause_id}-en"] = change.text_en
    return saved
