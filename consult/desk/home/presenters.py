"""The desk's first page: somebody's consultations by where they stand, each with the next thing to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor, may, roles_for
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.consultations.policies import may_enter, state_of
from consult.consultations.queries import of_organisations
from consult.contributions.queries import published_count
from consult.desk.consultations.forms import name_of
from consult.desk.scope import works_for
from consult.outcomes.queries import themed_counts, unanswered_counts, waiting_counts
from consult.plans.queries import drafts_of, plan_by_slug
from consult.shared.state import State
from consult.web import dates
from consult.web.labels import label
from consult.web.pagination import LONG, following, page_of
from consult.web.rendering import lang_of, localized

Shown = dict[str, Any]
_PLAN = "plan:"
_ORDER = (State.CLOSED, State.OPEN, State.DRAFT, State.ANNOUNCED, State.ANSWERED, State.CANCELLED)


@dataclass(frozen=True)
class Waiting:
    """How much waits in each consultation, by its id, fetched for all of them at once."""

    published: Mapping[int, int]
    themed: Mapping[int, int]
    unanswered: Mapping[int, int]
    awaited: Mapping[int, int]


def whole(session: Session, actor: Actor, now: datetime, after_id: int | None) -> Shown:
    """Return a page of the consultations in groups by state, and an officer's drafts of texts."""
    ids = [body.id for body in works_for(session, actor, roles_for(Act.ENTER))]
    rows = [
        row
        for row in of_organisations(session, ids=ids)
        if may_enter(actor, row, row.organisation.scope, now)
    ]
    ordered = sorted(rows, key=lambda row: _ORDER.index(state_of(row, now)))
    page = page_of(
        following(ordered, after_id), LONG, after_id, lambda begun: url_for("desk.home", after=begun)
    )
    return {
        "doors": doors(actor),
        "groups": _groups(page.items, _waiting(session, page.items, now), actor, now),
        "numbers": Counter(state_of(row, now) for row in rows),
        "newer_url": page.newer_url,
        "older_url": page.older_url,
        "drafts": _drafts(session, actor),
        "plans": _plans(session, actor),
        "officer": any(role in roles_for(Act.EDIT) for role, _scope in actor.grants),
    }


def doors(actor: Actor) -> list[Shown]:
    """Return the rooms beside the consultations that are ``actor``'s to enter: address, name and what is in them."""
    rooms = (
        (
            Act.VERIFY, "desk.organisations", _("Organisations to verify"),
            _("Who applied to be heard as an organisation, and who is."),
        ),
        (Act.READ_ACTS, "desk.accounts", _("Roles and accounts"), _("Who may do what, and where.")),
        (
            Act.READ_ACTS, "desk.account_acts", _("Log of accounts"),
            _("What staff did to accounts, and every look at somebody’s identity, with the reasons."),
        ),
    )  # fmt: skip
    return [
        {"url": url_for(endpoint), "name": name, "about": about}
        for act, endpoint, name, about in rooms
        if may(actor, act)
    ]


def _plans(session: Session, actor: Actor) -> list[Shown]:
    """Return the plans that ``actor`` coordinates, each with its public record."""
    scopes = sorted(scope for role, scope in actor.grants if role is Role.COORDINATOR)
    slugs = [scope.removeprefix(_PLAN) for scope in scopes if scope.startswith(_PLAN)]
    found = [plan for plan in (plan_by_slug(session, slug) for slug in slugs) if plan is not None]
    return [
        {
            "title": localized(plan, "title"),
            "lang": lang_of(plan, "title"),
            "url": url_for("public.plan", slug=plan.slug),
        }
        for plan in found
    ]


