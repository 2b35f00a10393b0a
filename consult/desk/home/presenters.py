"""The desk's first page: somebody's consultations by where they stand, each with the next thing to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import url_for
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor, roles_for
from consult.accounts.policies.permissions import Act
from consult.consultations import queries
from consult.consultations.models import Consultation
from consult.consultations.policies import may_moderate, scopes_to_enter, state_of
from consult.contributions.queries import published_count
from consult.desk.home.drafts import (
    DiscardedRow,
    DraftRow,
    coordinated,
    discarded_by,
    drafting_bodies,
    drafts_for,
)
from consult.desk.home.waiting import WaitingGroup, waiting_for
from consult.desk.lists import Listing, find
from consult.desk.moderation.returning import REPORTED
from consult.desk.plans.due_presenters import Due, DueRow, due_for, due_rows
from consult.desk.steps import Step, steps
from consult.moderation.queries.reports import numbers_reported
from consult.outcomes.queries import themed_counts, unanswered_counts, waiting_counts
from consult.plans.queries import plan_by_slug
from consult.presenters.consultations import standing
from consult.shared.state import State
from consult.web.labels import label
from consult.web.navigation import Link, menu
from consult.web.pagination import place
from consult.web.rendering import lang_of, localized

# So many milestones are shown of which a word is due; as they are reported, the next ones follow.
DUE = 25
_Placed = tuple[queries.DeskPlace, Consultation]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan that somebody coordinates; ``url`` is its page at the desk."""

    title: str
    lang: str
    url: str


@dataclass(frozen=True, slots=True)
class ConsultationRow:
    """A consultation with what waits in it, and what its reader may do next; ``reported`` is for who decides of it."""

    state: State
    standing: str
    title: str
    lang: str
    url: str
    body: str
    published: int
    themed: int
    unanswered: int
    awaited: int
    reported: int
    reported_url: str
    queue_url: str
    answers_url: str
    publication_url: str
    next: list[Step]


@dataclass(frozen=True, slots=True)
class Group:
    """The consultations in one state."""

    state: State
    title: str
    rows: list[ConsultationRow]


@dataclass(frozen=True, slots=True)
class HomePage:
    """What is somebody's at the desk, a page of it; ``officer``: they may begin consultations and texts.

    ``waiting`` is what waits for them, None for those of whom nothing of it is asked.
    The first of ``due_number`` milestones are ``due``; where there are more, they stand with ``due_elsewhere``.
    """

    waiting: list[WaitingGroup] | None
    doors: list[Link]
    groups: list[Group]
    numbers: Counter[State]
    listing: Listing
    drafts: list[DraftRow]
    discarded: list[DiscardedRow]
    plans: list[PlanRow]
    due: list[DueRow]
    due_number: int
    due_elsewhere: list[PlanRow]
    officer: bool


@dataclass(frozen=True, slots=True)
class _Waiting:
    """How much waits in each consultation, by its id, fetched for all of them at once."""

    published: Mapping[int, int]
    themed: Mapping[int, int]
    unanswered: Mapping[int, int]
    awaited: Mapping[int, int]
    reported: Mapping[int, int]


def home_page(session: Session, actor: Actor, now: datetime) -> HomePage:
    """Return a page of the consultations in groups by state, and an officer's drafts of texts."""
    scopes = {state: scopes_to_enter(actor, state) for state in State}
    found = find(
        partial(_read, session, scopes, now),
        "desk.home",
        _names,
        begun=place(queries.DeskPlace),
        key=lambda row: row[0],
    )
    rows = [consultation for _place, consultation in found.rows]
    bodies = drafting_bodies(session, actor)
    due = due_for(session, actor, now)
    return HomePage(
        waiting=waiting_for(session, actor, due, now),
        doors=menu("doors"),
        groups=_groups(rows, _waiting(session, rows, actor, now), actor, now),
        numbers=queries.numbers_at_desk(session, scopes=scopes, now=now),
        listing=found.listing,
        drafts=drafts_for(session, actor, bodies),
        discarded=discarded_by(session, actor, bodies, now),
        plans=_plans(session, actor),
        due=due_rows(due[:DUE], now),
        due_number=len(due),
        due_elsewhere=_plans_of(due[DUE:]),
        officer=any(role in roles_for(Act.EDIT) for role, _scope in actor.grants),
    )


