"""The one form of a mail address: under it an address is stored, unique, compared, shown and written to.

ASCII letters small (RFC 5321 domains; no server of today tells local parts apart by case), Arabic and Persian figures
0-9 (as RFC 5564 has it for Arabic names), the domain by IDNA 2008 (RFC 5891) as mail servers look it up. Nothing else
is folded: no ß, long s, full width or ligature ever becomes another's letter. What mail servers do not take is refused.
"""

from __future__ import annotations

import re
import string

import idna

from consult.shared.errors import DomainError
from consult.shared.text import western_digits

# The longest that may be typed, and what RFC 5321 lets a path and a local part have, in characters.
MOST_TYPED, MOST, MOST_LOCAL = 320, 254, 64
_ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
# What copying brings along: blanks, marks of direction and of no width. They go around an address, and stop inside it.
_BLANK = f"{string.whitespace}\u00a0\u200b\ufeff"
_AROUND = f"{_BLANK}\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def email_address(typed: str, *, field: str = "email") -> str:
    """Return ``typed`` in the one form of its address: ASCII, at most 254 characters.

    Raises DomainError at ``field``: ``write-this``, ``too-long``, ``email-incomplete``, ``email-local`` for what mail
    servers do not take before the @, ``email-domain`` for what no domain is called after it.
    """
    if len(typed) > MOST_TYPED:
        raise DomainError("too-long", field=field, most=MOST)
    local, at, domain = western_digits(_plain(typed)).rpartition("@")
    if not at and not domain:
        raise DomainError("write-this", field=field)
    if not local or "." not in domain:
        raise DomainError("email-incomplete", field=field)
    if not _LOCAL.fullmatch(local) or len(local) > MOST_LOCAL:
        raise DomainError("email-local", field=field, most=MOST_LOCAL)
    address = f"{local}@{_domain(domain, field)}"
    if len(address) > MOST:
        raise DomainError("too-long", field=field, most=MOST)
    return address


def as_typed(typed: str) -> str:
    """Return what was typed, its ASCII letters small and nothing around it; empty where no account is kept under it.

    An account whose address has no one form, or shares it with another account's, is kept under this. None is kept
    under what is longer than any address, or holds a NUL, for which PostgreSQL refuses to be asked.
    """
    return _plain(typed) if len(typed) <= MOST_TYPED and "\x00" not in typed else ""


def _plain(typed: str) -> str:
    return typed.strip(_AROUND).translate(_SMALL)


def known_as(typed: str) -> str:
    """Return the one form of an address, or ``as_typed`` where it has none: for counting and looking, never to mail."""
    try:
        return email_address(typed)
    except DomainError:
        return as_typed(typed)


def is_email_address(value: str) -> bool:
    """Whether ``value`` is an address in its one form: the only thing that a mail may go to."""
    try:
        return email_address(value) == value
    except DomainError:
        return False


def _domain(typed: str, field: str) -> str:
    try:
        # Strict: of all the points of Unicode, only the plain one parts labels. Nothing is mapped (UTS 46).
        domain = idna.encode(typed, strict=True).decode("ascii")
        if idna.encode(idna.decode(domain, strict=True), strict=True).decode("ascii") != domain:
            raise DomainError("email-domain", field=field)
    except UnicodeError as unknown:
        raise DomainError("email-domain", field=field) from unknown
    # A last label of figures is the address of a computer; a last point would be the same name written twice.
    if domain.endswith(".") or domain.rpartition(".")[2].isdecimal():
        raise DomainError("email-domain", field=field)
    return domain
