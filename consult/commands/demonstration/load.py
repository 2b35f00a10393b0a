"""Loading all of the demonstration in one transaction: it is there whole, or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consult.commands.demonstration.answer import load_answer
from consult.commands.demonstration.consultation import load_consultation
from consult.commands.demonstration.content import Moments, read
from consult.commands.demonstration.people import People
from consult.commands.demonstration.record import (
    load_commitments,
    load_organisations,
    load_plans,
    publish_texts_of_no_consultation,
)
from consult.consultations.policies.rules import Limits
from consult.outbox import queries as outbox
from consult.outbox.services import mark_sent

_BEFORE = timedelta(days=30)
_MESSAGES = 1000


def load_content(session: Session, *, now: datetime, zone: str, limits: Limits) -> None:
    """Load the demonstration as if it had happened in its own time, the open consultation around ``now``."""
    moments = Moments(now, zone)
    answered, opened = read("answered"), read("open")
    begun = datetime.fromisoformat(answered["announced_at"]) - _BEFORE
    load_organisations(session, now=begun)
    people = People(session, begun)
    people.make(each["speaker"] for given in (answered, opened) for each in given["contributions"])
    plans = load_plans(session)
    texts = load_commitments(session, officer=people.roles["officer"], now=begun, plans=plans)
    for given in (answered, opened):
        consulted = load_consultation(
            session, given=given, text=texts[given["commitment"]], people=people, moments=moments, now=now,
            limits=limits,
        )  # fmt: skip
        if "themes" in given:
            load_answer(session, consulted=consulted, people=people, moments=moments)
    publish_texts_of_no_consultation(session, texts, {answered["commitment"], opened["commitment"]})
    _tell_nobody(session, now)


def _tell_nobody(session: Session, now: datetime) -> None:
    """Count the loading's messages as sent: their recipients do not exist."""
    for message_id in outbox.due(session, now=now, limit=_MESSAGES):
        message = outbox.claim(session, message_id=message_id)
        if message is not None:
            mark_sent(session, message=message, now=message.created_at)
