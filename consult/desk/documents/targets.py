"""To what somebody at the desk may attach documents, and how what a document is attached to is named for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import plan_scope
from consult.accounts.policies import Actor, has_right, may, roles_for
from consult.accounts.policies.permissions import Act
from consult.consultations.queries.named import announced_named, of_bodies_named
from consult.desk.lists import holds
from consult.desk.scope import works_for
from consult.documents.models import Attached
from consult.documents.queries import Subject
from consult.forum.models import NamedMeeting
from consult.forum.queries import meetings_kept, meetings_named
from consult.organisations.models import Organisation
from consult.plans.models import NamedCommitment
from consult.plans.queries.named_by_ids import (
    NamedMilestone,
    commitments_named,
    milestones_named,
    plans_named,
)
from consult.search.queries import MOST_TYPED, wanted_words
from consult.shared.text import clean_line
from consult.web import dates
from consult.web.number_field import number_of
from consult.web.rendering import lang_of, localized

# How many things of a kind stand in the field; the others are searched for.
MOST_EACH = 25


@dataclass(frozen=True, slots=True)
class Target:
    """Something of the record, by what it is and its title in the language ``lang``; ``names`` are searched."""

    kind: Attached
    id: int
    what: str
    title: str
    lang: str
    names: tuple[str, ...]

    @property
    def code(self) -> str:
        """What a form names it by: ``commitment:7``."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Offered:
    """To what a document may be attached, so much of it as is shown; ``words`` are those that were looked for."""

    targets: list[Target]
    words: str
    more: bool


def publishers(session: Session, actor: Actor) -> Sequence[Organisation]:
    """Return the bodies whose documents are ``actor``'s to keep, by name."""
    return works_for(session, actor, roles_for(Act.KEEP_DOCUMENTS))


def offered(session: Session, actor: Actor) -> Offered:
    """Return to what ``actor`` may attach, of each kind the first ones, and those that hold the words of ``?q=``.

    Without words no more is read than is shown.
    """
    typed = clean_line(request.args.get("q", "")[:MOST_TYPED])
    words = wanted_words(typed)
    found = _theirs(session, actor, limit=None if words else MOST_EACH + 1)
    if words:
        found = [target for target in found if holds(target.names, words)]
    shown = [row for kind in Attached for row in [each for each in found if each.kind is kind][:MOST_EACH]]
    return Offered(shown, typed, more=len(shown) < len(found))


def one_of_theirs(session: Session, actor: Actor, code: str) -> Target | None:
    """Return what a form names by its code, None where ``actor`` may attach to no such thing."""
    kind, _colon, typed = code.partition(":")
    number = number_of(typed)
    if kind not in set(Attached) or number is None:
        return None
    found = _theirs(session, actor, ids={Attached(kind): [number]})
    return next((target for target in found if target.code == code), None)


def _theirs(
    session: Session, actor: Actor, *, ids: Mapping[Attached, list[int]] | None = None, limit: int | None = None
) -> list[Target]:  # fmt: skip
    """Return to what ``actor`` may attach: all of the record for the whole site, else what is theirs.

    That is of the bodies that they work for and of their plans; the milestones are those on which they report. ``ids``
    leaves these things alone, ``limit`` the first so many of each kind.
    """
    everywhere = may(actor, Act.KEEP_DOCUMENTS)
    bodies = [] if everywhere else publishers(session, actor)
    leads = None if everywhere else [body.id for body in bodies]

    def of(kind: Attached) -> list[int] | None:
        return None if ids is None else ids.get(kind, [])

    plans = {
        number: row
        for number, row in plans_named(session).items()
        if everywhere or has_right(actor, Act.KEEP_PLAN, scope=plan_scope(row.slug))
    }
    wanted = of(Attached.PLAN)
    found = [
        _target(Attached.PLAN, _("Plan"), row.id, row)
        for row in plans.values()
        if wanted is None or row.id in wanted
    ]
    commitments = commitments_named(
        session, of(Attached.COMMITMENT), lead_ids=leads, plan_ids=plans, limit=limit
    )
    found += [_commitment(row) for row in commitments.values()]
    found += [
        _target(Attached.MILESTONE, _milestone(row.commitment), row.id, row)
        for row in milestones_named(
            session, of(Attached.MILESTONE), reporting_ids=leads, plan_ids=plans, limit=limit
        ).values()
    ]
    asked = of_bodies_named(
        session, slugs=None if everywhere else [body.slug for body in bodies], ids=of(Attached.CONSULTATION),
        limit=limit,
    )  # fmt: skip
    found += [_target(Attached.CONSULTATION, _("Consultation"), row.id, row) for row in asked.values()]
    met = meetings_kept(session, keeper_ids=leads, ids=of(Attached.MEETING), limit=limit)
    return found + [_meeting(row) for row in met.values()]


def reported_on(session: Session, actor: Actor, milestone_id: int) -> NamedMilestone | None:
    """Return a milestone to which ``actor`` may attach documents, None where it is none of theirs."""
    if one_of_theirs(session, actor, f"{Attached.MILESTONE}:{milestone_id}") is None:
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
    if ids[Attached.MEETING]:
        found += [_meeting(row) for row in _meetings(session, actor, ids[Attached.MEETING]).values()]
    return {target.code: target for target in found}


def _meetings(session: Session, actor: Actor, ids: list[int]) -> dict[int, NamedMeeting]:
    """Return those of these meetings that everybody reads of, and those that are ``actor``'s to know of."""
    everywhere = may(actor, Act.KEEP_DOCUMENTS)
    keepers = None if everywhere else [body.id for body in publishers(session, actor)]
    return meetings_named(session, ids) | meetings_kept(session, keeper_ids=keepers, ids=ids)


def _commitment(row: NamedCommitment) -> Target:
    return _target(Attached.COMMITMENT, _("Commitment %(number)s", number=row.number), row.id, row)


def _milestone(home: NamedCommitment) -> str:
    return str(_("Milestone of commitment %(number)s", number=home.number))


def _meeting(row: NamedMeeting) -> Target:
    return _target(Attached.MEETING, _("Meeting of %(day)s", day=dates.day(row.day)), row.id, row)


def _target(kind: Attached, what: str, number: int, row: object) -> Target:
    title = localized(row, "title")
    both = [str(getattr(row, name)) for name in ("title_ar", "title_en")]
    return Target(kind, number, str(what), title, lang_of(row, "title"), (str(what), *both))
