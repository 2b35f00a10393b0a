"""A meeting, its agenda, who is in it, and how it is called off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.fields import SelectChoice

from consult.desk.clock_field import ClockField
from consult.desk.consultations.lifecycle_forms import ReasonForm
from consult.desk.date_field import DayField
from consult.forum.models import Agenda, Attendance, ForumPerson, Meeting, Mode, Part, Presence
from consult.forum.services import MOST_ITEMS, Attendee, MeetingWords
from consult.web.forms import Form
from consult.web.measuring import ADDRESS, LINE, declare
from consult.web.number_field import number_of
from consult.wording import LABELS

BLANK = 3
declare(
    LINE, "keeper", "begins", "ends", "mode", "place_ar", "place_en", "known_person", "attendee_body", "part"
)
declare(LINE, "honorific_ar", "honorific_en", "person_language", "presence")
declare(ADDRESS, "person_email")
_SAID = ("title_ar", "title_en", "day", "begins", "ends", "mode", "place_ar", "place_en")


def of_labels(kind: str, names: Iterable[str], first: Any = None) -> list[SelectChoice]:  # noqa: ANN401 - a lazy string
    """Return the choices of a list, under their labels; ``first`` stands for none of them."""
    none = [SelectChoice(value="", label=first)] if first is not None else []
    return [*none, *(SelectChoice(value=name, label=LABELS[kind][name]) for name in names)]


def of_rows(rows: Iterable[tuple[str, str]], first: Any) -> list[SelectChoice]:  # noqa: ANN401 - as above
    """Return choices of values and words; ``first`` stands for none of them."""
    return [
        SelectChoice(value="", label=first),
        *(SelectChoice(value=value, label=words) for value, words in rows),
    ]


class MeetingForm(ReasonForm):
    """A meeting as it is planned or changed; ``seen`` is the last act that was seen."""

    title_ar = StringField(_l("Title in Arabic"))
    title_en = StringField(_l("Title in English"))
    day = DayField(_l("Day"), needed=False)
    begins = ClockField(_l("Begins at"))
    ends = ClockField(_l("Ends at"))
    mode = SelectField(
        _l("How you meet"),
        choices=of_labels("meeting-mode", (each.value for each in Mode)),
        validate_choice=False,
    )
    place_ar = StringField(_l("Place in Arabic"))
    place_en = StringField(_l("Place in English"))
    keeper = SelectField(_l("Who drafts the minutes"), choices=[], validate_choice=False)
    # Anew, because what changes stands above them on the page.
    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))
    seen = HiddenField()

    @classmethod
    def planning(cls, bodies: Sequence[tuple[str, str]], keeper: str) -> MeetingForm:
        """Return the form of a new meeting, with the bodies that may draft its minutes."""
        form = cls(data={"mode": Mode.IN_PERSON.value, "keeper": keeper})
        form.keeper.choices = of_rows(bodies, _l("Choose a body"))
        return form

    @classmethod
    def changing(cls, meeting: Meeting, seen: int) -> MeetingForm:
        """Return the form with what stands."""
        form = cls(data={name: getattr(meeting, name) for name in _SAID} | {"seen": str(seen)})
        form.keeper.choices = []
        return form

    @property
    def words(self) -> MeetingWords:
        """What was typed."""
        return MeetingWords(
            self.title_ar.data or "", self.title_en.data or "", self.day.data, self.begins.data, self.ends.data,
            self.mode.data or "", self.place_ar.data or "", self.place_en.data or "",
        )  # fmt: skip


class TopicForm(PlainForm):  # type: ignore[misc]  # WTForms has no types
    """A topic of an agenda in both languages; one in which nothing is written is passed over."""

    title_ar = StringField(_l("Topic in Arabic"))
    title_en = StringField(_l("Topic in English"))


class AgendaForm(ReasonForm):
    """The topics of a meeting, in order; ``seen`` is the number of the agenda that stood."""

    topics = FieldList(FormField(TopicForm), max_entries=MOST_ITEMS)
    # Anew, because the topics stand above them on the page.
    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))
    seen = HiddenField()

    @classmethod
    def of(cls, standing: Agenda | None) -> AgendaForm:
        """Return the form with the topics that stand, and some blank ones."""
        topics = (
            [{"title_ar": row.title_ar, "title_en": row.title_en} for row in standing.items]
            if standing
            else []
        )
        form = cls(data={"topics": topics, "seen": str(standing.number if standing else 0)})
        for _ in range(min(BLANK, MOST_ITEMS - len(form.topics))):
            form.topics.append_entry()
        return form

    @property
    def items(self) -> list[tuple[str, str]]:
        """Arabic and English of each topic."""
        return [(row.form.title_ar.data or "", row.form.title_en.data or "") for row in self.topics]

    @property
    def wrong(self) -> list[Field]:
        """The fields with something to correct, in order."""
        inner = [field for row in self.topics for field in row.form]
        return [field for field in [*inner, self.reason_ar, self.reason_en] if field.errors]


class AttendeeForm(Form):
    """Somebody who is added: a person who is known here, or another."""

    known_person = SelectField(_l("Somebody known here"), choices=[], validate_choice=False)
    attendee_body = SelectField(_l("Body"), choices=[], validate_choice=False)
    post_ar = StringField(_l("Post in Arabic"))
    post_en = StringField(_l("Post in English"))
    part = SelectField(
        _l("Comes as"), choices=of_labels("part", (each.value for each in Part)), validate_choice=False
    )
    honorific_ar = StringField(_l("Honorific in Arabic"))
    honorific_en = StringField(_l("Honorific in English"))
    name_ar = StringField(_l("Name in Arabic"))
    name_en = StringField(_l("Name in English"))
    person_email = StringField(_l("Email"))
    person_language = SelectField(
        _l("Mail is written in"),
        choices=[SelectChoice("ar", _l("Arabic")), SelectChoice("en", _l("English"))],
        validate_choice=False,
    )

    @classmethod
    def offering(cls, people: Sequence[tuple[str, str]], bodies: Sequence[tuple[str, str]]) -> AttendeeForm:
        """Return the form with these people and bodies to choose from."""
        form = cls()
        form.known_person.choices = of_rows(people, _l("Nobody of these"))
        form.attendee_body.choices = of_rows(bodies, _l("Choose a body"))
        return form

    def attendee(self, people: Sequence[ForumPerson]) -> Attendee:
        """Return who was chosen or typed: of somebody known body and post are theirs, unless others are typed."""
        number = number_of(self.known_person.data)
        known = next((person for person in people if person.id == number), None)
        return Attendee(
            self.attendee_body.data or (known.organisation.slug if known else ""),
            (
                self.post_ar.data or (known.post_ar if known else ""),
                self.post_en.data or (known.post_en if known else ""),
            ),
            self.part.data or "",
            *self.named,
            person_id=number,
        )

    @property
    def named(self) -> tuple[tuple[str, str], tuple[str, str], str, str]:
        """Honorific, name, address and language."""
        return (
            (self.honorific_ar.data or "", self.honorific_en.data or ""),
            (self.name_ar.data or "", self.name_en.data or ""),
            self.person_email.data or "",
            self.person_language.data or "ar",
        )


class PersonForm(AttendeeForm):
    """How somebody is named and written to."""

    known_person = None
    attendee_body = None
    post_ar = None
    post_en = None
    part = None

    @classmethod
    def of(cls, person: ForumPerson) -> PersonForm:
        """Return the form with what stands."""
        names = ("honorific_ar", "honorific_en", "name_ar", "name_en")
        return cls(
            data={name: getattr(person, name) or "" for name in names}
            | {"person_email": person.email or "", "person_language": person.language}
        )


class PresenceForm(Form):
    """Whether each came and as what: two lists a row, by the row's id. ``seen`` is what stood when it was opened."""

    seen = HiddenField()

    def __init__(self, rows: Sequence[Attendance], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - WTForms'
        """Take the rows that it asks about."""
        super().__init__(*args, **kwargs)
        self.rows = rows

    @classmethod
    def of(cls, rows: Sequence[Attendance]) -> PresenceForm:
        """Return the form that asks about these rows, with what stands."""
        fields = {}
        for row in rows:
            fields[f"presence-{row.id}"] = SelectField(
                _l("Presence"),
                default=row.presence,
                validate_choice=False,
                choices=of_labels("presence", (each.value for each in Presence)),
            )
            fields[f"part-{row.id}"] = SelectField(
                _l("Comes as"), default=row.part, validate_choice=False,
                choices=of_labels("part", (each.value for each in Part)),
            )  # fmt: skip
        found: PresenceForm = type("PresenceFormOfRows", (cls,), fields)(rows, data={"seen": _standing(rows)})
        return found

    @property
    def presences(self) -> dict[int, tuple[str, str]]:
        """Presence and part, by the row's id."""
        return {
            row.id: (self[f"presence-{row.id}"].data or "", self[f"part-{row.id}"].data or "")
            for row in self.rows
        }

    @property
    def stood(self) -> dict[int, tuple[str, str]]:
        """What stood when the form was opened, by the row's id; what is no such row is left out."""
        told = dict(each.rpartition(":")[::2] for each in (self.seen.data or "").split())
        ways = {
            _short(presence, part): (presence.value, part.value) for presence in Presence for part in Part
        }
        return {row.id: ways[told[str(row.id)]] for row in self.rows if told.get(str(row.id)) in ways}

    def look_again(self) -> None:
        """Let what stands now be what was seen, where the form comes back with what somebody else recorded."""
        self.seen.data = _standing(self.rows)


def _standing(rows: Sequence[Attendance]) -> str:
    """Return who came and as what in few letters, as a hidden field has room for all of a meeting."""
    return " ".join(f"{row.id}:{_short(Presence(row.presence), Part(row.part))}" for row in rows)


def _short(presence: Presence, part: Part) -> str:
    return f"{list(Presence).index(presence)}{list(Part).index(part)}"
