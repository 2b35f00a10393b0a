"""Reasons that the moderators of a body keep ready, in both languages: added, changed and withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.moderation.models import ReasonTemplate
from consult.moderation.policies import RULES, may_keep_reasons
from consult.moderation.queries import reasons
from consult.organisations.models import Organisation
from consult.organisations.queries import lock
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean

MOST_REASONS = 100


@dataclass(frozen=True)
class Kept:
    """A reason in Arabic and English, and the rule that it is for; None: for showing again and answering."""

    rule: int | None
    reason_ar: str
    reason_en: str


def keep_reason(
    session: Session, *, actor: Actor, now: datetime, organisation: Organisation, kept: Kept,
    template_id: int | None = None, edition: int | None = None,
) -> ReasonTemplate:  # fmt: skip
    """Keep a reason ready, or change the one with this id, of which ``edition`` was seen; return it.

    Raises DomainError at a field, ``reason-changed`` where somebody changed it since, and ``too-many-reasons``.
    """
    _check_right(actor, organisation)
    words = {"reason_ar": clean(kept.reason_ar), "reason_en": clean(kept.reason_en)}
    problems = [] if kept.rule is None or kept.rule in RULES else [DomainError("choose-one", field="rule")]
    raise_any(problems + problems_of_words(words))
    if template_id is None:
        lock(session, organisation.id)
        if len(reasons.ready(session, organisation_id=organisation.id)) >= MOST_REASONS:
            raise DomainError("too-many-reasons", most=MOST_REASONS)
        row = ReasonTemplate(organisation_id=organisation.id, edition=1)
        session.add(row)
    else:
        row = _held(session, organisation, template_id)
        if row.edition != edition:
            raise DomainError("reason-changed")
        row.edition += 1
    row.rule, row.edited_by_id, row.edited_at = kept.rule, actor.user_id, now
    row.reason_ar, row.reason_en = words["reason_ar"], words["reason_en"]
    session.flush()
    return row


def withdraw_reason(
    session: Session, *, actor: Actor, now: datetime, organisation: Organisation, template_id: int
) -> None:
    """Offer a reason no more; what was published with it stays as it is."""
    _check_right(actor, organisation)
    _held(session, organisation, template_id).withdrawn_at = now
    session.flush()


def _check_right(actor: Actor, organisation: Organisation) -> None:
    if not may_keep_reasons(actor, organisation.scope):
        raise NotFoundError


def _held(session: Session, organisation: Organisation, template_id: int) -> ReasonTemplate:
    row = reasons.by_id(session, organisation_id=organisation.id, template_id=template_id, hold=True)
    if row is None:
        raise NotFoundError
    return row
