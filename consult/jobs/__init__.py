"""The queue's tasks: sending what waits in the outbox, sweeping what is stale."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Let a commit that put messages in the outbox wake the worker."""
    from consult.jobs.nudge import nudge_for  # noqa: PLC0415 - the queue is opened only where an application is made

    app.extensions["after_commit"] = nudge_for(app)
