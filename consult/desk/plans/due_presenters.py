"""Of which milestones a word is due: for the page of a plan, and for the first page of the desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import Role, organisations_in
from consult.accounts.policies import Actor, has_right
from consult.accounts.policies.permissions import Act
from consult.desk.plans.progress_presenters import at_desk
from consult.plans.models import (
    Plan,
    RecordedCommitment,
    RecordedMilestone,
)
from consult.plans.policies.progress import Progress
from consult.plans.queries import commitments, commitments_led
from consult.plans.queries.standing import owing
from consult.presenters.progress import notes, progress_in, today
from consult.web import dates
from consult.web.pagination import LONG, page_of, place, written
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class DueRow:
    """A milestone of which a word is due: what is due in words, the last word, the body that leads, and its page."""

    title: str
    lang: str
    named: str
    body: str | None
    body_lang: str
    due: str
    as_of: str | None
    notes: list[str]
    url: str
    report_url: str


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """Who owes a word in a plan: a page of the ``number`` of milestones; ``remind_url`` where its reader may remind."""

    title: str
    lang: str
    back_url: str
    number: int
    rows: list[DueRow]
    first_url: str | None
    next_url: str | None
    remind_url: str | None


def progress_page(session: Session, plan: Plan, actor: Actor, now: datetime) -> ProgressPage:
    """Return a page of the milestones of a plan of which a word is due, in the order of the plan."""
    reminds = has_right(actor, Act.REMIND_OF_PROGRESS, scope=plan.scope)
    begun, every = place(DuePlace), due_in(owing(session, commitments(session, plan_id=plan.id)), now)
    rows = [each for each in every if begun is None or each.place > begun]
    page = page_of(
        rows,
        LONG,
        begun,
        lambda last: url_for("desk.plan_progress", slug=plan.slug, after=written(last)),
        key=lambda each: each.place,
    )
    return ProgressPage(
        localized(plan, "title"), lang_of(plan, "title"), url_for("desk.plan", slug=plan.slug), len(every),
        due_rows(page.items, now), page.newer_url, page.older_url,
        url_for("desk.remind_of_progress", slug=plan.slug) if reminds else None,
    )  # fmt: skip


class DuePlace(NamedTuple):
    """Where a milestone stands in a plan: its commitment's place and number, and its own within that."""

    position: int
    commitment: int
    nth: int


class Due(NamedTuple):
    """A milestone of which a word is due."""

    place: DuePlace
    commitment: RecordedCommitment
    milestone: RecordedMilestone
    found: Progress


def due_in(every: Sequence[RecordedCommitment], now: datetime) -> list[Due]:
    """Return the milestones of these commitments of which a word is due, in their order."""
    found = progress_in(every, now)
    return [
        Due(DuePlace(commitment.position, commitment.id, nth), commitment, milestone, found[milestone.id])
        for commitment in every
        for nth, milestone in enumerate(commitment.milestones, 1)
        if milestone.id in found and found[milestone.id].word_is_due
    ]


def due_for(session: Session, actor: Actor, now: datetime) -> list[Due]:
    """Return the milestones of which a word is due from the bodies whose officer ``actor`` is."""
    held = organisations_in({scope for role, scope in actor.grants if role is Role.OFFICER})
    every = due_in(commitments_led(session, slugs=held), now) if held else []
    owed = (
        {commitment.id for commitment in owing(session, [each.commitment for each in every])}
        if every
        else set()
    )
    return [each for each in every if each.commitment.id in owed]


def due_rows(every: Iterable[Due], now: datetime) -> list[DueRow]:
    """Return these milestones as they are shown."""
    return [_due(each, now) for each in every]


def _due(each: Due, now: datetime) -> DueRow:
    _place, commitment, milestone, found = each
    at = at_desk(commitment, milestone)
    lead = commitment.lead
    return DueRow(
        title=localized(milestone, "title"), lang=lang_of(milestone, "title"),
        named=str(_("Commitment %(number)s", number=commitment.number)),
        body=localized(lead, "name") if lead else None, body_lang=lang_of(lead, "name") if lead else "ar",
        due=dates.day(milestone.due_on), as_of=dates.day(milestone.as_of) if milestone.as_of else None,
        notes=notes(found, today(now)), url=url_for("desk.milestone_progress", **at),
        report_url=url_for("desk.report_progress", **at),
    )  # fmt: skip
