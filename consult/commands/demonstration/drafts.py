"""Drafts of texts that no consultation is about: one that waits for its publisher, one that its officer discarded."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.services import begin_text, discard_text
from consult.organisations import queries as organisations
from consult.plans.models import Commitment
from consult.texts.models import TextVersion
from consult.texts.services import Wording, save_clauses

_A_DAY = timedelta(days=1)
_ASKING = "mopic"
_WORDS = Wording(
    None,
    "ما يُنشر كل ربع سنة",
    "What is published every quarter",
    "تنشر الجهة المنفذة كل ربع سنة ما أُنجز من المراحل وما تأخر منها:\n"
    "1. المراحل المنجزة وتاريخ إنجازها.\n"
    "2. المراحل المتأخرة وسبب تأخرها.",
    "Every quarter the implementing body publishes which milestones are done and which are late:\n"
    "1. Those that are done, and when.\n2. Those that are late, and why.",
)


def leave_drafts(session: Session, *, officer: Actor, now: datetime, commitment: Commitment) -> None:
    """Leave two drafts of a commitment's text on the desk, of which the earlier was discarded."""
    drafter = organisations.by_slug(session, _ASKING)
    if drafter is None:
        message = f"the demonstration has no organisation {_ASKING}"
        raise RuntimeError(message)

    def draft(begun: datetime) -> TextVersion:
        version = begin_text(session, actor=officer, now=begun, text_id=commitment.text_id, drafter=drafter)
        save_clauses(session, actor=officer, version=version, drafter=drafter, clauses=[_WORDS])
        return version

    first = draft(now - 3 * _A_DAY)
    discard_text(session, actor=officer, now=now - 2 * _A_DAY, version=first, drafter=drafter)
    draft(now - _A_DAY)
