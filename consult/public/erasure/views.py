"""Asking that one's own words be destroyed, and taking that back while it waits."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.contributions.models import Contribution
from consult.contributions.policies import is_author
from consult.moderation.models import ErasureRequest
from consult.moderation.policies import may_ask_erasure
from consult.moderation.queries import waiting_request
from consult.moderation.services import ask_erasure, take_back_erasure
from consult.public import blueprint
from consult.public.contributions.views import visible
from consult.public.erasure.forms import AskErasureForm
from consult.web.access import access, or_404
from consult.web.database import reading, writing
from consult.web.identity import signed_in_actor
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@dataclass(frozen=True, slots=True)
class ErasurePage:
    """What its author said, and the request that waits, None before anybody asked."""

    said: Contribution
    waiting: ErasureRequest | None


@blueprint.route("/contributions/<reference>/erasure", methods=["GET", "POST"])
@access("signed-in")
def erasure(reference: str) -> str | Response | tuple[str, int]:
    """Ask for one's own words to be erased; while that waits, say so."""
    said = _own(reference)
    form = AskErasureForm()
    if request.method == "GET" or not form.is_submitted():
        return _page(said, form)

    def act(session: Session) -> None:
        ask_erasure(
            session, actor=signed_in_actor(), now=arrived_at(), reference=reference,
            reason=form.reason.data or "",
        )  # fmt: skip

    if not form.carried_out(act):
        return _page(_own(reference), form), 422
    flash(_("You asked that it be erased. A moderator decides, and you are told by mail."), "good")
    return redirect(url_for("public.contribution", reference=reference), 303)


@blueprint.post("/contributions/<reference>/erasure/take-back")
@access("signed-in")
def take_back(reference: str) -> Response:
    """Take the request back: the words stay."""
    _own(reference)
    with writing() as session:
        take_back_erasure(session, actor=signed_in_actor(), now=arrived_at(), reference=reference)
    flash(_("Your request is taken back. Your words stay as they are."), "good")
    return redirect(url_for("public.contribution", reference=reference), 303)


def _own(reference: str) -> Contribution:
    """Return one's own contribution; 404 for anybody else's, and where there is nothing to erase."""
    actor, said = signed_in_actor(), visible(reference)
    scope = said.consultation.organisation.scope
    or_404(said, is_author(actor, said) and may_ask_erasure(actor, said, scope, arrived_at()))
    return said


def _page(said: Contribution, form: AskErasureForm) -> str:
    shown = ErasurePage(said, waiting_request(reading(), contribution_id=said.id))
    return render_page("public/erasure/erasure.html", shown, form=form)
