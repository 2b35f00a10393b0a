"""Saying on which level people take part: of a plan and its making, and of a consultation."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.participation import presenters
from consult.desk.participation.forms import LevelForm, ReachedForm, typed_of
from consult.desk.plans.loaders import kept_plan
from consult.desk.scope import to_run
from consult.documents.models import Attached
from consult.documents.queries import Subject, attached_to
from consult.participation import services
from consult.participation.models import OF_PLANS, ParticipationLevel, Process
from consult.participation.policies import can_be_reached
from consult.participation.queries import newest
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]
_TEMPLATE = "desk/participation/level.html"


@blueprint.route("/plans/<slug>/level/<process>", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("Level of participation"))
def plan_level(slug: str, process: str) -> Page:
    """Say what a plan or its making promises, what was reached, and what shows it."""
    of = or_404({each.value: each for each in OF_PLANS}.get(process))
    there = kept_plan(reading(), signed_in_actor(), slug, Act.KEEP_LEVEL)
    form = _offered(LevelForm(data=typed_of(_stands(of, there.id))), Attached.PLAN, there.id)

    def act(session: Session) -> None:
        services.say_of_plan(
            session, actor=signed_in_actor(), now=arrived_at(), plan_id=there.id, process=of, said=form.said,
            seen=form.saw,
        )  # fmt: skip

    if sent() and form.validate() and form.carried_out(act):
        flash(_("It stands on the page of the plan."), "good")
        return redirect(url_for("desk.plan", slug=slug), 303)
    now = _stands(of, there.id)
    page = presenters.plan_level_page(there, of, form, now)
    return _shown(page, form, now)


@blueprint.route("/consultations/<slug>/level", methods=["GET", "POST"])
@access("officer")
@keeps_typed(_l("Level of participation"))
def consultation_level(slug: str) -> Page:
    """Say which level a consultation reached, and what shows it."""
    there = to_run(reading(), slug, Act.SAY_LEVEL_REACHED)
    data = typed_of(_stands(Process.CONSULTATION, there.id))
    form = _offered(ReachedForm(data=data), Attached.CONSULTATION, there.id)

    def act(session: Session) -> None:
        services.say_of_consultation(
            session, actor=signed_in_actor(), now=arrived_at(), consultation_id=there.id, said=form.said,
            seen=form.saw,
        )  # fmt: skip

    if sent() and form.validate() and form.carried_out(act):
        flash(_("It stands on the page of the consultation."), "good")
        return redirect(url_for("desk.consultation", slug=slug), 303)
    now, ended = _stands(Process.CONSULTATION, there.id), can_be_reached(there, arrived_at())
    page = presenters.consultation_level_page(there, form, now, can_be_reached=ended)
    return _shown(page, form, now)


def _stands(process: Process, process_id: int) -> ParticipationLevel | None:
    return newest(reading(), process=process, process_id=process_id)


def _offered(form: LevelForm, kind: Attached, number: int) -> LevelForm:
    """Return the form with the public documents of the plan or consultation to choose from."""
    subject = Subject(kind.value, number)
    form.offer(attached_to(reading(), [subject]).get(subject, []))
    return form


def _shown(page: presenters.LevelPage, form: LevelForm, now: ParticipationLevel | None) -> Page:
    """Show the form; whoever has now read what stands may say something else."""
    if not sent():
        return render_page(_TEMPLATE, page, form=form)
    form.seen.data = str(now.number if now else 0)
    return render_page(_TEMPLATE, page, form=form), 422
