"""Posting and withdrawing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from consult.accounts.policies import Actor, may_speak_for, may_take_part
from consult.accounts.queries import lock_user
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.consultations.policies import judged_at, may_contribute, state_of, takes_words
from consult.consultations.policies.capabilities import taking_proposals
from consult.contributions import queries
from consult.contributions.errors import NotNowError
from consult.contributions.models import INTEREST, Contribution, Kind, Revision, Stance, Status
from consult.contributions.policies import is_author, may_withdraw, speaks_for_the_body
from consult.contributions.services.counting import count_contribution
from consult.contributions.services.following import tell_followers
from consult.contributions.services.indexing import index_words
from consult.contributions.services.placing import Words, activity_there, place
from consult.organisations import queries as organisations
from consult.organisations.models import Organisation
from consult.outbox.services import Message, enqueue
from consult.record.services import append, next_reference
from consult.shared.clock import in_utc
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.fingerprint import VERSION, canonical_details, fingerprint, new_salt, sealed
from consult.shared.language import language_of
from consult.shared.text import clean, clean_title, has_words

MAX_BODY, MAX_TITLE, MAX_INTEREST = 3000, 200, 300
# The minutes within which the same words in the same place are one contribution, where nobody says otherwise.
REPEAT_MINUTES = 10
# For these people go back; the words are the same, and count once. In an organisation's name they are its own.
_CHANGED_ON_GOING_BACK = frozenset({"stance", "shown_name"})
VOICES = frozenset(Kind) - {Kind.CLARIFICATION}


def submit(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    words: Words,
    arrived_at: datetime | None = None,
    repeat_minutes: int = REPEAT_MINUTES,
) -> Contribution:
    """Post ``words`` and put their receipt in the outbox; return the contribution.

    ``arrived_at`` is when the request that carried them came, ``now`` by default. The same key posts once: sent
    again, it returns what was posted. So do the same words in the same place within ``repeat_minutes``, under whatever
    key, stance or shown name (the contribution keeps the first), unless those were withdrawn, hidden or erased. Raises
    NotNowError by the clock, DomainError at a field, and ``speaks-for-the-body`` for an officer of the asking body,
    whose words are no voice in it (``clarify``).
    """
    arrived = arrived_at or now
    if not may_take_part(actor):
        raise DomainError("confirm-first")
    consultation = consultations.lock(session, consultation_id, shared=True)
    if consultation is None or consultation.announced_at is None or consultation.announced_at > now:
        raise NotFoundError
    # The same words that come twice at once come one after the other: the second finds the first.
    lock_user(session, actor.user_id)
    posted = queries.posted_with_key(session, author_id=actor.user_id, key=words.key)
    if posted is not None:
        return posted
    _check_moment(consultation, arrived, now)
    if speaks_for_the_body(actor, consultation):
        raise DomainError("speaks-for-the-body")
    tidy = checked(consultation, words)
    said = _said(session, actor, consultation, tidy)
    if not may_contribute(actor, consultation, arrived, activity_there(consultation, said)):
        raise NotNowError("contribution-not-now", state_of(consultation, arrived))
    same = {name: value for name, value in said.items() if name not in _CHANGED_ON_GOING_BACK}
    first = queries.said_before(session, since=now - timedelta(minutes=repeat_minutes), said=same)
    if first is not None:
        return first
    try:
        with session.begin_nested():
            contribution = _post(session, now, arrived, consultation, tidy, said)
    except IntegrityError:
        again = queries.posted_with_key(session, author_id=actor.user_id, key=words.key)
        if again is None:
            raise
        return again
    enqueue(session, now=now, messages=[receipt(actor, contribution.reference)])
    return contribution


def receipt(actor: Actor, reference: str, number: int = 1) -> Message:
    """Return the receipt of a revision, which goes out once, to whoever wrote it."""
    content = {"reference": reference, "revision": number}
    return Message(receipt_key(reference, number), "receipt", actor.email, actor.language, content)


def receipt_key(reference: str, number: int) -> str:
    """Return under which key the receipt of a revision stands in the outbox; the first has no number there."""
    return f"receipt:{reference}" if number == 1 else f"receipt:{reference}:{number}"


def _check_moment(consultation: Consultation, arrived: datetime, now: datetime) -> None:
    state = state_of(consultation, judged_at(consultation, now))
    if state.is_over or not takes_words(consultation, arrived):
        raise NotNowError("contribution-not-now", state if state.is_over else state_of(consultation, arrived))


def checked(consultation: Consultation, words: Words) -> Words:
    """Return ``words`` cleaned; raise DomainError at each field that breaks a rule."""
    tidy = replace(
        words, body=clean(words.body), title=clean_title(words.title), problem=clean(words.problem)
    )
    proposal = tidy.kind == Kind.PROPOSAL
    interest = clean_title(words.facts.get(INTEREST, ""))
    interest = interest if has_words(interest) else ""
    problems = problems_of_words({"title": tidy.title}, most=MAX_TITLE) if proposal else []
    said = {"problem": tidy.problem, "body": tidy.body} if proposal else {"body": tidy.body}
    problems += problems_of_words(said, most=MAX_BODY)
    problems += problems_of_words({INTEREST: interest}, most=MAX_INTEREST, needed=False)
    if interest and not words.organisation:
        problems.append(DomainError("declares-for-an-organisation", field=INTEREST))
    if tidy.stance is not None and tidy.stance not in set(Stance):
        problems.append(DomainError("choose-one", field="stance"))
    # What the asking body says itself comes another way (``clarify``).
    if tidy.kind not in VOICES or (tidy.parent is None) is (tidy.kind == Kind.REPLY):
        raise NotFoundError
    if proposal and taking_proposals(consultation.activities) is None:
        raise NotFoundError
    raise_any(problems)
    facts = {INTEREST: interest} if interest else {}
    return replace(tidy, facts=facts) if proposal else replace(tidy, title="", problem="", facts=facts)


def _said(
    session: Session, actor: Actor, consultation: Consultation, words: Words
) -> dict[str, int | str | None]:
    """Return the columns that tell who says what, where and in whose name."""
    organisation = _speaker(session, actor, words)
    return {
        "author_id": actor.user_id, "consultation_id": consultation.id, "kind": words.kind,
        **place(session, consultation, words), "stance": words.stance, "title": words.title or None,
        "problem": words.problem or None, "body": words.body,
        "organisation_id": organisation.id if organisation else None,
        "shown_name": actor.public_name if words.named else None,
    }  # fmt: skip


def _speaker(session: Session, actor: Actor, words: Words) -> Organisation | None:
    if not words.organisation:
        return None
    organisation = organisations.by_slug(session, words.organisation)
    if organisation is None or not may_speak_for(actor, organisation.slug):
        raise NotFoundError
    return organisation


def _post(
    session: Session, now: datetime, arrived: datetime, consultation: Consultation, words: Words,
    said: dict[str, int | str | None],
) -> Contribution:  # fmt: skip
    speaker = said["organisation_id"]
    contribution = Contribution(
        **{name: value for name, value in said.items() if name not in queries.REVISION_COLUMNS},
        reference=next_reference(session, prefix="V", year=arrived.astimezone(UTC).year, now=now),
        consultation=consultation, organisation=session.get(Organisation, speaker) if speaker else None,
        posted_at=now, late=arrived >= consultation.closes_at, status=Status.PUBLISHED, status_at=now,
        idempotency_key=words.key,
    )  # fmt: skip
    revision = Revision(
        **{name: value for name, value in said.items() if name in queries.REVISION_COLUMNS},
        language=words.language or language_of(str(said["body"])), received_at=arrived.replace(microsecond=0),
        details=canonical_details(words.facts),
    )  # fmt: skip
    store_sealed(session, now=now, contribution=contribution, revision=revision, role="participant")
    return contribution


def store_sealed(
    session: Session, *, now: datetime, contribution: Contribution, revision: Revision, role: str
) -> None:
    """Store a contribution and its first revision with its fingerprint, its search text, and its entry in the log."""
    session.add(contribution)
    session.flush()
    revision.contribution_id, revision.number = contribution.id, contribution.revision_number
    revision.consultation_id = contribution.consultation_id
    seal(session, contribution, revision)
    set_committed_value(contribution, "revision", revision)
    index_words(session, contribution)
    count_contribution(session, contribution, before=None, after=contribution.status)
    tell_followers(session, contribution, posted=True)
    append(
        session, now=now, kind="contribution-received", subject=contribution.reference, role=role,
        details={"fingerprint": contribution.fingerprint},
    )  # fmt: skip


def seal(session: Session, contribution: Contribution, revision: Revision) -> None:
    """Give a new revision its salt and its fingerprint, and store it."""
    revision.salt, revision.seal_version = new_salt(), VERSION
    revision.fingerprint = fingerprint(revision.salt, sealed_fields(contribution, revision), version=VERSION)
    session.add(revision)
    session.flush()


def sealed_fields(contribution: Contribution, revision: Revision) -> dict[str, str]:
    """Return the fields that a revision's fingerprint covers, as text; those that are empty as empty text."""
    speaker = contribution.organisation
    return {
        "reference": contribution.reference,
        "received": in_utc(revision.received_at),
        "consultation": contribution.consultation.slug,
        "kind": contribution.kind,
        "about": contribution.about,
        "language": revision.language,
        "stance": revision.stance or "",
        "title": revision.title or "",
        "problem": revision.problem or "",
        "body": revision.body or "",
        "activity": contribution.activity.slug,
        "subject": contribution.subject.sealed,
        "revision": str(revision.number),
        "name": revision.shown_name or "",
        "organisation": speaker.slug if speaker else "",
        "channel": contribution.channel,
        "details": revision.details or "",
    }


