"""Keying in what came by post, by email, by telephone or on paper, for people who do not write here themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations import queries as consultations
from consult.consultations.errors import StateError
from consult.consultations.models import Consultation
from consult.consultations.policies import allows, judged_at, may_ask_for, state_of
from consult.contributions import queries
from consult.contributions.models import Channel, Contribution, Governorate, Kind, Letter, Revision, Status
from consult.contributions.models.letters import GOVERNORATE, PLACE, RECEIVED_ON, STANDS_FOR
from consult.contributions.policies import may_key_in
from consult.contributions.services.placing import Where, Words, place
from consult.contributions.services.posting import checked, receipt_key, store_sealed
from consult.outbox.services import Message, enqueue
from consult.record.services import next_reference
from consult.shared.email_address import email_address
from consult.shared.errors import DomainError, NotFoundError, ProblemsError, problems_of_words, raise_any
from consult.shared.fingerprint import canonical_details
from consult.shared.language import language_of
from consult.shared.text import clean, clean_title

# The days after the closing until which what came in time is keyed in, where nobody says otherwise.
KEY_IN_DAYS = 14
# The ways on which something comes that is keyed in here; a workshop brings its own.
KEYED_IN = (Channel.POST, Channel.EMAIL, Channel.PHONE, Channel.PAPER)
MAX_PLACE, MAX_EVIDENCE, MOST_PEOPLE = 120, 500, 100_000


@dataclass(frozen=True)
class Received:
    """How something came. ``evidence`` says how the day is known; ``people`` for how many it speaks, 1 at least.

    ``receipt_to`` is an address to which the receipt goes, in ``language``; empty: it is printed, or nobody wants one.
    ``again``: the same words came already, and these are other people's.
    """

    channel: str
    received_on: date | None
    evidence: str
    place: str = ""
    governorate: str = ""
    people: int | None = 1
    receipt_to: str = ""
    language: str = "ar"
    again: bool = False


def key_in(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, consultation_id: int, words: Words,
    received: Received, days: int = KEY_IN_DAYS,
) -> Contribution:  # fmt: skip
    """Publish what came on another way, sealed like every voice and with no author; return it.

    The same key is keyed in once. It is late by the day on which it came, in ``zone``, and not by that of keying in.
    Raises NotFoundError where it is not ``actor``'s to do, StateError by the state, ``key-in-not-now`` after ``days``
    from the closing, DomainError at a field, and ``keyed-in-already`` where the same words stand in the same place.
    """
    consultation = _open_to(session, actor, now, consultation_id)
    there = queries.letter_with_key(session, key=words.key)
    if there is not None:
        if there.consultation_id != consultation.id:
            raise NotFoundError
        return there.contribution
    tidy, where = _ready(session, actor, now, zone, consultation, words, received, days)
    said = _said(session, now, zone, consultation, tidy, received, where)
    session.add(
        Letter(
            contribution_id=said.id, consultation_id=consultation.id, key=words.key, received_on=received.received_on,
            evidence=clean(received.evidence), keyed_by_id=actor.user_id, keyed_at=now,
        )
    )  # fmt: skip
    session.flush()
    if received.receipt_to.strip():
        address, reference = email_address(received.receipt_to), said.reference
        content = {"reference": reference, "revision": 1}
        message = Message(receipt_key(reference, 1), "letter-receipt", address, received.language, content)
        enqueue(session, now=now, messages=[message])
    return said


def looked_over(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, consultation_id: int, words: Words,
    received: Received, days: int = KEY_IN_DAYS,
) -> Words:  # fmt: skip
    """Return what ``key_in`` would publish, cleaned and with its facts; raise as it does. Nothing is written."""
    consultation = _open_to(session, actor, now, consultation_id)
    tidy, _where = _ready(session, actor, now, zone, consultation, words, received, days)
    return tidy


def attach_original(
    session: Session, *, actor: Actor, now: datetime, reference: str, stored_key: str, media_type: str, size: int,
    stem: str,
) -> str | None:  # fmt: skip
    """Keep the original of a letter, for those alone who decide about voices; return the key of what it replaces."""
    letter = _own_letter(session, actor, now, reference)
    before = letter.stored_key
    letter.stored_key, letter.media_type, letter.size, letter.stem = stored_key, media_type, size, stem
    session.flush()
    return before


def take_off_original(session: Session, *, actor: Actor, now: datetime, reference: str) -> str | None:
    """Keep the original of a letter no more; return the key of its bytes, None where there was none."""
    letter = _own_letter(session, actor, now, reference)
    before = letter.stored_key
    letter.stored_key, letter.media_type, letter.size, letter.stem = None, "", None, ""
    session.flush()
    return before


def _own_letter(session: Session, actor: Actor, now: datetime, reference: str) -> Letter:
    # The contribution first, as whoever erases it holds it: an original is kept before that and goes too, or never is.
    queries.lock(session, reference)
    letter = queries.lock_letter(session, reference)
    if letter is None or letter.contribution.status == Status.ERASED:
        raise NotFoundError
    asked = letter.contribution.consultation
    if not may_ask_for(actor, asked, asked.organisation.scope, Act.KEY_IN, now):
        raise NotFoundError
    return letter


def _open_to(session: Session, actor: Actor, now: datetime, consultation_id: int) -> Consultation:
    """Return the consultation, held alone: of two who key in the same words at once, the second finds the first."""
    consultation = consultations.lock(session, consultation_id)
    if consultation is None or not may_ask_for(
        actor, consultation, consultation.organisation.scope, Act.KEY_IN, now
    ):
        raise NotFoundError
    at = judged_at(consultation, now)
    if not allows(consultation, Act.KEY_IN, at):
        raise StateError(Act.KEY_IN, state_of(consultation, at))
    return consultation


def _ready(
    session: Session, actor: Actor, now: datetime, zone: tzinfo, consultation: Consultation, words: Words,
    received: Received, days: int,
) -> tuple[Words, Where]:  # fmt: skip
    """Return the cleaned words and their place, once nothing stands against publishing them."""
    if not may_key_in(actor, consultation, now, days=days):
        raise DomainError("key-in-not-now")
    tidy = _checked(consultation, words, received, now, zone)
    where = place(session, consultation, tidy)
    if not received.again:
        first = queries.keyed_in_before(session, where=where, body=tidy.body)
        if first is not None:
            raise DomainError("keyed-in-already", field="again", reference=first)
    return tidy, where


def _checked(
    consultation: Consultation, words: Words, received: Received, now: datetime, zone: tzinfo
) -> Words:
    """Return the words cleaned, with the facts that are sealed beside them; raise DomainError at each field."""
    if words.kind not in {Kind.COMMENT, Kind.PROPOSAL}:
        # No other kind has words to be checked, and no form offers one.
        raise DomainError("choose-one", field="kind")
    problems = [*_problems(received), *_problems_of_kind(words)]
    problems += _problems_of_day(consultation, received.received_on, now, zone)
    try:
        tidy = checked(consultation, words)
    except DomainError as problem:
        also = problem.problems if isinstance(problem, ProblemsError) else [problem]
        raise ProblemsError([*problems, *also]) from problem
    raise_any(problems)
    many = received.people is not None and received.people > 1
    facts = {
        RECEIVED_ON: received.received_on.isoformat() if received.received_on else "",
        PLACE: clean_title(received.place),
        GOVERNORATE: received.governorate,
        STANDS_FOR: str(received.people) if many else "",
    }
    return replace(tidy, facts=facts)


def _problems(received: Received) -> list[DomainError]:
    problems = [] if received.channel in KEYED_IN else [DomainError("choose-one", field="channel")]
    if received.governorate and received.governorate not in set(Governorate):
        problems.append(DomainError("choose-one", field="governorate"))
    problems += problems_of_words({"evidence": clean(received.evidence)}, most=MAX_EVIDENCE)
    problems += problems_of_words({"from_place": clean_title(received.place)}, most=MAX_PLACE, needed=False)
    if received.people is None or not 1 <= received.people <= MOST_PEOPLE:
        problems.append(DomainError("people-unreadable", field="people", most=MOST_PEOPLE))
    if received.receipt_to.strip():
        try:
            email_address(received.receipt_to)
        except DomainError as problem:
            problems.append(DomainError(problem.code, field="receipt_to", **problem.values))
    return problems


def _problems_of_day(
    consultation: Consultation, day: date | None, now: datetime, zone: tzinfo
) -> list[DomainError]:
    if day is None:
        return [DomainError("day-needed", field="received_on")]
    if day > now.astimezone(zone).date():
        return [DomainError("day-to-come", field="received_on")]
    if day < consultation.opens_at.astimezone(zone).date():
        return [DomainError("before-the-opening", field="received_on")]
    return []


def _problems_of_kind(words: Words) -> list[DomainError]:
    """Return what stands against its place and kind: nothing that was typed is left out without a word."""
    problems = [DomainError("choose-one", field="where")] if words.version_id == 0 else []
    if words.kind == Kind.COMMENT and (clean_title(words.title) or clean(words.problem)):
        problems.append(DomainError("title-of-a-comment", field="kind"))
    return problems


def _said(
    session: Session, now: datetime, zone: tzinfo, consultation: Consultation, words: Words, received: Received,
    where: dict[str, int | str | None],
) -> Contribution:  # fmt: skip
    closing, day = consultation.closes_at.astimezone(zone).date(), received.received_on
    said = Contribution(
        reference=next_reference(session, prefix="V", year=now.astimezone(UTC).year, now=now),
        consultation_id=consultation.id, consultation=consultation, kind=words.kind, **where, author_id=None,
        channel=received.channel, posted_at=now, late=day is not None and day > closing,
        status=Status.PUBLISHED, status_at=now, idempotency_key=words.key,
    )  # fmt: skip
    revision = Revision(
        title=words.title or None, problem=words.problem or None, body=words.body, stance=words.stance,
        language=words.language or language_of(words.body), received_at=now.replace(microsecond=0),
        details=canonical_details(words.facts),
    )  # fmt: skip
    store_sealed(session, now=now, contribution=said, revision=revision, role=Role.MODERATOR.value)
    return said
