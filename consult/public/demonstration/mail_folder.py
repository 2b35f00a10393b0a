"""The mails of a demonstration, which are kept in files instead of being sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

NEWEST = 50


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it was written. ``lang`` is its recipient's language."""

    anchor: str
    subject: str
    to: str
    sent_at: datetime
    lang: str
    body: str


def newest(folder: Path) -> list[Mail]:
    """Return the newest mails in ``folder``, newest first, fifty at most."""
    paths = sorted(folder.glob("*.eml"), reverse=True)[:NEWEST]
    return [_read(path) for path in paths]


def _read(path: Path) -> Mail:
    message = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
    part = message.get_body(preferencelist=("plain",))
    return Mail(
        anchor=f"mail-{path.stem}",
        subject=str(message["Subject"]),
        to=str(message["To"]),
        sent_at=parsedate_to_datetime(str(message["Date"])),
        lang=str(message["Content-Language"]),
        body=part.get_content().strip() if part is not None else "",
    )
