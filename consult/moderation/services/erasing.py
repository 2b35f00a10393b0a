"""Erasing: one person asks, another decides; the words are destroyed and a tombstone stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Who
from consult.contributions.models import Contribution
from consult.contributions.policies import is_author
from consult.moderation import queries
from consult.moderation.models import DecisionKind, ErasureRequest, ModerationDecision
from consult.moderation.policies import RULES, may_ask_erasure, may_erase
from consult.moderation.services.deciding import author_of, held, missing, record
from consult.outbox.services import Message, enqueue, forget
from consult.shared import erasure
from consult.shared.erasure import Erased, erases
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean


def ask_erasure(
    session: Session, *, actor: Actor, now: datetime, reference: str, reason: str = ""
) -> ErasureRequest:
    """Ask that words be destroyed, and return the request: the one that waits already, where one does.

    An author may say why, a moderator must. Nobody but those who decide reads the reason.
    """
    contribution = held(session, reference)
    if not may_ask_erasure(actor, contribution, contribution.consultation.organisation.scope, now):
        raise NotFoundError
    waiting = queries.waiting_request(session, contribution_id=contribution.id)
    if waiting is not None:
        return waiting
    own = is_author(actor, contribution)
    words = clean(reason)
    raise_any(problems_of_words({"reason": words}, needed=not own))
    # Who its author is stands at the contribution alone, so that it is not kept here when it is destroyed there.
    request = ErasureRequest(
        contribution_id=contribution.id, contribution=contribution, asked_by_id=None if own else actor.user_id,
        role=Who.PARTICIPANT.value if own else Role.MODERATOR.value, reason=words, at=now, answer="",
    )  # fmt: skip
    session.add(request)
    session.flush()
    return request


def take_back_erasure(session: Session, *, actor: Actor, now: datetime, reference: str) -> None:
    """Take back one's own request while it waits; where none of one's own does, NotFoundError."""
    contribution = held(session, reference)
    request = queries.waiting_request(session, contribution_id=contribution.id)
    if request is None or actor.suspended or not _asked_by(actor, request, contribution):
        raise NotFoundError
    request.decided_at, request.reason = now, ""
    session.flush()


def erase(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    reference: str,
    rule: int | None,
    reason: tuple[str, str],
) -> ModerationDecision:
    """Accept the request that waits: destroy words, salt, name and author, and every copy; return the decision.

    ``reason`` is the ground that is published, Arabic and English; ``rule`` the rule it rests on, None for another
    ground. After an outcome was published call ``outcomes.services.erase``, which publishes its next version too.
    """
    request, contribution = _decidable(session, actor, now, reference)
    problems = [] if rule is None or rule in RULES else [DomainError("choose-one", field="rule")]
    raise_any(problems + missing(reason))
    decision = record(
        session, actor=actor, now=now, contribution=contribution, kind=DecisionKind.ERASE, rule=rule, reason=reason,
        author=author_of(session, contribution),
    )  # fmt: skip
    erasure.erase(session, Erased(contribution.id, reference, now))
    _decided(session, request, actor, now, accepted=True)
    return decision


@erases(15, "outbox_messages", "recipient", "content")
def forget_decisions(session: Session, erased: Erased) -> None:
    """Forget what the author was told before: it was hidden, shown again, or not erased."""
    earlier = queries.of_contribution(session, contribution_id=erased.contribution_id)
    told = [f"moderation:{row.id}" for row in earlier if row.kind != DecisionKind.ERASE]
    refused = queries.request_ids(session, contribution_id=erased.contribution_id)
    forget(session, keys=[*told, *map(_refusal, refused)])


def _refusal(request_id: int) -> str:
    return f"erasure:{request_id}"


def refuse_erasure(session: Session, *, actor: Actor, now: datetime, reference: str, answer: str) -> None:
    """Refuse the request that waits, with an answer that its author gets by mail; the words stay as they are."""
    request, contribution = _decidable(session, actor, now, reference)
    request.answer = clean(answer)
    raise_any(problems_of_words({"answer": request.answer}))
    _decided(session, request, actor, now, accepted=False)
    author = author_of(session, contribution)
    if author is not None:
        message = Message(
            _refusal(request.id), "erasure-refused", author.email, author.language, {"request": request.id}
        )
        enqueue(session, now=now, messages=[message])


def _decidable(
    session: Session, actor: Actor, now: datetime, reference: str
) -> tuple[ErasureRequest, Contribution]:
    contribution = held(session, reference)
    request = queries.waiting_request(session, contribution_id=contribution.id)
    scope = contribution.consultation.organisation.scope
    if request is None or not may_erase(actor, contribution, scope, now, asked_by_id=request.asked_by_id):
        raise NotFoundError
    return request, contribution


def _decided(
    session: Session, request: ErasureRequest, actor: Actor, now: datetime, *, accepted: bool
) -> None:
    # The reason was for the one who decides: a decided request is frozen, and the words may still be erased later.
    request.reason = ""
    request.decided_at, request.decided_by_id, request.accepted = now, actor.user_id, accepted
    session.flush()


def _asked_by(actor: Actor, request: ErasureRequest, contribution: Contribution) -> bool:
    if request.asked_by_id is None:
        return is_author(actor, contribution)
    return request.asked_by_id == actor.user_id
