"""Official prose to safe HTML. The only module that imports bleach.

Markdown becomes HTML without raw HTML passing through, then an allowlist cleans it, then a second, independent
sanitiser cleans the result again: a fault in one does not reach a reader. Contributions never come this way, they
are shown as the plain text they are.
"""

from __future__ import annotations

import re

import bleach
import nh3
from markdown_it import MarkdownIt

MAX_LENGTH, MAX_DEPTH = 20_000, 40
_TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4"})
_ATTRIBUTES = {"a": ["href"]}
_PROTOCOLS = frozenset({"http", "https", "mailto"})
# Another site with its scheme, a mailbox, or a page of ours from its root. Two slashes, or a slash and a backslash,
# would be another site without saying so.
_ADDRESS = re.compile(r"(?:https?://[^/\\\s]|mailto:[^\s]|/(?![/\\]|%5c|%2f))[^\\\x00-\x20]*", re.IGNORECASE)
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False})
_CLEANER = bleach.Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, protocols=_PROTOCOLS, strip=True)


def render(markdown: str) -> str:
    """Return safe HTML for ``markdown``.

    Raise ValueError when it is longer than ``MAX_LENGTH`` characters, or nests more deeply than ``MAX_DEPTH``: what
    cleans the HTML goes through all that is open with each tag.
    """
    if len(markdown) > MAX_LENGTH:
        message = f"longer than {MAX_LENGTH} characters"
        raise ValueError(message)
    tokens = _MARKDOWN.parse(markdown)
    if any(each.level > MAX_DEPTH for token in tokens for each in (token, *(token.children or ()))):
        message = f"nested more deeply than {MAX_DEPTH}"
        raise ValueError(message)
    cleaned = _CLEANER.clean(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))
    return nh3.clean(
        cleaned,
        tags=set(_TAGS),
        attributes={"a": {"href"}},
        attribute_filter=_kept,
        url_schemes=set(_PROTOCOLS),
        link_rel="noopener noreferrer nofollow",
    )


def _kept(_tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value where it may stay: an address that says where it leads."""
    return value if name != "href" or _ADDRESS.fullmatch(value) else None
