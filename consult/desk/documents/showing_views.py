"""Who reads a document; withdrawing it with a reason, and bringing it back."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.desk import blueprint
from consult.desk.consultations.lifecycle_forms import ReasonForm
from consult.desk.documents import presenters
from consult.desk.documents.keeping import to_keep
from consult.documents import services
from consult.documents.models import Document, Visibility
from consult.web.access import access
from consult.web.database import writing
from consult.web.forms import Form, sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.post("/documents/<slug>/open")
@access("staff")
def open_document(slug: str) -> Response:
    """Let everybody read a document."""
    return _shown_to(slug, Visibility.PUBLIC, _("Everybody reads it now."))


@blueprint.post("/documents/<slug>/restrict")
@access("staff")
def restrict_document(slug: str) -> Response:
    """Let staff alone read a document."""
    return _shown_to(slug, Visibility.RESTRICTED, _("Only staff read it now."))


@blueprint.route("/documents/<slug>/withdraw", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Withdraw a document"))
def withdraw_document(slug: str) -> Page:
    """Withdraw a document, with a reason for the public."""
    found, form = to_keep(slug), ReasonForm()
    if not sent():
        return _withdrawing(found, form)

    def act(session: Session) -> None:
        services.withdraw(session, actor=signed_in_actor(), now=arrived_at(), slug=slug, reason=form.reason)

    if not form.carried_out(act):
        return _withdrawing(to_keep(slug), form), 422
    flash(_("Withdrawn. A tombstone with the reason stands in its place."), "good")
    return redirect(url_for("desk.document", slug=slug), 303)


@blueprint.post("/documents/<slug>/bring-back")
@access("staff")
def bring_back_document(slug: str) -> Response:
    """Show a withdrawn document again."""
    to_keep(slug)
    with writing() as session:
        services.bring_back(session, actor=signed_in_actor(), now=arrived_at(), slug=slug)
    flash(_("The document is back."), "good")
    return redirect(url_for("desk.document", slug=slug), 303)


def _shown_to(slug: str, visibility: Visibility, done: str) -> Response:
    to_keep(slug)

    def act(session: Session) -> None:
        services.set_visibility(
            session, actor=signed_in_actor(), now=arrived_at(), slug=slug, visibility=visibility
        )

    if Form().carried_out(act):
        flash(done, "good")
    return redirect(url_for("desk.document", slug=slug), 303)


def _withdrawing(found: Document, form: ReasonForm) -> str:
    return render_page("desk/documents/withdraw.html", presenters.form_page(found), form=form)
