"""Keeping words for those who have not signed in yet, and publishing them when they say so."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.queries import lock_user, token_hash
from consult.consultations import queries as consultations
from consult.consultations.policies import state_of, takes_place
from consult.contributions import queries
from consult.contributions.errors import NotNowError
from consult.contributions.models import INTEREST, Contribution, Draft
from consult.contributions.policies import counted_from, may_reply
from consult.contributions.services.placing import Words, activity_there, place
from consult.contributions.services.posting import REPEAT_MINUTES, checked, submit
from consult.contributions.services.revising import Anew
from consult.shared.errors import DomainError, NotFoundError
from consult.shared.subjects import Subject
from consult.votes import queries as votes


@dataclass(frozen=True)
class Speaking:
    """In whose name words are published: by the public name, for the organisation with this slug, or without a name.

    ``interest`` is what an organisation declares.
    """

    named: bool = False
    organisation: str | None = None
    interest: str = ""


def keep_draft(
    session: Session,
    *,
    now: datetime,
    consultation_id: int,
    words: Words,
    user_id: int | None = None,
    tokens: Collection[str] = (),
    repeat_minutes: int = REPEAT_MINUTES,
) -> str:
    """Keep ``words`` until their author publishes them; return the token that opens them. Same rules as posting.

    ``tokens`` are those of what the same browser keeps already. The very same words within ``repeat_minutes``, from it
    or from the person, are kept once: then it is the first token, or an empty one for a person, who needs none.
    """
    consultation = consultations.by_id(session, consultation_id)
    if consultation is None or not state_of(consultation, now).awaits_answer:
        raise NotFoundError
    words = checked(consultation, words)
    # What is about nothing, or in what has closed or not begun, could never be published as it came.
    where = place(session, consultation, words)
    if not takes_place(activity_there(consultation, where), now):
        raise NotNowError("contribution-not-now", state_of(consultation, now))
    if user_id is not None:
        lock_user(session, user_id)
    kept = (
        queries.drafts_by_tokens(session, tokens)
        if user_id is None
        else queries.waiting_drafts(session, user_id=user_id)
    )
    since = now - timedelta(minutes=repeat_minutes)
    for draft in kept:
        if draft.arrived_at >= since and _same(draft, consultation_id, words):
            return next((each for each in tokens if token_hash(each) == draft.token_hash), "")
    token = secrets.token_urlsafe(32)
    session.add(
        Draft(
            token_hash=token_hash(token), user_id=user_id, consultation_id=consultation_id,
            words=stored(words), arrived_at=now,
        )
    )  # fmt: skip
    session.flush()
    return token


def _same(draft: Draft, consultation_id: int, words: Words) -> bool:
    """Whether a draft holds these words in this place; the key of its form is no part of them."""
    return draft.consultation_id == consultation_id and {**draft.words, "key": words.key} == stored(words)


def stored(words: Words) -> dict[str, Any]:
    """Return words as a draft holds them: what they are about by its code."""
    return {**asdict(words), "subject": words.subject.code if words.subject else None}


def words_of(draft: Draft) -> Words:
    """Return the words that a draft holds, which was not published."""
    code = draft.words["subject"]
    return Words(**{**draft.words, "subject": Subject.of(code) if code else None})


def claim_draft(session: Session, *, now: datetime, user_id: int | None, token: str) -> None:
    """Give the draft with this token to a person, if it is nobody's yet; one statement, whoever that is."""
    mine = (Draft.token_hash == token_hash(token), Draft.user_id.is_(None))
    session.execute(
        update(Draft).where(*mine).values(user_id=user_id, claimed_at=None if user_id is None else now)
    )


def own_draft(
    session: Session, *, user_id: int, draft_id: int, tokens: Collection[str], hold: bool = False
) -> Draft:
    """Return a draft, posted or not, of a person, or one that the browser with ``tokens`` keeps for nobody yet.

    ``hold`` locks it until the transaction ends. NotFoundError for another's, and for one that was thrown away.
    """
    draft = (queries.lock_draft if hold else queries.draft_by_id)(session, draft_id)
    kept_here = draft is not None and draft.token_hash in {token_hash(token) for token in tokens}
    if draft is None or not (draft.user_id == user_id or (draft.user_id is None and kept_here)):
        raise NotFoundError
    return draft


def take_draft(session: Session, *, actor: Actor, draft_id: int, tokens: Collection[str] = ()) -> None:
    """Let a person say that a draft of their browser is theirs: their account keeps it, as what they wrote there."""
    draft = own_draft(session, user_id=actor.user_id, draft_id=draft_id, tokens=tokens, hold=True)
    draft.user_id, draft.claimed_at = actor.user_id, None
    session.flush()


