"""Waking the worker when a commit has put messages in the outbox."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Flask

from config import Settings
from consult.jobs.queue import open_queue, register
from consult.shared.breaker import ANSWER_WITHIN, Breaker
from consult.shared.faults import kind_of


def nudge_for(app: Flask) -> Callable[[], None]:
    """Return what asks the worker to deliver now.

    It never fails, and never keeps a request waiting for long: what was committed is committed, and the worker's sweep
    finds the messages within a minute. A queue that gave no answer is left alone for a while.
    """
    settings: Settings = app.extensions["settings"]
    breaker = Breaker()

    @cache
    def task() -> Callable[[], Any]:
        return register(open_queue(settings.jobs, within=ANSWER_WITHIN), lambda: app)

    def nudge() -> None:
        if not breaker.allows():
            return
        try:
            task()()
        except Exception as error:  # noqa: BLE001 - whatever the queue's driver raises, the request has done its work
            if breaker.failed():
                told = "the queue is out of reach; messages wait for the next sweep: %s"
                app.logger.warning(told, kind_of(error))
        else:
            if breaker.answered():
                app.logger.warning("the queue answers again")

    return nudge
