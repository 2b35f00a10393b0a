"""What nobody needs any more is cleared away after its time, and not a moment before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import AddressKey, Submission, UserSession
from consult.contributions.models import Draft
from consult.jobs import sweep
from consult.jobs.sweep import clear
from consult.moderation.models import VoiceReport
from consult.organisations.models import Invitation
from consult.outbox.models import OutboxMessage
from consult.outbox.services import Message, enqueue, mark_sent
from tests.factories.people import user
from tests.factories.scenes import scene
from tests.factories.texts import organisation
from tests.factories.voices import comment
from tests.public.conftest import Committed, committed

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import At

__all__ = ["committed"]
NOW = datetime(2026, 5, 20, 0, 20, tzinfo=UTC)
DAY, TICK = timedelta(days=1), timedelta(seconds=1)
ADDRESS = "somebody@example.org"


@dataclass(frozen=True)
class Kept:
    """Something that is kept for a while: how old ones are added, and what is asked to see whether it is there."""

    days: int
    add: Callable[[Session, datetime, int], None]
    there: Any


def draft(session: Session, at: datetime, number: int) -> None:
    asked = scene(session)
    session.add(Draft(token_hash=f"hash-{number}", consultation_id=asked.id, words={}, arrived_at=at))


def submission(session: Session, at: datetime, number: int) -> None:
    session.add(Submission(user_id=user(session).id, key=f"key-{number}", at=at))


def ended_session(session: Session, at: datetime, number: int) -> None:
    session.add(
        UserSession(
            user_id=user(session).id, token_hash=f"hash-{number}", device="", began_at=at - DAY,
            expires_at=NOW + DAY, ended_at=at,
        )
    )  # fmt: skip


def expired_session(session: Session, at: datetime, number: int) -> None:
    session.add(
        UserSession(
            user_id=user(session).id, token_hash=f"hash-{number}", device="", began_at=at - DAY, expires_at=at
        )
    )


def sent_mail(session: Session, at: datetime, number: int) -> None:
    enqueue(session, now=at, messages=[Message(f"fact-{number}", "receipt", ADDRESS, "ar", {"a": 1})])
    message = session.scalars(select(OutboxMessage).where(OutboxMessage.key == f"fact-{number}")).one()
    mark_sent(session, message=message, now=at)


def invitation(session: Session, at: datetime, number: int, **given: Any) -> None:  # noqa: ANN401 - columns
    body, inviting = organisation(session), user(session)
    dates: dict[str, Any] = {"expires_at": NOW + DAY, **given}
    session.add(
        Invitation(
            organisation_id=body.id, email=f"{number}.{ADDRESS}", language="ar",
            invited_by_id=inviting.id, at=at - DAY, **dates,
        )
    )  # fmt: skip


def used(session: Session, at: datetime, number: int) -> None:
    invitation(session, at, number, used_at=at, used_by_id=user(session).id)


def revoked(session: Session, at: datetime, number: int) -> None:
    invitation(session, at, number, ended_at=at)


def run_out(session: Session, at: datetime, number: int) -> None:
    invitation(session, at, number, expires_at=at)


def report(session: Session, at: datetime, number: int) -> None:
    """Report at that moment, of a voice that was said while its consultation was open."""
    said = comment(session, scene(session))
    session.add(
        VoiceReport(
            contribution_id=said.id, revision=1, reason="1", note="", token_hash=f"hash-{number}",
            address=f"{number}.{ADDRESS}", language="ar", at=at, answer_ar="", answer_en="",
        )
    )  # fmt: skip


def answered_report(session: Session, at: datetime, number: int) -> None:
    """Answer a report at that moment, with what it noted and who sent it."""
    said = comment(session, scene(session))
    session.add(
        VoiceReport(
            contribution_id=said.id, revision=1, reason="1", note="note", token_hash=f"hash-{number}",
            reporter_id=user(session).id, address=None, language="ar", at=at, answered_at=at, result="stays",
            answer_ar="", answer_en="",
        )
    )  # fmt: skip


INVITED = select(Invitation.id).where(Invitation.email != "")
KEPT = {
    "a draft": Kept(7, draft, select(Draft.id)),
    "a form's key": Kept(7, submission, select(Submission.id)),
    "a session that ended": Kept(90, ended_session, select(UserSession.id)),
    "a session that ran out": Kept(90, expired_session, select(UserSession.id)),
    "to whom a mail went": Kept(
        30, sent_mail, select(OutboxMessage.id).where(OutboxMessage.recipient == ADDRESS)
    ),
    "what a mail was about": Kept(
        30, sent_mail, select(OutboxMessage.id).where(OutboxMessage.key.startswith("fact"))
    ),
    "where the answer to a report goes": Kept(
        30, report, select(VoiceReport.id).where(VoiceReport.address.is_not(None))
    ),
    "what a report noted": Kept(30, answered_report, select(VoiceReport.id).where(VoiceReport.note != "")),
    "who reported": Kept(
        30, answered_report, select(VoiceReport.id).where(VoiceReport.reporter_id.is_not(None))
    ),
    "who was invited and came": Kept(30, used, INVITED),
    "who was invited and uninvited": Kept(30, revoked, INVITED),
    "who was invited and never came": Kept(30, run_out, INVITED),
}


@pytest.mark.parametrize("name", KEPT)
def test_it_stays_for_its_time_and_then_goes(app: Flask, committed: Committed, at: At, name: str) -> None:
    kept = KEPT[name]
    at(NOW)
    with committed() as session:
        for number, moment in enumerate([NOW - kept.days * DAY - TICK, NOW - kept.days * DAY + TICK]):
            kept.add(session, moment, number)
            session.flush()
        old, new = session.scalars(kept.there.order_by("id")).all()
    assert old < new
    clear(app)
    with committed() as session:
        assert session.scalars(kept.there).all() == [new]


def test_a_mail_that_was_not_sent_is_kept(app: Flask, committed: Committed, at: At) -> None:
    at(NOW)
    with committed() as session:
        enqueue(session, now=NOW - 60 * DAY, messages=[Message("fact", "receipt", ADDRESS, "ar")])
        sent_mail(session, NOW - 40 * DAY, 1)
    clear(app)
    with committed() as session:
        rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [(row.key, row.recipient) for row in rows] == [("fact", ADDRESS), (f"swept:{rows[1].id}", "")]
    assert (rows[1].content, rows[1].sent_at) == ({}, NOW - 40 * DAY)


def test_the_keys_of_addresses_are_destroyed_after_two_days(app: Flask, committed: Committed, at: At) -> None:
    at(NOW)
    with committed() as session:
        for day in range(15, 21):
            session.add(AddressKey(day=date(2026, 5, day), key=b"k" * 32))
    clear(app)
    with committed() as session:
        left = session.scalars(select(AddressKey.day).order_by(AddressKey.day)).all()
    assert [day.day for day in left] == [18, 19, 20]


def test_one_that_fails_keeps_no_other_back(
    app: Flask,
    committed: Committed,
    at: At,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    at(NOW)
    with committed() as session:
        submission(session, NOW - 8 * DAY, 1)
    monkeypatch.setattr(sweep, "drop_stale_drafts", lambda *_, **__: 1 / 0)
    clear(app)
    assert "could not be cleared away" in caplog.text
    with committed() as session:
        assert session.scalars(select(Submission.id)).all() == []
