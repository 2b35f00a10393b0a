"""What waits for its author: the words, what they are about, how they would count, and in whose name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.models import Consultation
from consult.consultations.policies import state_of
from consult.consultations.queries import by_ids
from consult.consultations.queries.owners import ClauseWords, words_of
from consult.contributions import queries as contributions
from consult.contributions.errors import NotNowError
from consult.contributions.models import Contribution, Draft, Kind
from consult.contributions.policies import counted_from, may_reply, speaks_for_the_body
from consult.contributions.services.drafts import draft_mark
from consult.contributions.services.kept_votes import counts_at
from consult.presenters.clauses import clause_named
from consult.public.contributions import drafts as contribution_drafts
from consult.public.contributions.forms import WaitingForm
from consult.shared.errors import DomainError
from consult.shared.language import language_of
from consult.shared.state import State
from consult.shared.subjects import Subject, SubjectKind
from consult.shared.text import paragraphs
from consult.votes.models import KeptVote
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import bidi_isolate, lang_of, localized
from consult.web.request_time import arrived_at
from consult.web.settings import settings
from consult.web.wording import sentence


@dataclass(frozen=True, slots=True)
class About:
    """What something that waits is about: its consultation, and the place in it, in words and as an address."""

    title: str
    lang: str
    url: str
    place: str
    place_url: str


@dataclass(frozen=True, slots=True)
class WaitingWords:
    """Words that wait. ``here``: this browser alone keeps them; ``shut``: why they cannot be published now.

    ``mark`` changes whenever they do.
    """

    id: int
    about: About
    stance: str | None
    stance_label: str | None
    title: str
    paragraphs: list[str]
    lang: str
    arrived_at: datetime
    kept_until: datetime
    here: bool
    from_browser: bool
    counts: str | None
    shut: str | None
    form: WaitingForm | None
    mark: str


@dataclass(frozen=True, slots=True)
class WaitingVote:
    """A vote that waits, and what its choice is called."""

    id: int
    about: About
    choice: str
    arrived_at: datetime
    kept_until: datetime
    from_browser: bool
    shut: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """All that waits for somebody here."""

    words: list[WaitingWords]
    votes: list[WaitingVote]


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """What waits for whoever is signed in; ``following`` is where they were going, None for nowhere."""

    actor: Actor
    waiting: Waiting
    following: str | None


@dataclass(frozen=True, slots=True)
class DiscardPage:
    """Words that are about to be thrown away."""

    words: WaitingWords


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Words that wait and are changed; ``seen`` marks those that were shown, ``edited``: they are others by now."""

    words: WaitingWords
    seen: str
    edited: bool


