"""Drafting: a consultation's page at the desk, and the form in which everything about it is written."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.consultations.errors import EditedMeanwhileError
from consult.consultations.services import check_address, save_draft
from consult.desk import blueprint
from consult.desk.consultations import draft_presenters, presenters
from consult.desk.consultations.draft_presenters import Draft
from consult.desk.consultations.forms import ConsultationForm, saved
from consult.desk.loaders import asked_or_discarded
from consult.desk.scope import limits, own, to_run
from consult.shared.errors import DomainError
from consult.web.access import access, or_404
from consult.web.database import reading, writing
from consult.web.forms import sent
from consult.web.idempotency import leads_to
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.get("/consultations/<slug>/")
@access("staff")
def consultation(slug: str) -> str:
    """Show where a consultation stands, what was done with it, and what may be done next."""
    actor, now = signed_in_actor(), arrived_at()
    there = asked_or_discarded(reading(), actor, slug, now)
    page = presenters.consultation_page(reading(), actor, there, now)
    return render_page("desk/consultations/consultation.html", page)


@blueprint.route("/consultations/new", methods=["GET", "POST"])
@access("officer")
@keeps_typed(_l("New consultation"))
def new_consultation() -> Page:
    """Begin a draft."""
    draft = draft_presenters.blank(reading(), own(reading()), arrived_at(), request.args.get("text"))
    form = ConsultationForm(data=draft.values).offer(draft.bodies, draft.texts)
    return _written(draft, form)


@blueprint.route("/consultations/<slug>/edit", methods=["GET", "POST"])
@access("officer")
@keeps_typed(_l("Edit the draft"))
def edit_consultation(slug: str) -> Page:
    """Write on a draft."""
    there = to_run(reading(), slug, Act.EDIT)
    draft = draft_presenters.of(reading(), there)
    form = ConsultationForm(data=saved(there)).offer(draft.bodies, draft.texts)
    return _written(draft, form)


def _written(draft: Draft, form: ConsultationForm) -> Page:
    """Show the form, or save what it holds and go on to the consultation's page."""
    if not sent():
        return _page(draft, form)
    if not form.check(draft.bodies, draft.texts):
        return _page(draft, form), 422
    try:
        slug = _save(draft, form)
    except EditedMeanwhileError as problem:
        form.show(problem)
        return _both(or_404(draft.consultation).slug, form), 422
    except DomainError as problem:
        form.show(problem)
        return _page(draft, form), 422
    flash(_("The draft was saved."), "good")
    return redirect(url_for("desk.consultation", slug=slug), 303)


def _save(draft: Draft, form: ConsultationForm) -> str:
    new = draft.consultation is None
    address = form.typed_slug
    slug = address if draft.consultation is None else draft.consultation.slug
    with writing() as session:
        if new or slug != address:
            check_address(session, address=address)
        save_draft(
            session, actor=signed_in_actor(), now=arrived_at(), organisation=or_404(form.body(draft.bodies)),
            slug=slug, terms=form.terms, version_ids=[row.id for row in form.chosen(draft.texts)],
            limits=limits(), revision=None if new else form.seen_revision,
            address=address,
        )  # fmt: skip
        leads_to(session, url_for("desk.consultation", slug=address))
    return address


def _both(slug: str, form: ConsultationForm) -> str:
    """Show what is saved now beside what was typed; whoever saves again has seen both."""
    there = to_run(reading(), slug, Act.EDIT)
    form.revision.data = str(there.revision)
    return _page(draft_presenters.of(reading(), there), form, meanwhile=True)


def _page(draft: Draft, form: ConsultationForm, *, meanwhile: bool = False) -> str:
    page = draft_presenters.edit_page(reading(), draft, form, meanwhile=meanwhile)
    return render_page("desk/consultations/edit.html", page, form=form)
