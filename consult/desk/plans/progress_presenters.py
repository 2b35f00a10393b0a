"""What the desk shows of a milestone that is followed, and of who owes a word in a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import Role, organisations_in
from consult.accounts.policies import Actor, has_right
from consult.accounts.policies.permissions import Act
from consult.desk.meanwhile import Difference
from consult.desk.plans.presenters import ActPage, ActRow, Offer, act_rows
from consult.plans.models import (
    Commitment,
    Milestone,
    MilestoneAct,
    MilestoneActKind,
    Plan,
    RecordedCommitment,
    RecordedMilestone,
)
from consult.plans.policies.progress import Progress, declared_delay, is_withdrawn, standing
from consult.plans.queries import commitments, commitments_led
from consult.plans.queries.progress import Began, Followed, Reported, began_with, followed
from consult.plans.queries.rewordings import rewordings_of_milestone
from consult.plans.queries.scopes import reporting_bodies, supporting_scopes
from consult.plans.queries.standing import owing
from consult.plans.services import correctable, offered, rights_on
from consult.presenters.progress import notes, progress_at, progress_in, today
from consult.presenters.rewordings import Changed, changes
from consult.web import dates
from consult.web.labels import label
from consult.web.pagination import LONG, page_of, place, written
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """What was reported: as of which day, where it stood, for whom, and what was said in both languages.

    ``corrected`` is the day on which another took its place, None where it stands; ``corrects``: it took one's place
    itself, and ``why`` says why, where anybody did. ``correct_url``: where its reader may correct it.
    """

    day: str
    status: str
    recorded: str
    by: str
    nothing: bool
    said: list[tuple[str, str]]
    evidence: list[str]
    corrected: str | None
    corrects: bool
    why: list[tuple[str, str]]
    correct_url: str | None


@dataclass(frozen=True, slots=True)
class MilestonePage:
    """A milestone at the desk; addresses are None where its reader may not.

    ``supports``: they are of a body that supports the commitment, whose leading bodies report.
    """

    title: str
    lang: str
    commitment: str
    commitment_lang: str
    commitment_url: str
    standing: str
    period: str
    as_of: str | None
    notes: list[str]
    deliverable: str
    deliverable_lang: str
    updates: list[UpdateRow]
    acts: list[ActRow]
    changed: list[Changed]
    report_url: str | None
    edit_url: str | None
    public_url: str | None
    offers: list[Offer]
    supports: bool


def at_desk(
    commitment: Commitment | RecordedCommitment, milestone: Milestone | RecordedMilestone
) -> dict[str, Any]:
    """Return what the address of a milestone's pages is made of."""
    return {"slug": commitment.plan.slug, "number": commitment.number, "milestone_id": milestone.id}


def recorded(milestone: Milestone, acts: Sequence[MilestoneAct], began: Began) -> RecordedMilestone:
    """Return a milestone as the record shows it, with these acts."""
    return RecordedMilestone(
        milestone.id, milestone.title_ar, milestone.title_en, milestone.due_on, milestone.status, milestone.as_of,
        starts_on=milestone.starts_on, withdrawn=is_withdrawn(acts), delayed=declared_delay(acts) is not None,
        plan_year=began[0], adopted_on=began[1],
    )  # fmt: skip


def notes_at_desk(
    commitment: Commitment, found: Mapping[int, Followed], began: Began, now: datetime
) -> dict[int, list[str]]:
    """Return what has to be said of a commitment's milestones, by id; ``found`` is what was done with them."""
    none = Followed([], [])
    return {
        row.id: notes(progress_at(recorded(row, found.get(row.id, none).acts, began), now), today(now))
        for row in commitment.milestones
    }


def milestone_page(
    session: Session, there: Commitment, milestone: Milestone, actor: Actor, now: datetime
) -> MilestonePage:
    """Return a milestone with all that was reported of it and done with it, and what ``actor`` may do next."""
    found = followed(session, commitment_id=there.id).get(milestone.id) or Followed([], [])
    row = recorded(milestone, found.acts, began_with(session, commitment_id=there.id))
    at = at_desk(there, milestone)
    rights = rights_on(session, actor, there)
    mine = _correctable(session, actor, there, found) if rights.reports else set()
    return MilestonePage(
        title=localized(milestone, "title"), lang=lang_of(milestone, "title"),
        commitment=localized(there, "title"), commitment_lang=lang_of(there, "title"),
        commitment_url=url_for("desk.commitment", slug=there.plan.slug, number=there.number),
        standing=label("milestone-standing", standing(row, today(now))),
        period=_period(milestone),
        as_of=dates.day(row.as_of) if row.as_of else None,
        notes=notes(progress_at(row, now), today(now)) if rights.followed else [],
        deliverable=localized(milestone, "deliverable"), deliverable_lang=lang_of(milestone, "deliverable"),
        updates=[
            update_row(each, url_for("desk.correct_progress", **at, update_id=each.update.id))
            if each.update.id in mine
            else update_row(each)
            for each in found.updates
        ],
        acts=act_rows("milestone-act", found.acts),
        changed=changes(rewordings_of_milestone(session, milestone_id=milestone.id), milestone_id=milestone.id),
        report_url=url_for("desk.report_progress", **at) if rights.reports and not row.withdrawn else None,
        edit_url=url_for("desk.milestone", **at) if rights.writes and not row.withdrawn else None,
        public_url=url_for(
            "public.commitment", slug=there.plan.slug, number=there.number, _anchor=f"milestone-{milestone.id}"
        ) if there.shown_at else None,
        offers=[
            Offer(label("milestone-do", kind), url_for("desk.milestone_act", **at, kind=kind.value))
            for kind in offered(rights, milestone, found.acts)
        ],
        supports=rights.followed and not rights.reports
        and any(actor.holds(Role.OFFICER, scope) for scope in supporting_scopes(session, there)),
    )  # fmt: skip


