"""The names that this site answers to: that of ``BASE_URL`` and, where it is tried out, the machine's own."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, Response, request

from consult.web.settings import settings

# Whoever watches over the servers asks them one by one, by their numbers.
_ASKED_BY_NUMBER = frozenset({"site.health", "site.ready"})


def init(app: Flask) -> None:
    """Refuse requests that were meant for another host, before anything is made of its name."""
    app.before_request(_check)


def own_origin(origin: str) -> bool:
    """Whether an origin, or an address with a path, is of this site: the scheme and host of ``BASE_URL``.

    Where the site is tried out on one's own machine, the host that was asked is its own too.
    """
    try:
        sent, ours = urlsplit(origin), urlsplit(settings().base_url)
    except ValueError:
        return False
    if (sent.scheme, sent.netloc) == (ours.scheme, ours.netloc):
        return True
    asked = request.host
    return _tried_out() and _loopback(asked) and sent.scheme in {"http", "https"} and sent.netloc == asked


def _check() -> Response | None:
    host = request.environ.get("HTTP_HOST", "")
    if request.endpoint in _ASKED_BY_NUMBER or host == urlsplit(settings().base_url).netloc:
        return None
    if _tried_out() and _loopback(host):
        return None
    # No page, and no sentence in a language that nobody chose: where the site is, and nothing else.
    return Response(f"{settings().base_url}\n", 400, mimetype="text/plain")


def _tried_out() -> bool:
    return settings().environment != "production"


def _loopback(host: str) -> bool:
    """Whether ``host`` is a name of the machine itself, whatever the port."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return host == urlsplit(f"//{host}").netloc and (name == "localhost" or ip_address(name).is_loopback)
    except ValueError:
        return False
