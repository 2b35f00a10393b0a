"""What an answer cost, for whoever measures: ``Server-Timing``, where ``EXPOSE_TIMINGS=1`` asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Any

from flask import Flask, Response, g, has_app_context
from sqlalchemy import event
from sqlalchemy.engine import Connection

from consult.web.settings import settings


@dataclass
class Cost:
    """Of one request: when it began, how many statements it has sent, and how many seconds they took."""

    began: float
    statements: int = 0
    seconds: float = 0.0


def init(app: Flask) -> None:
    """Count statements and time; where nobody asks for it, nothing listens and nothing is counted."""
    with app.app_context():
        if not settings().expose_timings:
            return
    engine = app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", _before)
    event.listen(engine, "after_cursor_execute", _after)
    app.before_request(_begin)
    app.after_request(_tell)


def _begin() -> None:
    g.cost = Cost(perf_counter())


def _tell(response: Response) -> Response:
    cost: Cost | None = g.get("cost")
    if cost is not None:
        total = perf_counter() - cost.began
        response.headers["Server-Timing"] = (
            f'sql;desc="{cost.statements}";dur={cost.seconds * 1000:.2f}, total;dur={total * 1000:.2f}'
        )
    return response


def _before(
    connection: Connection, _cursor: object, _statement: str, _parameters: object, _context: object, _many: object
) -> None:  # fmt: skip
    connection.info["sent_at"] = perf_counter()


def _after(
    connection: Connection, _cursor: object, statement: str, _parameters: object, _context: object, _many: object
) -> None:  # fmt: skip
    # Only SQLite says BEGIN as a statement; the other engine's driver says it unseen. Both count alike.
    cost: Any = g.get("cost") if has_app_context() else None
    if cost is None or statement.startswith("BEGIN"):
        return
    cost.statements += 1
    cost.seconds += perf_counter() - connection.info["sent_at"]
