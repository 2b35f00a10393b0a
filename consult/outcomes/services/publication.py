"""Publishing an outcome: it freezes, makes the new commitment versions, and tells everybody who contributed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, insert, literal, select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.accounts.queries import users_by_ids
from consult.consultations import queries as consultations
from consult.consultations.errors import StateError
from consult.consultations.models import Consultation
from consult.consultations.policies import Action, allows, may_publish, state_of
from consult.consultations.services import mark_answered
from consult.contributions import queries as contributions
from consult.contributions.models import Contribution, Status
from consult.outbox.services import Message, enqueue
from consult.outcomes import queries
from consult.outcomes.errors import NotAccountedError
from consult.outcomes.models import Outcome, OutcomeChange, OutcomeMilestone, OutcomePlacement, Theme
from consult.plans import queries as plans
from consult.plans.models import CommitmentVersion
from consult.plans.services import publish_changed_version
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean


def publish(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    number: int,
    reason: tuple[str, str] = ("", ""),
) -> Outcome:
    """Publish outcome version ``number`` and return it; a version that is there already is returned as it is.

    The first version answers the consultation; a later one is a correction and needs a reason in both languages.
    Raises NotAccountedError with the list while anything is unanswered, DomainError ``last-editor`` where the actor
    edited last.
    """
    consultation = consultations.lock(session, consultation_id)
    if consultation is None:
        raise NotFoundError
    _check_right(session, actor, now, consultation)
    latest = queries.latest(session, consultation_id=consultation_id)
    if latest is not None and latest.number >= number:
        return latest
    if number != (latest.number if latest else 0) + 1:
        raise NotFoundError
    if latest is not None:
        raise_any(problems_of_words({"reason_ar": clean(reason[0]), "reason_en": clean(reason[1])}))
    coverage = queries.coverage(session, consultation_id=consultation_id)
    if not coverage.complete:
        raise NotAccountedError(unthemed=coverage.unthemed, unanswered=len(coverage.unanswered))
    return _freeze(session, actor, now, consultation, number, reason)


def _check_right(session: Session, actor: Actor, now: datetime, consultation: Consultation) -> None:
    scope = consultation.organisation.scope
    # The role comes first: to anyone else a draft and its state are not there.
    if not actor.holds(Role.PUBLISHER, scope):
        raise NotFoundError
    if not (allows(consultation, Action.PUBLISH, now) or allows(consultation, Action.REPUBLISH, now)):
        raise StateError(Action.PUBLISH, state_of(consultation, now))
    work = queries.working(session, consultation_id=consultation.id)
    if not may_publish(
        actor, consultation, scope, last_editor_id=work.last_editor_id if work else None, now=now
    ):
        raise DomainError("last-editor")


def _freeze(
    session: Session,
    actor: Actor,
    now: datetime,
    consultation: Consultation,
    number: int,
    reason: tuple[str, str],
) -> Outcome:
    themes = queries.themes(session, consultation_id=consultation.id)
    counts = queries.theme_counts(session, consultation_id=consultation.id)
    outcome = Outcome(
        consultation_id=consultation.id, consultation=consultation, number=number, published_at=now,
        publisher_id=actor.user_id,
        reason_ar=clean(reason[0]), reason_en=clean(reason[1]), figures=_figures(session, consultation),
        content={"themes": [_frozen_theme(theme, counts[theme.id]) for theme in themes]},
    )  # fmt: skip
    session.add(outcome)
    session.flush()
    rows = queries.placements(consultation.id).subquery()
    session.execute(
        insert(OutcomePlacement).from_select(
            ["outcome_id", "contribution_id", "theme_id", "is_primary"],
            select(literal(outcome.id), rows.c.contribution_id, rows.c.theme_id, rows.c.is_primary),
        )
    )
    _write_changes(session, now, consultation, outcome, themes)
    mark_answered(session, actor=actor, now=now, consultation=consultation, number=number)
    append(
        session, now=now, kind="outcome-published", subject=f"consultation/{consultation.slug}/outcome/{number}",
        role="publisher", details={"figures": outcome.figures},
    )  # fmt: skip
    _tell(session, now, outcome)
    return outcome


def _frozen_theme(theme: Theme, counts: tuple[int, int]) -> dict[str, object]:
    response = theme.response
    if response is None:
        raise DomainError("not-accounted")
    points = [
        {"text_ar": p.text_ar, "text_en": p.text_en, "cites": [c.contribution.reference for c in p.citations]}
        for p in theme.points
    ]
    return {
        "id": theme.id, "title_ar": theme.title_ar, "title_en": theme.title_en, "outcome": response.outcome,
        "reason_ar": response.reason_ar, "reason_en": response.reason_en, "voices": counts[0], "primary": counts[1],
        "points": points,
    }  # fmt: skip


def _figures(session: Session, consultation: Consultation) -> dict[str, int]:
    """Return the closing figures. What came late is counted apart; ``received`` counts what came in time."""
    in_time = contributions.counts_by_status(session, consultation_id=consultation.id, late=False)
    late = contributions.counts_by_status(session, consultation_id=consultation.id, late=True)
    stance = session.execute(
        select(Contribution.stance, func.count())
        .where(Contribution.consultation_id == consultation.id, Contribution.status == Status.PUBLISHED)
        .where(Contribution.late.is_(False), Contribution.stance.is_not(None))
        .group_by(Contribution.stance)
    )
    organisations = session.scalar(
        select(func.count())
        .select_from(Contribution)
        .where(Contribution.consultation_id == consultation.id, Contribution.status == Status.PUBLISHED)
        .where(Contribution.late.is_(False), Contribution.organisation_id.is_not(None))
    )
    return {
        "received": sum(in_time.values()), "published": in_time[Status.PUBLISHED], "hidden": in_time[Status.HIDDEN],
        "withdrawn": in_time[Status.WITHDRAWN], "erased": in_time[Status.ERASED], "held": in_time[Status.HELD],
        "late": sum(late.values()), "late_published": late[Status.PUBLISHED], "organisations": organisations or 0,
        **{f"stance_{name}": number for name, number in stance},
    }  # fmt: skip


def _write_changes(
    session: Session, now: datetime, consultation: Consultation, outcome: Outcome, themes: Sequence[Theme]
) -> None:
    """Publish a new version of each commitment whose clauses change, and freeze which answer changed which clause."""
    consulted = plans.versions_by_ids(session, [row.version_id for row in consultation.texts])
    home = {row.clause_id: version for version in consulted.values() for row in version.clauses}
    wanted: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    for theme in themes:
        for change in theme.response.changes if theme.response else []:
            wanted[home[change.clause_id].id][change.clause_id] = (change.text_ar, change.text_en)
    new = {
        version_id: _new_version(session, now, consulted[version_id], changes, outcome)
        for version_id, changes in wanted.items()
    }
    for theme in themes:
        response = theme.response
        for change in response.changes if response else []:
            before = home[change.clause_id]
            session.add(
                OutcomeChange(
                    outcome_id=outcome.id, theme_id=theme.id, clause_id=change.clause_id, from_version_id=before.id,
                    to_version_id=new[before.id].id,
                )
            )  # fmt: skip
        for row in response.milestones if response else []:
            session.add(
                OutcomeMilestone(outcome_id=outcome.id, theme_id=theme.id, milestone_id=row.milestone_id)
            )
    session.flush()


def _new_version(
    session: Session,
    now: datetime,
    consulted: CommitmentVersion,
    changes: dict[int, tuple[str, str]],
    outcome: Outcome,
) -> CommitmentVersion:
    """Return the version that says what ``changes`` ask for; a correction that changes no word reuses the newest."""
    newest = plans.newest_published(session, commitment_id=consulted.commitment_id)
    if newest is not None and newest.id != consulted.id:
        words = {row.clause_id: (row.text_ar, row.text_en) for row in newest.clauses}
        if all(words.get(clause_id) == pair for clause_id, pair in changes.items()):
            return newest
    base = newest or consulted
    asked = outcome.consultation
    reason = (
        outcome.reason_ar or f"الرد على استشارة «{asked.title_ar}»",
        outcome.reason_en or f"The answer to the consultation “{asked.title_en}”",
    )
    return publish_changed_version(session, now=now, base=base, changes=changes, reason=reason)


def _tell(session: Session, now: datetime, outcome: Outcome) -> None:
    """Put one mail for each contributor in the outbox: the answer to their own words."""
    query = (
        select(Contribution.author_id)
        .join(OutcomePlacement, OutcomePlacement.contribution_id == Contribution.id)
        .where(OutcomePlacement.outcome_id == outcome.id, Contribution.author_id.is_not(None))
        .distinct()
    )
    ids = [author_id for author_id in session.scalars(query) if author_id is not None]
    for start in range(0, len(ids), 500):
        users = users_by_ids(session, ids[start : start + 500])
        messages = [
            Message(
                f"answered:{outcome.id}:{user.id}", "answered", user.email, user.language,
                {"outcome": outcome.id, "user_id": user.id},
            )
            for user in users
        ]  # fmt: skip
        enqueue(session, now=now, messages=messages)
