"""The forms in which people speak: a comment, a proposal, a reply."""

from __future__ import annotations

import hashlib
from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from consult.accounts.policies import Actor
from consult.contributions.models import Kind, Stance
from consult.contributions.services import MAX_BODY, MAX_TITLE, Words
from consult.shared.errors import NotFoundError
from consult.web.forms import Form
from consult.web.labels import LABELS
from consult.web.measuring import declare, room_for

UNNAMED, NAMED = "unnamed", "named"
LONGEST_ID = 18
declare(room_for(MAX_TITLE), "title")
declare(room_for(MAX_BODY), "body", "problem")


class SpeakingForm(Form):
    """What all three share: the words, who is shown as speaking, and the key that lets them count once."""

    key = HiddenField()
    body = TextAreaField(_l("Your comment"))
    speak_as = RadioField(_l("How are you shown?"), validators=[Optional()], default=UNNAMED, choices=[])

    @classmethod
    def of(cls, actor: Actor | None, organisations: dict[str, str], **given: object) -> Self:
        """Return the form with the ways in which ``actor`` may be shown; ``organisations`` are names by slug."""
        form = cls(**given)
        ways = {UNNAMED: _l("Without a name")}
        if actor is not None and actor.public_name:
            ways[NAMED] = actor.public_name
        ways.update({f"organisation:{slug}": name for slug, name in organisations.items()})
        form.speak_as.choices = [SelectChoice(value=value, label=label) for value, label in ways.items()]
        return form

    @property
    def asks_who(self) -> bool:
        """Whether there is more than one way to be shown."""
        return len(self.speak_as.choices) > 1

    def spoken(self, **more: object) -> Words:
        """Return what was typed, for the service."""
        chosen = self.speak_as.data or UNNAMED
        prefix, _, organisation = chosen.partition(":")
        body = self.body.data or ""
        # The words are part of the key: a page that was gone back to, with other words typed, is not the same again.
        same = "\0".join(
            [self.key.data or "", chosen, body, *(f"{name}={more[name]}" for name in sorted(more))]
        )
        values: dict[str, object] = {
            "key": hashlib.sha256(same.encode(errors="replace")).hexdigest(),
            "body": body,
            "named": chosen == NAMED,
            "organisation": organisation if prefix == "organisation" else None,
        }
        return Words(**{**values, **more})  # type: ignore[arg-type]


class CommentForm(SpeakingForm):
    """A comment on a clause or on the whole text; ``clause`` and ``version`` are ids, empty for none."""

    clause = HiddenField()
    version = HiddenField()
    stance = RadioField(
        _l("Where do you stand?"),
        validators=[Optional()],
        choices=[SelectChoice(value=each.value, label=LABELS["stance"][each.value]) for each in Stance],
    )

    def words(self) -> Words:
        """Return the comment."""
        return self.spoken(
            kind=Kind.COMMENT.value,
            clause_id=_number(self.clause.data),
            version_id=_number(self.version.data),
            stance=self.stance.data or None,
        )


class ReplyForm(SpeakingForm):
    """A reply."""

    body = TextAreaField(_l("Your reply"))

    def words(self, reference: str) -> Words:
        """Return the reply to the contribution with this reference."""
        return self.spoken(kind=Kind.REPLY.value, parent=reference)


class ProposalForm(SpeakingForm):
    """A simple proposal."""

    title = StringField(_l("Title"))
    problem = TextAreaField(_l("The problem"))
    body = TextAreaField(_l("What you propose"))

    def words(self) -> Words:
        """Return the proposal."""
        return self.spoken(
            kind=Kind.PROPOSAL.value, title=self.title.data or "", problem=self.problem.data or ""
        )


def _number(value: str | None) -> int | None:
    if not value:
        return None
    if not value.isdecimal() or len(value) > LONGEST_ID:
        raise NotFoundError
    return int(value)
