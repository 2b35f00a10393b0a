"""The forms in which people speak: a comment, a proposal, a reply, and words that waited."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import astuple, replace
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional, ValidationError

from consult.accounts.policies import Actor
from consult.contributions.models import INTEREST, Contribution, Draft, Kind, Stance
from consult.contributions.services import MAX_BODY, MAX_INTEREST, MAX_TITLE, Anew, Speaking, Words
from consult.shared.errors import DomainError
from consult.shared.subjects import Subject, SubjectKind
from consult.votes.models import NONE as TAKEN_BACK
from consult.votes.models import Choice
from consult.web.forms import Form
from consult.web.measuring import declare, room_for
from consult.web.number_field import number_of
from consult.web.wording import sentence
from consult.wording import LABELS

UNNAMED, NAMED, _ORGANISATION = "unnamed", "named", "organisation"
LONGEST_ID = 18
declare(room_for(MAX_TITLE), "title")
declare(room_for(MAX_INTEREST), "interest")
declare(room_for(MAX_BODY), "body", "problem")


def _speak_as() -> RadioField:
    return RadioField(
        _l("How are you shown?"), validators=[_chosen], default=UNNAMED, choices=[], validate_choice=False
    )


def _chosen(form: NamedForm, field: RadioField) -> None:
    """Check that one of the ways was chosen; who speaks for an organisation says in whose name, each time."""
    if not field.data and form.must_choose:
        raise ValidationError(sentence(DomainError("choose-whose-name")))
    if field.data and field.data not in {option.value for option in field.choices}:
        raise ValidationError(sentence(DomainError("choose-one")))


def _stance_or_none() -> RadioField:
    """Return the field in which somebody says where they stand, or that they do not say."""
    named = [SelectChoice(value=each.value, label=LABELS["stance"][each.value]) for each in Stance]
    return RadioField(
        _l("Where do you stand?"), validators=[Optional()],
        choices=[*named, SelectChoice(value="", label=_l("I do not say"))],
    )  # fmt: skip


class NamedForm(Form):
    """In whose name something is said; who may say it for an organisation can declare its interest in the question."""

    speak_as = _speak_as()
    interest = StringField(_l("Interest of the organisation in the question"))
    must_choose = False

    @classmethod
    def of(
        cls, actor: Actor | None, organisations: dict[str, str], *, declares: bool = False, **given: object
    ) -> Self:
        """Return the form with the ways in which ``actor`` may be shown; ``organisations`` are names by slug.

        Where there are none, only who ``declares`` is asked for an interest.
        Nothing is chosen beforehand for whoever speaks for an organisation: it would hide that, or them.
        """
        form = cls(**given)
        ways = {UNNAMED: _l("Without a name")}
        if actor is not None and actor.public_name:
            ways[NAMED] = actor.public_name
        ways.update({f"{_ORGANISATION}:{slug}": name for slug, name in organisations.items()})
        form.speak_as.choices = [SelectChoice(value=value, label=label) for value, label in ways.items()]
        if not (organisations or declares):
            del form.interest
        form.must_choose = bool(organisations)
        if form.must_choose and not form.speak_as.raw_data:
            form.speak_as.data = None
        return form

    @property
    def asks_who(self) -> bool:
        """Whether there is more than one way to be shown."""
        return len(self.speak_as.choices) > 1

    @property
    def speaking(self) -> Speaking:
        """What was chosen, for the service."""
        prefix, _, organisation = (self.speak_as.data or UNNAMED).partition(":")
        return Speaking(
            prefix == NAMED, organisation if prefix == _ORGANISATION else None, self.declared_interest
        )

    @property
    def declared_interest(self) -> str:
        """What was typed as the interest; empty where it is not asked for."""
        return (self.interest.data if self.interest else None) or ""


class WaitingForm(NamedForm):
    """Words that wait, and in whose name they are published. One of a page has the prefix of its draft."""

    @classmethod
    def for_draft(cls, draft: Draft, actor: Actor, organisations: dict[str, str], **given: Any) -> Self:  # noqa: ANN401 - arguments of WTForms
        """Return the form for ``draft``, with what its author chose when they wrote it already signed in."""
        words = draft.words
        interest = (words.get("facts") or {}).get(INTEREST, "")
        form = cls.of(
            actor, organisations, prefix=f"w{draft.id}", declares=bool(interest), interest=interest, **given
        )
        chosen = f"{_ORGANISATION}:{words['organisation']}" if words.get("organisation") else NAMED
        ways = {option.value for option in form.speak_as.choices}
        if (
            not form.speak_as.raw_data
            and chosen in ways
            and (words.get("organisation") or words.get("named"))
        ):
            form.speak_as.data = chosen
        return form


class SpeakingForm(NamedForm):
    """What all three share: the words, who is shown as speaking, and the key that lets them count once.

    The form of a reader without a session carries no key: their page is everybody's (``web.page_cache``).
    """

    key = HiddenField()
    body = TextAreaField(_l("Your comment"))
    speak_as = _speak_as()

    def typed(self) -> Words:
        """Return what all three have: the key of the page, the body, and in whose name it is said."""
        return Words(
            key=self.key.data or secrets.token_urlsafe(16),
            body=self.body.data or "",
            named=self.speaking.named,
            organisation=self.speaking.organisation,
            facts={INTEREST: self.declared_interest} if self.declared_interest else {},
        )


def _keyed(words: Words) -> Words:
    """Return ``words`` with a key of their own: a page gone back to, with other words typed, is not the same again."""
    same = "\0".join(str(value) for value in astuple(words))
    return replace(words, key=hashlib.sha256(same.encode(errors="replace")).hexdigest())


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
        return _keyed(
            replace(
                self.typed(),
                kind=Kind.COMMENT.value,
                subject=_clause(self.clause.data),
                version_id=_number(self.version.data),
                stance=self.stance.data or None,
            )
        )


class ReplyForm(SpeakingForm):
    """A reply."""

    body = TextAreaField(_l("Your reply"))

    def words(self, reference: str) -> Words:
        """Return the reply to the contribution with this reference."""
        return _keyed(replace(self.typed(), kind=Kind.REPLY.value, parent=reference))


class ChangeForm(NamedForm):
    """Other words in place of one's own; ``revision`` is the number of those that its author had before them."""

    revision = HiddenField()
    title = StringField(_l("Title"))
    problem = TextAreaField(_l("The problem"))
    body = TextAreaField(_l("Your words"))
    stance = _stance_or_none()

    @classmethod
    def on(cls, said: Contribution, actor: Actor) -> Self:
        """Return the form, filled with what stands; what was said for an organisation stays in its name."""
        there = said.revision
        form = cls.of(
            None if said.organisation_id else actor, {}, declares=said.organisation_id is not None,
            interest=there.facts.get(INTEREST, ""), title=there.title, problem=there.problem, body=there.body,
            stance=there.stance or "", revision=str(there.number),
            speak_as=NAMED if there.shown_name else UNNAMED,
        )  # fmt: skip
        proposal, reply = said.kind == Kind.PROPOSAL, said.parent_id is not None
        for name in () if proposal else ("title", "problem"):
            del form[name]
        if reply or proposal:
            del form.stance
        return form

    def anew(self) -> Anew:
        """Return what is said in place of what stood."""
        typed = {name: field.data or "" for name, field in self._fields.items()}
        return Anew(
            body=typed["body"], stance=typed.get("stance") or None, title=typed.get("title", ""),
            problem=typed.get("problem", ""), named=self.speaking.named, interest=self.declared_interest,
        )  # fmt: skip

    @property
    def seen(self) -> int:
        """The number of the revision that was seen, 0 where what was sent is none."""
        return number_of(self.revision.data) or 0


