"""To what somebody at the desk may attach documents, and how what a document is attached to is named for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import plan_scope
from consult.accounts.policies import Actor, has_right, may, roles_for
from consult.accounts.policies.permissions import Act
from consult.consultations.queries.named import announced_named, of_bodies_named
from consult.desk.scope import works_for
from consult.documents.models import Attached
from consult.documents.queries import Subject
from consult.organisations.models import Organisation
from consult.plans.models import NamedCommitment
from consult.plans.queries.named_by_ids import (
    NamedMilestone,
    commitments_named,
    milestones_named,
    plans_named,
)
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class Target:
    """Something of the record, by what it is and its title in the language ``lang``."""

    kind: Attached
    id: int
    what: str
    title: str
    lang: str

    @property
    def code(self) -> str:
        """What a form names it by: ``commitment:7``."""
        return f"{self.kind}:{self.id}"


def publishers(session: Session, actor: Actor) -> Sequence[Organisation]:
    """Return the bodies whose documents are ``actor``'s to keep, by name."""
    return works_for(session, actor, roles_for(Act.KEEP_DOCUMENTS))


def offered(session: Session, actor: Actor) -> list[Target]:
    """Return to what ``actor`` may attach: all of the record for the whole site, else what is theirs.

    That is of the bodies that they work for and of their plans; the milestones are those on which they report.
    """
    bodies = publishers(session, actor)
    everywhere = may(actor, Act.KEEP_DOCUMENTS)
    leads = None if everywhere else [body.id for body in bodies]
    plans = {
        number: row
        for number, row in plans_named(session).items()
        if everywhere or has_right(actor, Act.KEEP_PLAN, scope=plan_scope(row.slug))
    }
    found = [_target(Attached.PLAN, _("Plan"), row.id, row) for row in plans.values()]
    found += [_commitment(row) for row in commitments_named(session, lead_ids=leads, plan_ids=plans).values()]
    found += [
        _target(Attached.MILESTONE, _milestone(row.commitment), row.id, row)
        for row in milestones_named(session, reporting_ids=leads, plan_ids=plans).values()
    ]
    asked = of_bodies_named(session, slugs=None if everywhere else [body.slug for body in bodies])
    return found + [_target(Attached.CONSULTATION, _("Consultation"), row.id, row) for row in asked.values()]


def reported_on(session: Session, actor: Actor, milestone_id: int) -> NamedMilestone | None:
    """Return a milestone to which ``actor`` may attach documents, None where it is none of theirs."""
    if f"{Attached.MILESTONE}:{milestone_id}" not in {target.code for target in offered(session, actor)}:
        return None
    return milestones_named(session, [milestone_id])[milestone_id]


def may_add(session: Session, actor: Actor) -> bool:
    """Whether ``actor`` keeps the documents of any body."""
    return may(actor, Act.KEEP_DOCUMENTS) or bool(publishers(session, actor))


def named(session: Session, subjects: Iterable[Subject], actor: Actor, now: datetime) -> dict[str, Target]:
    """Return the names of these things by their codes; a consultation that is not ``actor``'s to know of has none."""
    ids: dict[str, list[int]] = {kind.value: [] for kind in Attached}
    for subject in subjects:
        ids[subject.kind].append(subject.id)
    # What a document is not attached to is not asked for.
    plans = plans_named(session, ids[Attached.PLAN]) if ids[Attached.PLAN] else {}
    commitments = commitments_named(session, ids[Attached.COMMITMENT]) if ids[Attached.COMMITMENT] else {}
    milestones = milestones_named(session, ids[Attached.MILESTONE]) if ids[Attached.MILESTONE] else {}
    asked = {}
    found = [_target(Attached.PLAN, _("Plan"), row.id, row) for row in plans.values()]
    found += [_commitment(row) for row in commitments.values()]
    found += [
        _target(Attached.MILESTONE, _milestone(row.commitment), row.id, row) for row in milestones.values()
    ]
    if ids[Attached.CONSULTATION]:
        asked = announced_named(session, ids=ids[Attached.CONSULTATION], now=now)
        slugs = None if may(actor, Act.KEEP_DOCUMENTS) else [body.slug for body in publishers(session, actor)]
        own = of_bodies_named(session, slugs=slugs)
        asked |= {number: row for number, row in own.items() if number in ids[Attached.CONSULTATION]}
    found += [_target(Attached.CONSULTATION, _("Consultation"), row.id, row) for row in asked.values()]
    return {target.code: target for target in found}


def _commitment(row: NamedCommitment) -> Target:
    return _target(Attached.COMMITMENT, _("Commitment %(number)s", number=row.number), row.id, row)


def _milestone(home: NamedCommitment) -> str:
    return str(_("Milestone of commitment %(number)s", number=home.number))


def _target(kind: Attached, what: str, number: int, row: object) -> Target:
    return Target(kind, number, str(what), localized(row, "title"), lang_of(row, "title"))
