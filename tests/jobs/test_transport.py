"""A mail reaches a mail server whole, Arabic and all."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from config import Settings
from consult.jobs.transport import send
from consult.outbox.models import OutboxMessage
from tests.mail_server import Inbox, mail_server


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, str]]:
    """Return a mail server's inbox and its URL."""
    with mail_server() as started:
        yield started


def mail() -> EmailMessage:
    """Return a small mail."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@example.org", "b@example.org", "الرد على ما قلت"
    made.set_content("قُبل ما قلت.", cte="base64")
    return made


def settings(url: str, folder: Path) -> Settings:
    """Return settings with this mail server."""
    return Settings(environment="test", mail_url=url, var_dir=folder)


def test_a_server_gets_the_words(inbox: tuple[Inbox, str], tmp_path: Path) -> None:
    kept, url = inbox
    send(settings(url, tmp_path), OutboxMessage(id=1, kind="receipt"), mail())
    (received,) = kept.received
    assert received["Subject"] == "الرد على ما قلت"
    assert received.get_content().strip() == "قُبل ما قلت."


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "smtp:///nowhere"])
def test_an_address_that_is_no_mail_server_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="MAIL_URL"):
        send(settings(url, tmp_path), OutboxMessage(id=1, kind="receipt"), mail())


def test_without_a_server_it_becomes_a_file(tmp_path: Path) -> None:
    send(settings("", tmp_path), OutboxMessage(id=7, kind="receipt"), mail())
    assert [path.name for path in (tmp_path / "mail").iterdir()] == ["000007-receipt.eml"]


def test_no_mail_leaves_a_demonstration(inbox: tuple[Inbox, str], tmp_path: Path) -> None:
    kept, url = inbox
    demonstration = Settings(environment="demonstration", mail_url=url, var_dir=tmp_path)
    send(demonstration, OutboxMessage(id=7, kind="receipt"), mail())
    assert kept.received == []
    assert [path.name for path in (tmp_path / "mail").iterdir()] == ["000007-receipt.eml"]
