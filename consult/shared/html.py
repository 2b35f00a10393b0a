"""Official prose to safe HTML. The only module that imports bleach.

Markdown becomes HTML without raw HTML passing through, then an allowlist cleans it, then a second, independent
sanitiser cleans the result again: a fault in one does not reach a reader. Contributions never come this way, they
are shown as the plain text they are.
"""

from __future__ import annotations

import bleach
import nh3
from markdown_it import MarkdownIt

MAX_LENGTH = 20_000
_TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4"})
_ATTRIBUTES = {"a": ["href"]}
_PROTOCOLS = frozenset({"http", "https", "mailto"})
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False})
_CLEANER = bleach.Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, protocols=_PROTOCOLS, strip=True)


def render(markdown: str) -> str:
    """Return safe HTML for ``markdown``; raise ValueError when it is longer than ``MAX_LENGTH`` characters."""
    if len(markdown) > MAX_LENGTH:
        message = f"longer than {MAX_LENGTH} characters"
        raise ValueError(message)
    cleaned = _CLEANER.clean(_MARKDOWN.render(markdown))
    return nh3.clean(
        cleaned,
        tags=set(_TAGS),
        attributes={"a": {"href"}},
        url_schemes=set(_PROTOCOLS),
        link_rel="noopener noreferrer nofollow",
    )
