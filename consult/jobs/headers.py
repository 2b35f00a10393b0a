"""Headers of mails as every mail program reads them back: written here line by line, and folded by nobody after.

Python's own folding loses spaces between encoded words, and encodes what must be read as it stands: addresses of pages,
numbers of messages. Here a text is encoded whole, its spaces inside (RFC 2047), or not at all.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from email.headerregistry import Address
from email.policy import Policy
from typing import Self

_BEFORE, _AFTER = "=?utf-8?b?", "?="
# RFC 2047: an encoded word has at most 75 characters, and so has a line with one, beside its first blank.
_LINE = 76
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
_LINE_ENDS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class WrittenHeader(str):
    """A header's value that knows how it is written; the ``email`` package asks it for ``name`` and ``fold``."""

    __slots__ = ("lines", "name")
    name: str
    lines: list[str]

    def __new__(cls, name: str, value: str, lines: list[str]) -> Self:
        """Keep ``value`` as it reads and ``lines`` as they are sent."""
        made = super().__new__(cls, value)
        made.name, made.lines = name, lines
        return made

    def fold(self, *, policy: Policy) -> str:
        """Return the header as it is sent, with the line ends of ``policy``."""
        return f"{self.name}: " + f"{policy.linesep} ".join(self.lines) + policy.linesep


def text_header(name: str, text: str) -> WrittenHeader:
    """Return a header of free text, such as a subject: any reader gives back ``text`` to the letter.

    What ends a line becomes a space: nothing that somebody wrote begins a header of its own.
    """
    value = _LINE_ENDS.sub(" ", text)
    first = len(name) + 2
    if _PLAIN.fullmatch(value) and "=?" not in value and first + len(value) <= _LINE:
        return WrittenHeader(name, value, [value])
    return WrittenHeader(name, value, list(_encoded(value, first)))


def sender_header(name: str, shown: str, address: str) -> WrittenHeader:
    """Return a header with one address under a name."""
    value = str(Address(shown, addr_spec=address))
    if _PLAIN_NAME.fullmatch(shown):
        return WrittenHeader(name, value, [f"{shown} <{address}>"])
    return WrittenHeader(name, value, [*_encoded(_LINE_ENDS.sub(" ", shown), len(name) + 2), f"<{address}>"])


def raw_header(name: str, value: str) -> WrittenHeader:
    """Return a header that stands as it is, on one line: ``value`` is ASCII without blanks at its ends."""
    if not _PLAIN.fullmatch(value):
        raise ValueError(f"{name} is not plain ASCII")
    return WrittenHeader(name, value, [value])


def _encoded(text: str, first: int) -> Iterator[str]:
    """Yield the encoded words of ``text``, whole characters in each; ``first`` columns of the first line are taken."""
    room, held = _room(first), b""
    for character in text:
        each = character.encode(errors="replace")
        if len(held) + len(each) > room:
            yield _word(held)
            room, held = _room(1), b""
        held += each
    yield _word(held)


def _room(taken: int) -> int:
    """Return how many bytes an encoded word holds on a line of which ``taken`` columns are taken."""
    return (_LINE - taken - len(_BEFORE) - len(_AFTER)) // 4 * 3


def _word(held: bytes) -> str:
    return f"{_BEFORE}{b64encode(held).decode()}{_AFTER}"
