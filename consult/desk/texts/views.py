"""Drafting the words of a commitment, clause by clause, in both languages."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.fields import SelectChoice

from consult.consultations.services import begin_text
from consult.desk import blueprint
from consult.desk.scope import own, to_draft
from consult.desk.texts.arranging import carry_out
from consult.desk.texts.forms import NewTextForm, TextForm, rows_of
from consult.desk.texts.presenters import NewTextPage, text_page
from consult.organisations.models import Organisation
from consult.plans.queries import all_commitments
from consult.shared.errors import DomainError
from consult.texts.models import TextVersion
from consult.texts.services import digest
from consult.web.access import access, or_404
from consult.web.database import forget_read, reading, writing
from consult.web.forms import mark, sent
from consult.web.idempotency import leads_to
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.number_field import number_of
from consult.web.rendering import localized, render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.route("/texts/new", methods=["GET", "POST"])
@access("officer")
def new_text() -> Page:
    """Begin a new version of a commitment."""
    form, bodies = NewTextForm(), own(reading())
    form.commitment.choices = [
        SelectChoice(
            value=str(row.id), label=f"{localized(row, 'title')}", optgroup=localized(row.plan, "title")
        )
        for row in all_commitments(reading())
    ]
    form.organisation.choices = [SelectChoice(str(body.id), localized(body, "name")) for body in bodies]
    if request.method == "GET":
        form.commitment.data = request.args.get("commitment")
    page = NewTextPage(several=len(bodies) > 1)
    if not sent():
        return render_page("desk/texts/new_text.html", page, form=form)
    version_id = _begin(form, bodies[0].id if len(bodies) == 1 else form.organisation.data)
    if version_id is None:
        return render_page("desk/texts/new_text.html", page, form=form), 422
    flash(_("The draft was begun. Write its clauses."), "good")
    return redirect(url_for("desk.text", version_id=version_id), 303)


def _begin(form: NewTextForm, body_id: object) -> int | None:
    with writing() as session:
        commitment = {str(row.id): row for row in all_commitments(session)}.get(form.commitment.data or "")
        drafter = {str(body.id): body for body in own(session)}.get(str(body_id))
        for field, chosen in ((form.commitment, commitment), (form.organisation, drafter)):
            if chosen is None:
                mark(field, _("Choose one of these."))
        if commitment is None or drafter is None:
            return None
        version = begin_text(
            session, actor=signed_in_actor(), now=arrived_at(), text_id=commitment.text_id, drafter=drafter,
            withdrawn=form.withdrawn.data,
        )  # fmt: skip
        leads_to(session, url_for("desk.text", version_id=version.id))
        return version.id


@blueprint.route("/texts/<int(max=2147483647):version_id>/", methods=["GET", "POST"])
@access("officer")
@keeps_typed(_l("The clauses of a text"))
def text(version_id: int) -> Page:
    """Write the clauses of a draft."""
    version, drafter = to_draft(reading(), version_id)
    blank = number_of(request.args.get("add"))
    form = TextForm(data={"clauses": rows_of(version.clauses, blank), "seen": digest(version)})
    if not sent():
        return _page(version, drafter, form)
    if not form.check():
        return _page(version, drafter, form), 422
    ids = [wording.clause_id for wording in form.wordings if wording.clause_id is not None]
    or_404(version, len(ids) == len(set(ids)))
    try:
        with writing() as session:
            there = carry_out(session, version_id, form)
            leads_to(session, there)
    except DomainError as problem:
        form.show(problem)
        return _page_again(version_id, form, edited=problem.code == "edited-meanwhile"), 422
    flash(_("The clauses were saved."), "good")
    return redirect(there, 303)


def _page(version: TextVersion, drafter: Organisation, form: TextForm, *, edited: bool = False) -> str:
    form.with_blanks()
    page = text_page(reading(), signed_in_actor(), version, drafter, form, edited=edited)
    return render_page("desk/texts/text.html", page, form=form)


def _page_again(version_id: int, form: TextForm, *, edited: bool) -> str:
    """Show what was typed; what somebody else saved meanwhile is read anew and stands above it."""
    forget_read()
    version, drafter = to_draft(reading(), version_id)
    if edited:
        # Whoever has now read both texts may save over the newer one.
        form.seen.data = digest(version)
    return _page(version, drafter, form, edited=edited)
