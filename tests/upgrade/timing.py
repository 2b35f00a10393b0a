"""How long an upgrade holds whoever writes: the stored installation, grown to many voices, brought up to date and back.

All steps run in one transaction, so that what they take together is what a writer waits::

    python -m tests.upgrade.timing [--voices 100000]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import NullPool, create_engine, text

from tests.databases import ENGINES, alembic_config, empty_database, migrate
from tests.upgrade.stored import put_in, unpack

SERVER = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
Rows = dict[str, list[list[Any]]]


def grown(rows: Rows, voices: int) -> Rows:
    """Return the rows with so many voices more, each with its entry, what is searched of it, and a counted vote."""
    said = _of(rows, "contributions")
    like = next(
        row for row in said if row["kind"] == "comment" and row["status"] == "published" and row["clause_id"]
    )
    entry = _of(rows, "log_entries")[0]
    first = {name: 1 + max(row["id"] for row in _of(rows, name)) for name in ("contributions", "votes")}
    place = {"consultation_id": like["consultation_id"]}
    for number in range(voices):
        voice = {
            **like,
            "id": first["contributions"] + number,
            "reference": f"V-1999-{number}",
            "idempotency_key": f"grown-{number}",
        }
        _add(rows, "contributions", voice)
        _add(rows, "log_entries", {**entry, "id": len(rows["log_entries"]), "subject": voice["reference"]})
        _add(
            rows,
            "search_texts",
            {**place, "kind": "contribution", "subject_id": voice["id"], "text": like["body"]},
        )
        vote = {**place, "id": first["votes"] + number, "clause_id": None, "contribution_id": voice["id"]}
        _add(
            rows,
            "votes",
            {**vote, "user_id": like["author_id"], "choice": "agree", "cast_at": like["posted_at"]},
        )
        _add(
            rows,
            "tallies",
            {**place, "subject": f"voice:{voice['id']}", "name": "agree", "slot": 0, "value": 1},
        )
    return rows


def timed(url: str, kept: dict[str, Any], rows: Rows) -> tuple[float, float]:
    """Return the seconds that bringing up to date took, and going back."""
    migrate(url, kept["revision"])
    put_in(url, rows)
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))
    began = time.perf_counter()
    migrate(url)
    between = time.perf_counter()
    command.downgrade(alembic_config(url), kept["revision"])
    return between - began, time.perf_counter() - between


def _of(rows: Rows, table: str) -> list[dict[str, Any]]:
    columns, *values = rows[table]
    return [dict(zip(columns, row, strict=True)) for row in values]


def _add(rows: Rows, table: str, row: dict[str, Any]) -> None:
    rows[table].append([row[name] for name in rows[table][0]])


def main() -> None:
    """Print the seconds on both engines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voices", type=int, default=100_000)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    options = parser.parse_args()
    os.environ.setdefault("TEST_POSTGRES_URL", SERVER)
    for engine in options.engine or ENGINES:
        kept = unpack("installation")
        with (
            tempfile.TemporaryDirectory() as folder,
            empty_database(engine, Path(folder), f"timing_{os.getpid()}") as url,
        ):
            up, down = timed(url, kept, grown(kept["rows"], options.voices))
        sys.stdout.write(f"{engine}, {options.voices} voices: {up:.1f} s up, {down:.1f} s down\n")


if __name__ == "__main__":
    main()
