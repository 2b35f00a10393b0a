"""Answering reports: each gets its answer on its private page, and by mail where an address was left."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.contributions.models import Contribution
from consult.moderation.models import Result, VoiceReport
from consult.moderation.queries import reports
from consult.outbox.services import Message, enqueue
from consult.shared.text import clean


def close_reports(
    session: Session, *, actor: Actor | None, now: datetime, contribution: Contribution, result: Result,
    answer: tuple[str, str], picked: Collection[int] | None = None,
) -> Sequence[VoiceReport]:  # fmt: skip
    """Answer the reports of a contribution that wait, or those of them that are ``picked`` by id; return them.

    ``answer`` is Arabic and English; the caller holds the contribution and has checked both.
    """
    waiting = reports.waiting(session, contribution_id=contribution.id)
    answered = [row for row in waiting if picked is None or row.id in picked]
    for row in answered:
        row.answered_at, row.result = now, result.value
        row.answered_by_id = actor.user_id if actor else None
        row.answer_ar, row.answer_en = clean(answer[0]), clean(answer[1])
    session.flush()
    # One mail to each address: many reports could name somebody else's.
    addressed = {row.address: row for row in reversed(answered) if row.address}
    enqueue(session, now=now, messages=[_mail(row, contribution.reference) for row in addressed.values()])
    return answered


def mail_key(report_id: int) -> str:
    """Return the key under which the mail with a report's answer stands in the outbox."""
    return f"report:{report_id}"


def _mail(row: VoiceReport, reference: str) -> Message:
    content = {"reference": reference, "report": row.id}
    return Message(mail_key(row.id), "report-answered", row.address or "", row.language, content)
