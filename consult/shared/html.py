"""Official prose to safe HTML. The only module that imports bleach.

Three things are formatting, and officers are told of them beside the field: two or more lines in a row that begin with
``- `` are a list, ``**words**`` are bold, ``[words](address)`` is a link. Everything else stands as it was typed, sign
by sign and line by line. The result is cleaned against an allowlist, and then again by a second, independent sanitiser:
a fault in one does not reach a reader. Contributions never come this way, they are shown as the plain text they are.
"""

from __future__ import annotations

import re
from itertools import groupby

import bleach
import nh3
from markupsafe import escape

from consult.shared.text import paragraphs
from consult.shared.web_addresses import hides_controls

MAX_LENGTH = 20_000
_TAGS = frozenset({"p", "br", "strong", "ul", "li", "a"})
_ATTRIBUTES = {"a": ["href"]}
_PROTOCOLS = frozenset({"http", "https", "mailto"})
# Another site with its scheme, a mailbox, or a page of ours from its root. Two slashes, or a slash and a backslash,
# would be another site without saying so.
_ADDRESS = re.compile(r"(?:https?://[^/\\\s]|mailto:[^\s]|/(?![/\\]|%5c|%2f))[^\\\x00-\x20]*", re.IGNORECASE)
_CLEANER = bleach.Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, protocols=_PROTOCOLS, strip=True)
_ITEM = "- "
_LEAST_ITEMS = 2
# Neither a sum nor a name of a file is bold: no figure, Latin letter, star or line touches the stars from outside, and
# no blank from inside. Arabic letters may: «و**النشر**».
_TOUCHING = "0-9\u0660-\u0669\u06f0-\u06f9A-Za-z*_"
_BOLD = re.compile(rf"(?<![{_TOUCHING}])\*\*([^*\s](?:[^*]*[^*\s])?)\*\*(?![{_TOUCHING}])")
_LINK = re.compile(r"\[([^\[\]]+)\]\(([^\s()\[\]<>\"]+)\)")


def render(prose: str) -> str:
    """Return safe HTML for ``prose``; raise ValueError when it is longer than ``MAX_LENGTH`` characters.

    No white space stands between its elements, so that it may be shown as it was typed (``white-space: pre-wrap``).
    """
    if len(prose) > MAX_LENGTH:
        message = f"longer than {MAX_LENGTH} characters"
        raise ValueError(message)
    cleaned = _CLEANER.clean("".join(_paragraph(part) for part in paragraphs(prose)))
    return nh3.clean(
        cleaned,
        tags=set(_TAGS),
        attributes={"a": {"href"}},
        attribute_filter=_kept,
        url_schemes=set(_PROTOCOLS),
        link_rel="noopener noreferrer nofollow",
    )


def with_breaks(words: str) -> str:
    """Return plain words as HTML in which each line end is a break, for readers whose programs know no pre-wrap."""
    return str(escape(words)).replace("\n", "<br>")


def _paragraph(text: str) -> str:
    """Return the lists of a paragraph, and what stands between them."""
    blocks: list[str] = []
    for listed, group in groupby(text.split("\n"), key=lambda line: line.startswith(_ITEM)):
        lines = list(group)
        if listed and len(lines) >= _LEAST_ITEMS:
            items = "".join(f"<li>{_line(line.removeprefix(_ITEM))}</li>" for line in lines)
            blocks.append(f"<ul>{items}</ul>")
        elif blocks and blocks[-1].endswith("</p>"):
            blocks[-1] = f"{blocks[-1].removesuffix('</p>')}<br>{_lines(lines)}</p>"
        else:
            blocks.append(f"<p>{_lines(lines)}</p>")
    return "".join(blocks)


def _lines(lines: list[str]) -> str:
    return "<br>".join(map(_line, lines))


def _line(line: str) -> str:
    """Return a line with its bold words and links; what looks like one and is none stands as it was typed."""
    # What was found stands at every second place.
    parts = _BOLD.split(line)
    return "".join(
        f"<strong>{_linked(part)}</strong>" if place % 2 else _linked(part)
        for place, part in enumerate(parts)
    )


def _linked(words: str) -> str:
    parts, end = [], 0
    for found in _LINK.finditer(words):
        if _leads_somewhere(found[2]):
            link = f'<a href="{escape(found[2])}">{escape(found[1])}</a>'
            parts += [str(escape(words[end : found.start()])), link]
            end = found.end()
    return "".join([*parts, str(escape(words[end:]))])


def _kept(_tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value where it may stay: an address that says where it leads."""
    return value if name != "href" or _leads_somewhere(value) else None


def _leads_somewhere(address: str) -> bool:
    """Whether it says where it leads, and a mail program that decodes it finds no line of its own in it."""
    return _ADDRESS.fullmatch(address) is not None and not hides_controls(address)
