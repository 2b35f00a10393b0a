"""Moving a commitment in its plan, or a milestone in its commitment, one place up or down."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies import has_right
from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.plans.loaders import read_commitment, written_commitment
from consult.desk.plans.presenters import plan_at
from consult.plans import services
from consult.plans.models import CommitmentPlace
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.forms import Form
from consult.web.identity import signed_in_actor
from consult.web.pagination import place
from consult.web.request_time import arrived_at

_BELOW = "/plans/<slug>/commitments/<number>/"


@blueprint.post(f"{_BELOW}move/<any(up, down):way>")
@access("coordinator")
def move_commitment(slug: str, number: str, way: str) -> Response:
    """Let a commitment change its place with the one before or after it."""
    there = read_commitment(reading(), slug, number)
    or_404(there, has_right(signed_in_actor(), Act.KEEP_PLAN, scope=there.plan.scope))

    def act(session: Session) -> None:
        services.move_commitment(
            session, actor=signed_in_actor(), now=arrived_at(), plan_id=there.plan_id, commitment_id=there.id,
            up=way == "up",
        )  # fmt: skip

    if Form().carried_out(act):
        flash(_("The order was changed."), "good")
    return redirect(plan_at(slug, place(CommitmentPlace)), 303)


@blueprint.post(f"{_BELOW}milestones/<int(max=2147483647):milestone_id>/move/<any(up, down):way>")
@access("staff")
def move_milestone(slug: str, number: str, milestone_id: int, way: str) -> Response:
    """Let a milestone change its place with the one before or after it."""
    there = written_commitment(reading(), signed_in_actor(), slug, number)
    or_404(next((row for row in there.milestones if row.id == milestone_id), None))

    def act(session: Session) -> None:
        services.move_milestone(
            session, actor=signed_in_actor(), now=arrived_at(), commitment_id=there.id, milestone_id=milestone_id,
            up=way == "up",
        )  # fmt: skip

    if Form().carried_out(act):
        flash(_("The order was changed."), "good")
    return redirect(url_for("desk.commitment", slug=slug, number=number, _anchor="milestones"), 303)
