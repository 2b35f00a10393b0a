"""Handing a mail over: to a mail server, or to a file where none is set, and in a demonstration."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from config import Settings
from consult.outbox.models import OutboxMessage

_TIMEOUT = 20


class NoTlsError(Exception):
    """The mail server offers no TLS, and no mail goes to another machine in clear unless the settings allow it."""


def send(settings: Settings, message: OutboxMessage, mail: EmailMessage) -> None:
    """Hand ``mail`` over; raise whatever goes wrong. No mail leaves a demonstration, whatever server is set."""
    if settings.mail_url and not settings.demonstration:
        _to_server(settings.mail_url, mail, in_clear=settings.mail_plaintext)
    else:
        _to_file(settings, message, mail)


def _to_server(url: str, mail: EmailMessage, *, in_clear: bool) -> None:
    """Hand ``mail`` to the server; ``in_clear`` allows one on another machine that offers no TLS."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("MAIL_URL begins with smtp:// or smtps:// and names a host")
    context = ssl.create_default_context()
    with _connected(parts.scheme, parts.hostname, parts.port, context) as server:
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif parts.scheme == "smtp" and not (in_clear or _is_here(parts.hostname)):
            # Before the password and the letter's links, which open accounts, are said.
            raise NoTlsError
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(mail)


def _is_here(host: str) -> bool:
    """Whether ``host`` is this machine, to which nobody listens in between."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _connected(scheme: str, host: str, port: int | None, context: ssl.SSLContext) -> smtplib.SMTP:
    if scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=_TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, port or 25, timeout=_TIMEOUT)
    server.ehlo()
    return server


def _to_file(settings: Settings, message: OutboxMessage, mail: EmailMessage) -> None:
    """Write the mail whole or not at all: a reader of the folder never sees half of one."""
    folder = settings.var_dir / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{message.id:06d}-{message.kind}"
    unfinished = folder / f"{name}.part"
    unfinished.write_bytes(mail.as_bytes())
    unfinished.replace(folder / f"{name}.eml")
