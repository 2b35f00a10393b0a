"""The application that a WSGI server loads."""

from __future__ import annotations

from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings
from consult import create_app

settings = Settings()
app = create_app(settings)
if settings.environment == "production":
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
