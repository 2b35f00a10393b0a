"""Correcting what was reported of a milestone: another update takes its place, and what stood stays to be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.plans.models import Commitment, Milestone, MilestoneStatus, ProgressUpdate
from consult.plans.policies.progress import may_correct, standing_updates
from consult.plans.queries.progress import stood_before, updates_of
from consult.plans.queries.scopes import reporting_bodies
from consult.plans.services.progress import (
    ProgressWords,
    add_update,
    before_all,
    check_reporter,
    check_said,
    held_milestone,
    says,
    spoken_for,
    stand_by,
    tell_of_update,
    tidy,
)
from consult.record.services import check_day
from consult.shared.errors import DomainError, NotFoundError, problems_of_words
from consult.shared.text import clean

Words = tuple[str, str]


def correct_progress(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, milestone_id: int, update_id: int,
    said: ProgressWords, reason: Words,
) -> ProgressUpdate:  # fmt: skip
    """Put what is ``said`` in the place of an update, and return it; the same once more is the one that was stored.

    It is of whatever day is true, before or after other words; the milestone stands as the word of the last day says.
    ``reason``, in Arabic and English, may be empty. Raises as ``report_progress``, ``edited-meanwhile`` where another
    stands in its place, ``nothing-changed``; NotFoundError where the update is not ``actor``'s to correct.
    """
    milestone, commitment = held_milestone(session, milestone_id)
    bodies = reporting_bodies(session, commitment)
    check_reporter(session, actor, commitment, bodies)
    every = updates_of(session, milestone_id=milestone.id)
    before = next((row for row in every if row.id == update_id), None)
    if before is None or not correctable(actor, commitment, bodies, [before]):
        raise NotFoundError
    said, body = tidy(said), spoken_for(actor, commitment, bodies)
    why = {"correction_ar": clean(reason[0]), "correction_en": clean(reason[1])}
    after = next((row for row in every if row.corrects_id == before.id), None)
    if after is not None:
        if says(after, said, body) and all(getattr(after, name) == words for name, words in why.items()):
            return after
        raise DomainError("edited-meanwhile")
    if says(before, said, body):
        raise DomainError("nothing-changed")
    stands = standing_updates(every)
    others = [row for row in stands if row.id != before.id]
    check_said(
        session, milestone, said, _stood(session, milestone, every, others, said),
        [*before_all(session, milestone, commitment, said, zone), *problems_of_words(why, needed=False)],
    )  # fmt: skip
    check_day(said.as_of, now, zone, field="as_of")
    update = add_update(session, actor, now, milestone, said, body, corrects_id=before.id, **why)
    last, word = stands[-1], standing_updates([*every, update])[-1]
    # Where something else was recorded of it since its last word, that stands.
    stood, stands_now = (last.status, last.as_of), (word.status, word.as_of)
    if (milestone.status, milestone.as_of) == stood != stands_now:
        stand_by(session, actor, now, zone, milestone, word)
    tell_of_update(session, actor, now, commitment, milestone, update, body, kind="progress-corrected")
    return update


def correctable(
    actor: Actor, commitment: Commitment, bodies: Sequence[Organisation], updates: Iterable[ProgressUpdate]
) -> set[int]:
    """Return which of these updates, by id, are ``actor``'s to correct, in whatever state their commitment is.

    ``bodies`` are those that report on it: what another has said is the coordinators' to correct.
    """
    scopes = {body.id: body.scope for body in bodies}
    plan_scope = commitment.plan.scope
    return {
        update.id
        for update in updates
        if may_correct(actor, plan_scope=plan_scope, author_scope=scopes.get(update.organisation_id or 0))
    }


def _stood(
    session: Session, milestone: Milestone, every: Sequence[ProgressUpdate], others: Sequence[ProgressUpdate],
    said: ProgressWords,
) -> MilestoneStatus:  # fmt: skip
    """Return where a milestone stood before a word of this day, by the ``others`` that stand and what was before."""
    earlier = [row for row in others if said.as_of is None or row.as_of <= said.as_of]
    if earlier:
        return MilestoneStatus(earlier[-1].status)
    fact = stood_before(session, every[0])
    return MilestoneStatus(fact.status if fact else milestone.status)
