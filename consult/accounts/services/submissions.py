"""Forms that were acted on, by the key that each carried, so that one sent again is not done twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Insert, delete, or_, select, update
from sqlalchemy.orm import Session

from consult.accounts.models import Submission, User
from consult.orm import insert_if_new
from consult.shared.email_address import known_as
from consult.shared.erasure import Erased, erases


def claim(session: Session, *, now: datetime, user_id: int, key: str) -> int | None:
    """Note that a person's form with this key is acted on, and return the note's id; None where it was already.

    On PostgreSQL it waits for a transaction that is just acting on the same form, and learns what became of it.
    """
    values = {"user_id": user_id, "key": key, "at": now}
    taken: int | None = session.scalar(_if_new(session).values(**values).returning(Submission.id))
    return taken


def claim_for_address(session: Session, *, now: datetime, email: str, key: str) -> int | None:
    """Do the same in the name of whoever has the address, who may just have registered it: for forms without a user."""
    owner = select(User.id).where(User.email == known_as(email)).scalar_subquery()
    taken: int | None = session.scalar(
        _if_new(session).values(user_id=owner, key=key, at=now).returning(Submission.id)
    )
    return taken


def led_to(session: Session, *, submission_id: int, location: str) -> None:
    """Note where a form led."""
    session.execute(update(Submission).where(Submission.id == submission_id).values(location=location))


def give_up(session: Session, *, submission_id: int) -> None:
    """Forget a form that came to nothing: sent again, it is tried again."""
    session.execute(delete(Submission).where(Submission.id == submission_id))


@erases(25, "submissions", "location")
def forget_where_it_led(session: Session, erased: Erased) -> None:
    """Forget that a person's forms led to these words, as whoever published, withdrew or asked to erase them was."""
    path = f"/{erased.reference}"
    led = [Submission.location.endswith(path, autoescape=True)]
    led += [Submission.location.contains(path + end, autoescape=True) for end in "/?#"]
    session.execute(update(Submission).where(or_(*led)).values(location=None))


def drop_submissions(session: Session, *, before: datetime) -> None:
    """Delete the notes of forms that came before then: nobody sends those again."""
    session.execute(delete(Submission).where(Submission.at < before))


def _if_new(session: Session) -> Insert:
    return insert_if_new(session, Submission, "user_id", "key")
