"""Bringing a plan's commitments in from a file at the desk: preparing it, a preview, and confirming it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response as FileResponse
from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.desk import blueprint
from consult.desk.plans import import_presenters as presenters
from consult.desk.plans.import_forms import ConfirmImportForm, SentSheet, SheetForm, sent_sheet
from consult.desk.plans.loaders import kept_plan
from consult.plans.models import Plan
from consult.plans.queries.exchanged import exchanged
from consult.plans.services.importing import import_plan, preview
from consult.presenters.plan_files import answer_with, empty_table, vocabulary
from consult.shared.errors import DomainError
from consult.shared.storage import GoneError
from consult.shared.tables import Sheet
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.dates import site_zone
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.number_field import number_of
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.uploads import takes_file

Page = str | Response | tuple[str, int]


@blueprint.route("/plans/<slug>/import", methods=["GET", "POST"], endpoint="import_plan")
@access("coordinator")
@keeps_typed(_l("Commitments from a file"))
@takes_file
def import_sheet(slug: str) -> Page:
    """Say how a plan's file is prepared, take it, and lead to what it would change."""
    actor = signed_in_actor()
    plan, form = kept_plan(reading(), actor, slug), SheetForm()
    page = presenters.sheet_page(plan)
    if not sent():
        return render_page("desk/plans/import.html", page, form=form)
    if not form.validate():
        return render_page("desk/plans/import.html", page, form=form), 422
    try:
        sheet = form.stored(plan, actor.user_id)
    except DomainError as problem:
        form.show(problem)
        return render_page("desk/plans/import.html", page, form=form), 422
    return redirect(url_for("desk.import_preview", slug=slug, sheet=sheet.signed()), 303)


@blueprint.get("/plans/<slug>/import-template.<kind>")
@access("coordinator")
def import_template(slug: str, kind: str) -> FileResponse:
    """Send an empty file with the headings in the language of the page."""
    kept_plan(reading(), signed_in_actor(), slug)
    or_404(kind, kind in {"csv", "xlsx"})
    return empty_table(kind, "commitments-empty")


@blueprint.get("/plans/<slug>/export.<kind>")
@access("coordinator")
def export_plan(slug: str, kind: str) -> FileResponse:
    """Send the plan as it is at the desk, drafts included, in the columns in which it can be brought in again."""
    plan = kept_plan(reading(), signed_in_actor(), slug)
    or_404(kind, kind in {"csv", "xlsx"})
    return answer_with(
        kind, exchanged(reading(), plan_id=plan.id, shown=False), f"{slug}-commitments-at-the-desk"
    )


@blueprint.route("/plans/<slug>/import/<sheet>", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("What a file changes"))
def import_preview(slug: str, sheet: str) -> Page:
    """Show what a file would change, line by line; confirmed, record all of it or nothing."""
    actor = signed_in_actor()
    plan, form = kept_plan(reading(), actor, slug), ConfirmImportForm()
    waiting = or_404(sent_sheet(sheet, plan=plan, user_id=actor.user_id))
    try:
        sheets = waiting.sheets()
    except GoneError:
        flash(_("That file is kept no longer. Choose it again."), "wait")
        return redirect(url_for("desk.import_plan", slug=slug), 303)
    if not sent():
        return _preview(plan, waiting, sheets, form)
    if not (form.validate() and form.carried_out(_recording(plan, waiting, sheets, form))):
        return _preview(kept_plan(reading(), actor, slug), waiting, sheets, form), 422
    flash(_("The file was recorded as a whole. What was recorded before stays in the record."), "good")
    return redirect(url_for("desk.plan", slug=slug), 303)


def _recording(
    plan: Plan, waiting: SentSheet, sheets: list[Sheet], form: ConfirmImportForm
) -> Callable[[Session], object]:
    """Return what records the file, as its sender saw it."""

    def act(session: Session) -> object:
        return import_plan(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), plan_id=plan.id, sheets=sheets,
            vocabulary=vocabulary(), seen=form.seen.data or "", why=form.why, sha256=waiting.sha256,
        )  # fmt: skip

    return act


def _preview(plan: Plan, waiting: SentSheet, sheets: list[Sheet], form: ConfirmImportForm) -> str:
    """Show what stands now: whoever has read this preview may confirm it."""
    found = preview(
        reading(), plan_id=plan.id, sheets=sheets, vocabulary=vocabulary(), now=arrived_at(), zone=site_zone()
    )
    form.seen.data = found.seen
    page = presenters.preview_page(
        plan, found, sheet=waiting.signed(), name=waiting.file, page=number_of(request.args.get("page")) or 0
    )
    return render_page("desk/plans/import_preview.html", page, form=form)
