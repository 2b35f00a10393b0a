"""One document at the desk: what it is attached to, and who reads it."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.desk import blueprint
from consult.desk.documents import presenters
from consult.desk.documents.forms import AttachForm
from consult.desk.documents.keeping import to_keep
from consult.desk.documents.targets import offered, one_of_theirs
from consult.documents import services
from consult.web.access import access
from consult.web.database import reading, writing
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.route("/documents/<slug>/", methods=["GET", "POST"])
@access("staff")
def document(slug: str) -> Page:
    """Show a document with all that may be done with it; attach it to something."""
    found, actor = to_keep(slug), signed_in_actor()
    choice = offered(reading(), actor)
    form = AttachForm().offer(choice.targets)

    def act(session: Session) -> None:
        kind, number = form.chosen(partial(one_of_theirs, session, actor))
        services.attach(session, actor=actor, now=arrived_at(), slug=slug, kind=kind, subject_id=number)

    if sent() and form.carried_out(act):
        flash(_("Attached. It stands on the page of what it belongs to."), "good")
        return redirect(url_for("desk.document", slug=slug), 303)
    page = presenters.document_page(reading(), actor, found, choice)
    return render_page("desk/documents/document.html", page, form=form), 422 if sent() else 200


@blueprint.post("/documents/<slug>/attachments/<int(max=2147483647):attachment_id>/detach")
@access("staff")
def detach_document(slug: str, attachment_id: int) -> Response:
    """Take a document off something; it can be attached again."""
    to_keep(slug)
    with writing() as session:
        services.detach(
            session, actor=signed_in_actor(), now=arrived_at(), slug=slug, attachment_id=attachment_id
        )
    flash(_("It is attached to that no more. You can attach it again."), "good")
    return redirect(url_for("desk.document", slug=slug), 303)
