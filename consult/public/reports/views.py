"""Reporting a voice, with an account or without, and the private page on which the answer stands."""

from __future__ import annotations

from flask import Response, make_response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from consult.moderation.policies import may_report
from consult.moderation.queries.reports import by_token
from consult.moderation.services import report as report_it
from consult.public import blueprint
from consult.public.contributions.views import visible
from consult.public.reports import presenters
from consult.public.reports.forms import VoiceReportForm
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.forms import sent
from consult.web.identity import current_actor
from consult.web.limits import limited
from consult.web.locale import language
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.route("/contributions/<reference>/report", methods=["GET", "POST"])
@access("anonymous")
@limited("report")
def report(reference: str) -> str | BaseResponse | tuple[str, int]:
    """Report a voice; its page is the only way to the answer for whoever leaves no address."""
    said = visible(reference)
    if request.method == "GET" and not may_report(said, arrived_at()):
        return redirect(url_for("public.contribution", reference=reference), 303)
    form = VoiceReportForm.of(current_actor())
    told = form.told(said.reference, language())

    def act(session: Session) -> None:
        report_it(session, actor=current_actor(), now=arrived_at(), reference=reference, told=told)

    if form.validate_on_submit() and form.carried_out(act):
        return redirect(url_for("public.report_page", token=told.token), 303)
    page = presenters.form_page(reading(), visible(reference))
    return render_page("public/reports/report.html", page, form=form), 422 if sent() else 200


@blueprint.get("/reports/<token>")
@access("public")
def report_page(token: str) -> Response:
    """Show what became of a report to whoever has its address; nobody finds it, and nothing keeps it."""
    page = presenters.report_page(or_404(by_token(reading(), token=token)))
    answer = make_response(render_page("public/reports/page.html", page))
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