def _period(milestone: Milestone) -> str:
    due = dates.day(milestone.due_on)
    if milestone.starts_on is None:
        return due
    return str(_("%(start)s to %(end)s", start=dates.day(milestone.starts_on), end=due))


def _correctable(session: Session, actor: Actor, there: Commitment, found: Followed) -> set[int]:
    """Return the ids of the updates that stand and are ``actor``'s to correct."""
    standing_ones = [each.update for each in found.updates if each.corrected_by is None]
    return correctable(actor, there, reporting_bodies(session, there) if standing_ones else [], standing_ones)


def update_row(reported: Reported, correct_url: str | None = None) -> UpdateRow:
    """Return an update as it is shown at the desk."""
    update, after = reported.update, reported.corrected_by
    why = [(update.correction_ar, "ar"), (update.correction_en, "en")]
    words = [
        (update.done_ar, "ar"),
        (update.done_en, "en"),
        (update.challenge_ar, "ar"),
        (update.challenge_en, "en"),
    ]
    named = localized(reported.document, "title") if reported.document else ""
    return UpdateRow(
        day=dates.day(update.as_of), status=label("milestone", update.status), recorded=dates.day(update.recorded_at),
        by=localized(reported.body, "name") if reported.body else str(_("The coordinators of the plan")),
        nothing=update.nothing_to_report, said=[pair for pair in words if pair[0]],
        evidence=[each for each in (update.evidence_url, named) if each],
        corrected=dates.day(after.recorded_at) if after else None, corrects=update.corrects_id is not None,
        why=[pair for pair in why if pair[0]], correct_url=correct_url,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What stands around the form by which progress is reported; ``adds``: its reader may add documents.

    ``corrects`` is the update that the form corrects, None for a new one; ``differing`` what somebody put in its place
    meanwhile, beside what was typed.
    """

    heading: str
    about: str
    lang: str
    action: str
    back_url: str
    differing: list[Difference]
    standing: str
    as_of: str | None
    adds: bool
    corrects: UpdateRow | None = None


def report_page(there: Commitment, milestone: Milestone, *, adds: bool) -> ReportPage:
    """Return what stands around the form by which progress is reported, with where the milestone stood last."""
    at = at_desk(there, milestone)
    return ReportPage(
        heading=str(_("Report progress")), about=localized(milestone, "title"), lang=lang_of(milestone, "title"),
        action=url_for("desk.report_progress", **at), back_url=url_for("desk.milestone_progress", **at), differing=[],
        standing=label("milestone", milestone.status), as_of=dates.day(milestone.as_of) if milestone.as_of else None,
        adds=adds,
    )  # fmt: skip


def act_page(
    there: Commitment, milestone: Milestone, kind: MilestoneActKind, held: Sequence[MilestoneAct]
) -> ActPage:
    """Return the page that asks before something is done with a milestone; ``held`` are the acts that hold on it."""
    last = _("Nothing was done with it.")
    if held:
        act, day = label("milestone-act", held[-1].kind), dates.day(held[-1].happened_on)
        last = _("The last act: %(act)s, on %(day)s.", act=act, day=day)
    told = {
        MilestoneActKind.MOVED: [
            _("It stands now: %(period)s.", period=_period(milestone)), last,
            _("The public reads the days before and after, with your reason."),
        ],
        MilestoneActKind.WITHDRAWN: [
            _("It is no longer to be delivered. It stays to be read, with your reason, and is counted no more."),
        ],
        MilestoneActKind.DELAYED: [
            _("The public reads that it is delayed, why, and what is done about it. Its days stay as they are."),
        ],
        MilestoneActKind.DELAY_ENDED: [_("The public reads that it is delayed no more, and why.")],
        MilestoneActKind.TAKEN_BACK: [
            last,
            _("The milestone stands again as before its last act. Both stay in the record, each with its reason."),
        ],
    }  # fmt: skip
    at = at_desk(there, milestone)
    return ActPage(
        heading=label("milestone-do", kind), about=localized(milestone, "title"), lang=lang_of(milestone, "title"),
        told=[str(each) for each in told[kind]], press=label("milestone-do", kind),
        action=url_for("desk.milestone_act", **at, kind=kind.value),
        back_url=url_for("desk.milestone_progress", **at), section="plans",
        danger=kind in {MilestoneActKind.WITHDRAWN, MilestoneActKind.TAKEN_BACK},
    )  # fmt: skip


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
