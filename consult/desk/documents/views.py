"""Keeping documents: the list, a new one, one with all that is done with it, its facts and its versions."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies import may
from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.documents import presenters
from consult.desk.documents.forms import FactsForm, FileForm, NewDocumentForm
from consult.desk.documents.keeping import kept, storing, to_keep
from consult.desk.documents.targets import publishers
from consult.documents import services
from consult.documents.models import Document
from consult.documents.services import NewFile
from consult.web.access import access
from consult.web.database import reading
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.navigation import in_menu
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.uploads import takes_file

Page = str | Response | tuple[str, int]


@blueprint.get("/documents/")
@access("staff")
@in_menu(
    "desk", 40, _l("Documents"), name="documents", about=_l("Letters, reports, minutes and what else is on file."),
)  # fmt: skip
def documents() -> str:
    """List the documents that somebody at the desk keeps, or may read."""
    return render_page("desk/documents/list.html", presenters.list_page(reading(), signed_in_actor()))


@blueprint.route("/documents/new", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("New document"))
@takes_file
def new_document() -> Page:
    """Add a document with its first file."""
    actor = signed_in_actor()
    bodies, anybody = publishers(reading(), actor), may(actor, Act.KEEP_DOCUMENTS)
    if not (anybody or bodies):
        flash(_("You keep the documents of no body."), "wait")
        return redirect(url_for("desk.documents"), 303)
    form = NewDocumentForm().offer(bodies, nobody=anybody)
    made: list[Document] = []

    def act(session: Session, file: NewFile) -> None:
        visibility = form.visibility.data or ""
        document = services.add(
            session, actor=actor, now=arrived_at(), facts=form.facts, file=file, visibility=visibility,
            publisher=kept(session, form.body(bodies)),
        )  # fmt: skip
        made.append(document)

    if not sent():
        return render_template("desk/documents/new.html", form=form)
    if not storing(form, act):
        return render_template("desk/documents/new.html", form=form), 422
    flash(_("The document was added. Say now to what it belongs."), "good")
    return redirect(url_for("desk.document", slug=made[-1].slug), 303)


@blueprint.route("/documents/<slug>/edit", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Edit a document"))
def edit_document(slug: str) -> Page:
    """Edit what is said of a document."""
    found = to_keep(slug)
    form = FactsForm.of(found)

    def act(session: Session) -> None:
        services.edit(session, actor=signed_in_actor(), now=arrived_at(), slug=slug, facts=form.facts)

    if not sent():
        return _form("edit", found, form)
    if not (form.validate() and form.carried_out(act)):
        return _form("edit", found, form), 422
    flash(_("Saved."), "good")
    return redirect(url_for("desk.document", slug=slug), 303)


@blueprint.route("/documents/<slug>/new-version", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("New version of a document"))
@takes_file
def new_document_version(slug: str) -> Page:
    """Put a new version beside the ones before."""
    found, form = to_keep(slug), FileForm()

    def act(session: Session, file: NewFile) -> None:
        services.add_version(session, actor=signed_in_actor(), now=arrived_at(), slug=slug, file=file)

    if not sent():
        return _form("version", found, form)
    if not storing(form, act):
        return _form("version", found, form), 422
    flash(_("The new version stands. The ones before stay readable."), "good")
    return redirect(url_for("desk.document", slug=slug), 303)


def _form(name: str, found: Document, form: FactsForm | FileForm) -> str:
    return render_page(f"desk/documents/{name}.html", presenters.form_page(found), form=form)
