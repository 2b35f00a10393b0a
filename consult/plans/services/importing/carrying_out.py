"""Recording what a plan's file says: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.organisations.queries import by_ids
from consult.plans.models import BodyRole, Commitment, Family, Plan
from consult.plans.services.committing import put_milestones, set_body
from consult.plans.services.importing.comparing import preview
from consult.plans.services.importing.outcome import CommitmentChange, Outcome, Preview, Vocabulary
from consult.plans.services.keeping import kept_by
from consult.plans.services.promising import put_template, save_commitment
from consult.plans.services.recording import add_commitment, record_body
from consult.plans.services.template import Template
from consult.plans.services.words import BodyWords
from consult.record.services import append
from consult.shared.errors import DomainError
from consult.shared.tables import Sheet


@dataclass(frozen=True, slots=True)
class _By:
    """Who records it, when, and why bodies change."""

    actor: Actor
    now: datetime
    zone: tzinfo
    why: BodyWords

    @property
    def today(self) -> date:
        """The day on which it is recorded."""
        return self.now.astimezone(self.zone).date()


def import_plan(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, plan_id: int, sheets: Sequence[Sheet],
    vocabulary: Vocabulary, seen: str, why: tuple[str, str], sha256: str,
) -> Preview:  # fmt: skip
    """Record all that a file says anew of a plan, and return what that was.

    ``seen`` marks the record that was shown beside the file; ``why`` is the public reason for a change of who leads.
    Raises DomainError: ``record-moved-on`` where the record is another by now, ``import-refused`` where a line is,
    ``nothing-changed``, and what the services raise; NotFoundError where the plan is not ``actor``'s to keep.
    """
    plan = kept_by(session, actor, plan_id)
    held = select(Commitment).where(Commitment.plan_id == plan.id).order_by(Commitment.id)
    there = session.scalars(
        held.with_for_update(key_share=True).execution_options(populate_existing=True)
    ).all()
    found = preview(session, plan_id=plan.id, sheets=sheets, vocabulary=vocabulary, now=now, zone=zone)
    if found.seen != seen:
        raise DomainError("record-moved-on")
    if found.refused:
        raise DomainError("import-refused")
    if not found.changes:
        raise DomainError("nothing-changed")
    reason = BodyWords(why[0] or None, why[1] or None)
    if found.passes_lead and not (reason.reason_ar or reason.reason_en):
        raise DomainError("write-either", field="reason_ar")
    by = _By(actor, now, zone, reason)
    rows, position = {row.number: row for row in there}, max((row.position for row in there), default=0)
    for change in found.changes:
        commitment = rows.get(change.number)
        if commitment is None:
            position += 1
            commitment = _begun(session, by, plan, change, position)
        _record(session, by, commitment, change)
    append(
        session, now=now, kind="plan-imported", subject=f"plan/{plan.slug}", role=Role.COORDINATOR.value,
        details={
            "file": sha256, "new": found.count(Outcome.NEW), "changed": found.count(Outcome.CHANGED),
            "unchanged": found.count(Outcome.UNCHANGED),
        },
    )  # fmt: skip
    return found


def _begun(session: Session, by: _By, plan: Plan, change: CommitmentChange, position: int) -> Commitment:
    """Begin a commitment, as the desk does: nobody else reads of it yet."""
    if change.title is None:
        raise DomainError("import-refused")
    lead = by_ids(session, change.leads[:1])[change.leads[0]] if change.leads else None
    return add_commitment(
        session, actor=by.actor, now=by.now, plan=plan, number=change.number, position=position, said=change.title,
        lead=lead, shown=False,
    )  # fmt: skip


def _record(session: Session, by: _By, commitment: Commitment, change: CommitmentChange) -> None:
    there = change.there
    if there is not None and change.title is not None:
        save_commitment(
            session, actor=by.actor, now=by.now, zone=by.zone, commitment_id=commitment.id, said=change.title,
            happened_on=by.today,
        )  # fmt: skip
    if change.template is not None or change.labels is not None:
        stands = Template(**there.promise) if there else Template()  # type: ignore[arg-type]  # its own fields
        labels = change.labels if change.labels is not None else (there.labels if there else {})
        put_template(
            session, actor=by.actor, now=by.now, commitment=commitment,
            said=asdict(change.template or stands),  # Checked where it was compared.
            labels={
                family: labels.get(family.value, ()) for family in Family if family is not Family.PRINCIPLE
            },
        )  # fmt: skip
    _put_bodies(session, by, commitment, change)
    rows = [(milestone.id, milestone.said) for milestone in change.milestones]
    if rows:
        put_milestones(session, actor=by.actor, now=by.now, zone=by.zone, commitment=commitment, rows=rows)


def _put_bodies(session: Session, by: _By, commitment: Commitment, change: CommitmentChange) -> None:
    """Let bodies take and give up roles: since today, or from the beginning where the commitment is new."""
    there = change.there
    if change.leads is not None:
        first, others = change.leads[0], change.leads[1:]
        had = [body.id for body in there.leads] if there else [first]
        if had[:1] != [first]:
            set_body(
                session, actor=by.actor, now=by.now, zone=by.zone, commitment_id=commitment.id, organisation_id=first,
                role=BodyRole.LEAD, holds=True, happened_on=by.today, said=by.why,
            )  # fmt: skip
        _change(session, by, commitment, BodyRole.CO_LEAD, had[1:], others, is_new=there is None)
    if change.supporting is not None:
        had = [body.id for body in there.supporting] if there else []
        _change(session, by, commitment, BodyRole.SUPPORTING, had, change.supporting, is_new=there is None)


def _change(
    session: Session, by: _By, commitment: Commitment, role: BodyRole, had: Sequence[int], has: Sequence[int], *,
    is_new: bool,
) -> None:  # fmt: skip
    """Record which bodies give up a role, and which take it."""
    gone = [(body_id, False) for body_id in had if body_id not in has]
    for body_id, holds in [*gone, *((body_id, True) for body_id in has if body_id not in had)]:
        record_body(
            session, actor=by.actor, now=by.now, zone=by.zone, commitment_id=commitment.id, organisation_id=body_id,
            role=role, happened_on=None if is_new else by.today, holds=holds, said=BodyWords() if is_new else by.why,
        )  # fmt: skip
