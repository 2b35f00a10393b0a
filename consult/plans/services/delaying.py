"""Declaring that a commitment as a whole is delayed, and that it is so no more: facts of it, each of its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, tzinfo

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.plans.models import Commitment
from consult.plans.policies import may_on_commitment
from consult.plans.policies.progress import reporting_state
from consult.plans.queries.scopes import scopes_of
from consult.plans.queries.standing import commitment_states, newest_fact_day
from consult.plans.services.progress import reporting_role
from consult.plans.services.recording import held, record_commitment
from consult.plans.services.words import CommitmentWords
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean, has_words

Words = tuple[str, str]


def delay_commitment(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, commitment_id: int, happened_on: date | None,
    reason: Words, recovery: Words,
) -> None:  # fmt: skip
    """Declare that a commitment is delayed since a day, with the reason and with what is done to recover.

    Raises DomainError at the fields, ``not-reported-on``, ``act-before-the-last`` for a day before what is recorded of
    it, ``commitment-stands-otherwise`` where it is delayed already; NotFoundError where it is not ``actor``'s to do.
    """
    commitment = _reported(session, actor, commitment_id)
    words = {
        f"{name}_{lang}": clean(said)
        for name, pair in (("reason", reason), ("recovery", recovery))
        for lang, said in zip(("ar", "en"), pair, strict=True)
    }
    problems = [
        DomainError("write-either", field=f"{name}_ar")
        for name in ("reason", "recovery")
        if not any(has_words(words[f"{name}_{lang}"]) for lang in ("ar", "en"))
    ] + problems_of_words(words, needed=False)
    raise_any([*_problems_of_day(session, commitment, happened_on), *problems])
    if commitment.delayed:
        raise DomainError("commitment-stands-otherwise")
    said = replace(
        _words_of(commitment), delayed=True, delay_note_ar=words["reason_ar"], delay_note_en=words["reason_en"],
        recovery_ar=words["recovery_ar"], recovery_en=words["recovery_en"],
    )  # fmt: skip
    _say(session, actor, now, zone, commitment, said, happened_on)


def end_commitment_delay(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, commitment_id: int, happened_on: date | None
) -> None:  # fmt: skip
    """Say that a commitment is delayed no more since a day; what was said of its delay stays in the record.

    Raises as ``delay_commitment``.
    """
    commitment = _reported(session, actor, commitment_id)
    raise_any(_problems_of_day(session, commitment, happened_on))
    if not commitment.delayed:
        raise DomainError("commitment-stands-otherwise")
    _say(session, actor, now, zone, commitment, _words_of(commitment), happened_on)


def _say(
    session: Session, actor: Actor, now: datetime, zone: tzinfo, commitment: Commitment, said: CommitmentWords,
    happened_on: date | None,
) -> None:  # fmt: skip
    record_commitment(
        session, actor=actor, now=now, zone=zone, commitment_id=commitment.id, said=said, happened_on=happened_on,
        role=reporting_role(actor, commitment),
    )  # fmt: skip


def _reported(session: Session, actor: Actor, commitment_id: int) -> Commitment:
    """Return a commitment on which ``actor`` reports for the plan or a body that leads it, held."""
    commitment = held(session, Commitment, commitment_id)
    scopes = scopes_of(session, commitment)
    if not may_on_commitment(actor, Act.REPORT_PROGRESS, scopes):
        raise NotFoundError
    state = reporting_state(commitment_states(session, [commitment.id])[commitment.id])
    if commitment.shown_at is None or not may_on_commitment(actor, Act.REPORT_PROGRESS, scopes, state):
        raise DomainError("not-reported-on")
    return commitment


def _problems_of_day(session: Session, commitment: Commitment, day: date | None) -> list[DomainError]:
    """Return what is wrong with a day: what is said of an earlier one would stand under what is recorded since."""
    if day is None:
        return [DomainError("write-this", field="happened_on")]
    last = newest_fact_day(session, commitment_id=commitment.id)
    return (
        [DomainError("act-before-the-last", field="happened_on")] if last is not None and day < last else []
    )


def _words_of(commitment: Commitment) -> CommitmentWords:
    """Return what a commitment is called and what is noted of it, as one that is not delayed."""
    return CommitmentWords(commitment.title_ar, commitment.title_en, commitment.note_ar, commitment.note_en)
