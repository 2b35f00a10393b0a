"""Commitments at the desk: drafting one with its milestones and bodies, submitting it, and deciding about it."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies import Actor, roles_for
from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.plans import commitment_presenters as presenters
from consult.desk.plans.act_presenters import act_page
from consult.desk.plans.commitment_forms import (
    BodyForm,
    NewCommitmentForm,
)
from consult.desk.plans.form_presenters import form_page, new_page
from consult.desk.plans.forms import ActForm
from consult.desk.plans.loaders import read_commitment, read_plan, written_commitment
from consult.desk.scope import own, works_for
from consult.organisations.models import Organisation
from consult.organisations.queries import verified_bodies
from consult.plans import services
from consult.plans.models import Commitment, CommitmentActKind, Plan
from consult.plans.policies import COMMITMENT_ACTS, may_keep_plan, open_acts
from consult.plans.queries.scopes import scopes_of
from consult.plans.queries.standing import commitment_acts, state_after
from consult.shared.errors import DomainError
from consult.web.access import access, or_404
from consult.web.database import forget_read, reading, writing
from consult.web.dates import site_zone
from consult.web.forms import Form, sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.locale import language
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.wording import each

Page = str | Response | tuple[str, int]
_BELOW = "/plans/<slug>/commitments/<number>/"


@blueprint.route("/plans/<slug>/commitments/new", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("New commitment"))
def new_commitment(slug: str) -> Page:
    """Begin a commitment of a plan."""
    actor = signed_in_actor()
    plan, form = read_plan(reading(), slug), NewCommitmentForm()
    bodies = or_404(_may_lead(reading(), actor, plan))
    form.offer(bodies)
    page = new_page(plan)
    if not sent():
        return render_page("desk/plans/new_commitment.html", page, form=form)
    lead = {str(body.id): body for body in bodies}.get(form.lead.data or "")

    def act(session: Session) -> Commitment:
        return services.begin_commitment(
            session, actor=actor, now=arrived_at(), plan_id=plan.id, number=form.commitment_number.data or "",
            said=form.said, lead=lead,
        )  # fmt: skip

    if not (form.measured() and form.carried_out(act)):
        return render_page("desk/plans/new_commitment.html", page, form=form), 422
    flash(_("The commitment was begun. Nobody outside the desk sees it yet."), "good")
    number = (form.commitment_number.data or "").strip().upper()
    return redirect(url_for("desk.commitment", slug=slug, number=number), 303)


def _may_lead(session: Session, actor: Actor, plan: Plan) -> list[Organisation] | None:
    """Return the bodies that a new commitment of ``actor``'s may be led by; None where they may begin none."""
    if may_keep_plan(actor, plan.scope):
        return list(verified_bodies(session, lang=language()))
    return list(works_for(session, actor, roles_for(Act.DRAFT_COMMITMENT))) or None


@blueprint.get(_BELOW)
@access("staff")
def commitment(slug: str, number: str) -> str:
    """Show a commitment: what it promises, what it lacks, and what can be done next."""
    actor = signed_in_actor()
    there = read_commitment(reading(), slug, number)
    page = presenters.commitment_page(reading(), there, actor, arrived_at(), drafts=bool(own(reading())))
    return render_page("desk/plans/commitment.html", page)


@blueprint.route(f"{_BELOW}body", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("A body and what it does"))
def commitment_body(slug: str, number: str) -> Page:
    """Record that a body takes a role or gives it up."""
    there, form = written_commitment(reading(), signed_in_actor(), slug, number), BodyForm()
    form.offer(list(verified_bodies(reading(), lang=language())))
    page = form_page(
        there, _("A body and what it does"), url_for("desk.commitment_body", slug=slug, number=number)
    )

    def act(session: Session) -> None:
        role, body_id = form.chosen_role, form.body_id
        if role is None or body_id is None:
            raise DomainError("choose-one", field="role" if role is None else "organisation")
        services.set_body(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), commitment_id=there.id,
            organisation_id=body_id, role=role, holds=form.holds, happened_on=form.since, said=form.said,
        )  # fmt: skip

    return asked(form, act, there, lambda: render_page("desk/plans/body.html", page, form=form))


@blueprint.route(f"{_BELOW}act/<kind>", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Decision on a commitment"))
def commitment_act(slug: str, number: str, kind: str) -> Page:
    """Ask what is to be done with a commitment, and do it."""
    wanted = or_404({each_.value: each_ for each_ in CommitmentActKind}.get(kind))
    actor, needed = signed_in_actor(), COMMITMENT_ACTS[wanted][0]
    there, form = written_commitment(reading(), actor, slug, number, needed), ActForm()
    if not sent():
        acts = commitment_acts(reading(), commitment_id=there.id)
        state = state_after(reading(), commitment_id=there.id, acts=acts)
        or_404(there, wanted in open_acts(actor, scopes_of(reading(), there), state, acts))
        return render_page("desk/plans/act.html", act_page(there, wanted), form=form)
    if not form.validate():
        return render_page("desk/plans/act.html", act_page(there, wanted), form=form), 422
    try:
        with writing() as session:
            services.act_on_commitment(
                session, actor=actor, now=arrived_at(), zone=site_zone(), commitment_id=there.id, kind=wanted,
                happened_on=form.day, reason=form.reason,
            )  # fmt: skip
    except DomainError as problem:
        forget_read()
        return _refused(slug, number, wanted, form, problem), 422
    flash(_("Done. It stands in the plan record with its day and its reason."), "good")
    return redirect(url_for("desk.commitment", slug=slug, number=number), 303)


def _refused(slug: str, number: str, wanted: CommitmentActKind, form: ActForm, problem: DomainError) -> str:
    """Say what stands against an act: at its own fields, or as a list that leads to where each thing is written."""
    there = written_commitment(reading(), signed_in_actor(), slug, number, COMMITMENT_ACTS[wanted][0])
    own_fields = {field.name for field in form}
    elsewhere = [single for single in each(problem) if single.field and single.field not in own_fields]
    if not elsewhere:
        form.show(problem)
    lacks = [presenters.lack_of(there, single) for single in elsewhere]
    return render_page("desk/plans/act.html", act_page(there, wanted), form=form, lacks=lacks)


def asked(form: Form, act: Callable[[Session], object], there: Commitment, page: Callable[[], str]) -> Page:
    """Show the form; sent, do what it asks, and lead back to the commitment."""
    slug, number = there.plan.slug, there.number
    if not sent():
        return page()
    if not (form.validate() and form.carried_out(act)):
        return page(), 422
    flash(_("Saved. What was recorded before stays in the record."), "good")
    return redirect(url_for("desk.commitment", slug=slug, number=number), 303)
