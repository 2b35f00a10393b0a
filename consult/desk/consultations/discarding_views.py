"""Discarding a draft of a consultation, and bringing it back."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.consultations import services
from consult.desk import blueprint
from consult.desk.consultations.presenters import discard_page
from consult.desk.scope import to_run
from consult.shared.errors import DomainError
from consult.texts.services import BACK_WITHIN
from consult.web.access import access
from consult.web.database import reading, writing
from consult.web.forms import Form, sent
from consult.web.identity import signed_in_actor
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.wording import sentence

Page = str | Response | tuple[str, int]


@blueprint.route("/consultations/<slug>/discard", methods=["GET", "POST"])
@access("officer")
def discard_draft(slug: str) -> Page:
    """Ask once more, and discard the draft."""
    there, form = to_run(reading(), slug, Act.EDIT), Form()
    if not sent():
        return _page(slug, form)

    def act(session: Session) -> None:
        services.discard_draft(session, actor=signed_in_actor(), now=arrived_at(), consultation_id=there.id)

    if not form.carried_out(act):
        return _page(slug, form), 422
    flash(
        _("The draft was discarded. It can be brought back for %(days)s days.", days=BACK_WITHIN.days), "good"
    )
    return redirect(url_for("desk.home", _anchor="discarded"), 303)


@blueprint.post("/consultations/<slug>/bring-back")
@access("officer")
def bring_draft_back(slug: str) -> Response:
    """Bring a discarded draft back."""
    there = to_run(reading(), slug, Act.EDIT)
    try:
        with writing() as session:
            services.bring_draft_back(
                session, actor=signed_in_actor(), now=arrived_at(), consultation_id=there.id
            )
    except DomainError as problem:
        flash(sentence(problem), "error")
        return redirect(url_for("desk.home"), 303)
    flash(_("The draft is back."), "good")
    return redirect(url_for("desk.consultation", slug=slug), 303)


def _page(slug: str, form: Form) -> str:
    there = to_run(reading(), slug, Act.EDIT)
    return render_page("desk/consultations/discard.html", discard_page(there, arrived_at()), form=form)
