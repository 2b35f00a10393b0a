"""Beginning commitments at the desk, and writing who carries them out and by when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import Protocol

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.organisations.models import Organisation
from consult.plans.models import (
    BodyRole,
    Commitment,
    Milestone,
    MilestoneStatus,
    Plan,
    Reworded,
)
from consult.plans.policies import may_on_commitment
from consult.plans.policies.progress import first_day
from consult.plans.queries.progress import withdrawn_of
from consult.plans.queries.rewordings import words_were_adopted
from consult.plans.queries.scopes import scopes_of
from consult.plans.queries.standing import (
    commitment_acts,
    commitments_at_desk,
    plan_years,
    reporting_states,
    state_after,
)
from consult.plans.services.recording import (
    add_commitment,
    add_milestone,
    add_milestones,
    held,
    record_body,
    record_milestone,
    state_anew,
)
from consult.plans.services.rewording import Change, Why, mark_of, milestone_fields, reword, with_reason
from consult.plans.services.words import BodyWords, CommitmentWords, MilestoneWords
from consult.plans.services.words import checked as checked_words
from consult.record.services import check_day
from consult.shared.errors import DomainError, NotFoundError, raise_any
from consult.shared.state import CommitmentState
from consult.shared.text import clean_line


class Days(Protocol):
    """The days of a milestone that stands."""

    @property
    def as_of(self) -> date | None:
        """The day of the last word on it."""

    @property
    def starts_on(self) -> date | None:
        """The day on which it begins."""

    @property
    def due_on(self) -> date:
        """The day by which it is to be delivered."""


_NUMBER = re.compile(r"[1-9][0-9]{0,2}[A-Z]?")


def begin_commitment(
    session: Session, *, actor: Actor, now: datetime, plan_id: int, number: str, said: CommitmentWords,
    lead: Organisation | None,
) -> Commitment:  # fmt: skip
    """Begin a commitment of a plan at the desk, after the last one, and return it; nobody else reads of it yet.

    An officer begins those of their own bodies. Raises DomainError at the fields: ``commitment-number-unfit``,
    ``commitment-number-taken``, ``no-lead`` for an officer's without a body.
    """
    plan = held(session, Plan, plan_id)
    scopes = [plan.scope, *([lead.scope] if lead else [])]
    if not may_on_commitment(actor, Act.DRAFT_COMMITMENT, scopes):
        if lead is None and any(role is Role.OFFICER for role, _scope in actor.grants):
            raise DomainError("no-lead", field="lead")
        raise NotFoundError
    number = clean_line(number).upper()
    if not _NUMBER.fullmatch(number):
        raise DomainError("commitment-number-unfit", field="commitment_number")
    row = commitments_at_desk(session, plan_id=plan.id)
    if any(each.number == number for each in row):
        raise DomainError("commitment-number-taken", field="commitment_number")
    position = 1 + max((each.position for each in row), default=0)
    return add_commitment(
        session, actor=actor, now=now, plan=plan, number=number, position=position, said=said, lead=lead,
        shown=False,
    )  # fmt: skip


def set_body(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, commitment_id: int, organisation_id: int,
    role: BodyRole, holds: bool, happened_on: date | None, said: BodyWords,
) -> None:  # fmt: skip
    """Record that a body took a role in a commitment or gave it up; a change of who leads it needs its reason."""
    commitment = kept(session, actor, commitment_id)
    if role is BodyRole.LEAD and commitment.lead_id is not None and not (said.reason_ar or said.reason_en):
        raise DomainError("write-either", field="reason_ar")
    record_body(
        session, actor=actor, now=now, zone=zone, commitment_id=commitment.id, organisation_id=organisation_id,
        role=role, holds=holds, happened_on=happened_on, said=said,
    )  # fmt: skip


def save_milestone(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, commitment_id: int, milestone_id: int | None,
    said: MilestoneWords, why: Why | None = None,
) -> Milestone:  # fmt: skip
    """Add a milestone, or record anew what one is; it begins before it is due, and within the plan's period.

    A day that is new lies in that period; one that stands already may stay, since work can be late. Once the
    commitment was adopted, what one is changes with its reason, as in ``save_commitment``.
    Once the commitment is followed, one is added and its days are moved with a reason (``milestones``), and where it
    stands is reported: ``days-by-a-move`` and ``commitment-stands-otherwise`` say so.
    """
    commitment = kept(session, actor, commitment_id)
    followed = _state_to_write(session, commitment) is CommitmentState.ADOPTED
    if milestone_id is None:
        if followed:
            raise DomainError("commitment-stands-otherwise")
        return put_milestone(session, actor=actor, now=now, zone=zone, commitment=commitment, said=said)
    there = session.get(Milestone, milestone_id)
    if there is None or there.commitment_id != commitment.id:
        raise NotFoundError
    if withdrawn_of(session, [there.id]):
        raise DomainError("milestone-withdrawn")
    if followed:
        if (there.starts_on, there.due_on) != (said.starts_on, said.due_on):
            raise DomainError("days-by-a-move", field="due_on")
        said = replace(said, status=MilestoneStatus(there.status), as_of=there.as_of)
    else:
        check_days(session, commitment, said, there)
    today = now.astimezone(zone).date()
    if not words_were_adopted(session, commitment_id=commitment.id):
        record_milestone(
            session, actor=actor, now=now, zone=zone, milestone_id=there.id, said=said, happened_on=today
        )
    elif _reworded(session, actor, now, commitment, there, said, why):
        state_anew(
            session, actor=actor, now=now, milestone=there, said=checked_words(said), happened_on=today
        )
    return there


def _reworded(
    session: Session, actor: Actor, now: datetime, commitment: Commitment, there: Milestone, said: MilestoneWords,
    why: Why | None,
) -> bool:  # fmt: skip
    """Note why a milestone is put into other words; whether it was not noted before."""
    words = with_reason(why, lambda: checked_words(said))
    why, before = why or Why(), milestone_fields(held(session, Milestone, there.id))
    change = Change(Reworded.MILESTONE, commitment, before, milestone_fields(words), there)
    done = reword(
        session, actor=actor, now=now, role=role_in(actor, commitment), change=change, why=why,
        stale=mark_of(before) != why.seen,
    )  # fmt: skip
    return done is not None


def put_milestone(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, commitment: Commitment, said: MilestoneWords
) -> Milestone:  # fmt: skip
    """Add a milestone to a commitment that is held, once its days are checked."""
    check_days(session, commitment, said)
    return add_milestone(session, actor=actor, now=now, zone=zone, commitment=commitment, said=said)


def is_followed(session: Session, commitment: Commitment) -> bool:
    """Whether a commitment stands adopted, or was brought along: its milestones change by acts and reports."""
    return reporting_states(session, [commitment.id])[commitment.id] is CommitmentState.ADOPTED


def _state_to_write(session: Session, commitment: Commitment) -> CommitmentState:
    """Return how a commitment stands whose milestones are written; of one that was withdrawn nothing more is recorded.

    Raises DomainError ``commitment-stands-otherwise``.
    """
    state = reporting_states(session, [commitment.id])[commitment.id]
    if state is CommitmentState.WITHDRAWN:
        raise DomainError("commitment-stands-otherwise")
    return state


def put_milestones(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, commitment: Commitment,
    rows: Sequence[tuple[int | None, MilestoneWords]],
) -> list[Milestone]:  # fmt: skip
    """Record what milestones of a commitment are, those without an id as new ones after the last; return them.

    The commitment is ``actor``'s to write, and what is said was checked (``milestone_checked``).
    """
    _state_to_write(session, commitment)
    today, found = now.astimezone(zone).date(), []
    for milestone_id, said in rows:
        if milestone_id is None:
            continue
        there = session.get(Milestone, milestone_id)
        if there is None or there.commitment_id != commitment.id:
            raise NotFoundError
        record_milestone(
            session, actor=actor, now=now, zone=zone, milestone_id=milestone_id, said=said, happened_on=today
        )
        found.append(there)
    anew = [said for milestone_id, said in rows if milestone_id is None]
    if anew:
        found += add_milestones(session, actor=actor, now=now, zone=zone, commitment=commitment, said=anew)
    return found


def check_days(
    session: Session, commitment: Commitment, said: MilestoneWords, before: Days | None = None
) -> None:
    """Raise where a milestone ends before it begins, or a day that is new lies outside its plan's period."""
    _check_days(said, plan_years(session, plan_id=commitment.plan_id), before)


