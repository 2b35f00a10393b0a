"""What a letter is made of before it has a form: blocks, which become its text and its HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from consult.accounts.models import User
from consult.accounts.services import MAILS, UNSUBSCRIBE, make_token
from consult.web.settings import settings


@dataclass(frozen=True)
class Block:
    """A part of a letter. ``kind``: text, heading, quote, words, prose, facts, link, before or after.

    ``words`` are somebody's own, as they stand: without marks around them, each line and each space as it was typed.
    ``lang`` where it is another's; ``prose`` is official prose, with its formatting in the HTML part.
    ``facts`` are pairs of term and value; ``url`` is a link's.
    """

    kind: str
    text: str = ""
    lang: str | None = None
    url: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Letter:
    """A mail before it has a form: the same blocks become its text and its HTML.

    ``preferences`` is the address of the page on which such mails are switched off, ``unsubscribe`` the one by which a
    mail program does it with one press; both are empty for those that always come.
    """

    subject: str
    blocks: list[Block] = field(default_factory=list)
    preferences: str = ""
    unsubscribe: str = ""

    @property
    def sender(self) -> str:
        """The name in the From line."""
        return str(_("Consult"))


def text(words: str) -> Block:
    """Return a paragraph."""
    return Block("text", words)


def link(words: str, endpoint: str, **values: Any) -> Block:  # noqa: ANN401 - parts of an address
    """Return a link to a page, whole, by the address that the settings give the site."""
    return Block("link", words, url=url_for(endpoint, _external=True, **values))


def preferences_of(user: User) -> str:
    """Return the address of the page on which ``user`` chooses which mails come; it is no way in."""
    token = make_token(settings().secret_key, purpose=MAILS, user=user)
    return url_for("public.mail_preferences", token=token, _external=True)


def unsubscribe_of(user: User, mails: str) -> str:
    """Return the address that stops ``mails`` (``receipts`` or ``answers``) to ``user``, and does nothing else."""
    token = make_token(settings().secret_key, purpose=UNSUBSCRIBE[mails], user=user)
    return url_for("public.unsubscribe", mails=mails, token=token, _external=True)
