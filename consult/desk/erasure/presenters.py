"""Requests to erase: those that wait, those that were decided, and one with the words it is about."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.models import Consultation
from consult.desk.moderation.presenters import Shown, row, words_behind
from consult.moderation.models import ErasureRequest
from consult.moderation.policies import is_own, may_erase
from consult.moderation.queries import decided_requests, waiting_requests
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import in_both


def by_the_author() -> tuple[str, str]:
    """Return the ground, in both languages, where the author asks; whoever decides may write another."""
    return in_both(lambda: _("Erased because its author asked for it."))


def listed(session: Session, actor: Actor, consultation: Consultation, now: datetime) -> Shown:
    """Return the requests of a consultation, what is ``actor``'s own left out."""
    waiting = waiting_requests(session, consultation_id=consultation.id)
    decided = decided_requests(session, consultation_id=consultation.id)
    return {
        "consultation": consultation,
        "waiting": [_row(each, actor, now) for each in waiting if not is_own(actor, each.contribution)],
        "decided": [_row(each, actor, now) for each in decided if not is_own(actor, each.contribution)],
    }


def _row(request: ErasureRequest, actor: Actor, now: datetime) -> Shown:
    said = request.contribution
    scope = said.consultation.organisation.scope
    waits = request.decided_at is None
    return {
        "reference": said.reference,
        "url": url_for("public.contribution", reference=said.reference),
        "when": dates.full(request.at),
        "role": label("role", request.role),
        "mine": request.asked_by_id == actor.user_id,
        "decide_url": url_for("desk.erasure", reference=said.reference)
        if waits and may_erase(actor, said, scope, now, asked_by_id=request.asked_by_id)
        else None,
        "decided": dates.full(request.decided_at) if request.decided_at else None,
        "result": _result(request),
        "answer": request.answer,
    }


def one(session: Session, actor: Actor, request: ErasureRequest, now: datetime) -> Shown:
    """Return a request with the words it is about: those that a moderator may read, none that were withdrawn."""
    said = request.contribution
    scope = said.consultation.organisation.scope
    return {
        "consultation": said.consultation,
        "row": row(said, words_behind(session, [said]), hidden=True),
        "request": request,
        "role": label("role", request.role),
        "decided": dates.full(request.decided_at) if request.decided_at else None,
        "result": _result(request),
        "may_decide": request.decided_at is None
        and may_erase(actor, said, scope, now, asked_by_id=request.asked_by_id),
    }


def _result(request: ErasureRequest) -> str:
    """Return what became of a request that was decided, or taken back before it was."""
    if request.accepted is None:
        return str(_("Taken back"))
    return str(_("Erased") if request.accepted else _("Refused"))
