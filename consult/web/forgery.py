"""Forms that nobody else can send in a reader's name.

Signed-in forms, and those of the account pages, carry Flask-WTF's token, bound to the session. A reader has no session
and gets no cookie for reading: their forms carry a signed token that expires and is bound to the action's address, and
the request must come from our own pages by the browser's own word. Such a form can only make a draft.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from itsdangerous import BadData, URLSafeTimedSerializer

from consult.web.access import rule_of
from consult.web.identity import current_actor
from consult.web.settings import settings

FIELD = "csrf_token"
LIFETIME = 60 * 60 * 24
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_protect = CSRFProtect()


def init(app: Flask) -> None:
    """Check every request that may change something."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    _protect.init_app(app)
    app.before_request(_check)


def form_token(action: str) -> str:
    """Return the token for a form that posts to ``action``: without a session for a reader, else Flask-WTF's."""
    if current_actor() is None and rule_of_path(action) == "anonymous":
        return _serializer().dumps(_without_language(urlsplit(action).path))
    return str(generate_csrf())


def rule_of_path(path: str) -> str | None:
    """Return the access rule of the view behind an address of ours, None where there is none."""
    adapter = current_app.url_map.bind("", "/")
    try:
        endpoint, _values = adapter.match(urlsplit(path).path, method="POST")
    except Exception:  # noqa: BLE001 - whatever werkzeug raises, the address has no view
        return None
    return rule_of(endpoint)


def _check() -> None:
    if request.method in _SAFE or request.endpoint is None:
        return
    if rule_of(request.endpoint) == "anonymous" and current_actor() is None:
        if not (_same_origin() and _token_fits()):
            raise CSRFError
        return
    if not _same_origin():
        abort(400)
    _protect.protect()


def _same_origin() -> bool:
    """Whether the browser says that the request comes from our own pages."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    if not origin:
        return False
    ours = {urlsplit(settings().base_url).netloc, urlsplit(request.host_url).netloc}
    return urlsplit(origin).netloc in ours


def _token_fits() -> bool:
    try:
        path = _serializer().loads(request.form.get(FIELD, ""), max_age=LIFETIME)
    except BadData:
        return False
    return bool(path == _without_language(request.path))


def _without_language(path: str) -> str:
    """Return the address without its language, so that a form may be carried on in the other one."""
    return path.partition("/")[2].partition("/")[2]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt="web.anonymous-form")
