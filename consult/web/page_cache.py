"""Public pages, kept for two seconds and given to everybody who has no session.

A WSGI middleware outside the application: a kept page costs no hook, no template and no statement. What is kept was
built without being told who asks, so nothing of one reader can be in it. Nothing is older than the seconds it is kept,
in caches on the way neither (RFC 9111). It also writes the access log, of kept answers and of all others.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from threading import Event, Lock
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl

import brotli
from cachetools import TTLCache
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_accept_header

from consult.web import access_log
from consult.web.settings import settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PAGE_CACHE = "page_cache"
MOST_BYTES = 16 * 2**20
# The part of the budget above which one page is not kept: it would drive out the others.
_LARGEST_PART = 4
_LONGEST_QUERY = 500
# How many seconds a reader waits for a page that is being built for another.
_LONGEST_WAIT = 1.0
_OVERHEAD = 2000
# Brotli's next step takes four times as long and saves a sixteenth.
_BROTLI_QUALITY, _GZIP_LEVEL = 3, 5
# What depends on the moment of one answer, or is written anew with each.
_OF_ONE_ANSWER = frozenset({"cache-control", "content-length", "server-timing", "vary"})
_COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=_BROTLI_QUALITY),
    "gzip": lambda body: gzip.compress(body, compresslevel=_GZIP_LEVEL, mtime=0),
}

View = TypeVar("View", bound=Callable[..., Any])
Key = tuple[str, str, str, str, tuple[tuple[str, str], ...]]
Headers = list[tuple[str, str]]


def cacheable(*parameters: str) -> Callable[[View], View]:
    """Declare that a view shows every reader without a session the same page, and which query parameters it reads.

    Only these stand in links to the page in the other language; an address with any other is answered by the view.
    """

    def mark(view: View) -> View:
        view.parameters = parameters  # type: ignore[attr-defined]
        return view

    return mark


def init(app: Flask) -> None:
    """Put the cache around the application, outside every hook."""
    with app.app_context():
        seconds = settings().page_seconds
    app.extensions[PAGE_CACHE] = cache = PageCache(app, seconds)
    app.wsgi_app = cache  # type: ignore[method-assign]  # as Flask's documentation wraps it


@dataclass(frozen=True)
class Page:
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
    page: Page | None


class PageCache:
    """The middleware. ``seconds`` is how long a page is kept; 0 keeps none."""

    def __init__(self, app: Flask, seconds: float) -> None:
        """Wrap what ``app`` answers with now."""
        self._app = app
        self._answering: WSGIApplication = app.wsgi_app
        self._seconds = seconds
        self._cookie = f"{app.config['SESSION_COOKIE_NAME']}="
        self._kept: TTLCache[Key, Page] = TTLCache(
            MOST_BYTES, ttl=seconds or 1, timer=monotonic, getsizeof=lambda page: page.size
        )
        self._being_built: dict[Key, Event] = {}
        self._lock = Lock()

    def pages(self) -> list[Page]:
        """Return what is kept."""
        with self._lock:
            return list(self._kept.values())

    @property
    def weight(self) -> float:
        """About how many bytes that takes."""
        return float(self._kept.currsize)

    def clear(self) -> None:
        """Keep nothing of what was built until now."""
        with self._lock:
            self._kept.clear()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with a kept page, with one that is built to be kept, or let the request pass by."""
        began = perf_counter()
        key = self._key(environ)
        page = self._found(key) if key else None
        if page is not None:
            status, body = _send(page, environ, start_response)
            access_log.write(self._app, environ, page.rule, status, perf_counter() - began)
            return body
        rule = self._rule(environ, key) if key else None
        if key is None or rule is None:
            return self._pass(environ, start_response, began)
        built = self._built(key, rule, environ)
        status, body = _send_new(built, environ, start_response)
        access_log.write(self._app, environ, rule, status, perf_counter() - began)
        return body

    def _key(self, environ: WSGIEnvironment) -> Key | None:
        """Return under what the page that is asked for may be kept; None where the request passes by."""
        query = environ.get("QUERY_STRING", "")
        if (
            not self._seconds
            or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}
            or self._cookie in environ.get("HTTP_COOKIE", "")
            or "HTTP_RANGE" in environ
            or "HTTP_AUTHORIZATION" in environ
            or len(query) > _LONGEST_QUERY
        ):
            return None
        # Bytes that are no UTF-8 stay apart from the mark that would stand for them all.
        given = parse_qsl(query, keep_blank_values=True, errors="surrogateescape") if query else []
        if len({name for name, _value in given}) < len(given):
            return None
        return (
            environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""), environ.get("SCRIPT_NAME", ""),
            environ.get("PATH_INFO", ""), tuple(sorted(given)),
        )  # fmt: skip

    def _rule(self, environ: WSGIEnvironment, key: Key) -> str | None:
        """Return the rule of the view that is asked for, where its pages may be kept and it reads each parameter."""
        try:
            addresses = self._app.url_map.bind_to_environ({**environ, "REQUEST_METHOD": "GET"})
            rule, _values = addresses.match(return_rule=True)
        except HTTPException:
            return None
        reads = getattr(self._app.view_functions[rule.endpoint], "parameters", None)
        if reads is None or any(name not in reads for name, _value in key[-1]):
            return None
        return str(rule.rule)

    def _found(self, key: Key) -> Page | None:
        with self._lock:
            page = self._kept.get(key)
        # Its seconds count from the moment when its building began: what it shows is as old as that.
        return page if page is not None and page.until > monotonic() else None

    def _built(self, key: Key, rule: str, environ: WSGIEnvironment) -> Page | Answer:
        """Return what another request is just building, after a second's wait at most; else build and keep it."""
        with self._lock:
            others = self._being_built.get(key)
            if others is None:
                built = self._being_built[key] = Event()
        if others is not None:
            others.wait(_LONGEST_WAIT)
            return self._found(key) or self._ask(rule, environ)
        try:
            answer = self._ask(rule, environ)
            if answer.page is not None and answer.page.size <= MOST_BYTES // _LARGEST_PART:
                with self._lock:
                    self._kept[key] = answer.page
            return answer
        finally:
            with self._lock:
                del self._being_built[key]
            built.set()

    def _ask(self, rule: str, environ: WSGIEnvironment) -> Answer:
        """Let the application answer, which is not told who asks."""
        until = monotonic() + self._seconds
        told = {name: value for name, value in environ.items() if not name.startswith("HTTP_")}
        told |= {"HTTP_HOST": environ.get("HTTP_HOST", ""), "REQUEST_METHOD": "GET"}
        status, headers, body = _run(self._answering, told)
        if status != "200 OK" or any(name.lower() == "set-cookie" for name, _value in headers):
            return Answer(status, headers, body, None)
        lasting = [(name, value) for name, value in headers if name.lower() not in _OF_ONE_ANSWER]
        page = Page(rule, lasting, hashlib.sha256(body).hexdigest()[:20], until, {"": body})
        return Answer(status, headers, body, page)

    def _pass(self, environ: WSGIEnvironment, start_response: StartResponse, began: float) -> Iterable[bytes]:
        """Let the application answer whoever asks, and write down that it did."""
        answered = environ[access_log.ANSWERED] = access_log.Answered()

        def start(status: str, headers: Headers, *failed: Any) -> Any:  # noqa: ANN401 - as WSGI has it
            answered.status = int(status[:3])
            return start_response(status, headers, *failed)

        body = self._answering(environ, start)
        access_log.write(self._app, environ, answered.rule, answered.status, perf_counter() - began)
        return body


