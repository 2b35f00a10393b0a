"""Reporting a voice: by which rule, with a note, and where the answer goes."""

from __future__ import annotations

import hashlib
import secrets

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, RadioField, TextAreaField
from wtforms.fields import SelectChoice

from consult.accounts.policies import Actor
from consult.moderation.policies import NOT_ME, RULES
from consult.moderation.services import MAX_NOTE, Told
from consult.web.forms import Form
from consult.web.measuring import ADDRESS, declare, room_for
from consult.web.number_field import number_of
from consult.wording import LABELS

declare(room_for(MAX_NOTE), "note")
declare(ADDRESS, "answer_to")


class VoiceReportForm(Form):
    """One of the published reasons, words for the moderator, and an address; only the reason is needed.

    ``revision`` is the number of the words that its page showed.
    """

    key = HiddenField()
    revision = HiddenField()
    reason = RadioField(
        _l("What is wrong with it?"),
        choices=[
            *(SelectChoice(value=str(number), label=LABELS["rule"][str(number)]) for number in RULES),
            SelectChoice(value=NOT_ME, label=LABELS["report-reason"][NOT_ME]),
        ],
        validate_choice=False,
    )
    note = TextAreaField(_l("What should the moderator know?"))
    answer_to = EmailField(_l("Email for the answer"))

    @classmethod
    def of(cls, actor: Actor | None) -> VoiceReportForm:
        """Return the form with a key of its own; whoever has an account is offered their own address."""
        form = cls()
        if not form.key.data:
            form.key.data = secrets.token_urlsafe(24)
        if actor is not None and not actor.email_held and form.answer_to.raw_data is None:
            form.answer_to.data = actor.email
        return form

    def told(self, reference: str, language: str) -> Told:
        """Return what is reported. Its token follows from the key and all that was typed: the same is the same."""
        fields = (self.key, self.revision, self.reason, self.note, self.answer_to)
        typed = [str(field.data or "") for field in fields]
        same = "\0".join([reference, *typed])
        return Told(
            reason=self.reason.data or "",
            revision=number_of(self.revision.data),
            token=hashlib.sha256(same.encode(errors="replace")).hexdigest(),
            note=self.note.data or "",
            answer_to=self.answer_to.data or "",
            language=language,
        )
