"""Keeping documents: the list, a new one, one with all that is done with it, its facts and its versions."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.documents import presenters
from consult.desk.documents.forms import FactsForm, FileForm, NewDocumentForm
from consult.desk.documents.keeping import kept, storing, to_keep
from consult.desk.documents.targets import publishers, reported_on
from consult.documents import services
from consult.documents.models import Attached, Document
from consult.documents.services import NewFile
from consult.organisations.models import Organisation
from consult.plans.queries.named_by_ids import NamedMilestone
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import ASKED, keeps_typed
from consult.web.navigation import in_menu
from consult.web.number_field import number_of
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


def _asked_milestone() -> NamedMilestone | None:
    """Return the milestone that a new document is to show something of; 404 where it is none of the sender's."""
    asked = request.args.get("milestone")
    if asked is None:
        return None
    number = number_of(asked)
    return or_404(reported_on(reading(), signed_in_actor(), number) if number is not None else None)


def _report_of(milestone: NamedMilestone) -> str:
    """Return the address of the report on a milestone, with what was typed into it where the request names that."""
    home, typed = milestone.commitment, {ASKED: request.args.get("report")}
    return url_for(
        "desk.report_progress", slug=home.plan.slug, number=home.number, milestone_id=milestone.id,
        **typed,  # type: ignore[arg-type]  # a name of ours, and none of its own
    )  # fmt: skip


@blueprint.route("/documents/new", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("New document"))
@takes_file
def new_document() -> Page:
    """Add a document with its first file; one that is asked for by a report is attached to its milestone."""
    actor, milestone = signed_in_actor(), _asked_milestone()
    bodies, anybody = publishers(reading(), actor), may(actor, Act.KEEP_DOCUMENTS)
    if not (anybody or bodies):
        flash(_("You keep the documents of no body."), "wait")
        return redirect(url_for("desk.documents"), 303)
    form = NewDocumentForm().offer(bodies, nobody=anybody)
    made: list[Document] = []

    def act(session: Session, file: NewFile) -> None:
        made.append(_add(session, actor, form, kept(session, form.body(bodies)), file, milestone))

    page = presenters.new_page(milestone, _report_of(milestone) if milestone else url_for("desk.documents"))
    if not sent():
        return render_page("desk/documents/new.html", page, form=form)
    if not storing(form, act):
        return render_page("desk/documents/new.html", page, form=form), 422
    if milestone is not None:
        flash(
            _("The document was added to the milestone. Choose it below as what shows your report."), "good"
        )
        return redirect(page.back_url, 303)
    flash(_("The document was added. Say now to what it belongs."), "good")
    return redirect(url_for("desk.document", slug=made[-1].slug), 303)


def _add(
    session: Session, actor: Actor, form: NewDocumentForm, publisher: Organisation | None, file: NewFile,
    milestone: NamedMilestone | None,
) -> Document:  # fmt: skip
    """Add the document, and attach it to the milestone that asked for it."""
    document = services.add(
        session, actor=actor, now=arrived_at(), facts=form.facts, file=file, visibility=form.visibility.data or "",
        publisher=publisher,
    )  # fmt: skip
    if milestone is not None:
        services.attach(
            session, actor=actor, now=arrived_at(), slug=document.slug, kind=Attached.MILESTONE, subject_id=milestone.id
        )  # fmt: skip
    return document


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