def _waiting(session: Session, rows: Sequence[Consultation], now: datetime) -> Waiting:
    running = [row.id for row in rows if state_of(row, now) in {State.OPEN, State.CLOSED}]
    closed = [row.id for row in rows if state_of(row, now) is State.CLOSED]
    answered = [row.id for row in rows if state_of(row, now) is State.ANSWERED]
    return Waiting(
        published=published_count(session, consultation_ids=running) if running else {},
        themed=themed_counts(session, consultation_ids=closed) if closed else {},
        unanswered=unanswered_counts(session, consultation_ids=closed) if closed else {},
        awaited=waiting_counts(session, consultation_ids=answered) if answered else {},
    )


def _groups(rows: Sequence[Consultation], waiting: Waiting, actor: Actor, now: datetime) -> list[Shown]:
    by_state: dict[State, list[Consultation]] = {state: [] for state in _ORDER}
    for row in rows:
        by_state[state_of(row, now)].append(row)
    return [
        {
            "state": state,
            "title": label("state", state),
            "rows": [_row(row, waiting, actor, now) for row in there],
        }
        for state, there in by_state.items()
        if there
    ]


def _row(consultation: Consultation, waiting: Waiting, actor: Actor, now: datetime) -> Shown:
    return {
        "published": waiting.published.get(consultation.id, 0),
        "themed": waiting.themed.get(consultation.id, 0),
        "unanswered": waiting.unanswered.get(consultation.id, 0),
        "awaited": waiting.awaited.get(consultation.id, 0),
        "publication_url": url_for("desk.publication", slug=consultation.slug),
        "queue_url": url_for("desk.queue", slug=consultation.slug),
        "answers_url": url_for("desk.answers", slug=consultation.slug),
        "state": state_of(consultation, now),
        "standing": standing(consultation, now),
        "title": localized(consultation, "title"),
        "lang": lang_of(consultation, "title"),
        "url": url_for("desk.consultation", slug=consultation.slug),
        "body": localized(consultation.organisation, "name"),
        "next": steps(actor, consultation, now),
    }


def _drafts(session: Session, actor: Actor) -> list[Shown]:
    bodies = works_for(session, actor, roles_for(Act.EDIT))
    return [
        {
            "name": name_of(version), "url": url_for("desk.text", version_id=version.id),
            "clauses": ngettext("%(num)s clause", "%(num)s clauses", len(version.clauses)),
        }
        for version in drafts_of(session, drafter_ids=[body.id for body in bodies])
    ]  # fmt: skip


def standing(consultation: Consultation, now: datetime) -> str:
    """Return in words where a consultation stands and until when."""
    state = state_of(consultation, now)
    word = label("state", state)
    if state is State.ANNOUNCED:
        return str(_("%(state)s: %(when)s", state=word, when=dates.full(consultation.opens_at)))
    if state is State.OPEN:
        return str(_("%(state)s, until %(when)s", state=word, when=dates.full(consultation.closes_at)))
    if state is State.CLOSED and consultation.answer_due_at <= now:
        return str(_("The answer is late: it was due by %(day)s", day=dates.day(consultation.answer_due_at)))
    if state is State.CLOSED:
        return str(_("%(state)s: due by %(day)s", state=word, day=dates.day(consultation.answer_due_at)))
    return word


def steps(actor: Actor, consultation: Consultation, now: datetime) -> list[Shown]:
    """Return what ``actor`` may do next with a consultation, the first thing first; empty where there is nothing."""
    state, scope = state_of(consultation, now), consultation.organisation.scope
    known = (
        (State.DRAFT, Act.ANNOUNCE, "desk.announce", _("See what is missing, and announce it")),
        (State.OPEN, Act.MODERATE, "desk.queue", _("Moderate what arrives")),
        (State.CLOSED, Act.THEME, "desk.themes", _("Put the contributions under themes")),
        (State.CLOSED, Act.ANSWER, "desk.answers", _("Answer the themes")),
        (State.CLOSED, Act.PUBLISH, "desk.publication", _("Approve and publish the answer")),
    )
    return [
        {"url": url_for(endpoint, slug=consultation.slug), "text": text}
        for when, action, endpoint, text in known
        if when is state and may(actor, action, scope=scope, state=state)
    ]
