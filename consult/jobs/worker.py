"""What ``huey_consumer consult.jobs.worker.huey`` loads."""

from __future__ import annotations

from functools import cache

from flask import Flask

from config import Settings
from consult.jobs.queue import open_queue, register


@cache
def application() -> Flask:
    """Return the application that the web server loads too, made when the first task needs it."""
    from wsgi import app  # noqa: PLC0415 - the application itself imports the jobs

    return app


huey = open_queue(Settings().jobs)
register(huey, application)
