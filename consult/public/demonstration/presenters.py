"""How the mails of a demonstration are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from consult.public.demonstration.mail_folder import Mail
from consult.web import dates


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail in the list. ``lang`` is its recipient's language."""

    anchor: str
    subject: str
    to: str
    when: str
    when_iso: str
    lang: str
    body: str


@dataclass(frozen=True, slots=True)
class MailsPage:
    """The mails that the demonstration has written, newest first."""

    mails: list[MailRow]


def mails(written: Iterable[Mail]) -> MailsPage:
    """Return what the page of the mails shows."""
    return MailsPage(
        [
            MailRow(
                anchor=mail.anchor,
                subject=mail.subject,
                to=mail.to,
                when=dates.full(mail.sent_at),
                when_iso=dates.iso(mail.sent_at),
                lang=mail.lang,
                body=mail.body,
            )
            for mail in written
        ]
    )
