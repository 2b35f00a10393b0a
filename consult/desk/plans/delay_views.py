"""Declaring at the desk that a commitment as a whole is delayed, and that it is so no more."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.plans.act_presenters import delay_page
from consult.desk.plans.loaders import written_commitment
from consult.desk.plans.progress_forms import DelayForm, EndDelayForm
from consult.plans import services
from consult.plans.models import Commitment
from consult.web.access import access
from consult.web.database import reading
from consult.web.dates import site_zone
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]
_BELOW = "/plans/<slug>/commitments/<number>/"


@blueprint.route(f"{_BELOW}delay", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Declare a delay"))
def delay_commitment(slug: str, number: str) -> Page:
    """Declare that a commitment is delayed: since when, why, and what is done about it."""
    there = written_commitment(reading(), signed_in_actor(), slug, number, Act.REPORT_PROGRESS)
    form = DelayForm()

    def act(session: Session) -> None:
        services.delay_commitment(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), commitment_id=there.id,
            happened_on=form.day, reason=form.reason, recovery=form.recovery,
        )  # fmt: skip

    return _asked(form, act, there, ends=False)


@blueprint.route(f"{_BELOW}delay/end", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("End the delay"))
def end_commitment_delay(slug: str, number: str) -> Page:
    """Say that a commitment is delayed no more, and since when."""
    there = written_commitment(reading(), signed_in_actor(), slug, number, Act.REPORT_PROGRESS)
    form = EndDelayForm()

    def act(session: Session) -> None:
        services.end_commitment_delay(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), commitment_id=there.id,
            happened_on=form.day,
        )  # fmt: skip

    return _asked(form, act, there, ends=True)


def _asked(
    form: DelayForm | EndDelayForm, act: Callable[[Session], None], there: Commitment, *, ends: bool
) -> Page:
    """Show the form; sent, do what it asks, and lead back to the commitment."""
    page = delay_page(there, ends=ends)
    if not sent():
        return render_page("desk/plans/milestone_act.html", page, form=form)
    if not (form.validate() and form.carried_out(act)):
        return render_page("desk/plans/milestone_act.html", page, form=form), 422
    flash(_("Done. It stands in the plan record, and the public reads it."), "good")
    return redirect(url_for("desk.commitment", slug=there.plan.slug, number=there.number), 303)
