"""Reporting progress of a milestone, and what is done with one of an adopted commitment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from consult.desk.date_field import DayField
from consult.desk.plans.commitment_forms import MilestoneForm
from consult.desk.plans.forms import ActForm
from consult.documents.models import Filed
from consult.plans.models import Milestone, MilestoneActKind, MilestoneStatus
from consult.plans.services import MilestoneWords, ProgressWords
from consult.web.again import LEAD_AWAY
from consult.web.forms import Form, Tick
from consult.web.measuring import LINE, declare
from consult.web.number_field import number_of
from consult.web.rendering import localized
from consult.wording import LABELS

declare(LINE, "status", "as_of", "nothing_to_report", "evidence_url", "document", LEAD_AWAY)


class ProgressForm(Form):
    """Where a milestone stands, as of which day, what was done, and what shows it. The service says what is missing."""

    status = RadioField(
        _l("Where it stands"),
        choices=[
            SelectChoice(value=each.value, label=LABELS["milestone"][each.value]) for each in MilestoneStatus
        ],
        validate_choice=False,
    )
    as_of = DayField(_l("As of which day"))
    nothing_to_report = Tick(_l("There is nothing to report"))
    done_ar = TextAreaField(_l("What was done, in Arabic"))
    done_en = TextAreaField(_l("What was done, in English"))
    challenge_ar = TextAreaField(_l("What stands in the way, in Arabic"))
    challenge_en = TextAreaField(_l("What stands in the way, in English"))
    evidence_url = StringField(_l("Address of the evidence"))
    document = SelectField(_l("Document that shows it"), validate_choice=False)

    def offer(self, documents: Sequence[Filed]) -> None:
        """Offer the public documents of the milestone."""
        named = [SelectChoice(value=str(row.id), label=localized(row, "title")) for row in documents]
        self.document.choices = [SelectChoice(value="", label=_("None")), *named]

    @property
    def said(self) -> ProgressWords:
        """As the service takes it; a document that was not offered is none of the milestone's."""
        day: date | None = self.as_of.data
        return ProgressWords(
            status={each.value: each for each in MilestoneStatus}.get(self.status.data or ""),
            as_of=day,
            done_ar=self.done_ar.data or "",
            done_en=self.done_en.data or "",
            nothing_to_report=bool(self.nothing_to_report.data),
            challenge_ar=self.challenge_ar.data or "",
            challenge_en=self.challenge_en.data or "",
            evidence_url=self.evidence_url.data or "",
            document_id=number_of(self.document.data or ""),
        )


class CorrectionForm(ProgressForm):
    """What is put in the place of an update, and why, if anybody wants to say it."""

    correction_ar = TextAreaField(_l("Why it is corrected, in Arabic"))
    correction_en = TextAreaField(_l("Why it is corrected, in English"))

    @property
    def reason(self) -> tuple[str, str]:
        """Arabic and English."""
        return self.correction_ar.data or "", self.correction_en.data or ""


class SeenForm(ActForm):
    """An act on a milestone that rests on the one before; ``seen`` is the act that was shown as the last."""

    seen = HiddenField()

    @property
    def saw(self) -> int:
        """The id of the act that was shown; 0 for none."""
        return number_of(self.seen.data) or 0


class MoveForm(SeenForm):
    """The days to which a milestone is moved, and why."""

    starts_on = DayField(_l("Begins on"), needed=False)
    due_on = DayField(_l("Due on"))


class DelayForm(ActForm):
    """Why a milestone is delayed, and what is done about it."""

    recovery_ar = TextAreaField(_l("What is done about it, in Arabic"))
    recovery_en = TextAreaField(_l("What is done about it, in English"))

    @property
    def recovery(self) -> tuple[str, str]:
        """Arabic and English."""
        return self.recovery_ar.data or "", self.recovery_en.data or ""


class EndDelayForm(Form):
    """Since when a commitment is delayed no more."""

    happened_on = DayField(_l("On which day"))

    @property
    def day(self) -> date | None:
        """The day; None where it cannot be read."""
        day: date | None = self.happened_on.data
        return day


class TakeBackForm(SeenForm):
    """Why the last act is taken back."""


class AddedMilestoneForm(MilestoneForm):
    """A milestone that is added to an adopted commitment: what it is, since when, and why."""

    happened_on = DayField(_l("On which day it was added"))
    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))

    @property
    def reason(self) -> tuple[str, str]:
        """Arabic and English."""
        return self.reason_ar.data or "", self.reason_en.data or ""

    @property
    def day(self) -> date | None:
        """The day; None where it cannot be read."""
        day: date | None = self.happened_on.data
        return day


class MilestoneWordsForm(Form):
    """What a milestone of an adopted commitment is called and delivers; its days are moved with a reason."""

    title_ar = StringField(_l("Title in Arabic"))
    title_en = StringField(_l("Title in English"))
    deliverable_ar = TextAreaField(_l("What can be seen to be delivered, in Arabic"))
    deliverable_en = TextAreaField(_l("What can be seen to be delivered, in English"))

    def said_of(self, milestone: Milestone) -> MilestoneWords:
        """As the service takes it: its days, and where it stands, are as they are."""
        return MilestoneWords(
            self.title_ar.data or "", self.title_en.data or "", milestone.due_on, MilestoneStatus(milestone.status),
            milestone.as_of, starts_on=milestone.starts_on, deliverable_ar=self.deliverable_ar.data or None,
            deliverable_en=self.deliverable_en.data or None,
        )  # fmt: skip


FORMS: dict[MilestoneActKind, type[ActForm]] = {
    MilestoneActKind.MOVED: MoveForm,
    MilestoneActKind.WITHDRAWN: ActForm,
    MilestoneActKind.DELAYED: DelayForm,
    MilestoneActKind.DELAY_ENDED: ActForm,
    MilestoneActKind.TAKEN_BACK: TakeBackForm,
}
