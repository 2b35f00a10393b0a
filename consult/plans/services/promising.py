"""Writing what a commitment is called and what it promises; once that was adopted, with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.plans.models import Commitment, CommitmentTemplate, Family, Reworded
from consult.plans.policies import served
from consult.plans.queries.rewordings import words_were_adopted
from consult.plans.queries.standing import newest_fact_day, reporting_states, template_of
from consult.plans.services.committing import kept, role_in
from consult.plans.services.recording import add_row, commitment_anew, record_commitment
from consult.plans.services.rewording import (
    Change,
    Why,
    labels_of,
    mark_of,
    reword,
    template_fields,
    title_fields,
    with_reason,
)
from consult.plans.services.sorting import sort_commitment
from consult.plans.services.template import Template, checked
from consult.plans.services.words import CommitmentWords
from consult.plans.services.words import checked as checked_words
from consult.record.services import append
from consult.shared.errors import DomainError
from consult.shared.state import CommitmentState


def save_commitment(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, commitment_id: int, said: CommitmentWords,
    happened_on: date | None, why: Why | None = None,
) -> None:  # fmt: skip
    """Record what a commitment is called since a day; what else is recorded of it stays.

    Once its words were adopted they change as they are saved, and ``why`` is needed: sent again it is the same change.
    Raises DomainError at the fields, ``commitment-withdrawn``, and then also ``edited-meanwhile`` where somebody saved
    since, and ``nothing-changed``.
    """
    commitment = _open(session, actor, commitment_id)
    anew = replace(
        said, delayed=commitment.delayed, delay_note_ar=commitment.delay_note_ar,
        delay_note_en=commitment.delay_note_en, recovery_ar=commitment.recovery_ar, recovery_en=commitment.recovery_en,
    )  # fmt: skip
    if not words_were_adopted(session, commitment_id=commitment.id):
        record_commitment(
            session, actor=actor, now=now, zone=zone, commitment_id=commitment.id, said=anew, happened_on=happened_on
        )  # fmt: skip
        return
    words = with_reason(why, lambda: checked_words(anew))
    why, before = why or Why(), title_fields(commitment)
    done = reword(
        session, actor=actor, now=now, role=role_in(actor, commitment),
        change=Change(Reworded.TITLE, commitment, before, title_fields(words)), why=why,
        stale=mark_of(before) != why.seen,
    )  # fmt: skip
    if done is not None:
        # A later day would stand above a delay that is declared of one before it.
        last = newest_fact_day(session, commitment_id=commitment.id)
        commitment_anew(session, actor=actor, now=now, commitment=commitment, said=words, happened_on=last)


def save_template(
    session: Session, *, actor: Actor, now: datetime, commitment_id: int, template: Template,
    labels: Mapping[Family, Sequence[str]], seen: int, why: Why | None = None,
) -> CommitmentTemplate:  # fmt: skip
    """Save what a commitment promises, and by what it is sorted; a field may stay empty until it is submitted.

    ``seen`` is the id of the template that its editor saw, 0 for none. Raises DomainError at the fields, and
    ``edited-meanwhile`` where somebody saved since. Once it was adopted, as ``save_commitment``.
    """
    commitment = _open(session, actor, commitment_id)
    adopted = words_were_adopted(session, commitment_id=commitment.id)
    said = with_reason(why, lambda: checked(template)) if adopted else checked(template)
    before = template_of(session, commitment_id=commitment.id)
    stale = (before.id if before else 0) != seen
    if not adopted:
        if stale:
            raise DomainError("edited-meanwhile")
        return put_template(session, actor=actor, now=now, commitment=commitment, said=said, labels=labels)
    session.refresh(commitment, ["labels"])
    stood, stands = (
        template_fields(before, labels_of(commitment)),
        template_fields(Template(**said), labels),
    )
    done = reword(
        session, actor=actor, now=now, role=role_in(actor, commitment), why=why or Why(), stale=stale,
        change=Change(Reworded.TEMPLATE, commitment, stood, stands),
    )  # fmt: skip
    if done is None and before is not None:
        return before
    return _stored(session, actor, now, commitment, Template(**said), labels)


def put_template(
    session: Session, *, actor: Actor, now: datetime, commitment: Commitment, said: Mapping[str, Any],
    labels: Mapping[Family, Sequence[str]],
) -> CommitmentTemplate:  # fmt: skip
    """Save what a commitment promises, which is ``actor``'s to write, and by what it is sorted.

    ``said`` is by column, as ``template.checked`` returns it.
    """
    saved = _stored(session, actor, now, commitment, Template(**said), labels)
    append(
        session, now=now, kind="commitment-drafted", subject=f"commitment/{commitment.id}",
        role=role_in(actor, commitment), details={},
    )  # fmt: skip
    return saved


def _stored(
    session: Session, actor: Actor, now: datetime, commitment: Commitment, said: Template,
    labels: Mapping[Family, Sequence[str]],
) -> CommitmentTemplate:  # fmt: skip
    """Add what a commitment promises as it was checked, and sort it; whoever calls it tells the log."""
    row = CommitmentTemplate(
        commitment_id=commitment.id, recorded_at=now, recorded_by_id=actor.user_id, **vars(said)
    )
    saved = add_row(session, row)
    principles = [each.value for each in served(saved)]
    sort_commitment(session, commitment=commitment, labels={**labels, Family.PRINCIPLE: principles})
    return saved


def _open(session: Session, actor: Actor, commitment_id: int) -> Commitment:
    """Return a commitment, held, whose words ``actor`` may write; of one that was withdrawn nobody may."""
    commitment = kept(session, actor, commitment_id)
    if reporting_states(session, [commitment.id])[commitment.id] is CommitmentState.WITHDRAWN:
        raise DomainError("commitment-withdrawn")
    return commitment
