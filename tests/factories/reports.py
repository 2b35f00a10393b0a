"""Reports of voices, by people with an account and without."""

from __future__ import annotations

from datetime import datetime
from itertools import count

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.contributions.models import Contribution
from consult.moderation.models import ReasonTemplate, VoiceReport
from consult.moderation.services import Kept, Told, keep_reason, report
from consult.organisations.models import Organisation
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import REASON

_TOKENS = count(1)


def told(**changed: object) -> Told:
    """Return a report under a token of its own, with what is ``changed``."""
    return Told(**{"reason": "4", "token": f"token-{next(_TOKENS)}", **changed})  # type: ignore[arg-type]


def reported(
    session: Session,
    said: Contribution,
    *,
    by: Actor | None = None,
    now: datetime = moments.DURING,
    **changed: object,
) -> VoiceReport:
    """Report a voice, by somebody without an account or ``by`` this one."""
    return report(session, actor=by, now=now, reference=said.reference, told=told(**changed))


def by_accounts(session: Session, said: Contribution, number: int, now: datetime = moments.DURING) -> None:
    """Report a voice by so many accounts, each its own."""
    for _each in range(number):
        reported(session, said, by=person(session), now=now)


def kept_reason(
    session: Session, body: Organisation, by: Actor, rule: int | None = 7, words: tuple[str, str] = REASON
) -> ReasonTemplate:
    """Keep a reason of a body ready."""
    return keep_reason(session, actor=by, now=moments.ANNOUNCED, organisation=body, kept=Kept(rule, *words))
