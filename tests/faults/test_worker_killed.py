"""The worker is killed half-way through a mail: the mail comes once, or again as the very same one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from consult.accounts.queries import user_by_email
from consult.accounts.services import REGISTERED
from consult.jobs import delivery
from consult.outbox.models import OutboxMessage
from consult.outbox.services import Message, enqueue
from consult.public.demonstration.mail_folder import newest
from consult.shared import clock
from tests.databases import MigratedDatabase
from tests.domain.parallel import committed
from tests.factories.people import user
from tests.mail_server import Inbox, mail_server


class KilledError(BaseException):
    """The process ends here: nothing of ours catches it, as nothing catches SIGKILL."""


@pytest.fixture
def inbox(app: Flask) -> Iterator[Inbox]:
    """Return the inbox of the mail server that the application sends to."""
    with mail_server() as (kept, url):
        known: Settings = app.extensions["settings"]
        app.extensions["settings"] = known.model_copy(update={"mail_url": url})
        yield kept


@pytest.fixture
def waiting(database: MigratedDatabase) -> str:
    """Return the address to which one mail waits to be sent."""

    def put(session: Session) -> str:
        somebody = user(session, confirmed=False)
        enqueue(
            session, now=clock.now(), messages=[Message("registered:1", REGISTERED, somebody.email, "ar")]
        )
        return somebody.email

    return committed(database.engine, put)


def killed(*_given: object, **_named: object) -> NoReturn:
    """Stand in the place of what the worker was about to do."""
    raise KilledError


def later(patch: pytest.MonkeyPatch) -> None:
    """Let the time pass for which whoever took a mail has it."""
    moment = clock.now() + timedelta(minutes=11)
    patch.setattr(clock, "now", lambda: moment)


def sent(database: MigratedDatabase) -> list[bool]:
    """Return for each message whether it is known to be sent."""
    with Session(database.engine) as session:
        return [at is not None for at in session.scalars(select(OutboxMessage.sent_at))]


def test_killed_before_sending_it_is_sent_later_once(
    app: Flask, database: MigratedDatabase, inbox: Inbox, waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "send", killed)
        with pytest.raises(KilledError):
            delivery.deliver_due(app)
    assert delivery.deliver_due(app) == 0, "nobody else sends it while its worker may be at it"
    later(monkeypatch)
    assert delivery.deliver_due(app) == 1
    assert [mail["To"] for mail in inbox.received] == [waiting]
    later(monkeypatch)
    assert delivery.deliver_due(app) == 0
    assert sent(database) == [True]


def test_killed_after_the_server_accepted_it_comes_again_as_the_same_mail(
    app: Flask, database: MigratedDatabase, inbox: Inbox, waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "mark_sent", killed)
        with pytest.raises(KilledError):
            delivery.deliver_due(app)
    assert sent(database) == [False]
    later(monkeypatch)
    assert delivery.deliver_due(app) == 1
    assert [mail["To"] for mail in inbox.received] == [waiting, waiting]
    for name in ("Message-ID", "Date", "Subject"):
        assert len({str(mail[name]) for mail in inbox.received}) == 1
    assert sent(database) == [True]


def test_killed_while_a_file_is_written_no_half_is_ever_read(
    app: Flask, waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder: Path = app.extensions["settings"].var_dir / "mail"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KilledError):
            delivery.deliver_due(app)
    assert [path.suffix for path in folder.iterdir()] == [".part"]
    assert newest(folder) == []
    later(monkeypatch)
    assert delivery.deliver_due(app) == 1
    assert [path.suffix for path in folder.iterdir()] == [".eml"]
    assert [mail.to for mail in newest(folder)] == [waiting]


def test_written_again_a_file_stands_in_the_place_of_the_first(
    app: Flask, waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder: Path = app.extensions["settings"].var_dir / "mail"
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "mark_sent", killed)
        with pytest.raises(KilledError):
            delivery.deliver_due(app)
    later(monkeypatch)
    assert delivery.deliver_due(app) == 1
    assert [mail.to for mail in newest(folder)] == [waiting]


def test_what_no_longer_holds_when_it_is_sent_is_not_sent(
    app: Flask, database: MigratedDatabase, inbox: Inbox, waiting: str
) -> None:
    def suspend(session: Session) -> None:
        found = user_by_email(session, waiting)
        assert found is not None
        found.suspended_at = clock.now()

    committed(database.engine, suspend)
    delivery.deliver_due(app)
    assert inbox.received == []
    assert sent(database) == [True], "it is settled"
