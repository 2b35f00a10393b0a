"""Keying in what came another way; its receipt, and its original, which those alone read who decide about voices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.contributions import services
from consult.contributions.models import Letter
from consult.contributions.policies import may_read_original
from consult.contributions.queries import letter_of
from consult.desk import blueprint
from consult.desk.letters import presenters
from consult.desk.letters.forms import DestroyForm, KeyInForm, OriginalForm
from consult.desk.loaders import asked, asked_for
from consult.presenters.contributions import in_paragraphs
from consult.shared.errors import DomainError
from consult.shared.storage import GoneError
from consult.shared.uploads import Inspected
from consult.web import uploads
from consult.web.access import access, or_404
from consult.web.again import LOOK_OVER
from consult.web.database import reading
from consult.web.dates import site_zone
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.navigation import in_menu
from consult.web.pagination import before
from consult.web.rendering import bidi_isolate, render_page
from consult.web.request_time import arrived_at
from consult.web.settings import settings

Page = str | AnyResponse | tuple[str, int]


@blueprint.get("/consultations/<slug>/letters/")
@access("staff")
@in_menu("consultation", 15, _l("Letters"), name="letters")
def letters(slug: str) -> str:
    """List what was keyed in, newest first."""
    actor, now = signed_in_actor(), arrived_at()
    there = asked(reading(), actor, slug, now)
    page = presenters.letters_page(reading(), actor, there, now, before(request.args))
    return render_page("desk/letters/list.html", page)


@blueprint.route("/consultations/<slug>/letters/new", methods=["GET", "POST"])
@access("moderator")
@keeps_typed(_l("Key in a letter"))
def key_in(slug: str) -> Page:
    """Key in what came by post, by email, by telephone or on paper; a press publishes it."""
    actor, now = signed_in_actor(), arrived_at()
    there = asked_for(reading(), actor, Act.KEY_IN, slug, now)
    form = KeyInForm.about(
        presenters.places(reading(), there), proposals=presenters.calls_for_proposals(there)
    )
    made, looked = _keyed_in(form, actor, now, there.id) if sent() and form.validate() else (None, None)
    if made is None:
        page = presenters.key_in_page(there, actor, now, looked)
        return render_page(
            "desk/letters/new.html", page, form=form
        ), 422 if sent() and looked is None else 200
    told = [_("It is published. Print its receipt, and attach its original.")]
    if form.receipt_to.data:
        told.append(_("The receipt goes to %(address)s.", address=bidi_isolate(form.receipt_to.data)))
    flash(" ".join(told), "good")
    return redirect(url_for("desk.letter", reference=made), 303)


def _keyed_in(
    form: KeyInForm, actor: Actor, now: datetime, consultation_id: int
) -> tuple[str | None, presenters.LookedOver | None]:
    """Return the reference of what was keyed in, or how it will stand where that was asked for; neither: refused."""
    made: list[str] = []
    looked: list[presenters.LookedOver] = []
    given: dict[str, Any] = {
        "actor": actor, "now": now, "zone": site_zone(), "consultation_id": consultation_id, "words": form.words,
        "received": form.received, "days": settings().key_in_days,
    }  # fmt: skip

    def act(session: Session) -> None:
        if LOOK_OVER in request.form:
            words = services.looked_over(session, **given)
            looked.append(presenters.looked_over(words, about=form.about_what, channel=form.received.channel))
        else:
            made.append(services.key_in(session, **given).reference)

    form.carried_out(act)
    return next(iter(made), None), next(iter(looked), None)


@blueprint.get("/contributions/<reference>/letter")
@access("moderator")
def letter(reference: str) -> str:
    """Show how something came, with the ways to its receipt and its original."""
    return _letter_page(_found(reference), OriginalForm())


@blueprint.get("/contributions/<reference>/receipt")
@access("moderator")
def letter_receipt(reference: str) -> str:
    """Show the receipt that is printed for whoever sent it; of words that are not shown there is none."""
    said = _found(reference).contribution
    or_404(said, said.is_published)
    page = presenters.receipt_page(reading(), said, in_paragraphs(said.revision))
    return render_page("desk/letters/receipt.html", page)


@blueprint.post("/contributions/<reference>/original/keep")
@access("moderator")
@uploads.takes_file
def attach_original(reference: str) -> Page:
    """Keep a photograph or a scan of the original, in place of one that is there."""
    found, form = _found(reference), OriginalForm()
    try:
        seen, key = _stored()
    except DomainError as problem:
        form.show(problem)
        return _letter_page(found, form), 422
    if not _kept(reference, form, seen, key):
        return _letter_page(_found(reference), form), 422
    if found.stored_key:
        flash(_("The original is kept in the place of the earlier file, which is destroyed."), "good")
    else:
        flash(_("The original is kept. Only those read it who decide about contributions."), "good")
    return redirect(url_for("desk.letter", reference=reference), 303)


def _stored() -> tuple[Inspected, str]:
    """Put the chosen file into the storage; return what it is and its key. DomainError where it is refused."""
    chosen = uploads.sent_file()
    if chosen is None:
        raise DomainError("choose-file", field="file")
    return uploads.kept(chosen)


def _kept(reference: str, form: OriginalForm, seen: Inspected, key: str) -> bool:
    """Keep what is in the storage as the original; what it replaces, or what comes to nothing, is destroyed."""
    replaced = []

    def act(session: Session) -> None:
        replaced.append(
            services.attach_original(
                session, actor=signed_in_actor(), now=arrived_at(), reference=reference, stored_key=key,
                media_type=seen.media_type, size=seen.size, stem=seen.stem,
            )
        )  # fmt: skip

    done = False
    try:
        done = form.carried_out(act)
    finally:
        uploads.discard(replaced[0] if done else key)
    return done


@blueprint.post("/contributions/<reference>/original/remove")
@access("moderator")
def take_off_original(reference: str) -> Page:
    """Destroy what is kept of the original, once that was ticked: it does not come back."""
    found, form = _found(reference), DestroyForm()
    if not form.sure.data:
        form.show(DomainError("tick-to-destroy", field="sure"))
        return _letter_page(found, OriginalForm(), form), 422
    gone: list[str | None] = []

    def act(session: Session) -> None:
        gone.append(
            services.take_off_original(
                session, actor=signed_in_actor(), now=arrived_at(), reference=reference
            )
        )

    if not form.carried_out(act):
        return _letter_page(_found(reference), OriginalForm(), form), 422
    uploads.discard(gone[0])
    flash(_("The file is destroyed. What was keyed in stays."), "good")
    return redirect(url_for("desk.letter", reference=reference), 303)


@blueprint.get("/contributions/<reference>/original")
@access("moderator")
def original(reference: str) -> Response:
    """Hand over the original."""
    found = _found(reference)
    key = or_404(found.stored_key)
    or_404(found, may_read_original(signed_in_actor(), found.contribution, arrived_at()))
    try:
        answer = uploads.answer_with(
            key, media_type=found.media_type, how="attachment", plain=reference, name=found.stem or reference,
            size=found.size,
        )  # fmt: skip
    except GoneError:
        return Response(status=503)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _found(reference: str) -> Letter:
    """Return what was keyed in under a reference; 404 where it was not, or is not the signed-in person's to see."""
    found = or_404(letter_of(reading(), reference))
    asked_for(reading(), signed_in_actor(), Act.KEY_IN, found.contribution.consultation.slug, arrived_at())
    return found


def _letter_page(found: Letter, form: OriginalForm, destroying: DestroyForm | None = None) -> str:
    page = presenters.letter_page(reading(), found)
    beside = {"form": form, "destroying": destroying or DestroyForm()}
    return render_page("desk/letters/letter.html", page, **beside)