@dataclass(frozen=True, slots=True)
class DraftPage:
    """What a reader's browser keeps."""

    waiting: Waiting


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all that waits is about, read at once: consultations, their clauses by id, and contributions."""

    asked: Mapping[int, Consultation]
    clauses: Mapping[tuple[int, int], ClauseWords]
    parents: Mapping[str, Contribution]
    voices: Mapping[int, Contribution]


def _ground(session: Session, drafts: Sequence[Draft], votes: Sequence[KeptVote]) -> _Ground:
    about = {draft.consultation_id for draft in drafts} | {row.consultation_id for row in votes}
    asked = by_ids(session, about) if about else {}
    versions = [text.version_id for each in asked.values() for text in each.texts]
    parents = {str(draft.words["parent"]) for draft in drafts if draft.words["parent"]}
    voices = {row.subject_id for row in votes if row.subject.kind == SubjectKind.CONTRIBUTION}
    return _Ground(
        asked=asked,
        clauses=words_of(session, version_ids=versions) if versions else {},
        parents=contributions.by_references(session, parents) if parents else {},
        voices=contributions.by_ids(session, voices) if voices else {},
    )


def for_reader(session: Session) -> Waiting:
    """Return what this browser keeps, for a reader who has not signed in."""
    drafts, votes = (
        contribution_drafts.drafts(session, user_id=None),
        contribution_drafts.votes(session, user_id=None),
    )
    ground = _ground(session, drafts, votes)
    return Waiting(
        words=[_words(ground, draft, None, None) for draft in drafts],
        votes=[_vote(ground, row) for row in votes],
    )


def for_person(session: Session, actor: Actor, organisations: dict[str, str]) -> Waiting:
    """Return what waits for ``actor``, with a form for each of the words; ``organisations`` are names by slug."""
    drafts = contribution_drafts.drafts(session, user_id=actor.user_id)
    votes = contribution_drafts.votes(session, user_id=actor.user_id)
    ground = _ground(session, drafts, votes)
    return Waiting(
        words=[
            _words(ground, draft, actor, WaitingForm.for_draft(draft, actor, organisations))
            for draft in drafts
        ],
        votes=[_vote(ground, row) for row in votes],
    )


def waiting_words(
    session: Session, draft: Draft, actor: Actor | None, form: WaitingForm | None
) -> WaitingWords:
    """Return one draft as its page shows it."""
    return _words(_ground(session, [draft], []), draft, actor, form)


def _words(ground: _Ground, draft: Draft, actor: Actor | None, form: WaitingForm | None) -> WaitingWords:
    words, asked = draft.words, ground.asked[draft.consultation_id]
    return WaitingWords(
        id=draft.id,
        about=_about(asked, *_place(ground, asked, words)),
        stance=words["stance"],
        stance_label=label("stance", words["stance"]) if words["stance"] else None,
        title=words["title"],
        paragraphs=paragraphs("\n\n".join(part for part in (words["problem"], words["body"]) if part)),
        lang=words["language"] or language_of(words["body"]),
        arrived_at=draft.arrived_at,
        kept_until=draft.arrived_at + timedelta(days=settings().draft_days),
        here=draft.user_id is None,
        from_browser=draft.user_id is None or draft.claimed_at is not None,
        counts=_counts(asked, draft.arrived_at),
        shut=_shut(ground, asked, words, actor),
        form=form,
        mark=draft_mark(draft),
    )


def _about(asked: Consultation, place: str, place_url: str) -> About:
    url = url_for("public.consultation", slug=asked.slug)
    return About(localized(asked, "title"), lang_of(asked, "title"), url, place, place_url)


def _place(ground: _Ground, asked: Consultation, words: Mapping[str, object]) -> tuple[str, str]:
    """Return what words are about within their consultation, and its address."""
    if words["kind"] == Kind.REPLY:
        reference = str(words["parent"])
        return _("In reply to %(reference)s", reference=bidi_isolate(reference)), _voice_url(reference)
    if words["kind"] == Kind.PROPOSAL:
        return _("A proposal"), url_for("public.propose", slug=asked.slug)
    subject = Subject.of(str(words["subject"])) if words["subject"] else None
    if subject is None or subject.kind != SubjectKind.CLAUSE:
        return _("On the whole text"), url_for(
            "public.text", slug=asked.slug, clause="whole", _anchor="whole"
        )
    return _clause(ground, asked, subject.id)


def _clause(ground: _Ground, asked: Consultation, clause_id: int) -> tuple[str, str]:
    found = (ground.clauses.get((text.version_id, clause_id)) for text in asked.texts)
    row = next((row for row in found if row is not None), None)
    url = url_for("public.text", slug=asked.slug, clause=clause_id, _anchor=f"clause-{clause_id}")
    if row is None:
        return _("On a clause"), url
    return clause_named(row), url


def _voice_url(reference: str) -> str:
    return url_for("public.contribution", reference=reference)


def _counts(asked: Consultation, arrived: datetime) -> str | None:
    """Return how words that arrived then would count if they were published now, where that needs saying."""
    now, hours = arrived_at(), settings().confirm_hours
    if state_of(asked, now) is not State.CLOSED:
        return None
    if state_of(asked, counted_from(arrived, now, hours)) is State.CLOSED:
        return str(
            _("The consultation has closed. Yours will be marked as late, and is answered like the others.")
        )
    until = dates.full(arrived + timedelta(hours=hours))
    return str(
        _("You sent it before the closing. Publish it by %(moment)s and it counts as in time.", moment=until)
    )


def _shut(
    ground: _Ground, asked: Consultation, words: Mapping[str, object], actor: Actor | None
) -> str | None:
    """Return why words cannot be published now, None where they can."""
    if (state := state_of(asked, arrived_at())).is_over:
        return sentence(NotNowError("contribution-not-now", state))
    if speaks_for_the_body(actor, asked):
        return sentence(DomainError("speaks-for-the-body"))
    parent = ground.parents.get(str(words["parent"]))
    return sentence(DomainError("reply-not-now")) if parent is not None and not may_reply(parent) else None


def _vote(ground: _Ground, row: KeptVote) -> WaitingVote:
    asked = ground.asked[row.consultation_id]
    hours, now = settings().confirm_hours, arrived_at()
    counted = counts_at(asked, row, now, hours)
    ended = (state := state_of(asked, now)).is_over or state_of(asked, counted) is not State.OPEN
    return WaitingVote(
        id=row.id,
        about=_about(asked, *_subject(ground, asked, row)),
        choice=label("choice", row.choice),
        arrived_at=row.arrived_at,
        kept_until=row.arrived_at + timedelta(days=settings().draft_days),
        from_browser=row.user_id is None,
        shut=sentence(NotNowError("vote-not-now", state)) if ended else None,
    )


def _subject(ground: _Ground, asked: Consultation, row: KeptVote) -> tuple[str, str]:
    if row.subject.kind == SubjectKind.CLAUSE:
        return _clause(ground, asked, row.subject_id)
    reference = ground.voices[row.subject_id].reference
    return _("Contribution %(reference)s", reference=bidi_isolate(reference)), _voice_url(reference)


def subject_url(session: Session, row: KeptVote) -> str:
    """Return where that stands which a vote is on."""
    ground = _ground(session, [], [row])
    return _subject(ground, ground.asked[row.consultation_id], row)[1]
