"""The fingerprint of what was said: SHA-256 over a version byte, a random salt and the canonical text.

Anyone can compute it again from what is published: the sealed bytes are a file on the contribution's page, and
``sha256sum`` of that file is the fingerprint. Test vectors are in ``docs/fingerprint-vectors.json`` for version 1 and
in ``docs/fingerprint-vectors-2.json`` for version 2. A version never changes: what was sealed under it is verified so.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

SALT_BYTES: Final = 16
_FIRST: Final = (
    "reference", "received", "consultation", "kind", "about", "language", "stance", "title", "problem", "body",
)  # fmt: skip
# What each version covers, in this order. ``details`` is what an activity adds, itself lines of this form, or empty.
FIELDS: Final[Mapping[int, tuple[str, ...]]] = {
    1: _FIRST,
    2: (*_FIRST, "activity", "subject", "revision", "name", "organisation", "channel", "details"),
}
# That of what is said now.
VERSION: Final = 2


def new_salt() -> bytes:
    """Return 16 random bytes. They keep short texts from being guessed; destroying them makes the print say nothing."""
    return secrets.token_bytes(SALT_BYTES)


def canonical(fields: Mapping[str, str], *, version: int) -> bytes:
    """Return the canonical text of ``fields`` as UTF-8.

    Each of the version's ``FIELDS``, in their order, is a line with its name, a space and the number of bytes of its
    value, then the value (NFC, LF line ends), then LF. Lengths make it impossible to move words from one field to the
    next. Raises KeyError where a field is missing, or for a version that there is not.
    """
    return _lines((name, fields[name]) for name in FIELDS[version])


def canonical_details(facts: Mapping[str, str]) -> str:
    """Return what is sealed as ``details``: each fact that is not empty as lines of the canonical form, by name."""
    return _lines((name, facts[name]) for name in sorted(facts) if facts[name]).decode()


def facts_of(details: str | None) -> dict[str, str]:
    """Return the facts that ``canonical_details`` wrote, by name; none where they were destroyed."""
    rest, facts = (details or "").encode(), dict[str, str]()
    while rest:
        head, _line, rest = rest.partition(b"\n")
        name, _space, length = head.decode().rpartition(" ")
        facts[name], rest = rest[: int(length)].decode(), rest[int(length) + 1 :]
    return facts


def _lines(fields: Iterable[tuple[str, str]]) -> bytes:
    parts: list[bytes] = []
    for name, typed in fields:
        value = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n")).encode()
        parts.append(f"{name} {len(value)}\n".encode() + value + b"\n")
    return b"".join(parts)


def sealed(salt: bytes, fields: Mapping[str, str], *, version: int) -> bytes:
    """Return the bytes whose SHA-256 is the fingerprint: version byte, salt, canonical text.

    Raises ValueError when the salt has another length than 16 bytes.
    """
    if len(salt) != SALT_BYTES:
        message = f"a salt has {SALT_BYTES} bytes"
        raise ValueError(message)
    return bytes([version]) + salt + canonical(fields, version=version)


def fingerprint(salt: bytes, fields: Mapping[str, str], *, version: int) -> str:
    """Return the fingerprint as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(sealed(salt, fields, version=version)).hexdigest()
