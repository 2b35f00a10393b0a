"""Telling everybody who contributed that they were answered, a hundred voices at a time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.queries import users_by_ids
from consult.outbox.services import Message, enqueue, further
from consult.outcomes import queries
from consult.outcomes.models import Outcome

ROUND = 100
# The kind of message that is no mail, and asks for the next round.
FURTHER = "answered-further"


def tell_contributors(session: Session, *, now: datetime, outcome: Outcome, after_id: int = 0) -> None:
    """Put one mail for each contributor in the outbox, the answer to their own words, beginning after a voice's id.

    One transaction tells the authors of ``ROUND`` voices, so that publishing is as quick whoever spoke; where there are
    more, it asks the worker for them.
    """
    voices = queries.contributors(session, outcome=outcome, after_id=after_id, limit=ROUND)
    users = users_by_ids(session, {author_id for _id, author_id in voices if author_id is not None})
    messages = [
        Message(
            f"answered:{outcome.id}:{user.id}", "answered", user.email, user.language,
            {"outcome": outcome.id, "user_id": user.id},
        )
        for user in users
    ]  # fmt: skip
    if len(voices) == ROUND:
        last_id, _author = voices[-1]
        content = {"outcome": outcome.id, "after": last_id}
        messages.append(further(f"answered:{outcome.id}:after:{last_id}", FURTHER, content))
    enqueue(session, now=now, messages=messages)