def publish_draft(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    draft_id: int,
    grace_hours: int,
    tokens: Collection[str] = (),
    speaking: Speaking | None = None,
    repeat_minutes: int = REPEAT_MINUTES,
    seen: str | None = None,
) -> Contribution:
    """Publish a draft of ``actor``, or of their browser's, and return the contribution; again returns the same one.

    It counts from its arrival if it is published within ``grace_hours``, else from now. ``speaking`` takes the place
    of what was chosen when it was written. Raises what ``submit`` raises, ``reply-not-now`` and ``place-gone`` where
    that which it speaks about is gone, and ``changed-meanwhile`` where these are no more the words that were ``seen``,
    by their ``draft_mark``; the draft then stays.
    """
    mine = own_draft(session, user_id=actor.user_id, draft_id=draft_id, tokens=tokens)
    # The order of posting: consultation, author, and then the draft, which two presses may want at once.
    consultations.lock(session, mine.consultation_id, shared=True)
    lock_user(session, actor.user_id)
    draft = own_draft(session, user_id=actor.user_id, draft_id=draft_id, tokens=tokens, hold=True)
    posted = queries.by_reference(session, draft.posted_reference) if draft.posted_reference else None
    if posted is not None:
        return posted
    _check_seen(draft, seen)
    words = words_of(draft)
    if speaking is not None:
        facts = {INTEREST: speaking.interest} if speaking.interest else {}
        words = replace(words, named=speaking.named, organisation=speaking.organisation, facts=facts)
    _check_parent(session, words)
    try:
        contribution = submit(
            session, actor=actor, now=now, consultation_id=draft.consultation_id, words=words,
            arrived_at=counted_from(draft.arrived_at, now, grace_hours), repeat_minutes=repeat_minutes,
        )  # fmt: skip
    except NotFoundError as gone:
        raise DomainError("place-gone") from gone
    # The words stand in the contribution now; a second copy could outlive their erasure.
    draft.user_id, draft.posted_reference, draft.words = actor.user_id, contribution.reference, {}
    session.flush()
    return contribution


def draft_mark(draft: Draft) -> str:
    """Return what changes whenever the words of a draft do: 16 hex digits."""
    return hashlib.sha256(repr(sorted(draft.words.items())).encode()).hexdigest()[:16]


def _check_seen(draft: Draft, seen: str | None) -> None:
    if seen is not None and seen != draft_mark(draft):
        raise DomainError("changed-meanwhile")


def _check_parent(session: Session, words: Words) -> None:
    parent = queries.by_reference(session, words.parent) if words.parent else None
    if parent is not None and not may_reply(parent):
        raise DomainError("reply-not-now")


def change_draft(
    session: Session, *, actor: Actor, now: datetime, draft_id: int, anew: Anew, tokens: Collection[str] = (),
    seen: str | None = None,
) -> None:  # fmt: skip
    """Let other words wait in the place of one's own; they arrive now, and count from now.

    Where they are said, in whose name and below what stays. Raises NotFoundError for another's, DomainError at a
    field, ``published-meanwhile``, ``changed-meanwhile`` as publishing does, and ``place-gone`` where the consultation
    takes no words any more.
    """
    draft = own_draft(session, user_id=actor.user_id, draft_id=draft_id, tokens=tokens, hold=True)
    if draft.posted_reference is not None:
        raise DomainError("published-meanwhile")
    asked = consultations.by_id(session, draft.consultation_id)
    if asked is None or not state_of(asked, now).awaits_answer:
        raise DomainError("place-gone")
    before = words_of(draft)
    after = replace(
        before, body=anew.body, title=anew.title, problem=anew.problem,
        stance=None if before.parent else anew.stance, key=secrets.token_urlsafe(16), language=None,
    )  # fmt: skip
    tidy = checked(asked, after)
    if {**stored(tidy), "key": before.key, "language": before.language} == draft.words:
        return
    _check_seen(draft, seen)
    draft.words, draft.arrived_at = stored(tidy), now
    if draft.user_id is not None:
        # Whoever changed it has read it: it is no more what some browser kept.
        draft.claimed_at = None
    session.flush()


def drop_draft(session: Session, *, actor: Actor, draft_id: int, tokens: Collection[str] = ()) -> None:
    """Throw away a draft of ``actor``, or of their browser's; DomainError where it was published meanwhile."""
    draft = own_draft(session, user_id=actor.user_id, draft_id=draft_id, tokens=tokens, hold=True)
    if draft.posted_reference is not None:
        raise DomainError("published-meanwhile")
    session.delete(draft)
    session.flush()


def drop_stale_drafts(session: Session, *, before: datetime) -> int:
    """Delete words and votes that arrived before then and were never published; return how many."""
    stale = [
        *queries.stale_drafts(session, before=before),
        *votes.stale_kept_votes(session, before=before),
    ]
    for each in stale:
        session.delete(each)
    session.flush()
    return len(stale)


def drop_drafts_of(session: Session, *, user_id: int) -> None:
    """Delete what waits on an account whose address was never confirmed: its owner may not have written it."""
    for each in (
        *queries.waiting_drafts(session, user_id=user_id),
        *votes.kept_votes(session, user_id=user_id, token=None),
    ):
        session.delete(each)
    session.flush()
