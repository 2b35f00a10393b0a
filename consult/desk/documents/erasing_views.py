"""Two persons destroy a document: one asks with a reason, another decides."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.desk import blueprint
from consult.desk.consultations.lifecycle_forms import ReasonForm
from consult.desk.documents import presenters
from consult.desk.documents.forms import AskErasureForm
from consult.desk.documents.keeping import to_keep
from consult.documents import queries, services
from consult.documents.policies import may_ask_erasure
from consult.shared.errors import NotFoundError
from consult.web import uploads
from consult.web.access import access, or_404
from consult.web.database import reading, writing
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.route("/documents/<slug>/ask-erasure", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Ask that a document be erased"))
def ask_document_erasure(slug: str) -> Page:
    """Ask that the files and names of a document be destroyed."""
    found, form = to_keep(slug), AskErasureForm()
    or_404(found, may_ask_erasure(signed_in_actor(), found.scope))

    def act(session: Session) -> None:
        reason = form.reason.data or ""
        services.ask_erasure(session, actor=signed_in_actor(), now=arrived_at(), slug=slug, reason=reason)

    if sent() and form.carried_out(act):
        flash(_("Asked. Another coordinator decides."), "good")
        return redirect(url_for("desk.document_erasure", slug=slug), 303)
    page = render_page("desk/documents/ask_erasure.html", presenters.form_page(found), form=form)
    return page, 422 if sent() else 200


@blueprint.route("/documents/<slug>/erasure", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Erase a document"))
def document_erasure(slug: str) -> Page:
    """Show the request that waits to whoever asked or may decide; destroy the document, with a ground."""
    shown, form = _waiting(slug), ReasonForm()
    keys: list[str] = []

    def act(session: Session) -> None:
        keys[:] = services.erase(
            session, actor=signed_in_actor(), now=arrived_at(), slug=slug, reason=form.reason
        )

    if not sent():
        return render_page("desk/documents/erasure.html", shown, form=form)
    or_404(shown, shown.may_decide)
    if not form.carried_out(act):
        return render_page("desk/documents/erasure.html", _waiting(slug), form=form), 422
    for key in keys:
        uploads.discard(key)
    flash(_("Erased. A tombstone with the ground stands in its place."), "good")
    return redirect(url_for("public.document", slug=slug), 303)


@blueprint.post("/documents/<slug>/keep")
@access("staff")
def refuse_document_erasure(slug: str) -> Response:
    """Decide that the document stays; whoever asked may take the request back."""
    shown = _waiting(slug)
    answer = services.take_back_erasure if shown.mine else services.refuse_erasure
    try:
        with writing() as session:
            answer(session, actor=signed_in_actor(), now=arrived_at(), slug=slug)
    except NotFoundError:
        or_404(None)
    flash(_("The document stays as it is."), "good")
    return redirect(url_for("desk.document", slug=slug), 303)


def _waiting(slug: str) -> presenters.ErasurePage:
    found = or_404(queries.by_slug(reading(), slug))
    return or_404(presenters.erasure_page(reading(), signed_in_actor(), found))
