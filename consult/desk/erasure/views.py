"""Erasing: a moderator asks, or an author did; another moderator decides."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.consultations.policies import may_moderate
from consult.contributions.models import Contribution
from consult.contributions.policies import is_own
from consult.contributions.queries import by_reference
from consult.desk import blueprint
from consult.desk.erasure import presenters
from consult.desk.erasure.forms import AskForm, EraseForm, RefuseForm
from consult.desk.loaders import asked
from consult.moderation.models import ErasureRequest
from consult.moderation.policies import may_ask_erasure
from consult.moderation.queries import last_request
from consult.moderation.services import ask_erasure as ask_it
from consult.moderation.services import refuse_erasure as refuse_it
from consult.orm import write_over
from consult.outcomes.services import erase as erase_it
from consult.shared.errors import DomainError
from consult.web.access import access, or_404
from consult.web.database import engine, reading, writing
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.get("/consultations/<slug>/erasures/")
@access("moderator")
def erasures(slug: str) -> str:
    """List the requests to erase: those that wait, and what became of the others."""
    actor, now = signed_in_actor(), arrived_at()
    consultation = asked(reading(), actor, slug, now)
    or_404(consultation, may_moderate(actor, consultation, consultation.organisation.scope, Act.ERASE, now))
    page = presenters.list_page(reading(), actor, consultation, now)
    return render_page("desk/erasure/list.html", page)


@blueprint.route("/contributions/<reference>/ask-erasure", methods=["GET", "POST"])
@access("moderator")
@keeps_typed(_l("Ask for a contribution to be erased"))
def ask_erasure(reference: str) -> Page:
    """Ask, as a moderator, that words be erased: somebody else decides."""
    said = _readable(reference, Act.ASK_ERASURE)
    slug, form = said.consultation.slug, AskForm()
    if sent():
        try:
            with writing() as session:
                ask_it(
                    session, actor=signed_in_actor(), now=arrived_at(), reference=reference,
                    reason=form.reason.data or "",
                )  # fmt: skip
        except DomainError as problem:
            form.show(problem)
            said = _readable(reference, Act.ASK_ERASURE)
        else:
            flash(_("The request waits for another moderator to decide."), "good")
            return _back(slug)
    return _asking(said, form), 422 if form.errors else 200


@blueprint.get("/contributions/<reference>/erasure")
@access("moderator")
def erasure(reference: str) -> str:
    """Show a request with the words it is about and both ways to decide; once it was decided, how."""
    waiting = _request(reference)
    form = EraseForm()
    if waiting.asked_by_id is None:
        form.reason_ar.data, form.reason_en.data = presenters.by_the_author()
    return _page(waiting, form, RefuseForm())


@blueprint.post("/contributions/<reference>/erase")
@access("moderator")
@keeps_typed(_l("Erase a contribution"), on="desk.erasure")
def erase(reference: str) -> Page:
    """Erase the words, on a published ground; what cannot be undone is written over on the disk as well."""
    request, form = _request(reference), EraseForm()
    slug = request.contribution.consultation.slug
    if not sent() or request.decided_at is not None:
        return _page(request, form, RefuseForm()), 422 if sent() else 200

    def act(session: Session) -> None:
        erase_it(
            session, actor=signed_in_actor(), now=arrived_at(), reference=reference, rule=form.chosen,
            reason=(form.reason_ar.data or "", form.reason_en.data or ""),
        )  # fmt: skip

    if not form.carried_out(act):
        return _page(_request(reference), form, RefuseForm()), 422
    write_over(engine())
    flash(_("Erased. The entry is in the moderation log, and the author is told."), "good")
    return _back(slug)


@blueprint.post("/contributions/<reference>/refuse-erasure")
@access("moderator")
@keeps_typed(_l("Refuse to erase a contribution"), on="desk.erasure")
def refuse_erasure(reference: str) -> Page:
    """Leave the words as they are, and answer the author."""
    request, form = _request(reference), RefuseForm()
    slug = request.contribution.consultation.slug
    if not sent() or request.decided_at is not None:
        return _page(request, EraseForm(), form), 422 if sent() else 200

    def act(session: Session) -> None:
        refuse_it(
            session, actor=signed_in_actor(), now=arrived_at(), reference=reference,
            answer=form.answer.data or "",
        )  # fmt: skip

    if not form.carried_out(act):
        return _page(_request(reference), EraseForm(), form), 422
    flash(_("Refused. The words stay, and the author is told why."), "good")
    return _back(slug)


def _readable(reference: str, act: Act) -> Contribution:
    """Return a contribution that is not the reader's own and about which they may do ``act``; else 404."""
    actor, now = signed_in_actor(), arrived_at()
    said = or_404(by_reference(reading(), reference))
    scope = said.consultation.organisation.scope
    or_404(said, not is_own(actor, said) and may_moderate(actor, said.consultation, scope, act, now))
    return or_404(said, act is not Act.ASK_ERASURE or may_ask_erasure(actor, said, scope, now))


def _asking(said: Contribution, form: AskForm) -> str:
    return render_page("desk/erasure/ask.html", presenters.ask_page(reading(), said), form=form)


def _request(reference: str) -> ErasureRequest:
    """Return the newest request about a contribution, whether it waits or was decided; 404 where nobody asked."""
    said = _readable(reference, Act.ERASE)
    return or_404(last_request(reading(), contribution_id=said.id))


def _page(waiting: ErasureRequest, form: EraseForm, refusal: RefuseForm) -> str:
    page = presenters.decision_page(reading(), signed_in_actor(), waiting, arrived_at())
    return render_page("desk/erasure/decide.html", page, form=form, refusal=refusal)


def _back(slug: str) -> Response:
    return redirect(url_for("desk.erasures", slug=slug), 303)
