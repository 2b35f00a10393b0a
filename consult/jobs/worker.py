"""What ``huey_consumer consult.jobs.worker.huey`` loads."""

from __future__ import annotations

from functools import cache

from flask import Flask

from config import Settings
from consult.jobs.queue import open_queue, register


@cache
def application() -> Flask:
    """Return the application, made when the first task needs it."""
    from consult import create_app  # noqa: PLC0415 - the application itself imports the jobs

    return create_app(Settings())


huey = open_queue(Settings().jobs)
register(huey, application)
