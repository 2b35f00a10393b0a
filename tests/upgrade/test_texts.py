"""Texts of an installation of the version before: each commitment gets its own, and what was dropped is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import NullPool, create_engine, text

from tests.databases import alembic_config, migrate
from tests.upgrade.stored import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from tests.upgrade.conftest import Installations

BEFORE = "0023"
NEWEST = (
    "SELECT v.{owner}, v.id, v.number + 1, v.drafter_id FROM {table} v WHERE v.published_at IS NOT NULL "
    "ORDER BY v.number DESC, v.id LIMIT 1"
)
BEGUN = (
    "INSERT INTO {table} (id, {owner}, number, drafter_id, created_at) "
    "VALUES (9000, :owner, :number, :drafter, '2026-12-01 00:00:00')"
)
WITHOUT_THE_FIRST = (
    "INSERT INTO clause_texts (version_id, clause_id, position, heading_ar, heading_en, text_ar, text_en) "
    "SELECT 9000, clause_id, position, heading_ar, heading_en, text_ar, text_en FROM clause_texts "
    "WHERE version_id = :version AND position > 1"
)
PUBLISHED = "UPDATE commitment_versions SET published_at = created_at WHERE id = 9000"
# Of two clauses of the version before, the first stands in the other now.
JOINED = (
    "INSERT INTO clause_mappings (version_id, from_clause_id, to_clause_id) "
    "SELECT 9000, f.clause_id, t.clause_id FROM clause_texts f, clause_texts t "
    "WHERE f.version_id = :version AND f.position = 1 AND t.version_id = 9000 AND t.position = 2"
)
FIRST = "SELECT clause_id FROM clause_texts WHERE version_id = :version AND position = 1"
COMMITMENT = (
    "INSERT INTO commitments (id, plan_id, text_id, number, position, title_ar, title_en, delayed) "
    "SELECT :one, MIN(id), :other, :label, 900, 'x', 'x', {no} FROM plans"
)


@pytest.fixture
def url(installations: Installations, engine_name: str, tmp_path: Path) -> Iterator[str]:
    """Yield the stored installation, as it stands before texts are a subject of their own."""
    with installations.at(BEFORE, engine_name, tmp_path) as made:
        yield made


def run(url: str, *statements: str, **given: object) -> list[Any]:
    """Carry out statements in one transaction; return the rows of the last that has any."""
    last: list[Any] = []
    with create_engine(url, poolclass=NullPool).begin() as connection:
        for statement in statements:
            found = connection.execute(text(statement), given)
            last = list(found.all()) if found.returns_rows else last
    return last


def begun(url: str, *more: str, table: str, owner: str) -> int:
    """Begin a version after the newest one, without its first clause; return the id of that one."""
    newest = run(url, NEWEST.format(table=table, owner=owner))[0]
    given = dict(zip(("owner", "version", "number", "drafter"), newest, strict=True))
    run(url, BEGUN.format(table=table, owner=owner), WITHOUT_THE_FIRST, *more, **given)
    return int(given["version"])


def rows(url: str) -> dict[str, list[list[object]]]:
    """Return every row of the database."""
    return rows_of(create_engine(url, poolclass=NullPool))


def test_what_was_dropped_before_is_recorded(url: str) -> None:
    version = begun(url, PUBLISHED, table="commitment_versions", owner="commitment_id")
    before = rows(url)
    migrate(url, "0024")
    dropped = run(url, "SELECT from_clause_id, to_clause_id FROM clause_mappings WHERE version_id = 9000")
    assert dropped == [(run(url, FIRST, version=version)[0][0], None)]
    texts = run(url, "SELECT c.text_id FROM commitments c JOIN texts t ON t.id = c.text_id")
    assert len(texts) == len(before["commitments"]) - 1
    command.downgrade(alembic_config(url), BEFORE)
    assert rows(url) == before


def test_going_back_finds_each_commitment_by_its_text(url: str, engine_name: str) -> None:
    """Texts and commitments are numbered apart: those of two commitments may stand crosswise."""
    migrate(url, "0024")
    no = "false" if engine_name == "postgresql" else "0"
    for one, other in ((8001, 8002), (8002, 8001)):
        run(
            url,
            "INSERT INTO texts (id) VALUES (:other)",
            COMMITMENT.format(no=no),
            "INSERT INTO clauses (id, text_id) VALUES (:one, :other)",
            "INSERT INTO text_versions (id, text_id, number, drafter_id, created_at, published_at) "
            "SELECT :one, :other, 1, MIN(id), '2026-12-01 00:00:00', '2026-12-01 00:00:00' FROM organisations",
            one=one,
            other=other,
            label=f"x{one}",
        )
    command.downgrade(alembic_config(url), BEFORE)
    for table in ("clauses", "commitment_versions"):
        found = run(url, f"SELECT id, commitment_id FROM {table} WHERE id IN (8001, 8002) ORDER BY id")  # noqa: S608 - a name
        assert found == [(8001, 8001), (8002, 8002)]


def test_going_back_refuses_what_it_cannot_carry(url: str) -> None:
    migrate(url, "0024")
    begun(url, JOINED, table="text_versions", owner="text_id")
    with pytest.raises(
        RuntimeError, match=r"no clauses that were split or joined: .+/.+ version \d+ clause \d+"
    ):
        command.downgrade(alembic_config(url), BEFORE)
    run(url, "DELETE FROM clause_mappings WHERE version_id = 9000", "INSERT INTO texts (id) VALUES (7000)")
    with pytest.raises(RuntimeError, match=r"no texts of anything but commitments: 7000$"):
        command.downgrade(alembic_config(url), BEFORE)
