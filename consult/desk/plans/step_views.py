"""The timeline of a plan: steps are published, corrected, removed and put back."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.desk import blueprint
from consult.desk.meanwhile import Difference, differing
from consult.desk.plans import record_presenters as presenters
from consult.desk.plans.loaders import kept_plan
from consult.desk.plans.record_forms import StepForm, stepped
from consult.plans import services
from consult.plans.models import Plan, PlanStep
from consult.plans.queries.stated import now_shown, step
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.forms import Form, sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.route("/plans/<slug>/steps/new", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("Add a step"))
def new_plan_step(slug: str) -> Page:
    """Publish a step."""
    there, form = kept_plan(reading(), signed_in_actor(), slug), StepForm()
    if not sent():
        return _page(there, form)

    def act(session: Session) -> None:
        services.add_step(
            session, actor=signed_in_actor(), now=arrived_at(), plan_id=there.id, said=form.said
        )

    if not (form.validate() and form.carried_out(act)):
        return _page(there, form), 422
    flash(_("The step stands on the timeline."), "good")
    return redirect(url_for("desk.plan", slug=slug, _anchor="timeline"), 303)


@blueprint.route("/plans/<slug>/steps/<int(max=2147483647):step_id>/", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("Correct a step"))
def correct_plan_step(slug: str, step_id: int) -> Page:
    """Put another in the place of a step."""
    there, row = _kept(slug, step_id)
    form = StepForm(data=stepped(row))
    if not sent():
        return _page(there, form, row)

    def act(session: Session) -> None:
        services.correct_step(
            session, actor=signed_in_actor(), now=arrived_at(), plan_id=there.id, step_id=row.id, said=form.said
        )  # fmt: skip

    if not (form.validate() and form.carried_out(act)):
        return _again(slug, step_id, form), 422
    flash(_("The step was corrected."), "good")
    return redirect(url_for("desk.plan", slug=slug, _anchor="timeline"), 303)


@blueprint.post("/plans/<slug>/steps/<int(max=2147483647):step_id>/remove")
@access("coordinator")
def remove_plan_step(slug: str, step_id: int) -> Response:
    """Take a step off the timeline."""
    there, row = _kept(slug, step_id)

    def act(session: Session) -> None:
        services.remove_step(
            session, actor=signed_in_actor(), now=arrived_at(), plan_id=there.id, step_id=row.id
        )

    if Form().carried_out(act):
        flash(_("The step is off the timeline. It can be put back below."), "good")
    return redirect(url_for("desk.plan", slug=slug, _anchor="timeline"), 303)


@blueprint.post("/plans/<slug>/steps/<int(max=2147483647):step_id>/restore")
@access("coordinator")
def restore_plan_step(slug: str, step_id: int) -> Response:
    """Put a removed step back."""
    there, row = _kept(slug, step_id)

    def act(session: Session) -> None:
        services.restore_step(
            session, actor=signed_in_actor(), now=arrived_at(), plan_id=there.id, step_id=row.id
        )

    if Form().carried_out(act):
        flash(_("The step stands on the timeline again."), "good")
    return redirect(url_for("desk.plan", slug=slug, _anchor="timeline"), 303)


def _kept(slug: str, step_id: int) -> tuple[Plan, PlanStep]:
    """Return a plan that the signed-in person keeps and a step of it; else 404."""
    there = kept_plan(reading(), signed_in_actor(), slug)
    return there, or_404(step(reading(), plan_id=there.id, step_id=step_id))


def _page(
    there: Plan, form: StepForm, row: PlanStep | None = None, other: list[Difference] | None = None
) -> str:
    return render_page("desk/plans/step.html", presenters.step_page(there, row, other), form=form)


def _again(slug: str, step_id: int, form: StepForm) -> str:
    """Show what was typed, beside what somebody else put in its place meanwhile, which is corrected then."""
    there, row = _kept(slug, step_id)
    newest = now_shown(reading(), row)
    if newest is None or newest.id == row.id:
        return _page(there, form, row)
    saved = {name: value for name, value in stepped(newest).items() if not isinstance(value, bool)}
    return _page(there, form, newest, differing(form, saved))
