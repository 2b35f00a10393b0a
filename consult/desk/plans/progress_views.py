"""Milestones at the desk once their commitment is adopted: reporting progress, moving, delaying, withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.documents.targets import may_add
from consult.desk.plans import due_presenters
from consult.desk.plans import progress_presenters as presenters
from consult.desk.plans.forms import ActForm
from consult.desk.plans.loaders import (
    kept_plan,
    own_milestone,
    read_commitment,
    read_plan,
    reported_milestone,
)
from consult.desk.plans.not_now import not_now
from consult.desk.plans.progress_forms import (
    FORMS,
    DelayForm,
    MoveForm,
    ProgressForm,
    SeenForm,
    TakeBackForm,
)
from consult.desk.reminding.presenters import came_of_it
from consult.documents.models import Attached
from consult.documents.queries import Subject, attached_to
from consult.organisations.services.reminding import Reminded
from consult.plans import services
from consult.plans.models import Commitment, Milestone, MilestoneActKind
from consult.plans.policies.progress import holding
from consult.plans.queries.progress import milestone_acts
from consult.plans.services.refusing import reporting_refused
from consult.shared.errors import problems_of_words
from consult.shared.text import clean
from consult.web import measuring
from consult.web.access import access, or_404
from consult.web.again import LEAD_AWAY
from consult.web.database import reading
from consult.web.dates import site_zone
from consult.web.forms import Form, sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keep_written, keeps_typed, sent_form, typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.settings import settings

Page = str | Response | tuple[str, int]
_MILESTONE = "/plans/<slug>/commitments/<number>/milestones/<int(max=2147483647):milestone_id>/"


@blueprint.get(f"{_MILESTONE}progress")
@access("staff")
def milestone_progress(slug: str, number: str, milestone_id: int) -> str:
    """Show a milestone: what was reported of it, what was done with it, and what can be done next."""
    there = read_commitment(reading(), slug, number)
    milestone = own_milestone(there, milestone_id)
    page = presenters.milestone_page(reading(), there, milestone, signed_in_actor(), arrived_at())
    return render_page("desk/plans/milestone_progress.html", page)


@blueprint.route(f"{_MILESTONE}report", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Report on a milestone"))
def report_progress(slug: str, number: str, milestone_id: int) -> Page:
    """Report where a milestone stands."""
    actor = signed_in_actor()
    there, milestone = reported_milestone(reading(), actor, slug, number, milestone_id)
    if not sent() and (problem := reporting_refused(reading(), actor, there, milestone)):
        return not_now(_("Report progress"), there, problem, actor, milestone)
    form = ProgressForm(data={"status": milestone.status})
    if sent() and LEAD_AWAY in request.form and not _refused():
        return _away_to_a_document(milestone)
    subject = Subject(Attached.MILESTONE.value, milestone.id)
    form.offer(attached_to(reading(), [subject]).get(subject, []))

    def act(session: Session) -> None:
        services.report_progress(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), milestone_id=milestone.id,
            said=form.said,
        )  # fmt: skip

    def page() -> str:
        return render_page("desk/plans/report.html", _report_page(there, milestone), form=form)

    return _asked(form, act, there, milestone, page)


def _report_page(there: Commitment, milestone: Milestone) -> presenters.ReportPage:
    return presenters.report_page(there, milestone, adds=may_add(reading(), signed_in_actor()))


def _refused() -> bool:
    """Whether something is typed that no text may hold: it is said at its field, and kept nowhere."""
    words = {name: clean(value) for name, value in typed() if value.strip()}
    return measuring.problem() is not None or bool(problems_of_words(words))


def _away_to_a_document(milestone: Milestone) -> Response:
    """Keep what was typed so far, and lead to a new document of the milestone, from which it is come back to."""
    shown = sent_form()
    report = shown.form if keep_written() and shown is not None else None
    return redirect(url_for("desk.new_document", milestone=milestone.id, report=report), 303)


@blueprint.route(f"{_MILESTONE}act/<kind>", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("What is done with a milestone"))
def milestone_act(slug: str, number: str, milestone_id: int, kind: str) -> Page:
    """Ask what is to be done with a milestone, and do it."""
    wanted = or_404({each.value: each for each in FORMS}.get(kind))
    act_of = Act.REPORT_PROGRESS if wanted in _DELAYS else Act.RECORD_COMMITMENT
    there, milestone = reported_milestone(reading(), signed_in_actor(), slug, number, milestone_id, act_of)
    acts = milestone_acts(reading(), milestone_id=milestone.id)
    if not sent():
        rights = services.rights_on(reading(), signed_in_actor(), there)
        or_404(there, wanted in services.offered(rights, milestone, acts))
    held = holding(acts)
    last = held[-1].id if held else 0
    form = FORMS[wanted](
        data={"starts_on": milestone.starts_on, "due_on": milestone.due_on, "seen": str(last)}
    )

    def page() -> str:
        """Whoever has now read which act is the last may take that back, or move the days that it left."""
        every = holding(milestone_acts(reading(), milestone_id=milestone.id))
        if isinstance(form, SeenForm):
            form.seen.data = str(every[-1].id) if every else "0"
        anew = own_milestone(read_commitment(reading(), slug, number), milestone_id) if sent() else milestone
        shown = presenters.act_page(there, anew, wanted, every)
        return render_page("desk/plans/milestone_act.html", shown, form=form)

    return _asked(form, lambda session: _done(session, form, milestone, wanted), there, milestone, page)


_DELAYS = frozenset({MilestoneActKind.DELAYED, MilestoneActKind.DELAY_ENDED})


def _done(session: Session, form: ActForm, milestone: Milestone, kind: MilestoneActKind) -> None:
    """Do with a milestone what the form of this kind of act asks."""
    given: dict[str, Any] = {
        "actor": signed_in_actor(), "now": arrived_at(), "zone": site_zone(), "milestone_id": milestone.id,
        "happened_on": form.day, "reason": form.reason,
    }  # fmt: skip
    match form:
        case MoveForm():
            services.move(
                session, starts_on=form.starts_on.data, due_on=form.due_on.data, seen=form.saw, **given
            )
        case DelayForm():
            services.declare_delay(session, recovery=form.recovery, **given)
        case TakeBackForm():
            services.take_back(session, seen=form.saw, **given)
        case _ if kind is MilestoneActKind.WITHDRAWN:
            services.withdraw(session, **given)
        case _:
            services.end_delay(session, **given)


def _asked(
    form: Form, act: Callable[[Session], object], there: Commitment, milestone: Milestone, page: Callable[[], str]
) -> Page:  # fmt: skip
    """Show the form; sent, do what it asks, and lead back to the milestone."""
    if not sent():
        return page()
    if not (form.validate() and form.carried_out(act)):
        return page(), 422
    flash(_("Done. It stands in the plan record, and the public reads it."), "good")
    return redirect(url_for("desk.milestone_progress", **presenters.at_desk(there, milestone)), 303)


@blueprint.get("/plans/<slug>/progress/")
@access("staff")
def plan_progress(slug: str) -> str:
    """Show who owes a word in a plan."""
    plan = read_plan(reading(), slug)
    page = due_presenters.progress_page(reading(), plan, signed_in_actor(), arrived_at())
    return render_page("desk/plans/plan_progress.html", page)


@blueprint.post("/plans/<slug>/progress/remind")
@access("coordinator")
def remind_of_progress(slug: str) -> Response:
    """Write to the officers of the bodies that owe a word, and say to how many."""
    plan = kept_plan(reading(), signed_in_actor(), slug, Act.REMIND_OF_PROGRESS)
    told: list[Reminded] = []

    def act(session: Session) -> None:
        told.append(
            services.remind(
                session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), plan_id=plan.id,
                months=settings().progress_months,
            )
        )  # fmt: skip

    if Form().carried_out(act):
        for line in came_of_it(told[-1]):
            flash(line, "good")
    return redirect(url_for("desk.plan_progress", slug=slug), 303)
