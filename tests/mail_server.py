"""A real mail server on the loopback address, and what it was given."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Inbox:
    """What a mail server accepted, read as a mail program does."""

    received: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802, ANN401 - aiosmtpd's
        """Keep a mail."""
        self.received.append(message_from_bytes(envelope.content, _class=EmailMessage, policy=default))
        return "250 OK"


@contextmanager
def mail_server(*, utf8: bool = True, tls: ssl.SSLContext | None = None) -> Iterator[tuple[Inbox, str]]:
    """Yield a mail server's inbox and its URL; ``utf8`` is whether it knows SMTPUTF8.

    With ``tls`` it takes mail after STARTTLS alone, as localhost, for which its certificate has to be.
    """
    kept = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(
        kept,
        hostname="127.0.0.1",
        port=port,
        enable_SMTPUTF8=utf8,
        tls_context=tls,
        require_starttls=tls is not None,
    )
    server.start()
    try:
        yield kept, f"smtp://{'localhost' if tls else '127.0.0.1'}:{port}"
    finally:
        server.stop()