def _send_new(
    built: Page | Answer, environ: WSGIEnvironment, start_response: StartResponse
) -> tuple[int, Iterable[bytes]]:
    """Send what was just built: as a kept page would be, with what it cost; as it is where it may not be kept."""
    if isinstance(built, Page):
        return _send(built, environ, start_response)
    if built.page is not None:
        return _send(built.page, environ, start_response, cost=dict(built.headers).get("Server-Timing"))
    start_response(built.status, built.headers)
    return int(built.status[:3]), [] if environ["REQUEST_METHOD"] == "HEAD" else [built.body]


def _send(
    page: Page, environ: WSGIEnvironment, start_response: StartResponse, cost: str | None = None
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


def _run(answering: WSGIApplication, environ: WSGIEnvironment) -> tuple[str, Headers, bytes]:
    """Return the status, the headers and the whole body of an answer."""
    begun: list[tuple[str, Headers]] = []

    def start(status: str, headers: Headers, *_failed: Any) -> Callable[[bytes], object]:  # noqa: ANN401 - as WSGI has it
        begun.append((status, headers))
        return written.append

    written: list[bytes] = []
    body = answering(environ, start)
    try:
        written += body
    finally:
        close = getattr(body, "close", None)
        if close is not None:
            close()
    status, headers = begun[-1]
    return status, headers, b"".join(written)
