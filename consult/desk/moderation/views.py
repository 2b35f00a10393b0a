"""The moderator's queue, hiding and showing again."""

from __future__ import annotations

from flask import flash, redirect
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.contributions.models import Contribution
from consult.contributions.queries import by_reference
from consult.desk import blueprint
from consult.desk.loaders import asked
from consult.desk.moderation import presenters
from consult.desk.moderation.forms import HideForm, RestoreForm
from consult.desk.moderation.returning import way_back
from consult.moderation.policies import may_decide
from consult.moderation.services import hide as hide_it
from consult.outcomes.services import restore as restore_it
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.navigation import in_menu
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.get("/consultations/<slug>/queue/")
@access("staff")
@in_menu("consultation", 10, _l("Moderation"), name="queue")
def queue(slug: str) -> str:
    """Show what arrived, newest first."""
    actor, now = signed_in_actor(), arrived_at()
    consultation = asked(reading(), actor, slug, now)
    return render_page(
        "desk/moderation/queue.html", presenters.queue_page(reading(), actor, consultation, now)
    )


@blueprint.route("/contributions/<reference>/hide", methods=["GET", "POST"])
@access("moderator")
@keeps_typed(_l("Hide a contribution"))
def hide(reference: str) -> str | Response | tuple[str, int]:
    """Hide a contribution by a published rule."""
    contribution = decidable(reference)
    form = HideForm()
    if not sent():
        return _decide(contribution, form)

    def act(session: Session) -> None:
        hide_it(
            session, actor=signed_in_actor(), now=arrived_at(), reference=reference, rule=form.chosen,
            reason=form.reason, seen=form.revisions,
        )  # fmt: skip

    if not form.carried_out(act):
        return _decide(decidable(reference), form), 422
    done = _("Hidden. The entry is in the moderation log, and the author was told.")
    undo = _("It can be shown again from this list.")
    return _back(contribution, f"{done} {undo}")


@blueprint.route("/contributions/<reference>/restore", methods=["GET", "POST"])
@access("moderator")
@keeps_typed(_l("Show a contribution again"))
def restore(reference: str) -> str | Response | tuple[str, int]:
    """Show a hidden contribution again."""
    contribution = decidable(reference)
    form = RestoreForm()
    if not sent():
        return _decide(contribution, form)

    def act(session: Session) -> None:
        restore_it(
            session, actor=signed_in_actor(), now=arrived_at(), reference=reference,
            reason=form.reason, seen=form.revisions,
        )  # fmt: skip

    if not form.carried_out(act):
        return _decide(decidable(reference), form), 422
    done = _("Shown again. The entry is in the moderation log, and the author was told.")
    undo = _("It can be hidden again from this list.")
    return _back(contribution, f"{done} {undo}")


def decidable(reference: str) -> Contribution:
    """Return a contribution that is the actor's to decide about now; 404 for any other."""
    contribution = or_404(by_reference(reading(), reference))
    scope = contribution.consultation.organisation.scope
    or_404(contribution, may_decide(signed_in_actor(), contribution, scope, arrived_at()))
    return contribution


def _decide(contribution: Contribution, form: RestoreForm) -> str:
    page = presenters.decision_page(reading(), contribution, hiding=isinstance(form, HideForm))
    form.fill(page.ready)
    return render_page("desk/moderation/decide.html", page, form=form)


def _back(contribution: Contribution, words: str) -> Response:
    """Say what was done, at the very place in the queue that was come from."""
    flash(words, "good")
    return redirect(way_back(contribution.consultation.slug), 303)
