"""What the desk shows of a milestone that is followed, and of who owes a word in a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.desk.meanwhile import Difference
from consult.desk.plans.presenters import ActPage, ActRow, Offer, act_rows
from consult.plans.models import (
    Commitment,
    Milestone,
    MilestoneAct,
    MilestoneActKind,
    RecordedCommitment,
    RecordedMilestone,
)
from consult.plans.policies.progress import declared_delay, is_withdrawn, standing
from consult.plans.queries.progress import Began, Followed, Reported, began_with, followed
from consult.plans.queries.rewordings import rewordings_of_milestone
from consult.plans.queries.scopes import reporting_bodies, supporting_scopes
from consult.plans.services import correctable, offered, rights_on
from consult.presenters.progress import notes, progress_at, today
from consult.presenters.rewordings import Changed, changes
from consult.web import dates
from consult.web.labels import label
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