def _read(
    session: Session,
    scopes: queries.Scopes,
    now: datetime,
    *,
    begun: queries.DeskPlace | None,
    limit: int | None,
) -> list[_Placed]:
    places = queries.at_desk(session, scopes=scopes, now=now, begun=begun, limit=limit)
    rows = queries.by_ids(session, [place.id for place in places])
    return [(place, rows[place.id]) for place in places]


def _names(row: _Placed) -> list[str]:
    """Return what a consultation is found by: its title and the body that asks, in both languages."""
    _place, consultation = row
    body = consultation.organisation
    return [consultation.title_ar, consultation.title_en, body.name_ar, body.name_en]


def _plans(session: Session, actor: Actor) -> list[PlanRow]:
    """Return the plans that ``actor`` coordinates."""
    found = [
        plan for plan in (plan_by_slug(session, slug) for slug in coordinated(actor)) if plan is not None
    ]
    return [
        PlanRow(localized(plan, "title"), lang_of(plan, "title"), url_for("desk.plan", slug=plan.slug))
        for plan in found
    ]


def _plans_of(every: Sequence[Due]) -> list[PlanRow]:
    """Return the plans of these milestones, each with the address of all of which a word is due."""
    found = {each.commitment.plan.id: each.commitment.plan for each in every}
    return [
        PlanRow(
            localized(plan, "title"), lang_of(plan, "title"), url_for("desk.plan_progress", slug=plan.slug)
        )
        for plan in found.values()
    ]


def _waiting(session: Session, rows: Sequence[Consultation], actor: Actor, now: datetime) -> _Waiting:
    running = [row.id for row in rows if state_of(row, now).awaits_answer]
    closed = [row.id for row in rows if state_of(row, now) is State.CLOSED]
    answered = [row.id for row in rows if state_of(row, now) is State.ANSWERED]
    decides = [row.id for row in rows if may_moderate(actor, row, row.organisation.scope, Act.MODERATE, now)]
    return _Waiting(
        published=published_count(session, consultation_ids=running) if running else {},
        themed=themed_counts(session, consultation_ids=closed) if closed else {},
        unanswered=unanswered_counts(session, consultation_ids=closed) if closed else {},
        awaited=waiting_counts(session, consultation_ids=answered) if answered else {},
        reported=numbers_reported(session, consultation_ids=decides),
    )


def _groups(rows: Sequence[Consultation], waiting: _Waiting, actor: Actor, now: datetime) -> list[Group]:
    by_state: dict[State, list[Consultation]] = {state: [] for state in queries.AT_DESK}
    for row in rows:
        by_state[state_of(row, now)].append(row)
    return [
        Group(state, label("state", state), [_row(row, waiting, actor, now) for row in there])
        for state, there in by_state.items()
        if there
    ]


def _row(consultation: Consultation, waiting: _Waiting, actor: Actor, now: datetime) -> ConsultationRow:
    slug = consultation.slug
    return ConsultationRow(
        state=state_of(consultation, now),
        standing=standing(consultation, now).line,
        title=localized(consultation, "title"),
        lang=lang_of(consultation, "title"),
        url=url_for("desk.consultation", slug=slug),
        body=localized(consultation.organisation, "name"),
        published=waiting.published.get(consultation.id, 0),
        themed=waiting.themed.get(consultation.id, 0),
        unanswered=waiting.unanswered.get(consultation.id, 0),
        awaited=waiting.awaited.get(consultation.id, 0),
        reported=waiting.reported.get(consultation.id, 0),
        reported_url=url_for("desk.queue", slug=slug, status=REPORTED),
        queue_url=url_for("desk.queue", slug=slug),
        answers_url=url_for("desk.answers", slug=slug),
        publication_url=url_for("desk.publication", slug=slug),
        next=steps(actor, consultation, now),
    )