def milestone_checked(
    said: MilestoneWords, *, years: tuple[int, int] | None, now: datetime, zone: tzinfo, before: Days | None = None
) -> MilestoneWords:  # fmt: skip
    """Return what is said of a milestone in its canonical form; raise what is wrong with it, each at its field."""
    _check_days(said, years, before)
    check_day(said.as_of, now, zone, field="as_of")
    if years is not None and said.as_of is not None and (before is None or said.as_of != before.as_of):
        first = first_day(now.astimezone(zone).date(), said.starts_on, years[0])
        raise_any(
            [DomainError("as-of-before-the-plan", field="as_of", first=first)] if said.as_of < first else []
        )
    return checked_words(said)


def _check_days(said: MilestoneWords, years: tuple[int, int] | None, before: Days | None) -> None:
    if said.starts_on is not None and said.starts_on > said.due_on:
        raise DomainError("ends-before-it-begins", field="due_on")
    raise_any(_outside(years, said, before))


def _outside(years: tuple[int, int] | None, said: MilestoneWords, before: Days | None) -> list[DomainError]:
    """Return which of a milestone's new days lies in no year of its plan; nothing where no source gives its period."""
    days = {
        name: day
        for name, day in (("starts_on", said.starts_on), ("due_on", said.due_on))
        if before is None or getattr(before, name) != day
    }
    return [
        DomainError("outside-the-plan", field=name, first=years[0], last=years[1])
        for name, day in days.items()
        if years is not None and day is not None and not years[0] <= day.year <= years[1]
    ]


def kept(session: Session, actor: Actor, commitment_id: int) -> Commitment:
    """Return a commitment, held, that ``actor`` may write: drafters until it is submitted, coordinators always."""
    commitment = held(session, Commitment, commitment_id)
    acts = commitment_acts(session, commitment_id=commitment.id)
    scopes, state = (
        scopes_of(session, commitment),
        state_after(session, commitment_id=commitment.id, acts=acts),
    )
    drafts = may_on_commitment(actor, Act.DRAFT_COMMITMENT, scopes, state)
    if not drafts and not may_on_commitment(actor, Act.RECORD_COMMITMENT, scopes):
        if may_on_commitment(actor, Act.DRAFT_COMMITMENT, scopes):
            raise DomainError("commitment-stands-otherwise")
        raise NotFoundError
    return commitment


def role_in(actor: Actor, commitment: Commitment) -> str:
    """Return as what somebody writes of a commitment, as the log names it."""
    coordinates = actor.holds(Role.COORDINATOR, commitment.plan.scope)
    return (Role.COORDINATOR if coordinates else Role.OFFICER).value
