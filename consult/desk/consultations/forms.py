"""Everything that an officer fills in before a consultation is announced. Fields are named as the domain names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    EmailField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice

from consult.consultations.models import Consultation
from consult.consultations.policies.capabilities import seals_results, taking_proposals
from consult.consultations.policies.rules import HOLD_AFTER
from consult.consultations.services import Terms
from consult.consultations.services.drafting import OF_ACTIVITIES
from consult.desk.checkboxes_field import CheckboxesField
from consult.desk.meanwhile import Difference
from consult.desk.moment_field import MomentField
from consult.organisations.models import Organisation
from consult.shared.errors import DomainError
from consult.shared.slugs import is_slug
from consult.shared.text import clean, clean_line
from consult.web.forms import Form, Tick, mark, plain_digits
from consult.web.measuring import ADDRESS, LINE, declare
from consult.web.number_field import number_of
from consult.web.rendering import localized
from consult.web.wording import sentence
from consult.wording import LABELS

_SLUG_MOST = 80
declare(LINE, "hold_after", "slug", "contact_name_ar", "contact_name_en", "opens_at", "closes_at")
declare(ADDRESS, "contact_email")
TERMS = tuple(field.name for field in fields(Terms))
# What fills a form, keyed by field.
Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class OfferedText:
    """A version of a text that a consultation can be about."""

    id: int
    name: str
    drafter_id: int
    published: bool


class ConsultationForm(Form):
    """A draft: its terms in both languages, its address, the texts it is about."""

    organisation = RadioField(_l("Asking body"), validate_choice=False)
    slug = StringField(_l("Address"), filters=[plain_digits])
    title_ar = StringField(_l("Title in Arabic"))
    title_en = StringField(_l("Title in English"))
    why_ar = TextAreaField(_l("Why we ask, in Arabic"))
    why_en = TextAreaField(_l("Why we ask, in English"))
    open_to_change_ar = TextAreaField(_l("What can change, in Arabic"))
    open_to_change_en = TextAreaField(_l("What can change, in English"))
    not_open_ar = TextAreaField(_l("What cannot change, in Arabic"))
    not_open_en = TextAreaField(_l("What cannot change, in English"))
    decider_ar = TextAreaField(_l("Who decides, in Arabic"))
    decider_en = TextAreaField(_l("Who decides, in English"))
    level = RadioField(
        _l("Promised level of participation"),
        choices=[SelectChoice(value=value, label=text) for value, text in LABELS["level"].items()],
        validate_choice=False,
    )
    promise_ar = TextAreaField(_l("What those who take part may expect, in Arabic"))
    promise_en = TextAreaField(_l("What those who take part may expect, in English"))
    texts = CheckboxesField(_l("Draft texts"), choices=[], validate_choice=False)
    calls_for_proposals = Tick(_l("It also calls for proposals"))
    seals_results = Tick(_l("Votes are sealed until the closing"))
    opens_at = MomentField(_l("Opens"))
    closes_at = MomentField(_l("Closes"))
    notice_reason_ar = TextAreaField(_l("Reason for a short notice, in Arabic"))
    notice_reason_en = TextAreaField(_l("Reason for a short notice, in English"))
    period_reason_ar = TextAreaField(_l("Reason for a short period, in Arabic"))
    period_reason_en = TextAreaField(_l("Reason for a short period, in English"))
    ways_ar = TextAreaField(_l("Ways to take part, in Arabic"))
    ways_en = TextAreaField(_l("Ways to take part, in English"))
    contact_name_ar = StringField(_l("Name of the contact, in Arabic"))
    contact_name_en = StringField(_l("Name of the contact, in English"))
    contact_email = EmailField(_l("Email of the contact"))
    hold_after = StringField(_l("Reports that hold a contribution"), filters=[plain_digits])
    revision = HiddenField()

    def offer(self, bodies: Sequence[Organisation], texts: Sequence[OfferedText]) -> ConsultationForm:
        """Take the bodies and texts that there are to choose from."""
        self.organisation.choices = [
            SelectChoice(value=str(body.id), label=localized(body, "name")) for body in bodies
        ]
        self.texts.choices = [SelectChoice(value=str(row.id), label=row.name) for row in texts]
        return self

    def check(self, bodies: Sequence[Organisation], texts: Sequence[OfferedText]) -> bool:
        """Whether it can be handed on; what is wrong is marked."""
        good: bool = self.validate()
        body = self.body(bodies)
        if not self.slug_is_good:
            mark(
                self.slug,
                _("Use small Latin letters, digits and hyphens, %(most)s at most.", most=_SLUG_MOST),
            )
        if self._hold_after() not in {None, *HOLD_AFTER}:
            problem = DomainError("hold-after-range", least=HOLD_AFTER[0], most=HOLD_AFTER[-1])
            mark(self.hold_after, sentence(problem))
        if body is None:
            mark(self.organisation, _("Choose one of these."))
        elif self._was_not_offered(texts) or any(not _may_stand(row, body) for row in self.chosen(texts)):
            mark(self.texts, _("Choose only texts that this body drafts."))
        wrong = self.slug.errors or self.organisation.errors or self.texts.errors or self.hold_after.errors
        return good and not wrong

    @property
    def slug_is_good(self) -> bool:
        """Whether the address is made of what an address is made of."""
        return is_slug(self.typed_slug, _SLUG_MOST)

    @property
    def typed_slug(self) -> str:
        """The address without blanks around it."""
        return clean_line(self.slug.data or "")

    def body(self, bodies: Sequence[Organisation]) -> Organisation | None:
        """Return the asking body: the only one there is, or the one chosen."""
        if len(bodies) == 1:
            return bodies[0]
        return {str(body.id): body for body in bodies}.get(self.organisation.data or "")

    def chosen(self, texts: Sequence[OfferedText]) -> list[OfferedText]:
        """Return the chosen ones of the texts that were offered."""
        picked = set(self.texts.data or [])
        return [row for row in texts if str(row.id) in picked]

    def _was_not_offered(self, texts: Sequence[OfferedText]) -> bool:
        """Whether something was chosen that was not offered."""
        return not set(self.texts.data or []) <= {str(row.id) for row in texts}

    @property
    def terms(self) -> Terms:
        """What is filled in, as the service takes it; ask only after ``check``."""
        values = {name: self[name].data for name in TERMS}
        filled: dict[str, Any] = {name: "" if value is None else value for name, value in values.items()}
        return Terms(**{**filled, "hold_after": self._hold_after()})

    def _hold_after(self) -> int | None:
        """Return how many reports hold, None where the field is empty; what is no number is out of every range."""
        typed = clean_line(self.hold_after.data or "")
        number = number_of(typed)
        return None if not typed else -1 if number is None else number

    @property
    def seen_revision(self) -> int | None:
        """The revision that the officer opened; none fits where it cannot be read."""
        number = number_of(self.revision.data)
        return -1 if number is None else number


def saved(consultation: Consultation) -> Values:
    """Return what is saved of a draft, keyed by field."""
    values: Values = {name: getattr(consultation, name) for name in TERMS if name not in OF_ACTIVITIES}
    values["calls_for_proposals"] = taking_proposals(consultation.activities) is not None
    values["seals_results"] = seals_results(consultation.activities)
    values["hold_after"] = str(consultation.hold_after or "")
    texts = [str(row.version_id) for row in consultation.texts]
    return {
        **values, "slug": consultation.slug, "texts": texts, "revision": str(consultation.revision),
    }  # fmt: skip


def differing(form: ConsultationForm, consultation: Consultation) -> list[Difference]:
    """Return the fields whose saved words are not those typed."""
    values = saved(consultation)
    every = [
        Difference(form[name].label.text, name, _shown(values[name]), _shown(form[name].data))
        for name in ("slug", *TERMS, "texts")
    ]
    return [one for one in every if one.saved != one.typed]


def _may_stand(text: OfferedText, body: Organisation) -> bool:
    return text.published or text.drafter_id == body.id


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    if isinstance(value, list):
        return ", ".join(value)
    return clean(str(value or ""))
