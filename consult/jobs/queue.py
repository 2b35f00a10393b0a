"""The queue and its tasks: one definition for those who put tasks in and for the worker who takes them out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab
from redis import ConnectionPool

from consult.jobs.delivery import deliver_due
from consult.jobs.sweep import clear

NAME = "consult"
PATIENCE = 5.0


def open_queue(address: str, *, within: float = PATIENCE) -> Huey:
    """Open the queue at ``address``: a ``redis://`` URL, or the path of an SQLite file.

    ``within`` is how many seconds it has to answer; the worker asks for more than one, since it listens for one.
    """
    if address.startswith(("redis://", "rediss://")):
        pool = ConnectionPool.from_url(address, socket_connect_timeout=within, socket_timeout=within)
        return RedisHuey(NAME, connection_pool=pool, results=False)
    Path(address).parent.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(NAME, filename=address, results=False, timeout=within)


def register(queue: Huey, application: Callable[[], Flask]) -> Callable[[], Any]:
    """Register the tasks with ``queue`` and return the one that delivers; each makes the application when it runs.

    All of them are sweeps: run twice, or late, they do what is left to do.
    """

    def deliver() -> None:
        deliver_due(application())

    def deliver_what_waits() -> None:
        deliver_due(application())

    def tidy() -> None:
        clear(application())

    queue.periodic_task(crontab(minute="*"), name="deliver_what_waits")(deliver_what_waits)
    queue.periodic_task(crontab(hour="3", minute="20"), name="tidy")(tidy)
    task: Callable[[], Any] = queue.task(name="deliver")(deliver)
    return task
