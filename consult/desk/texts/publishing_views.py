"""Publishing a draft without a consultation, with a reason that everybody reads."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from consult.consultations import services
from consult.desk import blueprint
from consult.desk.consultations.lifecycle_forms import ReasonForm
from consult.desk.scope import to_publish
from consult.desk.texts.presenters import publish_page
from consult.desk.texts.views import Page
from consult.organisations.models import Organisation
from consult.texts.models import TextVersion
from consult.web.access import access
from consult.web.database import reading
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.route("/texts/<int(max=2147483647):version_id>/publish", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Publish without a consultation"))
def publish_text(version_id: int) -> Page:
    """Show the draft and what publishing it will do; sent with a reason, publish it."""
    found = to_publish(reading(), version_id)
    form = ReasonForm()
    if not sent():
        return _page(found, form)
    if not form.validate():
        return _page(found, form), 422

    def act(session: Session) -> None:
        version, drafter = to_publish(session, version_id)
        services.publish_text(
            session, actor=signed_in_actor(), now=arrived_at(), version=version, drafter=drafter,
            reason=form.reason, seen=request.form.get("seen", ""),
        )  # fmt: skip

    if not form.carried_out(act):
        return _page(to_publish(reading(), version_id), form), 422
    flash(_("The text is published, with its reason."), "good")
    return redirect(url_for("desk.publish_text", version_id=version_id), 303)


def _page(found: tuple[TextVersion, Organisation], form: ReasonForm) -> str:
    page = publish_page(reading(), *found, arrived_at())
    return render_page("desk/texts/publish.html", page, form=form)
