"""The real application, which takes its time for one page, and on `/healthz` tells for whom it takes the asker.

That answer says that it may be kept, whoever asks.
"""

from __future__ import annotations

import time

from flask import Response, request

from tests.faults.nginx import SEEN
from wsgi import app

SLOW = 0.05

__all__ = ["app"]


@app.before_request
def _slowly() -> None:
    if request.path.endswith("/text/"):
        time.sleep(SLOW)


@app.after_request
def _tell(response: Response) -> Response:
    if request.path == "/healthz":
        response.headers[SEEN] = f"{request.remote_addr} {request.scheme} {request.host}"
        response.headers["Cache-Control"] = "public, s-maxage=1"
    return response
