"""Splitting a clause of a draft, at a place of its words."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.desk import blueprint
from consult.desk.scope import to_draft
from consult.desk.texts.forms import SplitForm
from consult.desk.texts.presenters import split_page
from consult.desk.texts.views import Page
from consult.shared.errors import DomainError
from consult.texts.models import ClauseText
from consult.texts.queries import clause_ids
from consult.texts.services import digest, split_at
from consult.web.access import access, or_404
from consult.web.database import forget_read, reading, writing
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.wording import sentence


@blueprint.route(
    "/texts/<int(max=2147483647):version_id>/clauses/<int(max=2147483647):clause_id>/split",
    methods=["GET", "POST"],
)
@access("officer")
@keeps_typed(_l("Split a clause"))
def split_clause(version_id: int, clause_id: int) -> Page:
    """Show the words of a clause with the places where they can be parted; sent, split it there."""
    form, clause = SplitForm(), _clause(version_id, clause_id)
    if not sent():
        return _to_text(version_id) if clause is None else _page(version_id, clause, form)
    if clause is not None and not form.validate():
        return _page(version_id, clause, form), 422
    if clause is not None:
        form.offer(clause)
    try:
        with writing() as session:
            place = _split(session, version_id, clause_id, form)
    except DomainError as problem:
        return _told(version_id, clause_id, form, problem)
    flash(_("The clause was split."), "good")
    return redirect(url_for("desk.text", version_id=version_id, _anchor=f"clause-{place}"), 303)


def _told(version_id: int, clause_id: int, form: SplitForm, problem: DomainError) -> Page:
    """Show the page anew with what stands against it; the draft, where the clause stands in it no more."""
    forget_read()
    clause = _clause(version_id, clause_id)
    if clause is None:
        flash(sentence(problem), "error")
        return _to_text(version_id)
    form.show(problem)
    return _page(version_id, clause, form, meanwhile=problem.code == "edited-meanwhile"), 422


def _to_text(version_id: int) -> Response:
    return redirect(url_for("desk.text", version_id=version_id), 303)


def _split(session: Session, version_id: int, clause_id: int, form: SplitForm) -> int:
    version, drafter = to_draft(session, version_id)
    split_at(
        session, actor=signed_in_actor(), version=version, drafter=drafter, clause_id=clause_id, cuts=form.cuts,
        heading=(form.heading_ar.data or "", form.heading_en.data or ""), seen=form.seen.data or "",
    )  # fmt: skip
    return next(row.position for row in version.clauses if row.clause_id == clause_id)


def _page(version_id: int, clause: ClauseText, form: SplitForm, *, meanwhile: bool = False) -> str:
    version, _drafter = to_draft(reading(), version_id)
    if meanwhile or not form.seen.data:
        form.seen.data = digest(version)
    form.offer(clause)
    page = split_page(reading(), version, clause, meanwhile=meanwhile)
    return render_page("desk/texts/split.html", page, form=form)


def _clause(version_id: int, clause_id: int) -> ClauseText | None:
    """Return a clause that stands in a draft which can be written on, None where it does so no more; else 404."""
    version, _drafter = to_draft(reading(), version_id)
    or_404(version, clause_id in clause_ids(reading(), text_id=version.text_id))
    if version.published_at is not None or version.discarded_at is not None:
        return None
    return next((row for row in version.clauses if row.clause_id == clause_id), None)
