"""Where to go on after signing in: an address of this site, or nowhere."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

_LONGEST = 2000
# Control and format characters, blanks and line ends: browsers drop or turn some of them before they read an address.
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"})


def safe_next(target: str | None) -> str | None:
    """Return ``target`` where it is the path of a page of this site, query included; None for anything else."""
    if not target or len(target) > _LONGEST or "\\" in target:
        return None
    if not target.startswith("/") or target.startswith("//"):
        return None
    if any(unicodedata.category(character) in _REFUSED for character in target):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else target
