"""Waking the worker when a commit has put messages in the outbox."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Flask

from config import Settings
from consult.jobs.queue import open_queue, register


def nudge_for(app: Flask) -> Callable[[], None]:
    """Return what asks the worker to deliver now.

    It never fails: what was committed is committed, and the worker's sweep finds the messages within a minute.
    """
    settings: Settings = app.extensions["settings"]

    @cache
    def task() -> Callable[[], Any]:
        return register(open_queue(settings.jobs), lambda: app)

    def nudge() -> None:
        try:
            task()()
        except Exception:  # whatever the queue's driver raises, the request has done its work
            app.logger.exception("the queue is out of reach; messages wait for the next sweep")

    return nudge
