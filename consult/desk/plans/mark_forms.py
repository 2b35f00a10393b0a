"""The five tests of a commitment, and which commitment of another plan it carries on."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice

from consult.desk.checkboxes_field import CheckboxesField
from consult.plans.models import Commitment, Plan, SmartTest
from consult.web.forms import Form
from consult.web.measuring import LINE, declare
from consult.web.number_field import number_of
from consult.web.rendering import localized
from consult.wording import LABELS

declare(LINE, "passed", "earlier", "way")
_CARRIES, _ENDS = "carries", "ends"


class TestsForm(Form):
    """Which of the five tests a commitment passes; the newest tick that was shown is sent along."""

    __test__ = False

    passed = CheckboxesField(
        _l("It is"),
        choices=[SelectChoice(value=each.value, label=LABELS["smart"][each.value]) for each in SmartTest],
        validate_choice=False,
    )
    seen = HiddenField()

    @property
    def ticked(self) -> set[SmartTest]:
        """The tests that are ticked; what is none of the five is passed over."""
        return {each for each in SmartTest if each.value in (self.passed.data or [])}

    @property
    def saw(self) -> int:
        """The newest tick that was shown, 0 for none."""
        return number_of(self.seen.data) or 0


class CarryForm(Form):
    """A commitment of another plan, and whether this one carries it on."""

    earlier = SelectField(_l("Commitment of another plan"), validate_choice=False)
    way = RadioField(
        _l("What is recorded"),
        choices=[
            SelectChoice(value=_CARRIES, label=_l("This commitment carries it on")),
            SelectChoice(value=_ENDS, label=_l("This commitment does not carry it on, it was a mistake")),
        ],
        default=_CARRIES,
        validate_choice=False,
    )  # fmt: skip

    def offer(self, others: Sequence[tuple[Commitment, Plan]]) -> None:
        """Offer the commitments of other plans."""
        named = [
            SelectChoice(
                value=str(each.id),
                label=_(
                    "%(plan)s, commitment %(number)s: %(title)s", plan=localized(plan, "title"), number=each.number,
                    title=localized(each, "title"),
                ),
            )
            for each, plan in others
        ]  # fmt: skip
        self.earlier.choices = [SelectChoice(value="", label=_("Choose")), *named]

    @property
    def earlier_id(self) -> int | None:
        """The chosen commitment; None where none of those offered is."""
        offered = {str(choice.value) for choice in self.earlier.choices} - {""}
        return int(self.earlier.data) if self.earlier.data in offered else None

    @property
    def holds(self) -> bool | None:
        """Whether it carries it on; None where neither is chosen."""
        return {_CARRIES: True, _ENDS: False}.get(self.way.data)
