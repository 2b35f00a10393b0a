"""Subjects and senders come back to the letter from every reader of headers; what must be plain is plain."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP, compat32, default
from email.utils import parseaddr
from quopri import decodestring
from random import Random

import pytest

from consult.jobs.headers import raw_header, sender_header, text_header

LONGEST_LINE, SHORT = 76, 20
WORD = re.compile(r"=\?([^?\s]+)\?([BbQq])\?([^?\s]*)\?=")
PIECES = (
    "الرد", "على", "ما", "قلتَ", "V-2026-0418", "\u2068إربد\u2069", "2026", "«نص»", "PDF", "😀\u200d😀", "é", "=?", "?=",
    ",", ";", "(", ")", "\u200f", "ـ", "ﷺ", "x" * 90, "=?utf-8?b?YQ==?=", "أ" * 90, '"', "\\", ":", "@", "_",
)  # fmt: skip
GAPS = (" ", " ", " ", "", "  ", "\u00a0")
ODD = ["", " ", "a  b", " a", "a ", "=?utf-8?b?YQ==?=", "x" * 200, "أ" * 200, "الرد على ما قلت  في  " * 12]


def subjects() -> Iterator[str]:
    """Yield three thousand subjects, the same ones each time."""
    yield from ODD
    random = Random(10)  # noqa: S311 - no secret
    for _ in range(3000 - len(ODD)):
        pieces = random.choices(PIECES, k=random.randint(1, 14))
        yield "".join(piece + random.choice(GAPS) for piece in pieces)


def read(value: str) -> str:
    """Read a header as RFC 2047 has it: blanks between two encoded words are none, all others stand (§6.2)."""
    unfolded = re.sub(r"\r?\n(?=[ \t])", "", value)
    found, end, after_word = "", 0, False
    for word in WORD.finditer(unfolded):
        gap = unfolded[end : word.start()]
        if not (after_word and gap.strip(" \t") == ""):
            found += gap
        raw = b64decode(word[3]) if word[2] in "Bb" else decodestring(word[3].replace("_", " ").encode())
        found += raw.decode(word[1])
        end, after_word = word.end(), True
    return found + unfolded[end:]


def sent(name: str, header: str) -> tuple[bytes, str]:
    """Return a mail with one header as it is sent, and that header's value as it stands there."""
    mail = EmailMessage(policy=SMTP)
    mail[name] = header
    raw = mail.as_bytes()
    kept = BytesHeaderParser(policy=compat32).parsebytes(raw)[name]
    return raw, kept


def test_three_thousand_subjects_come_back_from_three_readers() -> None:
    for number, subject in enumerate(subjects()):
        raw, kept = sent("Subject", text_header("Subject", subject))
        unfolded = re.sub(r"\r?\n(?=[ \t])", "", kept)
        parsed = str(message_from_bytes(raw, policy=default)["Subject"])
        assert {read(kept), parsed, str(make_header(decode_header(unfolded)))} == {subject}, number
        assert max(map(len, raw.decode("ascii").splitlines())) <= LONGEST_LINE, number


@pytest.mark.parametrize(
    "name", ["Consult", "تشاور", "منصة  تشاور", "Consult (test)", 'A "name", really', "تشاور " * 30]
)
def test_the_senders_name_comes_back(name: str) -> None:
    raw, kept = sent("From", sender_header("From", name, "consult@example.org"))
    shown, address = parseaddr(re.sub(r"\r?\n(?=[ \t])", "", kept))
    assert (read(shown), address) == (name, "consult@example.org")
    (parsed,) = message_from_bytes(raw, policy=default)["From"].addresses
    # Python's own reader puts a blank between two encoded words of a name, and makes two blanks one.
    assert parsed.addr_spec == "consult@example.org"
    assert parsed.display_name.replace(" ", "") == name.replace(" ", "")
    assert len(name) > SHORT or "  " in name or parsed.display_name == name


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b", "\x00"])
def test_no_words_begin_a_header_of_their_own(end: str) -> None:
    raw, kept = sent("Subject", text_header("Subject", f"Hello{end}Bcc: evil@example.org"))
    assert "Bcc" not in message_from_bytes(raw, policy=default)
    assert set(read(kept)) & set("\r\n\u2028\x85\x0b\x00") == set()


def test_what_is_plain_stands_on_one_line_and_nothing_else_passes() -> None:
    url = "<https://consult.example/ar/unsubscribe/answers/" + "t" * 300 + ">"
    raw, kept = sent("List-Unsubscribe", raw_header("List-Unsubscribe", url))
    assert kept == url
    assert f"List-Unsubscribe: {url}\r\n".encode() in raw
    for bad in ("", " a", "a ", "a\r\nBcc: b@example.org", "تشاور"):
        with pytest.raises(ValueError, match="not plain"):
            raw_header("X", bad)
