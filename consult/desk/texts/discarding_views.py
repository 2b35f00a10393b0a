"""Discarding a draft of a text, and bringing it back."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.consultations import services
from consult.desk import blueprint
from consult.desk.scope import to_draft
from consult.desk.texts.presenters import discard_page
from consult.desk.texts.views import Page
from consult.shared.errors import DomainError
from consult.texts.services import BACK_WITHIN, bring_back
from consult.web.access import access
from consult.web.database import reading, writing
from consult.web.forms import Form, sent
from consult.web.identity import signed_in_actor
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.wording import sentence


@blueprint.route("/texts/<int(max=2147483647):version_id>/discard", methods=["GET", "POST"])
@access("officer")
def discard_text(version_id: int) -> Page:
    """Ask once more, and discard the draft."""
    to_draft(reading(), version_id)
    form = Form()
    if not sent():
        return _page(version_id, form)

    def act(session: Session) -> None:
        version, drafter = to_draft(session, version_id)
        services.discard_text(
            session, actor=signed_in_actor(), now=arrived_at(), version=version, drafter=drafter
        )

    if not form.carried_out(act):
        return _page(version_id, form), 422
    flash(
        _("The draft was discarded. It can be brought back for %(days)s days.", days=BACK_WITHIN.days), "good"
    )
    return redirect(url_for("desk.home", _anchor="discarded"), 303)


@blueprint.post("/texts/<int(max=2147483647):version_id>/bring-back")
@access("officer")
def bring_text_back(version_id: int) -> Response:
    """Bring a discarded draft back."""
    try:
        with writing() as session:
            version, drafter = to_draft(session, version_id)
            bring_back(session, actor=signed_in_actor(), now=arrived_at(), version=version, drafter=drafter)
    except DomainError as problem:
        flash(sentence(problem), "error")
        return redirect(url_for("desk.home"), 303)
    flash(_("The draft is back."), "good")
    return redirect(url_for("desk.text", version_id=version_id), 303)


def _page(version_id: int, form: Form) -> str:
    version, _drafter = to_draft(reading(), version_id)
    return render_page("desk/texts/discard.html", discard_page(reading(), version), form=form)
