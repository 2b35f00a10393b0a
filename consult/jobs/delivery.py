"""Delivering what waits in the outbox: each message taken, written, sent and marked by itself.

A message that was sent by a worker that died before it could say so is sent again under the same Message-ID, by which
mail servers know it.
"""

from __future__ import annotations

import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from urllib.parse import urlsplit

from flask import Flask, g, render_template
from flask_babel import force_locale
from werkzeug.urls import iri_to_uri

from config import Settings
from consult.jobs.blocks import Letter
from consult.jobs.composing import Work, work_of
from consult.jobs.emails import compose
from consult.jobs.headers import raw_header, sender_header, text_header
from consult.jobs.transport import NoTlsError, send
from consult.outbox import queries
from consult.outbox.models import OutboxMessage
from consult.outbox.services import mark_failed, mark_sent, take
from consult.shared import clock
from consult.shared.email_address import is_email_address
from consult.shared.faults import kind_of
from consult.web.database import reading, writing
from consult.web.locale import LANGUAGES

_NO_TLS = (
    "the mail server offers no STARTTLS; use one that does, or smtps://, or allow it with MAIL_PLAINTEXT=true"
)


def deliver_due(app: Flask) -> int:
    """Deliver all messages that are due; return how many were sent."""
    sent = 0
    with app.app_context():
        while ids := queries.due(reading(), now=clock.now()):
            # Whatever fails is due later, so that each round has less to do.
            sent += sum(_deliver(app, message_id) for message_id in ids)
    return sent


def _deliver(app: Flask, message_id: int) -> bool:
    with writing() as session:
        message = take(session, message_id=message_id, now=clock.now())
    if message is None:
        return False
    work = work_of(message.kind)
    failure = None
    try:
        if work is not None:
            return _done(message_id, work)
        _send(app, message)
    except NoTlsError as error:
        app.logger.error("message %s waits: %s", message_id, _NO_TLS)  # noqa: TRY400 - it says all there is to say
        failure = kind_of(error)
    except Exception as error:  # one message that cannot be sent must not keep back the others
        app.logger.exception("message %s could not be sent and waits for the next try", message_id)
        failure = kind_of(error)
    with writing() as session:
        held = queries.claim(session, message_id=message_id)
        if held is not None and failure is None:
            mark_sent(session, message=held, now=clock.now())
        elif held is not None:
            mark_failed(session, message=held, now=clock.now(), failure=failure or "")
    return failure is None


def _done(message_id: int, work: Work) -> bool:
    """Do what a message asks for that is no mail, and mark it, in one transaction. No mail was sent."""
    with writing() as session:
        held = queries.claim(session, message_id=message_id)
        if held is not None:
            work(session, clock.now(), held)
            mark_sent(session, message=held, now=clock.now())
    return False


def _send(app: Flask, message: OutboxMessage) -> None:
    """Write the mail in its recipient's language and send it; one that no longer holds true is not sent."""
    settings: Settings = app.extensions["settings"]
    with app.test_request_context(f"/{message.language}/", base_url=settings.base_url):
        g.language = message.language
        with force_locale(LANGUAGES[message.language]):
            letter = compose(reading(), message)
            if letter is not None and is_email_address(message.recipient):
                send(settings, message, _mail(settings, message, letter))


def _mail(settings: Settings, message: OutboxMessage, letter: Letter) -> EmailMessage:
    """Return the mail with its text and its HTML part."""
    to_file = not settings.mail_url
    mail = EmailMessage(policy=SMTPUTF8 if to_file else SMTP)
    mail["From"] = sender_header("From", letter.sender, settings.mail_sender)
    mail["To"] = _recipient(message.recipient)
    mail["Subject"] = text_header("Subject", letter.subject)
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = raw_header("Message-ID", message_id(message.key, settings.base_url))
    mail["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:
        mail["List-Unsubscribe"] = raw_header("List-Unsubscribe", f"<{iri_to_uri(letter.unsubscribe)}>")
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    encoding = "8bit" if to_file else "base64"
    mail.set_content(render_template("emails/letter.txt", letter=letter), cte=encoding)
    page = render_template("emails/letter.html", letter=letter)
    mail.add_alternative(page, subtype="html", cte=encoding)
    mail["Content-Language"] = message.language
    return mail


def _recipient(address: str) -> str | Address:
    """Return whom a mail goes to; an address that is long is not cut."""
    return raw_header("To", address) if address.isascii() else Address(addr_spec=address)


def message_id(key: str, base_url: str) -> str:
    """Return the Message-ID of the message with this key: the same each time it is sent."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:40]
    host = urlsplit(base_url).hostname or "localhost"
    return f"<{digest}@{host.encode('idna').decode()}>"
