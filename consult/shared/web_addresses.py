"""Addresses of pages that somebody names and readers are led to: of a body, of the site, of a document."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

_HOST = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+", re.UNICODE)


# Names of hosts that only one network knows (RFC 6761, RFC 6762, RFC 8375, and the custom of offices).
_INDOORS = tuple(
    f".{name}" for name in ("internal", "local", "localhost", "lan", "home", "corp", "home.arpa")
)


def is_address(typed: str) -> bool:
    """Whether any reader can be led to this: http or https, a host with a dot that is no network's own, nothing unseen.

    Nor anybody's password, nor an unusual port.
    """
    try:
        parts = urlsplit(typed)
        host = parts.hostname or ""
        unusual = parts.port not in {None, 80, 443} or parts.username is not None
    except ValueError:
        return False
    seen = all(unicodedata.category(mark)[0] in "LNPSM" for mark in typed) and not hides_controls(typed)
    outside = _HOST.fullmatch(host) is not None and not _is_indoors(host)
    return parts.scheme in {"http", "https"} and outside and seen and not unusual


def _is_indoors(host: str) -> bool:
    """Whether a host is a bare number, or a name that means another host in each network."""
    last = host.rpartition(".")[2]
    return last.isdecimal() or last.lower().startswith("0x") or host.lower().endswith(_INDOORS)


def hides_controls(address: str) -> bool:
    """Whether an address holds a control character, raw or percent-encoded, at which its reader may begin a line."""
    return any(unicodedata.category(mark) == "Cc" for mark in unquote(address))


def with_scheme(address: str) -> str:
    """Return an address as a browser takes it: with https where nothing stands before it."""
    return f"https://{address}" if address and "://" not in address else address
