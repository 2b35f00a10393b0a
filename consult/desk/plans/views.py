"""Plans at the desk: beginning one, keeping what is recorded of it, and what is done with it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies import may
from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.plans import presenters
from consult.desk.plans.forms import ActForm, NewPlanForm, SincePlanForm
from consult.desk.plans.loaders import kept_plan, read_plan
from consult.organisations.queries import municipalities
from consult.plans import services
from consult.plans.models import Plan, PlanActKind, PlanLevel
from consult.plans.policies import PLAN_ACTS
from consult.plans.queries.standing import newest_plan_fact, plan_state_of
from consult.web.access import access, or_404
from consult.web.database import forget_read, reading
from consult.web.dates import site_zone
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.locale import language
from consult.web.navigation import in_menu
from consult.web.number_field import number_of
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.get("/plans/")
@access("staff")
@in_menu("desk", 20, _l("Plans"), name="plans")
@in_menu(
    "doors", 5, _l("Plans and commitments"), needs=Act.BEGIN_PLAN,
    about=_l("What is promised, by whom, and until when: from the first draft to the end of the plan."),
)  # fmt: skip
def plans() -> str:
    """List the plans, shown or not."""
    return render_page("desk/plans/list.html", presenters.plans_page(reading(), signed_in_actor()))


@blueprint.route("/plans/new", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("Begin a plan"))
def new_plan() -> Page:
    """Begin a plan."""
    actor, form = signed_in_actor(), NewPlanForm()
    or_404(actor, may(actor, Act.BEGIN_PLAN))
    form.offer(list(municipalities(reading(), lang=language())))
    if not sent():
        return render_template("desk/plans/new.html", form=form)

    def act(session: Session) -> None:
        services.begin_plan(
            session, actor=actor, now=arrived_at(), slug=form.address, number=form.numbered,
            level=form.chosen_level or PlanLevel.NATIONAL, body_id=form.body_id, said=form.said,
        )  # fmt: skip

    if not (form.measured() and form.carried_out(act)):
        return render_template("desk/plans/new.html", form=form), 422
    flash(_("The plan was begun. Nobody outside the desk sees it yet."), "good")
    return redirect(url_for("desk.plan", slug=form.address), 303)


@blueprint.get("/plans/<slug>/")
@access("staff")
def plan(slug: str) -> str:
    """Show a plan: where it stands, its commitments, and what can be done next."""
    actor = signed_in_actor()
    return render_page(
        "desk/plans/plan.html", presenters.plan_page(reading(), read_plan(reading(), slug), actor)
    )


@blueprint.route("/plans/<slug>/edit", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("Title and topics"))
def edit_plan(slug: str) -> Page:
    """Record what a plan is called and is about, and since when."""
    there = kept_plan(reading(), signed_in_actor(), slug)
    form = SincePlanForm(obj=there, data={"seen": str(newest_plan_fact(reading(), plan_id=there.id))})
    if not sent():
        return _editing(there, form)

    def act(session: Session) -> None:
        services.save_plan(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), plan_id=there.id, said=form.said,
            happened_on=form.since, seen=number_of(form.seen.data) or 0,
        )  # fmt: skip

    if not (form.validate() and form.carried_out(act)):
        # Whoever has now read what stands may save over it.
        forget_read()
        form.seen.data = str(newest_plan_fact(reading(), plan_id=there.id))
        return _editing(kept_plan(reading(), signed_in_actor(), slug), form), 422
    flash(_("Saved. What was recorded before stays in the record."), "good")
    return redirect(url_for("desk.plan", slug=slug), 303)


def _editing(there: Plan, form: SincePlanForm) -> str:
    return render_page("desk/plans/edit.html", presenters.edit_page(there, form), form=form)


@blueprint.route("/plans/<slug>/act/<kind>", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("Decision on a plan"))
def plan_act(slug: str, kind: str) -> Page:
    """Ask what is to be done with a plan, and do it."""
    wanted = or_404({each.value: each for each in PlanActKind}.get(kind))
    actor, needed = signed_in_actor(), PLAN_ACTS[wanted][0]
    there, form = kept_plan(reading(), actor, slug, needed), ActForm()
    page = presenters.plan_act_page(there, wanted)
    if not sent():
        state = plan_state_of(reading(), plan_id=there.id)
        or_404(there, may(actor, needed, scope=there.scope, state=state))
        return render_page("desk/plans/act.html", page, form=form)

    def act(session: Session) -> None:
        services.act_on_plan(
            session, actor=actor, now=arrived_at(), zone=site_zone(), plan_id=there.id, kind=wanted,
            happened_on=form.day, reason=form.reason,
        )  # fmt: skip

    if not (form.validate() and form.carried_out(act)):
        return render_page("desk/plans/act.html", page, form=form), 422
    flash(_("Done. It stands in the plan record with its day and its reason."), "good")
    return redirect(url_for("desk.plan", slug=slug), 303)
