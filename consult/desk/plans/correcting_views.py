"""Correcting at the desk what was reported of a milestone."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.desk import blueprint
from consult.desk.plans import correcting_presenters as presenters
from consult.desk.plans.loaders import correctable_update, reported_milestone
from consult.desk.plans.progress_forms import CorrectionForm
from consult.documents.models import Attached
from consult.documents.queries import Subject, attached_to
from consult.plans import services
from consult.web.access import access
from consult.web.database import reading
from consult.web.dates import site_zone
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.route(
    "/plans/<slug>/commitments/<number>/milestones/<int(max=2147483647):milestone_id>"
    "/updates/<int(max=2147483647):update_id>/correct",
    methods=["GET", "POST"],
)
@access("staff")
@keeps_typed(_l("Correct what was reported"))
def correct_progress(slug: str, number: str, milestone_id: int, update_id: int) -> Page:
    """Put another update in the place of one that is wrong; where somebody did meanwhile, show both."""
    there, milestone = reported_milestone(reading(), signed_in_actor(), slug, number, milestone_id)
    found = correctable_update(reading(), signed_in_actor(), there, milestone, update_id)
    form = CorrectionForm(data=presenters.stands(found.standing))
    subject = Subject(Attached.MILESTONE.value, milestone.id)
    form.offer(attached_to(reading(), [subject]).get(subject, []))

    def act(session: Session) -> None:
        services.correct_progress(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), milestone_id=milestone.id,
            update_id=update_id, said=form.said, reason=form.reason,
        )  # fmt: skip

    if sent() and form.validate() and form.carried_out(act):
        flash(_("Corrected. What stood stays to be read beside it."), "good")
        return redirect(url_for("desk.milestone_progress", **presenters.at_desk(there, milestone)), 303)
    now = correctable_update(reading(), signed_in_actor(), there, milestone, update_id) if sent() else found
    page = presenters.correction_page(there, milestone, now, form)
    return render_page("desk/plans/report.html", page, form=form), 422 if sent() else 200
