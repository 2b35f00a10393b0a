"""No password and no link goes to another machine in clear, unless the settings say so; what could not go waits."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from consult.jobs import delivery
from consult.jobs.transport import NoTlsError, send
from consult.outbox.models import OutboxMessage
from consult.shared import clock
from tests.databases import MigratedDatabase
from tests.jobs.test_delivery import enqueue_confirm
from tests.jobs.test_transport import inbox, mail
from tests.mail_server import Inbox

__all__ = ["inbox"]
MESSAGE = OutboxMessage(id=1, kind="receipt")


@pytest.fixture
def elsewhere(inbox: tuple[Inbox, str], monkeypatch: pytest.MonkeyPatch) -> tuple[Inbox, str]:
    """Return a mail server that offers no STARTTLS, under the name of another machine."""
    kept, url = inbox
    port = int(url.rpartition(":")[2])
    connect = socket.create_connection

    def lead_here(_address: Any, *rest: Any, **named: Any) -> socket.socket:  # noqa: ANN401 - passed on
        return connect(("127.0.0.1", port), *rest, **named)

    monkeypatch.setattr(socket, "create_connection", lead_here)
    return kept, f"smtp://somebody:a-secret@mail.example.org:{port}"


def settings(url: str, folder: Path, **more: bool) -> Settings:
    return Settings(environment="test", mail_url=url, var_dir=folder, **more)  # type: ignore[arg-type]


def test_a_server_elsewhere_without_tls_gets_nothing(elsewhere: tuple[Inbox, str], tmp_path: Path) -> None:
    kept, url = elsewhere
    with pytest.raises(NoTlsError):
        send(settings(url, tmp_path), MESSAGE, mail())
    assert kept.received == []


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "127.0.0.2", "[::1]"])
def test_this_machine_needs_none(elsewhere: tuple[Inbox, str], tmp_path: Path, name: str) -> None:
    kept, _url = elsewhere
    send(settings(f"smtp://{name}:25", tmp_path), MESSAGE, mail())
    assert len(kept.received) == 1


@pytest.mark.parametrize("name", ["localhost.example.org", "127.0.0.1.example.org", "10.0.0.1", "mail"])
def test_what_only_looks_like_it_does(elsewhere: tuple[Inbox, str], tmp_path: Path, name: str) -> None:
    kept, _url = elsewhere
    with pytest.raises(NoTlsError):
        send(settings(f"smtp://{name}:25", tmp_path), MESSAGE, mail())
    assert kept.received == []


def test_an_operator_may_allow_it(elsewhere: tuple[Inbox, str], tmp_path: Path) -> None:
    kept, url = elsewhere
    plain = url.replace("somebody:a-secret@", "")
    send(settings(plain, tmp_path, mail_plaintext=True), MESSAGE, mail())
    assert len(kept.received) == 1


def test_it_waits_and_the_log_says_what_to_do(
    app: Flask,
    database: MigratedDatabase,
    elsewhere: tuple[Inbox, str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    kept, url = elsewhere
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"mail_url": url})
    enqueue_confirm(database)
    assert delivery.deliver_due(app) == 0
    assert "MAIL_PLAINTEXT=true" in caplog.text
    assert "a-secret" not in caplog.text
    with Session(database.engine) as session:
        (waiting,) = session.scalars(select(OutboxMessage)).all()
        assert (waiting.sent_at, waiting.attempts, waiting.failure) == (None, 1, "NoTlsError")
    with_tls = app.extensions["settings"].model_copy(update={"mail_url": "smtp://127.0.0.1:25"})
    app.extensions["settings"] = with_tls
    late = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert delivery.deliver_due(app) == 1
    assert len(kept.received) == 1
