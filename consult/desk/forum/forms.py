"""The rules of the forum, a seat in it, and how a seat ends."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from consult.desk.consultations.lifecycle_forms import ReasonForm
from consult.desk.date_field import DayField
from consult.forum.models import ForumRules, Sector
from consult.forum.services import MOST_RULES, End, Seat
from consult.web.forms import Form, Tick
from consult.web.measuring import LINE, declare, room_for
from consult.web.number_field import number_of
from consult.wording import LABELS

declare(LINE, "seat_body", "sector", "post_ar", "post_en", "since", "ended_on")
declare(room_for(MOST_RULES), "rules_ar", "rules_en")


def number_of_rules(standing: ForumRules | None) -> int:
    """Return the number of the edition that stands, 0 before the first."""
    return standing.number if standing else 0


def rules_of(standing: ForumRules | None) -> dict[str, str]:
    """Return the rules that stand, by the names of their fields."""
    return {"rules_ar": standing.rules_ar, "rules_en": standing.rules_en} if standing else {}


class RulesForm(ReasonForm):
    """The rules in both languages, and why they are published; ``seen`` is the edition that stood."""

    rules_ar = TextAreaField(_l("Rules in Arabic"))
    rules_en = TextAreaField(_l("Rules in English"))
    # Anew, because the rules stand above them on the page.
    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))
    seen = HiddenField()

    @classmethod
    def of(cls, standing: ForumRules | None) -> RulesForm:
        """Return the form with the rules that stand, if there are any."""
        return cls(data=rules_of(standing) | {"seen": str(number_of_rules(standing))})

    @property
    def seen_number(self) -> int:
        """The number of the edition that stood when the form was opened, 0 before the first."""
        return number_of(self.seen.data) or 0

    def see(self, standing: ForumRules | None) -> None:
        """Let whoever has now read the rules that stand publish others after them."""
        self.seen.data = str(number_of_rules(standing))

    @property
    def rules(self) -> tuple[str, str]:
        """Arabic and English."""
        return self.rules_ar.data or "", self.rules_en.data or ""


class SeatForm(Form):
    """A seat as it is entered. The service says what is missing."""

    seat_body = SelectField(_l("Body"), choices=[], validate_choice=False)
    sector = SelectField(
        _l("Sector"),
        choices=[
            SelectChoice(value="", label=_l("Choose a sector")),
            *(SelectChoice(value=each.value, label=LABELS["sector"][each.value]) for each in Sector),
        ],
        validate_choice=False,
    )
    post_ar = StringField(_l("Post in Arabic"))
    post_en = StringField(_l("Post in English"))
    since = DayField(_l("Held since"), needed=False)

    @classmethod
    def offering(cls, bodies: Sequence[tuple[str, str]]) -> SeatForm:
        """Return the form with these bodies to choose from: slug and name."""
        form = cls()
        form.seat_body.choices = [
            SelectChoice(value="", label=_l("Choose a body")),
            *(SelectChoice(value=slug, label=name) for slug, name in bodies),
        ]
        return form

    @property
    def seat(self) -> Seat:
        """What was typed."""
        return Seat(
            self.seat_body.data or "", self.sector.data or "", self.post_ar.data or "", self.post_en.data or "",
            self.since.data,
        )  # fmt: skip


class EndSeatForm(ReasonForm):
    """When a seat ends and why; ``mistaken``: it was never held."""

    ended_on = DayField(_l("First day on which it is held no more"), needed=False)
    mistaken = Tick(_l("It was entered by mistake, and never held"))
    # Anew, because the day stands above them on the page.
    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))

    @property
    def end(self) -> End:
        """What was typed."""
        return End(self.ended_on.data, self.reason, mistaken=bool(self.mistaken.data))
