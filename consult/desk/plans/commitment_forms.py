"""Beginning a commitment, what it promises, which bodies carry it out, and its milestones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice

from consult.desk.checkboxes_field import CheckboxesField
from consult.desk.date_field import DayField
from consult.organisations.models import Organisation
from consult.plans.models import Area, BodyRole, Challenge, Family, MilestoneStatus, OpenGovChallenge
from consult.plans.services import BodyWords, CommitmentWords, MilestoneWords, Template
from consult.web.forms import Form, plain_digits
from consult.web.measuring import LINE, declare
from consult.web.number_field import number_of
from consult.web.rendering import localized
from consult.wording import LABELS

declare(
    LINE,
    "commitment_number",
    "lead",
    "challenges",
    "areas",
    "open_gov_challenge",
    "role",
    "organisation",
    "holds",
)
declare(LINE, "contact_name_ar", "contact_name_en", "contact_phone", "starts_on", "ends_on", "due_on")
declare(LINE, "meeting_ar", "meeting_en")
_GIVES_UP, _LEADS_NO_LONGER = "gives-up", "leads-no-longer"


class TitleForm(Form):
    """What a commitment is called, and since when."""

    title_ar = StringField(_l("Title in Arabic"))
    title_en = StringField(_l("Title in English"))
    note_ar = TextAreaField(_l("Note in Arabic"))
    note_en = TextAreaField(_l("Note in English"))
    happened_on = DayField(_l("Since when"), needed=False)

    @property
    def said(self) -> CommitmentWords:
        """As the service takes it."""
        return CommitmentWords(
            self.title_ar.data or "",
            self.title_en.data or "",
            self.note_ar.data or None,
            self.note_en.data or None,
        )

    @property
    def since(self) -> date | None:
        """The day; None where it is not known."""
        day: date | None = self.happened_on.data
        return day


class NewCommitmentForm(Form):
    """The number of a commitment, what it is called, and which body leads it."""

    commitment_number = StringField(_l("Number of the commitment"), filters=[plain_digits])
    title_ar = StringField(_l("Title in Arabic"))
    title_en = StringField(_l("Title in English"))
    lead = SelectField(_l("Lead body"), validate_choice=False)

    def offer(self, bodies: Sequence[Organisation]) -> None:
        """Offer the bodies of which one may lead it."""
        named = [SelectChoice(value=str(body.id), label=localized(body, "name")) for body in bodies]
        self.lead.choices = [SelectChoice(value="", label=_("Not known yet")), *named]

    @property
    def said(self) -> CommitmentWords:
        """As the service takes it."""
        return CommitmentWords(self.title_ar.data or "", self.title_en.data or "")


def _choices(family: str, codes: type[Challenge | Area | OpenGovChallenge]) -> list[SelectChoice]:
    return [SelectChoice(value=each.value, label=LABELS[family][each.value]) for each in codes]


class TemplateForm(Form):
    """What a commitment promises, field by field of the Partnership's template."""

    problem_ar = TextAreaField(_l("The problem, in Arabic"))
    problem_en = TextAreaField(_l("The problem, in English"))
    what_ar = TextAreaField(_l("What is promised, in Arabic"))
    what_en = TextAreaField(_l("What is promised, in English"))
    how_ar = TextAreaField(_l("How it solves the problem, in Arabic"))
    how_en = TextAreaField(_l("How it solves the problem, in English"))
    information_ar = TextAreaField(_l("How it serves access to information, in Arabic"))
    information_en = TextAreaField(_l("How it serves access to information, in English"))
    accountability_ar = TextAreaField(_l("How it serves accountability, in Arabic"))
    accountability_en = TextAreaField(_l("How it serves accountability, in English"))
    participation_ar = TextAreaField(_l("How it serves public participation, in Arabic"))
    participation_en = TextAreaField(_l("How it serves public participation, in English"))
    technology_ar = TextAreaField(_l("How it serves technology and innovation, in Arabic"))
    technology_en = TextAreaField(_l("How it serves technology and innovation, in English"))
    challenges = CheckboxesField(
        _l("Challenges that it answers"), choices=_choices("challenge", Challenge), validate_choice=False
    )
    areas = CheckboxesField(
        _l("Areas that it cuts across"), choices=_choices("area", Area), validate_choice=False
    )
    open_gov_challenge = CheckboxesField(
        _l("Areas of the Open Gov Challenge"), choices=_choices("open_gov_challenge", OpenGovChallenge),
        validate_choice=False,
    )  # fmt: skip
    starts_on = DayField(_l("Begins on"), needed=False)
    ends_on = DayField(_l("Ends on"), needed=False)
    resources_ar = TextAreaField(_l("Resources, in Arabic"))
    resources_en = TextAreaField(_l("Resources, in English"))
    contact_name_ar = StringField(_l("Office to ask, in Arabic"))
    contact_name_en = StringField(_l("Office to ask, in English"))
    contact_email = EmailField(_l("Its email"))
    contact_phone = StringField(_l("Its telephone"), filters=[plain_digits])
    seen = HiddenField()

    @property
    def template(self) -> Template:
        """As the service takes it."""
        names = Template.__dataclass_fields__
        words = {name: self[name].data or "" for name in names if name not in {"starts_on", "ends_on"}}
        said = Template(**words)  # type: ignore[arg-type]  # words alone
        return replace(said, starts_on=self.starts_on.data, ends_on=self.ends_on.data)

    @property
    def labels(self) -> dict[Family, Sequence[str]]:
        """By what it is sorted, of what was offered."""
        return {
            Family.CHALLENGE: _known(self.challenges.data, Challenge),
            Family.AREA: _known(self.areas.data, Area),
            Family.OPEN_GOV_CHALLENGE: _known(self.open_gov_challenge.data, OpenGovChallenge),
        }

    @property
    def saw(self) -> int:
        """The id of the template that its editor saw; 0 for none."""
        return number_of(self.seen.data) or 0


