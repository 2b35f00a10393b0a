"""A page that is kept, and how it is sent: compressed as the browser likes best, or only that it has it already."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING

import brotli
from werkzeug.http import parse_accept_header

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_OVERHEAD = 2000
# Brotli's next step takes four times as long and saves a sixteenth.
_BROTLI_QUALITY, _GZIP_LEVEL = 3, 5
_COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=_BROTLI_QUALITY),
    "gzip": lambda body: gzip.compress(body, compresslevel=_GZIP_LEVEL, mtime=0),
}

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class KeptPage:
    """A page that is kept: the rule of its address, its headers, and its body in each coding that was asked for."""

    rule: str
    headers: Headers
    tag: str
    until: float
    bodies: dict[str, bytes]

    @property
    def size(self) -> int:
        """About how many bytes it takes, with its compressed bodies."""
        return 2 * len(self.bodies[""]) + _OVERHEAD

    def body(self, coding: str) -> bytes:
        """Return the body in a coding, compressed when that is asked for first."""
        if coding not in self.bodies:
            self.bodies[coding] = _COMPRESS[coding](self.bodies[""])
        return self.bodies[coding]


@dataclass(frozen=True)
class Answer:
    """What the application answered just now, and the page that may be kept of it."""

    status: str
    headers: Headers
    body: bytes
    page: KeptPage | None


def send_new(
    built: KeptPage | Answer, environ: WSGIEnvironment, start_response: StartResponse
) -> tuple[int, Iterable[bytes]]:
    """Send what was just built: as a kept page would be, with what it cost; as it is where it may not be kept."""
    if isinstance(built, KeptPage):
        return send(built, environ, start_response)
    if built.page is not None:
        return send(built.page, environ, start_response, cost=dict(built.headers).get("Server-Timing"))
    start_response(built.status, built.headers)
    return int(built.status[:3]), [] if environ["REQUEST_METHOD"] == "HEAD" else [built.body]


def send(
    page: KeptPage, environ: WSGIEnvironment, start_response: StartResponse, cost: str | None = None
) -> tuple[int, Iterable[bytes]]:
    """Send a page in the coding that the browser likes best, or only that it has it; return the status and the body."""
    coding = _coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    tag = f'"{page.tag}-{coding}"' if coding else f'"{page.tag}"'
    seconds = max(0, int(page.until - monotonic()))
    headers = [
        ("Cache-Control", f"public, max-age=0, s-maxage={seconds}"), ("ETag", tag),
        ("Vary", "Cookie, Accept-Encoding"), *([("Server-Timing", cost)] if cost else []),
    ]  # fmt: skip
    if tag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", headers)
        return 304, []
    body = page.body(coding)
    headers += [*page.headers, ("Content-Length", str(len(body)))]
    if coding:
        headers.append(("Content-Encoding", coding))
    start_response("200 OK", headers)
    return 200, [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


@lru_cache(maxsize=256)
def _coding(accepted: str) -> str:
    """Return the shortest of our codings that an ``Accept-Encoding`` takes; empty where it takes none of them."""
    taken = parse_accept_header(accepted)
    return next((coding for coding in _COMPRESS if taken[coding] > 0), "")
