"""How often something may be tried: by account, by address and by all together. A view declares it: `@limited(…)`.

A limit costs nobody their words: the page comes back with what was typed. Nor does it lock anybody out: tries are
counted for the pair of account and address, and a browser that signed in to an account before carries a signed cookie
by which its tries are counted apart from everybody else's (OWASP's device cookies). Too many tries from everywhere
make each stranger's share smaller, never none. Known and unknown accounts are counted alike. The map of the
site is counted when it is built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from flask import Flask, Response, current_app, flash, g, render_template, request
from flask_babel import ngettext
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, StorageTypes, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from consult.shared import clock
from consult.shared.breaker import ANSWER_WITHIN, Breaker
from consult.shared.email_address import known_as
from consult.web import device_cookie
from consult.web.addresses import hashed_address, keyed
from consult.web.again import shown_again
from consult.web.identity import current_actor
from consult.web.settings import settings

T = TypeVar("T")

View = TypeVar("View", bound=Callable[..., Any])

Kind = Literal["sign_in", "mail", "words", "report", "vote", "kept", "unsubscribe", "map", "paper"]
# What is counted when it is read: what is dear to build.
_READ: frozenset[Kind] = frozenset({"map", "paper"})
# What has no form to give back: buttons, and what is dear to build (the map of the site, what is set on paper), which
# is counted when it is read and not kept.
_FORMLESS: frozenset[Kind] = frozenset[Kind]({"vote", "kept", "unsubscribe"}) | _READ


@dataclass(frozen=True)
class Limit:
    """What a request to a view is counted as; whether it signs in, and whether the account meant is the one typed."""

    kind: Kind
    signs_in: bool = False
    of_typed: bool = False

    @property
    def method(self) -> str:
        """What is counted: sending a form, or reading what is dear to build."""
        return "GET" if self.kind in _READ else "POST"


@dataclass(frozen=True)
class _Counter:
    """One count: how much of it is allowed in how long, and what it counts."""

    rate: RateLimitItem
    name: str
    key: str


class _Counts:
    """The counts, in the storage of the settings; in this process while that is away."""

    def __init__(self, url: str) -> None:
        self._shared = FixedWindowRateLimiter(_storage(url))
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._breaker = Breaker()

    def count(self, counter: _Counter) -> int | None:
        """Count one more; return in how many seconds to come back, None while there is room."""
        return self._in_reach(lambda limiter: self._count(limiter, counter))

    def forget(self, counter: _Counter) -> None:
        """Begin a count anew."""
        self._in_reach(lambda limiter: limiter.clear(counter.rate, counter.name, counter.key))

    def _in_reach(self, act: Callable[[FixedWindowRateLimiter], T]) -> T:
        """Do ``act`` where the counts are kept; after a failure in this process, until the storage answers again."""
        if not self._breaker.allows():
            return act(self._own)
        try:
            done = act(self._shared)
        except StorageError:
            if self._breaker.failed():
                current_app.logger.warning("limits: the storage is out of reach, counting in this process")
            return act(self._own)
        if self._breaker.answered():
            current_app.logger.warning("limits: the storage answers again")
        return done

    @staticmethod
    def _count(limiter: FixedWindowRateLimiter, counter: _Counter) -> int | None:
        if limiter.hit(counter.rate, counter.name, counter.key):
            return None
        ends = limiter.get_window_stats(counter.rate, counter.name, counter.key).reset_time
        return max(1, min(int(ends - clock.now().timestamp()) + 1, counter.rate.get_expiry()))


def _storage(url: str) -> StorageTypes:
    """Open the storage; one that is a server has little time to answer, since every form waits for it."""
    within = {"socket_connect_timeout": ANSWER_WITHIN, "socket_timeout": ANSWER_WITHIN}
    return storage_from_string(url, wrap_exceptions=True, **({} if url.startswith("memory:") else within))


def init(app: Flask) -> None:
    """Count each request to a view that declares a limit, unless nothing is counted here."""
    url = app.extensions["settings"].limits
    app.extensions["limits"] = None if url == "off" else _Counts(url)
    app.before_request(_check)
    app.after_request(_answer)
    app.register_error_handler(TooManyRequests, _too_many)


def limited(kind: Kind, *, signs_in: bool = False, of_typed: bool = False) -> Callable[[View], View]:
    """Declare what sending a view's form, pressing its button, or reading the map of the site is counted as.

    ``signs_in``: whoever it lets in is known again by this browser. ``of_typed``: it is counted for the address typed,
    whoever is signed in already.
    """

    def mark(view: View) -> View:
        view.limit = Limit(kind, signs_in, of_typed)  # type: ignore[attr-defined]
        return view

    return mark


def limit_of(endpoint: str | None) -> Limit | None:
    """Return the limit that a view declared, None where it declared none."""
    return getattr(current_app.view_functions.get(endpoint or ""), "limit", None)


def too_often() -> bool:
    """Whether this request is one too many: a form then takes nothing, and says above itself when to come back."""
    wait = g.get("wait")
    if wait is None:
        return False
    if not g.get("told_to_wait"):
        g.told_to_wait = True
        flash(_sentence(wait), "error")
    return True


def _sentence(seconds: int) -> str:
    minutes = -(-seconds // 60)
    told: str = ngettext(
        "That was too often in a short time, and nothing was done. Try again in a minute.",
        "That was too often in a short time, and nothing was done. Try again in %(num)s minutes.",
        minutes,
    )
    return told


def _check() -> None:
    counts: _Counts | None = current_app.extensions["limits"]
    limit = limit_of(request.endpoint)
    if counts is None or limit is None or request.method != limit.method:
        return
    # A form that is only shown again does nothing; a button without a form acts, whatever else was sent with it.
    if shown_again() and limit.kind not in _FORMLESS:
        return
    waits = [wait for counter in _counters(limit, counts) if (wait := counts.count(counter)) is not None]
    if not waits:
        return
    g.wait = max(waits)
    if limit.kind in _FORMLESS:
        raise TooManyRequests(retry_after=g.wait)


def _counters(limit: Limit, counts: _Counts) -> Iterator[_Counter]:
    """Yield what a request counts towards."""
    what, meant = limit.kind, _account(limit)
    address, account = hashed_address(), keyed("account", meant)
    if what == "sign_in":
        browser = device_cookie.number_for(meant)
        if browser is not None:
            yield _own(_Counter(_rate("sign_in_rate"), "known", f"{browser}:{account}"))
            return
        crowded = counts.count(_Counter(_rate("sign_in_account_rate"), "account", account)) is not None
        rate = _rate("sign_in_rate_under_attack" if crowded else "sign_in_rate")
        yield _own(_Counter(rate, "pair", f"{account}:{address}"))
    elif what == "mail":
        yield _Counter(_rate("mail_rate"), what, f"{account}:{address}")
    elif what not in _READ and current_actor() is not None:
        yield _Counter(_rate(f"{what}_rate"), what, account)
    yield _Counter(_rate(f"{what}_address_rate"), f"{what} address", address)
    yield _Counter(_rate(f"{what}_all_rate"), f"{what} all", "")


def _own(counter: _Counter) -> _Counter:
    """Note a count that begins anew once its person has signed in."""
    g.begun_anew = counter
    return counter


def _account(limit: Limit) -> str:
    """Return what names the account meant: whoever is signed in, else the address typed, else the link opened.

    Signing in means the address typed, whoever is signed in already: else one's own account would be a place to guess
    another's password from.
    """
    actor = current_actor()
    if actor is not None and not limit.of_typed:
        return actor.email
    return known_as(request.form.get("email", "")) or str((request.view_args or {}).get("token", ""))


def _rate(name: str) -> RateLimitItem:
    rate: str = getattr(settings(), name)
    return parse(rate)


def _answer(response: Response) -> Response:
    """Give a page that came back its status; know the browser again that has just signed in."""
    if "wait" in g:
        response.status_code = TooManyRequests.code
        response.headers["Retry-After"] = str(g.wait)
        return response
    limit = limit_of(request.endpoint) if request.method == "POST" else None
    came_in = limit is not None and limit.signs_in and response.location is not None
    actor = current_actor() if came_in else None
    if actor is not None:
        device_cookie.know(response, actor.email)
        if "begun_anew" in g:
            counts: _Counts = current_app.extensions["limits"]
            counts.forget(g.begun_anew)
    return response


def _too_many(_error: TooManyRequests) -> tuple[str, int]:
    return render_template("errors/limited.html", told=_sentence(g.get("wait", 60))), TooManyRequests.code
