"""A clause of minutes, and what became of an action item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from consult.desk.checkboxes_field import CheckboxesField
from consult.desk.consultations.lifecycle_forms import ReasonForm
from consult.desk.date_field import DayField
from consult.desk.forum.meeting_forms import of_labels, of_rows
from consult.forum.models import ActionStatus, Entry, EntryKind, EntryLink, Linked
from consult.forum.queries import ActionItem
from consult.forum.services import EntryWords, UpdateWords, mark_of_entry
from consult.texts.models import ClauseText
from consult.texts.policies import WORDS
from consult.web.forms import Form
from consult.web.measuring import LINE, declare, room_for
from consult.web.number_field import number_of

declare(LINE, "entry_kind", "speaker", "entry_body", "answers", "owner", "due_on", "commitments", "bodies")
declare(LINE, "evidence_ar", "evidence_en")
declare(room_for(1000), "note_ar", "note_en")


class EntryForm(Form):
    """A clause of minutes; ``seen`` is the mark of the words that stood."""

    entry_kind = SelectField(
        _l("Kind of clause"),
        choices=of_labels("entry-kind", (each.value for each in EntryKind)),
        validate_choice=False,
    )
    heading_ar = StringField(_l("Heading in Arabic"))
    heading_en = StringField(_l("Heading in English"))
    text_ar = TextAreaField(_l("Text in Arabic"))
    text_en = TextAreaField(_l("Text in English"))
    speaker = SelectField(_l("Who said it"), choices=[], validate_choice=False)
    entry_body = SelectField(_l("Or which body"), choices=[], validate_choice=False)
    answers = SelectField(_l("Which question it answers"), choices=[], validate_choice=False)
    owner = SelectField(_l("Who does it"), choices=[], validate_choice=False)
    due_on = DayField(_l("Due on"), needed=False)
    commitments = CheckboxesField(_l("Commitments that it concerns"), choices=[], validate_choice=False)
    bodies = CheckboxesField(_l("Bodies that it concerns"), choices=[], validate_choice=False)
    seen = HiddenField()

    @classmethod
    def of(cls, clause: ClauseText | None, entry: Entry | None, slugs: Mapping[int, str]) -> EntryForm:
        """Return the form of a clause with what stands, blank for a new one; ``slugs`` are those of bodies, by id."""
        if clause is None:
            return cls(data={"entry_kind": EntryKind.STATEMENT.value})
        words = {name: getattr(clause, name) for name in WORDS} | {"seen": mark_of_entry(clause, entry)}
        if entry is None:
            return cls(data=words)
        chosen = {
            "entry_kind": entry.kind,
            "speaker": str(entry.speaker_id or ""),
            "answers": str(entry.answers_id or ""),
        }
        named = {"entry_body": slugs.get(entry.body_id or 0, ""), "owner": slugs.get(entry.owner_id or 0, "")}
        about: dict[str, list[str]] = {"commitments": [], "bodies": []}
        for link in standing_links(entry):
            if link.subject_kind == Linked.COMMITMENT:
                about["commitments"].append(str(link.subject_id))
            else:
                about["bodies"].append(slugs[link.subject_id])
        return cls(data={**words, **chosen, **named, **about, "due_on": entry.due_on})

    def offer(
        self, *, speakers: Sequence[tuple[str, str]], bodies: Sequence[tuple[str, str]],
        questions: Sequence[tuple[str, str]], commitments: Sequence[tuple[str, str]],
    ) -> None:  # fmt: skip
        """Let these be chosen: values and words."""
        self.speaker.choices = of_rows(speakers, _l("Nobody in particular"))
        self.entry_body.choices = of_rows(bodies, _l("No body in particular"))
        self.answers.choices = of_rows(questions, _l("No question"))
        self.owner.choices = of_rows(bodies, _l("Not stated in the minutes"))
        self.commitments.choices = [SelectChoice(value, words) for value, words in commitments]
        self.bodies.choices = [SelectChoice(value, words) for value, words in bodies]

    @property
    def said(self) -> EntryWords:
        """What was typed and chosen."""
        return EntryWords(
            self.entry_kind.data or "",
            (self.heading_ar.data or "", self.heading_en.data or ""),
            (self.text_ar.data or "", self.text_en.data or ""),
            speaker_id=_chosen(self.speaker.data),
            body=self.entry_body.data or "",
            answers_id=_chosen(self.answers.data),
            owner=self.owner.data or "",
            due_on=self.due_on.data,
            commitments=[_chosen(each) or 0 for each in self.commitments.data or []],
            bodies=list(self.bodies.data or []),
        )


def standing_links(entry: Entry) -> list[EntryLink]:
    """Return what an entry concerns, without what was withdrawn."""
    return [link for link in entry.links if link.withdrawn_at is None]


def _chosen(typed: str | None) -> int | None:
    """Return the id that was chosen; one that is none, but was sent, is no row's."""
    return (number_of(typed) or 0) if typed else None


class PublishForm(ReasonForm):
    """Why a further version is published; ``seen`` is the mark of the draft that was shown."""

    seen = HiddenField()


class UpdateForm(Form):
    """What became of an action item; ``seen`` is the number of the update that stood."""

    status = SelectField(
        _l("Where it stands"), choices=of_labels("action-status", (each.value for each in ActionStatus)),
        validate_choice=False,
    )  # fmt: skip
    as_of = DayField(_l("As of"), needed=False)
    note_ar = TextAreaField(_l("What was done, in Arabic"))
    note_en = TextAreaField(_l("What was done, in English"))
    owner = SelectField(_l("Who does it"), choices=[], validate_choice=False)
    due_on = DayField(_l("Due on"), needed=False)
    evidence_url = StringField(_l("Address of what shows it"))
    evidence_ar = StringField(_l("What is found there, in Arabic"))
    evidence_en = StringField(_l("What is found there, in English"))
    seen = HiddenField()

    @classmethod
    def of(cls, item: ActionItem, today: date, bodies: Sequence[tuple[str, str]]) -> UpdateForm:
        """Return the form with what stands of the item, and the bodies that may have to do it."""
        form = cls(
            data={
                "status": item.status, "as_of": today, "owner": item.owner.slug if item.owner else "",
                "due_on": item.due_on, "seen": str(item.number),
            }
        )  # fmt: skip
        form.owner.choices = of_rows(bodies, _l("Nobody is named"))
        return form

    @property
    def said(self) -> UpdateWords:
        """What was typed and chosen."""
        return UpdateWords(
            self.status.data or "",
            self.as_of.data,
            (self.note_ar.data or "", self.note_en.data or ""),
            owner=self.owner.data or "",
            due_on=self.due_on.data,
            evidence_url=self.evidence_url.data or "",
            evidence=(self.evidence_ar.data or "", self.evidence_en.data or ""),
        )
