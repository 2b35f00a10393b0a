"""Hiding and restoring: by a published rule, with a reason, the author told, one public entry each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.models import Role, User
from consult.accounts.policies import Actor
from consult.accounts.queries import user_by_id
from consult.consultations import queries as consultations
from consult.contributions import queries as contributions
from consult.contributions.models import Contribution, Status
from consult.contributions.services import change_status
from consult.moderation.models import DecisionKind, ModerationDecision, Result
from consult.moderation.policies import RULES, can_hide, can_restore, may_decide
from consult.moderation.services.answering import close_reports
from consult.outbox.services import Message, enqueue
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean

# The number of the revision that whoever decides had before them, by reference.
Seen = Mapping[str, int]
# As which the log names the consultation's published rule, where it decides.
BY_RULE = "rule"


def hide(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    reference: str,
    rule: int | None,
    reason: tuple[str, str],
    seen: Seen | None = None,
) -> ModerationDecision:
    """Hide a contribution by ``rule`` with a reason in both languages; return the decision.

    It answers the reports of it that wait, with the same reason. Raises DomainError at a field, ``already-decided``
    where it is hidden or gone already, and ``said-anew-meanwhile`` where it is not what was ``seen``.
    """
    contribution = decidable(session, actor, now, reference)
    raise_any(problems_of_hiding(rule, reason))
    if not can_hide(contribution):
        raise DomainError("already-decided")
    check_seen([contribution], seen)
    return put_away(session, actor=actor, now=now, contribution=contribution, rule=rule, reason=reason)


def check_seen(said: Iterable[Contribution], seen: Seen | None) -> None:
    """Raise ``said-anew-meanwhile`` with the references of those that are not what was seen; None: nobody looked."""
    if seen is None:
        return
    anew = [each.reference for each in said if seen.get(each.reference) != each.revision_number]
    if anew:
        raise DomainError("said-anew-meanwhile", references=", ".join(anew))


def problems_of_hiding(rule: int | None, reason: tuple[str, str]) -> list[DomainError]:
    """Return what is wrong with a rule and a published reason, Arabic and English."""
    problems = [] if rule in RULES else [DomainError("choose-one", field="rule")]
    return problems + missing(reason)


def put_away(
    session: Session, *, actor: Actor, now: datetime, contribution: Contribution, rule: int | None,
    reason: tuple[str, str], batch: int | None = None,
) -> ModerationDecision:  # fmt: skip
    """Hide what the caller holds and has checked: decision, entry, status, reports, mail."""
    decision = record(
        session, actor=actor, now=now, contribution=contribution, kind=DecisionKind.HIDE, rule=rule, reason=reason,
        author=author_of(session, contribution), batch=batch,
    )  # fmt: skip
    change_status(session, now=now, contribution=contribution, status=Status.HIDDEN)
    close_reports(
        session, actor=actor, now=now, contribution=contribution, result=Result.HIDDEN, answer=reason
    )
    return decision


def restore(
    session: Session, *, actor: Actor, now: datetime, reference: str, reason: tuple[str, str],
    seen: Seen | None = None,
) -> ModerationDecision:  # fmt: skip
    """Show a hidden or held contribution again, with a reason in both languages; return the decision.

    It answers the reports of it that wait, with the same reason. Raises what ``hide`` does.
    """
    contribution = decidable(session, actor, now, reference)
    raise_any(missing(reason))
    if not can_restore(contribution):
        raise DomainError("already-decided")
    check_seen([contribution], seen)
    return bring_back(session, actor=actor, now=now, contribution=contribution, reason=reason)


def bring_back(
    session: Session, *, actor: Actor, now: datetime, contribution: Contribution, reason: tuple[str, str],
    batch: int | None = None,
) -> ModerationDecision:  # fmt: skip
    """Show again what the caller holds and has checked: decision, entry, status, reports, mail."""
    decision = record(
        session, actor=actor, now=now, contribution=contribution, kind=DecisionKind.RESTORE, rule=None, reason=reason,
        author=author_of(session, contribution), batch=batch,
    )  # fmt: skip
    change_status(session, now=now, contribution=contribution, status=Status.PUBLISHED)
    close_reports(
        session, actor=actor, now=now, contribution=contribution, result=Result.STAYS, answer=reason
    )
    return decision


def hold(session: Session, *, now: datetime, contribution: Contribution, accounts: int) -> ModerationDecision:
    """Hold what the caller holds, by the consultation's rule, until a moderator decides; return the decision.

    Nobody wrote a reason: the pages say it, with the number that was published.
    """
    decision = record(
        session, actor=None, now=now, contribution=contribution, kind=DecisionKind.HOLD, rule=None, reason=("", ""),
        author=author_of(session, contribution), told={"reports": accounts},
    )  # fmt: skip
    change_status(session, now=now, contribution=contribution, status=Status.HELD)
    return decision


def held(session: Session, reference: str) -> Contribution:
    """Return a contribution, held until the transaction ends; NotFoundError where there is none."""
    found = contributions.by_reference(session, reference)
    if found is None:
        raise NotFoundError
    # Publishing an outcome holds the consultation alone, so that what it counts is still shown when it has counted.
    consultations.lock(session, found.consultation_id, shared=True)
    contribution = contributions.lock(session, reference)
    if contribution is None:
        raise NotFoundError
    return contribution


def decidable(session: Session, actor: Actor, now: datetime, reference: str) -> Contribution:
    """Return a contribution that is ``actor``'s to decide about, held until the transaction ends; or NotFoundError."""
    contribution = held(session, reference)
    if not may_decide(actor, contribution, contribution.consultation.organisation.scope, now):
        raise NotFoundError
    return contribution


def missing(reason: tuple[str, str]) -> list[DomainError]:
    """Return what is wrong with a published reason, Arabic and English."""
    return problems_of_words({"reason_ar": clean(reason[0]), "reason_en": clean(reason[1])})


def author_of(session: Session, contribution: Contribution) -> User | None:
    """Return who said it; None once that was erased."""
    return user_by_id(session, contribution.author_id) if contribution.author_id else None


def record(
    session: Session, *, actor: Actor | None, now: datetime, contribution: Contribution, kind: DecisionKind,
    rule: int | None, reason: tuple[str, str], author: User | None, batch: int | None = None,
    told: dict[str, object] | None = None,
) -> ModerationDecision:  # fmt: skip
    """Write a decision with its one public entry, and tell the author; return it. Without an ``actor`` a rule decided.

    It comes first, the change after it: the database takes no change that the newest decision does not say. ``batch``
    is the first entry of the act that it is part of, 0 for the first itself.
    """
    words = {"reason_ar": clean(reason[0]), "reason_en": clean(reason[1])}
    entry = append(
        session, now=now, kind=f"moderation-{kind.value}", subject=contribution.reference,
        role=Role.MODERATOR.value if actor else BY_RULE, details={"rule": rule, **words, **(told or {})},
    )  # fmt: skip
    decision = ModerationDecision(
        contribution_id=contribution.id, contribution=contribution, revision=contribution.revision_number,
        kind=kind.value, rule=rule, **words,
        moderator_id=actor.user_id if actor else None, at=now, log_entry_id=entry.id,
        batch=entry.id if batch == 0 else batch,
    )  # fmt: skip
    session.add(decision)
    session.flush()
    if author is not None:
        message = Message(
            f"moderation:{decision.id}", f"moderation-{kind.value}", author.email, author.language,
            {"reference": contribution.reference, "decision": decision.id},
        )  # fmt: skip
        enqueue(session, now=now, messages=[message])
    return decision
