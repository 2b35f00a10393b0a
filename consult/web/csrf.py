"""Forms that nobody else can send in a reader's name.

Signed-in forms, and those of the account pages, carry Flask-WTF's token, bound to the session. A reader has no session
and gets no cookie for reading: their forms carry a signed token that expires and is bound to the action's address, and
the request must come from our own pages by the browser's own word. Such a form can only make a draft, keep a vote or
report a voice.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from time import time
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.routing import Map

from consult.web.access import rule_of
from consult.web.hosts import own_origin
from consult.web.identity import current_actor
from consult.web.settings import settings

FIELD = "csrf_token"
MOST_FIELDS = 1000
LIFETIME = 60 * 60 * 24
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# The views that take a POST without a form of ours, and why each may. A test holds this list.
EXEMPT = {
    "public.unsubscribe": "A mail program presses it for its reader (RFC 8058). The token in its address is its right, "
    "and is good for one thing: to stop mails of one kind to one address.",
}
_protect = CSRFProtect()


def init(app: Flask) -> None:
    """Check every request that may change something."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    # A token stands in its form, where nobody but the browser that was given it puts it.
    app.config["WTF_CSRF_HEADERS"] = []
    # Browsers that send no Referer are welcome: where a request comes from is checked here, by more than that.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    _protect.init_app(app)
    app.before_request(_check)


def form_token(action: str) -> str:
    """Return the token for a form that posts to ``action``: without a session for a reader, else Flask-WTF's."""
    if current_actor() is None and rule_of_path(action) == "anonymous":
        return _signed(settings().secret_key, without_language(urlsplit(action).path), int(time() // 60))
    return str(generate_csrf())


def tokens_for(endpoint: str) -> Callable[[str], str]:
    """Return what makes the tokens of the many forms of a page that post to one view, each from its address.

    They are those of ``form_token``; who acts, and what the view's rule is, is asked once.
    """
    if current_actor() is None and rule_of(endpoint) == "anonymous":
        key, minute = settings().secret_key, int(time() // 60)
        return lambda action: _signed(key, without_language(action), minute)
    token = str(generate_csrf())
    return lambda _action: token


def rule_of_path(path: str) -> str | None:
    """Return the access rule of the view behind an address of ours, None where there is none."""
    endpoint = endpoint_of_path(path)
    return rule_of(endpoint) if endpoint else None


def endpoint_of_path(path: str) -> str | None:
    """Return the view that takes what is posted to an address of ours, None where there is none."""
    return _endpoint(current_app.url_map, urlsplit(path).path)


def without_language(path: str) -> str:
    """Return an address of ours without its language, so that a form may be carried on in the other one."""
    return path.partition("/")[2].partition("/")[2]


def same_origin() -> bool:
    """Whether the browser says that the request comes from our own pages."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    if not origin:
        return False
    return own_origin(origin)


@lru_cache(maxsize=1024)
def _endpoint(addresses: Map, path: str) -> str | None:
    try:
        endpoint, _values = addresses.bind("", "/").match(path, method="POST")
    except Exception:  # noqa: BLE001 - whatever werkzeug raises, the address has no view
        return None
    return str(endpoint)


def _check() -> None:
    if request.method in _SAFE or request.endpoint is None:
        return
    if sum(len(values) for values in request.form.listvalues()) > MOST_FIELDS:
        abort(413)
    if request.endpoint in EXEMPT:
        return
    if rule_of(request.endpoint) == "anonymous" and current_actor() is None:
        if not (same_origin() and _token_fits()):
            raise CSRFError
        return
    if not same_origin():
        abort(400)
    _protect.protect()


def _token_fits() -> bool:
    try:
        path = _serializer().loads(request.form.get(FIELD, ""), max_age=LIFETIME)
    except BadData:
        return False
    return bool(path == without_language(request.path))


def _serializer() -> URLSafeTimedSerializer:
    return _keyed(settings().secret_key)


@lru_cache(maxsize=4096)
def _signed(key: str, path: str, _minute: int) -> str:
    """Return the token of an address, the same one for all readers of one minute: it is bound to none of them."""
    return _keyed(key).dumps(path)


@lru_cache(maxsize=8)
def _keyed(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="web.anonymous-form")
