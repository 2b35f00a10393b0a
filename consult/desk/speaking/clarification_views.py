"""The asking body's own word in a thread, or on a clause."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.contributions.models import Contribution
from consult.contributions.policies import may_clarify, may_reply
from consult.contributions.queries import by_reference
from consult.contributions.services import clarify as say
from consult.contributions.services import clarify_text as say_on_text
from consult.desk import blueprint
from consult.desk.loaders import asked_for
from consult.desk.speaking import presenters
from consult.desk.speaking.forms import ClarifyForm
from consult.shared.errors import DomainError
from consult.web.access import access, or_404
from consult.web.again import shown_again
from consult.web.database import reading, writing
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.limits import limited
from consult.web.rendering import bidi_isolate, render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.route("/contributions/<reference>/clarify", methods=["GET", "POST"])
@access("officer")
@limited("words")
@keeps_typed(_l("Clarify for the body"))
def clarify(reference: str) -> Page:
    """Answer a voice in the asking body's name."""
    voice = or_404(by_reference(reading(), reference))
    asked_for(reading(), signed_in_actor(), Act.CLARIFY, voice.consultation.slug, arrived_at())
    if request.method == "GET":
        or_404(voice, may_reply(voice) and may_clarify(signed_in_actor(), voice.consultation, arrived_at()))
    form = ClarifyForm()

    def send(session: Session) -> Contribution:
        return say(
            session, actor=signed_in_actor(), now=arrived_at(), parent_reference=reference,
            text=form.body.data or "", language=None, key=form.posted_key,
        )  # fmt: skip

    return _sent(form, send) or _page(form, presenters.clarify_voice_page(reading(), voice))


@blueprint.route("/consultations/<slug>/clarify", methods=["GET", "POST"])
@access("officer")
@limited("words")
@keeps_typed(_l("Clarify for the body"))
def clarify_text(slug: str) -> Page:
    """Say something in the asking body's name on a clause (``?clause=``), or on the whole text."""
    asked = asked_for(reading(), signed_in_actor(), Act.CLARIFY, slug, arrived_at())
    if request.method == "GET":
        or_404(asked, may_clarify(signed_in_actor(), asked, arrived_at()))
    place = or_404(presenters.place(reading(), asked, request.args.get("clause", "")))
    form = ClarifyForm()

    def send(session: Session) -> Contribution:
        return say_on_text(
            session, actor=signed_in_actor(), now=arrived_at(), consultation_id=asked.id, clause_id=place.clause_id,
            version_id=place.version_id, text=form.body.data or "", language=None, key=form.posted_key,
        )  # fmt: skip

    return _sent(form, send) or _page(form, presenters.clarify_text_page(asked, place))


def _sent(form: ClarifyForm, send: Callable[[Session], Contribution]) -> Response | None:
    """Say what was typed, and lead to it; None where nothing was sent, or something stands against it."""
    if not form.validate_on_submit():
        return None
    try:
        with writing() as session:
            said = send(session)
    except DomainError as problem:
        form.show(problem)
        return None
    told = _("The clarification is published under %(reference)s.", reference=bidi_isolate(said.reference))
    flash(told, "good")
    return redirect(url_for("public.contribution", reference=said.reference), 303)


def _page(form: ClarifyForm, page: presenters.ClarifyPage) -> tuple[str, int]:
    shown = render_page("desk/speaking/clarify.html", page, form=form)
    return shown, 422 if request.method == "POST" and not shown_again() else 200