def sealed_file(contribution: Contribution, revision: Revision) -> bytes:
    """Return the bytes whose SHA-256 is a revision's fingerprint; NotFoundError once they were destroyed."""
    if revision.salt is None:
        raise NotFoundError
    return sealed(revision.salt, sealed_fields(contribution, revision), version=revision.seal_version)


def withdraw(session: Session, *, actor: Actor, now: datetime, reference: str) -> None:
    """Take one's own contribution back while the consultation is open; a tombstone stays. Again changes nothing."""
    found = queries.by_reference(session, reference)
    if found is not None:
        # First the consultation, as everybody who decides on a contribution: so nobody waits for another in a circle.
        consultations.lock(session, found.consultation_id, shared=True)
    contribution = queries.lock(session, reference)
    if contribution is None or actor.suspended or not is_author(actor, contribution):
        raise NotFoundError
    if contribution.status == Status.WITHDRAWN:
        return
    at = judged_at(contribution.consultation, now)
    if not may_withdraw(actor, contribution, at):
        raise NotNowError("withdraw-not-now", state_of(contribution.consultation, at))
    # The entry first: the database withdraws nothing that has none.
    append(session, now=now, kind="contribution-withdrawn", subject=reference, role="participant", details={})
    change_status(session, now=now, contribution=contribution, status=Status.WITHDRAWN)


def change_status(session: Session, *, now: datetime, contribution: Contribution, status: Status) -> None:
    """Set whether a contribution is shown, and count it as that; its words stay as they are."""
    count_contribution(session, contribution, before=contribution.status, after=status.value)
    contribution.status = status.value
    contribution.status_at = now
    session.flush()
    tell_followers(session, contribution)
