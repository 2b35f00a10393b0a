"""What waits in the outbox is written in its reader's language, sent once, and tried again when that fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.services import REGISTERED, RESET
from consult.jobs import delivery
from consult.outbox.models import OutboxMessage
from consult.outbox.queries import due
from consult.outbox.services import Message, enqueue, take
from consult.outcomes.services import telling
from consult.shared import clock
from tests.databases import MigratedDatabase
from tests.factories.answers import answered
from tests.factories.people import user
from tests.factories.scenes import Scene


@contextmanager
def written(database: MigratedDatabase) -> Iterator[Session]:
    """Open a write that is committed."""
    with Session(database.engine.execution_options(write=True), expire_on_commit=False) as session:
        yield session
        session.commit()


def mails(app: Flask) -> list[EmailMessage]:
    """Return the mails in the folder, oldest first."""
    folder: Path = app.extensions["settings"].var_dir / "mail"
    return [
        message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
        for path in sorted(folder.glob("*.eml"))
    ]


def text(mail: EmailMessage, kind: str = "plain") -> str:
    """Return a mail's text or HTML part."""
    part = mail.get_body(preferencelist=(kind,))
    assert part is not None
    return str(part.get_content())


@pytest.fixture
def ended(app: Flask, database: MigratedDatabase) -> Scene:  # noqa: ARG001 - the application holds the settings
    """Return an answered consultation, committed with all its messages."""
    with written(database) as session:
        return answered(session).scene


def enqueue_confirm(database: MigratedDatabase, language: str = "ar") -> str:
    """Put a confirmation mail in the outbox and return its recipient."""
    with written(database) as session:
        somebody = user(session, language=language, confirmed=False)
        message = Message("registered:1", REGISTERED, somebody.email, language)
        enqueue(session, now=clock.now(), messages=[message])
        return somebody.email


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_a_mail_has_both_parts_in_its_readers_language(
    app: Flask, database: MigratedDatabase, language: str, direction: str
) -> None:
    recipient = enqueue_confirm(database, language)
    assert delivery.deliver_due(app) == 1
    (mail,) = mails(app)
    assert (mail["To"], mail["Content-Language"]) == (recipient, language)
    assert f'<html lang="{language}" dir="{direction}">' in text(mail, "html")
    link = f"http://localhost/{language}/confirm/"
    assert link in text(mail)
    page = text(mail, "html")
    assert link in page
    assert page.count('class="act"') == 1, "one thing to do stands out"
    assert f'href="http://localhost/{language}/" dir="ltr">' in page, "an address keeps its end in Arabic"


def test_everybody_is_told_once(app: Flask, database: MigratedDatabase, ended: Scene) -> None:
    assert delivery.deliver_due(app) > 0
    told = [(mail["To"], mail["Message-ID"]) for mail in mails(app)]
    assert len(told) == len(set(told))
    assert delivery.deliver_due(app) == 0
    with Session(database.engine) as session:
        assert session.scalars(select(OutboxMessage.id).where(OutboxMessage.sent_at.is_(None))).all() == []
    links = [text(mail) for mail in mails(app)]
    assert any(f"/consultations/{ended.consultation.slug}/outcome/" in each for each in links)


def test_many_are_told_in_rounds(
    app: Flask, database: MigratedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "ROUND", 1)
    with written(database) as session:
        made = answered(session)
        authors = [voice.author_id or 0 for voice in (made.comment, made.reply, made.late)]
    of_answer = select(OutboxMessage).where(OutboxMessage.key.startswith(f"answered:{made.outcome.id}:"))
    with Session(database.engine) as session:
        waiting = sorted(row.kind for row in session.scalars(of_answer))
        assert waiting == ["answered", telling.FURTHER], "publishing tells one round, the worker the others"
    delivery.deliver_due(app)
    with Session(database.engine) as session:
        rows = session.scalars(of_answer).all()
    told = [row.content["user_id"] for row in rows if row.kind == "answered"]
    assert sorted(told) == sorted(authors)
    assert all(row.sent_at is not None for row in rows)


def test_what_fails_is_tried_again_later_and_keeps_nobody_back(
    app: Flask, database: MigratedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    enqueue_confirm(database)
    with written(database) as session:
        enqueue(session, now=clock.now(), messages=[Message("odd", "no-such-kind", "a@example.org", "ar")])
    assert delivery.deliver_due(app) == 1
    with Session(database.engine) as session:
        odd = session.scalars(select(OutboxMessage).where(OutboxMessage.key == "odd")).one()
        assert (odd.attempts, odd.sent_at) == (1, None)
        assert odd.not_before > clock.now()
    late = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: late)
    delivery.deliver_due(app)
    with Session(database.engine) as session:
        assert session.scalars(select(OutboxMessage.attempts).where(OutboxMessage.key == "odd")).one() == 2


def test_two_workers_do_not_take_the_same_message(database: MigratedDatabase) -> None:
    enqueue_confirm(database)
    now = clock.now()
    with written(database) as session:
        (waiting,) = due(session, now=now)
        assert take(session, message_id=waiting, now=now) is not None
    with written(database) as session:
        assert take(session, message_id=waiting, now=now) is None
        # Whoever took it and died: it is due again, under the same Message-ID.
        assert take(session, message_id=waiting, now=now + timedelta(minutes=11)) is not None


def test_the_message_id_follows_from_the_key() -> None:
    first = delivery.message_id("receipt:V-2026-0001", "https://consult.example")
    assert first == delivery.message_id("receipt:V-2026-0001", "https://consult.example")
    assert first != delivery.message_id("receipt:V-2026-0002", "https://consult.example")
    assert first.endswith("@consult.example>")


def test_the_worker_decides_what_whoever_registered_is_told(app: Flask, database: MigratedDatabase) -> None:
    with written(database) as session:
        confirmed = user(session, language="en").email
        gone = user(session, language="en", suspended=True).email
        for number, (kind, email) in enumerate(
            (kind, email) for kind in (REGISTERED, RESET) for email in (confirmed, gone, "nobody@example.org")
        ):
            enqueue(session, now=clock.now(), messages=[Message(f"told:{number}", kind, email, "en")])
    delivery.deliver_due(app)
    told = [(mail["To"], mail["Subject"]) for mail in mails(app)]
    assert told == [(confirmed, "You have an account already"), (confirmed, "A new password")]
    assert "/confirm/" not in text(mails(app)[0])