def _known(ticked: Sequence[str] | None, codes: type[Challenge | Area | OpenGovChallenge]) -> list[str]:
    held = set(ticked or ())
    return [each.value for each in codes if each.value in held]


class BodyForm(Form):
    """Which body takes a role or gives it up, since when, why, and at which meeting that was agreed."""

    organisation = SelectField(_l("Body"), validate_choice=False)
    role = RadioField(
        _l("What changes"),
        choices=[
            SelectChoice(
                value=BodyRole.LEAD.value, label=_l("It leads the commitment, in place of whoever did")
            ),
            SelectChoice(
                value=BodyRole.CO_LEAD.value, label=_l("It leads the commitment together with whoever does")
            ),
            SelectChoice(value=BodyRole.SUPPORTING.value, label=_l("It supports the commitment")),
            SelectChoice(value=_LEADS_NO_LONGER, label=_l("It no longer leads together with another")),
            SelectChoice(value=_GIVES_UP, label=_l("It supports the commitment no longer")),
        ],
        validate_choice=False,
    )
    happened_on = DayField(_l("Since when"), needed=False)
    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))
    meeting_ar = StringField(_l("Meeting at which it was agreed, in Arabic"))
    meeting_en = StringField(_l("Meeting at which it was agreed, in English"))

    def offer(self, bodies: Sequence[Organisation]) -> None:
        """Offer the bodies that are verified."""
        named = [SelectChoice(value=str(body.id), label=localized(body, "name")) for body in bodies]
        self.organisation.choices = [SelectChoice(value="", label=_("Choose")), *named]

    @property
    def body_id(self) -> int | None:
        """The chosen body; None where none of those offered is."""
        offered = {str(choice.value) for choice in self.organisation.choices} - {""}
        return int(self.organisation.data) if self.organisation.data in offered else None

    @property
    def chosen_role(self) -> BodyRole | None:
        """The role; None where nothing was chosen."""
        given_up = {_GIVES_UP: BodyRole.SUPPORTING, _LEADS_NO_LONGER: BodyRole.CO_LEAD}
        return ({role.value: role for role in BodyRole} | given_up).get(self.role.data or "")

    @property
    def holds(self) -> bool:
        """Whether it takes the role, or gives it up."""
        return self.role.data not in {_GIVES_UP, _LEADS_NO_LONGER}

    @property
    def since(self) -> date | None:
        """The day; None where it is not known."""
        day: date | None = self.happened_on.data
        return day

    @property
    def said(self) -> BodyWords:
        """As the service takes it."""
        return BodyWords(
            self.reason_ar.data or None, self.reason_en.data or None, self.meeting_ar.data or None,
            self.meeting_en.data or None,
        )  # fmt: skip


class MilestoneForm(Form):
    """What is delivered, and from when to when."""

    title_ar = StringField(_l("Title in Arabic"))
    title_en = StringField(_l("Title in English"))
    deliverable_ar = TextAreaField(_l("What can be seen to be delivered, in Arabic"))
    deliverable_en = TextAreaField(_l("What can be seen to be delivered, in English"))
    starts_on = DayField(_l("Begins on"))
    due_on = DayField(_l("Due on"))

    def said(self, status: MilestoneStatus, as_of: date | None) -> MilestoneWords:
        """As the service takes it, once its days can be read; where the milestone stands is not said here."""
        due = self.due_on.data or date.max
        return MilestoneWords(
            self.title_ar.data or "", self.title_en.data or "", due, status, as_of,
            starts_on=self.starts_on.data, deliverable_ar=self.deliverable_ar.data or None,
            deliverable_en=self.deliverable_en.data or None,
        )  # fmt: skip
