"""Hiding, showing again, alone and together; answering reports; and the reasons that are kept ready for that."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields import SelectChoice

from consult.contributions.models import Contribution
from consult.desk.moderation.ready import ReadyForm
from consult.moderation.policies import RULES
from consult.shared.text import as_reference
from consult.web.forms import Form, Tick
from consult.web.number_field import number_of
from consult.wording import LABELS

_RULES = {str(number): number for number in RULES}
NO_RULE = "none"


def _rule(label: object, *others: SelectChoice) -> RadioField:
    rules = [SelectChoice(value=number, label=LABELS["rule"][number]) for number in _RULES]
    return RadioField(label, choices=[*rules, *others], validate_choice=False)


class RestoreForm(ReadyForm):
    """Why a contribution is shown again, in both languages. The service says what is missing.

    ``seen`` is what its page showed, as ``seen_mark`` writes it.
    """

    seen = HiddenField()
    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))

    @property
    def revisions(self) -> dict[str, int]:
        """The numbers of the revisions that were seen, by reference."""
        pairs = [each.partition("=") for each in (self.seen.data or "").split()]
        return {reference: number_of(number) or 0 for reference, _is, number in pairs}

    @property
    def reason(self) -> tuple[str, str]:
        """The reason in Arabic and English, as it was typed."""
        return self.reason_ar.data or "", self.reason_en.data or ""


class HideForm(RestoreForm):
    """By which rule a contribution is hidden, and why."""

    rule = _rule(_l("Rule"))
    # Anew, because the rule stands above them on the page.
    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))

    @property
    def chosen(self) -> int | None:
        """The number of the chosen rule; None where none of them is."""
        return _RULES.get(self.rule.data or "")


class HideManyForm(HideForm):
    """Which contributions are picked, and by which rule all of them are hidden. ``do`` is the pressed button's."""

    do = HiddenField()
    pick = SelectMultipleField(_l("Contributions"), choices=[], validate_choice=False)
    every = Tick(_l("All on this page"))
    there = HiddenField()
    # Anew, because what is picked stands above them on the page.
    rule = _rule(_l("Rule"))
    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))

    @property
    def decides(self) -> bool:
        """Whether it came from the page of the decision, and not from the queue, where they are only picked."""
        return bool(self.do.data == "hide")

    @property
    def picked(self) -> list[str]:
        """The references that are picked: those whose box is ticked, or every one on the page of the queue."""
        ticked = self.pick.data or []
        return _references(str(self.there.data or "").split() if self.every.data else ticked)

    @property
    def offered(self) -> list[str]:
        """The references among which one chooses: on the page of the decision, all that came there."""
        return _references(str(self.there.data or "").split()) if self.decides else self.picked


class AnswerReportsForm(ReadyForm):
    """Which reports are answered, and what with, in both languages."""

    pick = SelectMultipleField(_l("Reports"), choices=[], validate_choice=False)
    every = Tick(_l("All that wait, those too that do not stand here"))
    up_to = HiddenField()
    answer_ar = TextAreaField(_l("Answer in Arabic"))
    answer_en = TextAreaField(_l("Answer in English"))

    @property
    def of_reasons(self) -> tuple[Field, Field]:
        """The fields of the answer, Arabic and English."""
        return self["answer_ar"], self["answer_en"]

    @property
    def picked(self) -> set[int]:
        """The ids of the reports that are ticked; what is none is nobody's, and refused as that."""
        return {number_of(each) or 0 for each in self.pick.data or []}

    @property
    def last(self) -> int:
        """The id of the last report that waited when the page was opened, where all are answered; else 0."""
        return (number_of(self.up_to.data) or 0) if self.every.data else 0


class KeepReasonForm(Form):
    """A reason that is kept ready, the rule that it is for, and the edition of it that was opened."""

    rule = _rule(_l("Rule"), SelectChoice(value=NO_RULE, label=_l("For showing again and answering")))
    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))
    seen = HiddenField()

    @property
    def chosen(self) -> int | None:
        """The number of the chosen rule, None for all else; 0, which is no rule, where nothing was chosen."""
        return None if self.rule.data == NO_RULE else _RULES.get(self.rule.data or "", 0)


def seen_mark(said: Iterable[Contribution]) -> str:
    """Return which revisions a page shows of these, for its form to send along."""
    return " ".join(f"{each.reference}={each.revision_number}" for each in said)


def _references(typed: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(reference for each in typed if (reference := as_reference(each))))
