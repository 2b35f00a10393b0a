"""Putting messages in the outbox, and marking what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, cast, delete, literal, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from consult.orm import fixed
from consult.outbox import queries
from consult.outbox.models import OutboxMessage
from consult.shared.email_address import is_email_address

_NOBODY = ""
_LEASE = timedelta(minutes=10)
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=6)


@dataclass(frozen=True)
class Message:
    """What is to be told to whom. ``key`` names the fact: a second message of the same key is not stored."""

    key: str
    kind: str
    recipient: str
    language: str
    content: dict[str, Any] = field(default_factory=dict)


def further(key: str, kind: str, content: dict[str, Any]) -> Message:
    """Return a message to nobody: no mail, but work that is left to the worker."""
    return Message(key, kind, _NOBODY, "ar", content)


def enqueue(session: Session, *, now: datetime, messages: Iterable[Message]) -> None:
    """Store ``messages`` in this transaction; those whose key is already there are passed over.

    Nothing is stored for a recipient that is no address in its one form: what an account is kept under whose address
    has to be resolved first is not written to.
    """
    rows = [
        {
            "key": m.key, "kind": m.kind, "recipient": m.recipient, "language": m.language, "content": m.content,
            "created_at": now, "not_before": now, "attempts": 0,
        }
        for m in messages
        if m.recipient == _NOBODY or is_email_address(m.recipient)
    ]  # fmt: skip
    if not rows:
        return
    session.execute(_INSERT_IF_NEW, rows)
    session.info["outbox"] = True


_INSERT_IF_NEW = fixed(
    sqlite.insert(OutboxMessage).on_conflict_do_nothing(index_elements=["key"]),
    "key", "kind", "recipient", "language", "content", "created_at", "not_before", "attempts",
)  # fmt: skip


def take(session: Session, *, message_id: int, now: datetime) -> OutboxMessage | None:
    """Take a due message for sending and return it; None where it was sent or somebody else has it.

    Whoever takes it has ten minutes, after which it is due again: no lock is held while a mail server is spoken to.
    """
    message = queries.claim(session, message_id=message_id)
    if message is None or message.not_before > now:
        return None
    message.not_before = now + _LEASE
    session.flush()
    return message


def forget(session: Session, *, keys: Iterable[str]) -> None:
    """Delete the messages with these keys, sent or not: what they would tell was destroyed."""
    session.execute(delete(OutboxMessage).where(OutboxMessage.key.in_(list(keys))))


def forget_messages(session: Session, *, kinds: Iterable[str], name: str, ids: Iterable[int]) -> None:
    """Delete the messages of these kinds whose ``name`` is one of ``ids``, sent or not, with their addresses."""
    session.execute(delete(OutboxMessage).where(*_told_of(kinds, name, ids)))


def readdress(
    session: Session, *, kinds: Iterable[str], name: str, ids: Iterable[int], recipient: str, language: str
) -> None:
    """Send the messages of these kinds whose ``name`` is one of ``ids`` to another address, and forget those sent."""
    told = _told_of(kinds, name, ids)
    session.execute(delete(OutboxMessage).where(*told, OutboxMessage.sent_at.is_not(None)))
    session.execute(update(OutboxMessage).where(*told).values(recipient=recipient, language=language))


def _told_of(kinds: Iterable[str], name: str, ids: Iterable[int]) -> tuple[ColumnElement[bool], ...]:
    of_kind = OutboxMessage.kind.in_(list(kinds))
    return of_kind, OutboxMessage.content[name].as_integer().in_(list(ids))


def mark_sent(session: Session, *, message: OutboxMessage, now: datetime) -> None:
    """Note that ``message`` was handed to the mail server."""
    message.sent_at = now
    message.failure = None
    session.flush()


def mark_failed(session: Session, *, message: OutboxMessage, now: datetime, failure: str) -> None:
    """Note a failed attempt; the next one waits twice as long, six hours at most."""
    message.attempts += 1
    message.failure = failure[:500]
    message.not_before = now + min(_FIRST_WAIT * 2 ** (message.attempts - 1), _LONGEST_WAIT)
    session.flush()


def blank_sent(session: Session, *, before: datetime) -> int:
    """Forget to whom and what was sent before then; return how many messages that were. That they were sent stays."""
    sent = (OutboxMessage.sent_at < before, OutboxMessage.recipient != "")
    swept = literal("swept:") + cast(OutboxMessage.id, String)
    blank = update(OutboxMessage).where(*sent).values(key=swept, recipient="", content={}, failure=None)
    blanked = session.scalars(
        blank.returning(OutboxMessage.id).execution_options(synchronize_session=False)
    ).all()
    return len(blanked)
