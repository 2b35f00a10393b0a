"""The form in which something is keyed in, and that of its original."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from consult.contributions.models import Governorate, Kind, Stance
from consult.contributions.services import KEYED_IN, MAX_EVIDENCE, MAX_PLACE, Received, Words
from consult.desk.date_field import DayField
from consult.shared.errors import DomainError
from consult.shared.language import language_of
from consult.shared.subjects import Subject, SubjectKind
from consult.web.again import LOOK_OVER
from consult.web.forms import Form, Tick, plain_digits
from consult.web.measuring import ADDRESS, LINE, declare, room_for
from consult.web.number_field import number_of
from consult.web.wording import sentence
from consult.wording import LABELS

declare(room_for(MAX_PLACE), "from_place")
declare(room_for(MAX_EVIDENCE), "evidence")
declare(LINE, "people", LOOK_OVER)
declare(ADDRESS, "receipt_to")
_NOWHERE, _NO_STANCE = "", ""


def _stances() -> list[SelectChoice]:
    named = [SelectChoice(value=each.value, label=LABELS["stance"][each.value]) for each in Stance]
    return [SelectChoice(value=_NO_STANCE, label=_l("It does not say")), *named]


class KeyInForm(Form):
    """What came another way; ``where`` is a version, and behind a colon a clause. The service says what is missing."""

    key = HiddenField()
    channel = RadioField(
        _l("How did it come?"),
        choices=[SelectChoice(value=each.value, label=LABELS["channel"][each.value]) for each in KEYED_IN],
        validate_choice=False,
    )
    received_on = DayField(_l("Day on which it arrived"), needed=False)
    evidence = TextAreaField(_l("How is that day known?"))
    where = SelectField(_l("What is it about?"), choices=[], validate_choice=False)
    kind = RadioField(
        _l("What is it?"),
        choices=[
            SelectChoice(value=each.value, label=LABELS["kind"][each.value])
            for each in (Kind.COMMENT, Kind.PROPOSAL)
        ],
        default=Kind.COMMENT.value,
        validate_choice=False,
    )
    title = StringField(_l("Title of the proposal"))
    problem = TextAreaField(_l("The problem that it names"))
    body = TextAreaField(_l("Its words"))
    again = Tick(_l("The same words came from other people too"))
    stance = RadioField(
        _l("Where does it stand?"), choices=_stances(), default=_NO_STANCE, validate_choice=False
    )
    people = StringField(_l("For how many people does it speak?"), filters=[plain_digits], default="1")
    from_place = StringField(_l("Place"))
    governorate = SelectField(
        _l("Governorate"),
        choices=[
            SelectChoice(value=_NOWHERE, label=_l("It does not say")),
            *(
                SelectChoice(value=each.value, label=LABELS["governorate"][each.value])
                for each in Governorate
            ),
        ],
        validate_choice=False,
    )
    receipt_to = StringField(_l("Email address for the receipt"))

    @classmethod
    def about(cls, places: Sequence[SelectChoice], *, proposals: bool) -> KeyInForm:
        """Return the form with what something can be about; ``proposals``: the consultation calls for them."""
        form = cls()
        form.where.choices = list(places)
        if not proposals:
            del form.kind, form.title, form.problem
        return form

    def validate_where(self, field: SelectField) -> None:
        """Refuse what is none of the choices; that nothing was chosen is said by the service, with all else."""
        if field.data and field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(sentence(DomainError("choose-one")))

    @property
    def words(self) -> Words:
        """What was typed, under a key that follows from all of it: gone back to, with other words, it is another."""
        version, _colon, clause = (self.where.data or "").partition(":")
        clause_id = number_of(clause)
        typed = [str(field.data) for field in self]
        same = "\0".join(typed)
        return Words(
            key=hashlib.sha256(same.encode(errors="replace")).hexdigest(),
            body=self.body.data or "",
            kind=(self.kind.data if "kind" in self else None) or Kind.COMMENT.value,
            subject=None if clause_id is None else Subject(SubjectKind.CLAUSE, clause_id),
            version_id=number_of(version) or 0,
            stance=self.stance.data or None,
            title=(self.title.data if "title" in self else None) or "",
            problem=(self.problem.data if "problem" in self else None) or "",
        )

    @property
    def about_what(self) -> str:
        """What was chosen that it is about, as its choice says it; empty where it was no choice."""
        return next((str(each.label) for each in self.where.choices if each.value == self.where.data), "")

    @property
    def received(self) -> Received:
        """How it came."""
        return Received(
            channel=self.channel.data or "",
            received_on=self.received_on.data,
            evidence=self.evidence.data or "",
            place=self.from_place.data or "",
            governorate=self.governorate.data or "",
            people=number_of((self.people.data or "").strip()),
            receipt_to=self.receipt_to.data or "",
            # Whoever wrote reads the receipt, and not who keys it in.
            language=language_of(self.body.data or ""),
            again=bool(self.again.data),
        )


class OriginalForm(Form):
    """The original of a letter: a photograph, a scan, a recording's protocol."""

    file = FileField(_l("File"))


class DestroyForm(Form):
    """Whether somebody is sure that the original is to be destroyed."""

    sure = Tick(_l("This file is destroyed for good"))
