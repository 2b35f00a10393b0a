"""The application that a WSGI server loads."""

from __future__ import annotations

from pathlib import Path
from wsgiref.headers import Headers

from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from config import Settings
from consult import create_app
from consult.web import access_log
from consult.web.headers import HSTS

BUILT = Path(__file__).resolve().parent / "consult" / "static" / "dist"
YEAR = 31_536_000


def _guard(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    headers["Referrer-Policy"] = "same-origin"
    if settings.secure_cookies:
        headers["Strict-Transport-Security"] = HSTS


settings = Settings()
app = create_app(settings)
# What was built carries its hash in its name, so that browsers may keep it; it is sent compressed where that was made.
app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
    app.wsgi_app, root=str(BUILT), prefix="static/dist/", max_age=YEAR, add_headers_function=_guard
)
if settings.trusted_proxies:
    # Only what our own proxies wrote is believed; neither the host nor the port is theirs to say.
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies, x_host=0
    )
if settings.access_log:
    access_log.listen()
