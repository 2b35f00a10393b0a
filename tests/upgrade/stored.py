"""What an installation of an earlier version held: every row, and every page that its own code made of them.

The rows are JSON, one line each, so that they can be put into either engine; pages are kept without what differs at
each visit (tokens, names of built files) and without blanks between tags. Both are packed with xz beside this module.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    create_engine,
    insert,
    select,
    text,
)

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from sqlalchemy import Connection, Engine

FOLDER = Path(__file__).resolve().parent
_LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
_TYPED = re.compile(r'<input[^>]*name="(?:csrf_token|once|key)"[^>]*>')
_BUILT = re.compile(r"/static/dist/[^\"]*")
# A crawl never signs out, and asks for nothing that is built once for all.
_LEFT_OUT = re.compile(r"/static/|/logout|switch_language")


def pack(name: str, value: object) -> None:
    """Keep a value beside this module."""
    FOLDER.joinpath(f"{name}.json.xz").write_bytes(
        lzma.compress(
            json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass"),
            preset=9,
        )
    )


def unpack(name: str) -> Any:  # noqa: ANN401 - JSON
    """Return a value that was kept."""
    return json.loads(
        lzma.decompress(FOLDER.joinpath(f"{name}.json.xz").read_bytes()).decode(errors="surrogatepass")
    )


def rows_of(engine: Engine) -> dict[str, list[list[object]]]:
    """Return every row by table, in the order in which they can be put in; the first of each are the columns' names."""
    found: dict[str, list[list[object]]] = {}
    with engine.connect() as connection:
        for table in _tables(connection):
            rows = connection.execute(select(table).order_by(*table.primary_key.columns or table.columns))
            values = [[_plain(value) for value in row] for row in rows]
            if values:
                found[table.name] = [list(table.columns.keys()), *values]
    return found


def put_in(url: str, rows: dict[str, list[list[Any]]]) -> None:
    """Put rows into a database whose tables are there and empty, past its guards; its numbers go on after them."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            tables = {table.name: table for table in _tables(connection)}
            with unguarded(connection):
                for name, (columns, *values) in rows.items():
                    typed = [_typed(tables[name], columns, row) for row in values]
                    connection.execute(insert(tables[name]), typed)
            if engine.dialect.name == "postgresql":
                _go_on(connection, tables.values())
    finally:
        engine.dispose()


def pages_of(client: FlaskClient, begin: Iterable[str], within: str, most: int) -> dict[str, list[Any]]:
    """Return status and words of what links lead to from ``begin``, ``within`` a part of the site, by address."""
    found: dict[str, list[Any]] = {}
    waiting = list(begin)
    while waiting and len(found) < most:
        address = waiting.pop(0)
        if address in found:
            continue
        found[address], words = page_at(client, address)
        if words is not None and found[address][0] == 200:
            links = (link.replace("&amp;", "&") for link in _LINK.findall(words))
            waiting += [link for link in links if link.startswith(within) and not _LEFT_OUT.search(link)]
    return found


def page_at(client: FlaskClient, address: str) -> tuple[list[Any], str | None]:
    """Return status and words of an address as they are compared, and its HTML; None for a file."""
    answer = client.get(address, base_url="http://localhost")
    if answer.mimetype != "text/html":
        # A file is the same to its last byte.
        return [answer.status_code, answer.get_data().decode("utf-8", "surrogateescape")], None
    words = answer.get_data(as_text=True)
    return [answer.status_code, seen(words)], words


def seen(words: str) -> str:
    """Return a page without what differs at each visit."""
    words = _BUILT.sub("built", _TYPED.sub("<input>", words))
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", re.sub(r"\s+", " ", words))


def _tables(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Let rows be put in as they were, with what triggers had made of them; foreign keys are not looked at either."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield
        return
    guards = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _sql in guards:
        connection.execute(text(f'DROP TRIGGER "{name}"'))
    yield
    for _name, sql in guards:
        connection.exec_driver_sql(sql)


def _go_on(connection: Connection, tables: Iterable[Table]) -> None:
    """Let PostgreSQL's numbers go on after the highest of each table; SQLite does so by itself."""
    for table in tables:
        for column in table.primary_key.columns:
            serial = connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"),
                {"table": table.name, "column": column.name},
            )
            if serial:
                highest = connection.scalar(select(column).order_by(column.desc()).limit(1)) or 0
                connection.execute(
                    text("SELECT setval(:serial, :next, false)"), {"serial": serial, "next": highest + 1}
                )


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        # SQLite keeps no zone: what it holds is UTC.
        return (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _typed(table: Table, columns: list[str], row: list[Any]) -> dict[str, object]:
    """Return a row as its columns take it, whichever engine it came from."""
    made: dict[str, object] = {}
    for name, value in zip(columns, row, strict=True):
        kind = table.c[name].type
        if value is None or isinstance(kind, JSON):
            made[name] = value
        elif isinstance(kind, DateTime):
            made[name] = datetime.fromisoformat(value)
        elif isinstance(kind, Date):
            made[name] = date.fromisoformat(value)
        elif isinstance(kind, LargeBinary):
            made[name] = bytes.fromhex(value)
        else:
            made[name] = value
    return made
