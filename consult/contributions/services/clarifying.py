"""The asking body's own word in a thread: a contribution with its receipt and its entry in the log, and no voice."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.accounts.queries import user_by_id
from consult.consultations import queries as consultations
from consult.consultations.errors import StateError
from consult.consultations.models import Consultation
from consult.consultations.policies import allows, judged_at, may_ask_for, state_of
from consult.contributions import queries
from consult.contributions.models import Contribution, Kind, Revision, Status
from consult.contributions.policies import may_reply
from consult.contributions.services.placing import Words, place
from consult.contributions.services.posting import MAX_BODY, receipt, store_sealed
from consult.outbox.services import Message, enqueue
from consult.record.services import next_reference
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.language import language_of
from consult.shared.subjects import Subject, SubjectKind
from consult.shared.text import clean


def clarify(
    session: Session, *, actor: Actor, now: datetime, parent_reference: str, text: str, language: str | None, key: str
) -> Contribution:  # fmt: skip
    """Answer a contribution in the asking body's name and return the clarification; its author is told by mail.

    The same ``key`` posts once. ``language`` is that of ``text``, None to go by its script. Raises StateError unless
    the consultation is open or being answered, DomainError ``reply-not-now`` where the thread takes no more.
    """
    parent = queries.by_reference(session, parent_reference)
    if parent is None:
        raise NotFoundError
    words = Words(key, text, kind=Kind.CLARIFICATION, parent=parent_reference, language=language)
    return _clarified(session, actor, now, parent.consultation_id, words, parent)


def clarify_text(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, clause_id: int | None,
    version_id: int | None, text: str, language: str | None, key: str,
) -> Contribution:  # fmt: skip
    """Say something in the asking body's name on a clause, or on the whole text (None); return the clarification."""
    subject = None if clause_id is None else Subject(SubjectKind.CLAUSE, clause_id)
    words = Words(
        key, text, kind=Kind.CLARIFICATION, subject=subject, version_id=version_id, language=language
    )
    return _clarified(session, actor, now, consultation_id, words, None)


def _clarified(
    session: Session, actor: Actor, now: datetime, consultation_id: int, words: Words, parent: Contribution | None
) -> Contribution:  # fmt: skip
    consultation = _open_to(session, actor, now, consultation_id)
    posted = queries.posted_with_key(session, author_id=actor.user_id, key=words.key)
    if posted is not None:
        return posted
    body = _checked(words.body)
    if parent is not None and not may_reply(parent):
        raise DomainError("reply-not-now")
    try:
        with session.begin_nested():
            said = _said(session, actor, now, consultation, words, body)
    except IntegrityError:
        again = queries.posted_with_key(session, author_id=actor.user_id, key=words.key)
        if again is None:
            raise
        return again
    _tell(session, actor, now, said, parent)
    return said


def _open_to(session: Session, actor: Actor, now: datetime, consultation_id: int) -> Consultation:
    consultation = consultations.lock(session, consultation_id, shared=True)
    # The right comes first: to anyone else a draft and its state are not there.
    if consultation is None or not may_ask_for(
        actor, consultation, consultation.organisation.scope, Act.CLARIFY, now
    ):
        raise NotFoundError
    at = judged_at(consultation, now)
    if not allows(consultation, Act.CLARIFY, at):
        raise StateError(Act.CLARIFY, state_of(consultation, at))
    return consultation


def _checked(text: str) -> str:
    body = clean(text)
    raise_any(problems_of_words({"body": body}, most=MAX_BODY))
    return body


def _said(
    session: Session, actor: Actor, now: datetime, consultation: Consultation, words: Words, body: str
) -> Contribution:
    said = Contribution(
        reference=next_reference(session, prefix="V", year=now.astimezone(UTC).year, now=now),
        consultation_id=consultation.id, consultation=consultation, kind=words.kind,
        **place(session, consultation, words),
        author_id=actor.user_id, organisation=consultation.organisation, organisation_id=consultation.organisation_id,
        # What answers voices while they are being answered comes when it should: late is what came too late to count.
        posted_at=now, late=False, status=Status.PUBLISHED, status_at=now, idempotency_key=words.key,
    )  # fmt: skip
    revision = Revision(
        body=body, language=words.language or language_of(body), received_at=now.replace(microsecond=0)
    )
    store_sealed(session, now=now, contribution=said, revision=revision, role=Role.OFFICER.value)
    return said


def _tell(
    session: Session, actor: Actor, now: datetime, said: Contribution, parent: Contribution | None
) -> None:
    """Put the officer's receipt in the outbox, and word to the author of the voice that the body answered."""
    messages = [receipt(actor, said.reference)]
    if parent is not None and parent.counts_as_voice and parent.author_id not in {None, actor.user_id}:
        author = user_by_id(session, parent.author_id) if parent.author_id else None
        if author is not None:
            content = {"reference": said.reference}
            messages.append(
                Message(f"clarified:{said.reference}", "clarified", author.email, author.language, content)
            )
    enqueue(session, now=now, messages=messages)
