"""Public pages, kept for two seconds and given to everybody who has no session.

A WSGI middleware outside the application: a kept page costs no hook, no template and no statement. What is kept was
built without being told who asks, so nothing of one reader can be in it. Nothing is older than the seconds it is kept,
in caches on the way neither (RFC 9111). It also writes the access log, of kept answers and of all others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl

from cachetools import TTLCache
from flask import Flask
from werkzeug.exceptions import HTTPException

from consult.web import access_log
from consult.web.kept_page import Answer, Headers, KeptPage, send, send_new
from consult.web.settings import settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PAGE_CACHE = "page_cache"
MOST_BYTES = 16 * 2**20
# The part of the budget above which one page is not kept: it would drive out the others.
_LARGEST_PART = 4
_LONGEST_QUERY = 500
# How many seconds a reader waits for a page that is being built for another: building it too would slow both.
_LONGEST_WAIT = 5.0
# What depends on the moment of one answer, or is written anew with each.
_OF_ONE_ANSWER = frozenset({"cache-control", "content-length", "server-timing", "vary"})
View = TypeVar("View", bound=Callable[..., Any])
Key = tuple[str, str, str, str, tuple[tuple[str, str], ...]]


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
class Building:
    """A page that is being built: until when others may wait for it, and what they are handed then."""

    until: float
    page: Future[KeptPage | None] = field(default_factory=Future)


class PageCache:
    """The middleware. ``seconds`` is how long a page is kept; 0 keeps none."""

    def __init__(self, app: Flask, seconds: float) -> None:
        """Wrap what ``app`` answers with now."""
        self._app = app
        self._answering: WSGIApplication = app.wsgi_app
        self._seconds = seconds
        self._cookie = f"{app.config['SESSION_COOKIE_NAME']}="
        self._kept: TTLCache[Key, KeptPage] = TTLCache(
            MOST_BYTES, ttl=seconds or 1, timer=monotonic, getsizeof=lambda page: page.size
        )
        self._being_built: dict[Key, Building] = {}
        self._lock = Lock()

    def pages(self) -> list[KeptPage]:
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
            status, body = send(page, environ, start_response)
            access_log.write(self._app, environ, page.rule, status, perf_counter() - began)
            return body
        rule = self._rule(environ, key) if key else None
        if key is None or rule is None:
            return self._pass(environ, start_response, began)
        built = self._built(key, rule, environ)
        status, body = send_new(built, environ, start_response)
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

    def _found(self, key: Key) -> KeptPage | None:
        with self._lock:
            page = self._kept.get(key)
        # Its seconds count from the moment when its building began: what it shows is as old as that.
        return page if page is not None and page.until > monotonic() else None

    def _built(self, key: Key, rule: str, environ: WSGIEnvironment) -> KeptPage | Answer:
        """Return what another request is just building; else build it, keep it and hand it to those who wait.

        Nobody gets what is older, when they ask, than a kept page may be: a building that takes longer than that takes
        no more who wait, and the next one builds anew.
        """
        own = Building(monotonic() + self._seconds)
        with self._lock:
            others = self._being_built.get(key)
            if others is None or others.until <= monotonic():
                others, self._being_built[key] = None, own
        if others is not None:
            return _handed(others) or self._ask(rule, environ)
        page = None
        try:
            answer = self._ask(rule, environ)
            page = answer.page
            return answer
        finally:
            self._built_is(key, own, page)

    def _built_is(self, key: Key, building: Building, page: KeptPage | None) -> None:
        """Keep what was built, where it is not too old or too large for that, and hand it to those who wait."""
        with self._lock:
            if self._being_built.get(key) is building:
                del self._being_built[key]
            if page is not None and page.until > monotonic() and page.size <= MOST_BYTES // _LARGEST_PART:
                self._kept[key] = page
        building.page.set_result(page)

    def _ask(self, rule: str, environ: WSGIEnvironment) -> Answer:
        """Let the application answer, which is not told who asks."""
        until = monotonic() + self._seconds
        told = {name: value for name, value in environ.items() if not name.startswith("HTTP_")}
        told |= {"HTTP_HOST": environ.get("HTTP_HOST", ""), "REQUEST_METHOD": "GET"}
        status, headers, body = _run(self._answering, told)
        if status != "200 OK" or any(name.lower() == "set-cookie" for name, _value in headers):
            return Answer(status, headers, body, None)
        lasting = [(name, value) for name, value in headers if name.lower() not in _OF_ONE_ANSWER]
        page = KeptPage(rule, lasting, hashlib.sha256(body).hexdigest()[:20], until, {"": body})
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


def _handed(building: Building) -> KeptPage | None:
    """Return the page once it is built; None where that fails, takes too long or is no page to be kept."""
    try:
        return building.page.result(_LONGEST_WAIT)
    except TimeoutError:
        return None


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
