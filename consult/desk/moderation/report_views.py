"""The reports of a voice: who says what of it, in numbers and words; and answering them."""

from __future__ import annotations

from flask import flash, redirect
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.desk import blueprint
from consult.desk.moderation import report_presenters
from consult.desk.moderation.forms import AnswerReportsForm
from consult.desk.moderation.views import decidable
from consult.moderation.services import answer_reports
from consult.web.access import access
from consult.web.database import reading
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.route("/contributions/<reference>/reports", methods=["GET", "POST"])
@access("moderator")
@keeps_typed(_l("Answer reports"))
def reports(reference: str) -> str | Response | tuple[str, int]:
    """Show the reports of a voice, and answer those that are ticked: it stays as it is."""
    decidable(reference)
    form = AnswerReportsForm()
    if not sent():
        return _page(reference, form)
    answered: list[int] = []

    def act(session: Session) -> None:
        number = answer_reports(
            session, actor=signed_in_actor(), now=arrived_at(), reference=reference, picked=form.picked,
            answer=(form.answer_ar.data or "", form.answer_en.data or ""), up_to=form.last,
        )  # fmt: skip
        answered.append(number)

    if not form.carried_out(act):
        return _page(reference, form), 422
    flash(ngettext("%(num)s report was answered.", "%(num)s reports were answered.", answered[0]), "good")
    return redirect(report_presenters.back(decidable(reference)), 303)


def _page(reference: str, form: AnswerReportsForm) -> str:
    ticked = None if form.pick.raw_data is None and not form.is_submitted() else form.pick.data or []
    page = report_presenters.reports_page(reading(), decidable(reference), ticked)
    form.fill(page.ready)
    return render_page("desk/moderation/reports.html", page, form=form)
