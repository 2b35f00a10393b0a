"""Writing what clauses mean in plain words, beside a draft of them."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from consult.desk import blueprint
from consult.desk.scope import to_draft
from consult.desk.texts.summaries_forms import SummariesForm
from consult.desk.texts.summaries_presenters import summaries_page
from consult.shared.errors import DomainError
from consult.texts.models import ClauseSummary, TextVersion
from consult.texts.queries import summaries as summaries_beside
from consult.texts.services import save_summaries, summaries_mark
from consult.web.access import access
from consult.web.database import forget_read, reading, writing
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page


@blueprint.route("/texts/<int(max=2147483647):version_id>/summaries", methods=["GET", "POST"])
@access("officer")
@keeps_typed(_l("Clauses in plain words"))
def summaries(version_id: int) -> str | Response | tuple[str, int]:
    """Write what the clauses of a draft mean, in plain words."""
    version, _drafter = to_draft(reading(), version_id)
    form = SummariesForm.of(version.clauses, _beside(version), summaries_mark(reading(), version))
    if not sent():
        return _page(version_id, form)
    if not form.validate():
        return _page(version_id, form), 422
    try:
        with writing() as session:
            held, drafter = to_draft(session, version_id)
            save_summaries(
                session, actor=signed_in_actor(), version=held, drafter=drafter, summaries=form.summaries,
                seen=form.seen.data or "",
            )  # fmt: skip
    except DomainError as problem:
        forget_read()
        form.show(problem)
        return _page(version_id, form, edited=problem.code == "edited-meanwhile"), 422
    flash(_("The plain words are saved. They are published with the text."), "good")
    return redirect(url_for("desk.summaries", version_id=version_id), 303)


def _page(version_id: int, form: SummariesForm, *, edited: bool = False) -> str:
    version, _drafter = to_draft(reading(), version_id)
    there = _beside(version)
    if edited:
        # Whoever has now read both may save over the newer ones.
        form.seen.data = summaries_mark(reading(), version)
    form.with_all(version.clauses, there)
    return render_page(
        "desk/texts/summaries.html", summaries_page(reading(), version, there, form, edited=edited), form=form
    )


def _beside(version: TextVersion) -> dict[int, ClauseSummary]:
    return {row.clause_id: row for row in summaries_beside(reading(), version_id=version.id)}
