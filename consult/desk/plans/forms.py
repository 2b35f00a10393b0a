"""Beginning a plan, what it is called, and what is done with plans and commitments."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from consult.desk.consultations.lifecycle_forms import ReasonForm
from consult.desk.date_field import DayField
from consult.organisations.models import Organisation
from consult.plans.models import PlanLevel
from consult.plans.services import PlanWords
from consult.web.forms import Form, plain_digits
from consult.web.measuring import LINE, UNTYPED, declare
from consult.web.number_field import number_of
from consult.web.rendering import localized
from consult.wording import LABELS

declare(LINE, "plan_number", "happened_on", "level", "municipality")
declare(UNTYPED, "seen")


class PlanWordsForm(Form):
    """What a plan is called and what it is about, in both languages."""

    title_ar = StringField(_l("Title in Arabic"))
    title_en = StringField(_l("Title in English"))
    topics_ar = TextAreaField(_l("Topics in Arabic"))
    topics_en = TextAreaField(_l("Topics in English"))

    @property
    def said(self) -> PlanWords:
        """As the service takes it."""
        return PlanWords(
            self.title_ar.data or "", self.title_en.data or "", self.topics_ar.data or None,
            self.topics_en.data or None,
        )  # fmt: skip


class NewPlanForm(PlanWordsForm):
    """Whose plan it is, its number and its address, and what it is called."""

    level = RadioField(
        _l("Whose plan it is"),
        choices=[
            SelectChoice(value=each.value, label=LABELS["plan-level"][each.value]) for each in PlanLevel
        ],
        default=PlanLevel.NATIONAL.value,
        validate_choice=False,
    )
    municipality = SelectField(_l("Municipality"), validate_choice=False)
    plan_number = StringField(_l("Number of the plan"), filters=[plain_digits])
    slug = StringField(_l("Web address"), filters=[plain_digits])

    def offer(self, bodies: list[Organisation]) -> None:
        """Offer the municipalities; a plan of the nation has none."""
        named = [SelectChoice(value=str(body.id), label=localized(body, "name")) for body in bodies]
        self.municipality.choices = [SelectChoice(value="", label=_("None: it is a national plan")), *named]

    @property
    def chosen_level(self) -> PlanLevel | None:
        """Whose plan it is; None where none of those offered is chosen."""
        return {each.value: each for each in PlanLevel}.get(self.level.data or "")

    @property
    def body_id(self) -> int | None:
        """The chosen municipality; None where none of those offered is."""
        offered = {str(choice.value) for choice in self.municipality.choices} - {""}
        return int(self.municipality.data) if self.municipality.data in offered else None

    @property
    def numbered(self) -> int | None:
        """The number; None where it cannot be read."""
        return number_of((self.plan_number.data or "").strip())

    @property
    def address(self) -> str:
        """The end of the web address."""
        return (self.slug.data or "").strip()


class SincePlanForm(PlanWordsForm):
    """What a plan is called, and since when; ``seen`` is what stood when the page was opened."""

    happened_on = DayField(_l("Since when"), needed=False)
    seen = HiddenField()

    @property
    def since(self) -> date | None:
        """The day; None where it is not known."""
        day: date | None = self.happened_on.data
        return day


class ActForm(ReasonForm):
    """On which day something was done, and why."""

    happened_on = DayField(_l("On which day"))
    # Anew, because the day stands above them on the page.
    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))

    @property
    def day(self) -> date | None:
        """The day; None where it cannot be read."""
        day: date | None = self.happened_on.data
        return day
