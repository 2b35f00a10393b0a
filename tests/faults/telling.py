"""The real application, which takes its time where it is asked to, and on `/healthz` tells for whom it takes the asker.

That answer says that it may be kept, whoever asks.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from flask import Response, request

from consult.web.streaming import sent_whole
from tests.faults.nginx import SEEN
from tests.faults.server import PROCESS, SECRET, TAKES
from wsgi import app

SLOW = 0.05
# The process that loaded the application, and with it whatever connections it has.
LOADED_IN = os.getpid()

__all__ = ["app"]


@app.before_request
def _slowly() -> Response | None:
    time.sleep(float(request.headers.get(TAKES, SLOW if request.path.endswith("/text/") else 0)))
    if request.path == "/large":
        return sent_whole(iter(["x" * 2**20] * 40), "text/plain")
    if request.path == "/broken":
        answer = Response(_broken(), content_type="text/plain")
        answer.content_length = 1000
        return answer
    return None


def _broken() -> Iterator[bytes]:
    yield b"The beginning."
    raise RuntimeError(SECRET)


@app.after_request
def _tell(response: Response) -> Response:
    if request.path == "/healthz":
        response.headers[SEEN] = f"{request.remote_addr} {request.scheme} {request.host}"
        response.headers[PROCESS] = f"{os.getpid()} {LOADED_IN}"
        response.headers["Cache-Control"] = "public, s-maxage=1"
    return response