class DraftForm(Form):
    """Other words in place of those that wait."""

    title = StringField(_l("Title"))
    problem = TextAreaField(_l("The problem"))
    body = TextAreaField(_l("Your words"))
    stance = _stance_or_none()

    @classmethod
    def of(cls, draft: Draft) -> Self:
        """Return the form, filled with what waits; with what its kind has alone."""
        words = draft.words
        form = cls(
            title=words.get("title"), problem=words.get("problem"), body=words.get("body"),
            stance=words.get("stance") or "",
        )  # fmt: skip
        proposal = words.get("kind") == Kind.PROPOSAL
        for name in () if proposal else ("title", "problem"):
            del form[name]
        if proposal or words.get("parent"):
            del form.stance
        return form

    def anew(self) -> Anew:
        """Return what is to wait."""
        typed = {name: field.data or "" for name, field in self._fields.items()}
        return Anew(
            body=typed["body"], stance=typed.get("stance") or None, title=typed.get("title", ""),
            problem=typed.get("problem", ""),
        )  # fmt: skip


class ProposalForm(SpeakingForm):
    """A simple proposal."""

    title = StringField(_l("Title"))
    problem = TextAreaField(_l("The problem"))
    body = TextAreaField(_l("What you propose"))

    def words(self) -> Words:
        """Return the proposal."""
        title, problem = self.title.data or "", self.problem.data or ""
        return _keyed(replace(self.typed(), kind=Kind.PROPOSAL.value, title=title, problem=problem))


class VoteForm(Form):
    """Which of the three buttons was pressed, or that which takes a vote back."""

    choice = RadioField(choices=[SelectChoice(value=each) for each in (*Choice, TAKEN_BACK)])

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as WTForms has it
        """Whether one of them was: a button acts, whatever else was sent with it."""
        return bool(FlaskForm.validate(self, extra_validators))


def _clause(value: str | None) -> Subject | None:
    number = _number(value)
    return None if number is None else Subject(SubjectKind.CLAUSE, number)


def _number(value: str | None) -> int | None:
    if not value:
        return None
    if not value.isdecimal() or len(value) > LONGEST_ID:
        raise DomainError("place-gone")
    return int(value)
