"""An upgrade that would leave a row pointing at nothing leaves everything as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.operations import Operations
from sqlalchemy import NullPool, create_engine, text

from tests.databases import alembic_config, migrate

if TYPE_CHECKING:
    from collections.abc import Callable

LOOSE = (
    "INSERT INTO role_grants (id, user_id, role, scope, granted_at) "
    "VALUES (999999, 999999, 'officer', 'site', '2026-12-01') ON CONFLICT DO NOTHING"
)


def revision_of(url: str) -> tuple[object, object]:
    """Return the revision of a database, and how many grants of the person who is not there it has."""
    with create_engine(url, poolclass=NullPool).connect() as connection:
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision, connection.scalar(text("SELECT COUNT(*) FROM role_grants WHERE id = 999999"))


@pytest.mark.parametrize("way", [migrate, lambda url: command.downgrade(alembic_config(url), "0022")])
def test_nothing_is_kept_of_it(
    stored: str, upgraded: str, monkeypatch: pytest.MonkeyPatch, way: Callable[[str], None]
) -> None:
    url = stored if way is migrate else upgraded
    before = revision_of(url)
    create_index = Operations.create_index

    def spoilt(operations: Operations, *given: object, **named: object) -> object:
        operations.get_bind().execute(text(LOOSE))
        return create_index(operations, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Operations, "create_index", spoilt)
    with pytest.raises(Exception, match=r"rows would point at what is not there|role_grants"):
        way(url)
    assert revision_of(url) == before
    assert before[1] == 0
