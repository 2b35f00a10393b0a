"""Requests to erase: those that wait, those that were decided, and one with the words it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.contributions.policies import is_own
from consult.desk.heading import Heading, heading_of
from consult.desk.rows import Row, row, words_behind
from consult.moderation.models import ErasureRequest
from consult.moderation.policies import may_erase
from consult.moderation.queries import decided_requests, last_request, waiting_requests
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import in_both


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request to erase. ``mine`` says that its reader asked, ``decided`` when it was decided."""

    reference: str
    url: str
    when: str
    role: str
    mine: bool
    decide_url: str | None
    decided: str | None
    result: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """The requests of a consultation: those that wait, and those that were decided."""

    consultation: Heading
    waiting: list[RequestRow]
    decided: list[RequestRow]


@dataclass(frozen=True, slots=True)
class AskPage:
    """A contribution that a moderator asks to erase; ``waiting`` where somebody asked already."""

    consultation: Heading
    row: Row
    waiting: bool


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A request with the words it is about; ``decided`` says when it was decided, None while it waits."""

    consultation: Heading
    row: Row
    request: ErasureRequest
    role: str
    decided: str | None
    result: str
    may_decide: bool


def by_the_author() -> tuple[str, str]:
    """Return the ground, in both languages, where the author asks; whoever decides may write another."""
    return in_both(lambda: _("Erased because its author asked for it."))


def list_page(session: Session, actor: Actor, consultation: Consultation, now: datetime) -> ListPage:
    """Return the requests of a consultation, what is ``actor``'s own left out."""
    waiting = waiting_requests(session, consultation_id=consultation.id)
    decided = decided_requests(session, consultation_id=consultation.id)
    return ListPage(
        consultation=heading_of(consultation),
        waiting=[_row(each, actor, now) for each in waiting if not is_own(actor, each.contribution)],
        decided=[_row(each, actor, now) for each in decided if not is_own(actor, each.contribution)],
    )


def ask_page(session: Session, said: Contribution) -> AskPage:
    """Return a contribution before a moderator asks to erase it."""
    last = last_request(session, contribution_id=said.id)
    return AskPage(
        consultation=heading_of(said.consultation),
        row=row(said, words_behind(session, [said]), hidden=True),
        waiting=last is not None and last.decided_at is None,
    )


def decision_page(session: Session, actor: Actor, request: ErasureRequest, now: datetime) -> DecisionPage:
    """Return a request with the words it is about: those that a moderator may read, none that were withdrawn."""
    said = request.contribution
    return DecisionPage(
        consultation=heading_of(said.consultation),
        row=row(said, words_behind(session, [said]), hidden=True),
        request=request,
        role=label("role", request.role),
        decided=_decided(request),
        result=_result(request),
        may_decide=_may_decide(request, actor, now),
    )


def _row(request: ErasureRequest, actor: Actor, now: datetime) -> RequestRow:
    reference = request.contribution.reference
    decides = _may_decide(request, actor, now)
    return RequestRow(
        reference=reference,
        url=url_for("public.contribution", reference=reference),
        when=dates.full(request.at),
        role=label("role", request.role),
        mine=request.asked_by_id == actor.user_id,
        decide_url=url_for("desk.erasure", reference=reference) if decides else None,
        decided=_decided(request),
        result=_result(request),
        answer=request.answer,
    )


def _may_decide(request: ErasureRequest, actor: Actor, now: datetime) -> bool:
    said = request.contribution
    scope = said.consultation.organisation.scope
    waits = request.decided_at is None
    return waits and may_erase(actor, said, scope, now, asked_by_id=request.asked_by_id)


def _decided(request: ErasureRequest) -> str | None:
    return dates.full(request.decided_at) if request.decided_at else None


def _result(request: ErasureRequest) -> str:
    """Return what became of a request that was decided, or taken back before it was."""
    if request.accepted is None:
        return str(_("Taken back"))
    return str(_("Erased") if request.accepted else _("Refused"))
