"""An application that is put away leaves no connection open, though one of its requests ends later."""

from __future__ import annotations

import os

from sqlalchemy import text

from consult.orm import make_engine
from tests.databases import put_away


def test_a_connection_that_comes_back_late_is_closed() -> None:
    engine = make_engine(os.environ["TEST_POSTGRES_URL"])
    connection = engine.connect()
    connection.execute(text("SELECT 1"))
    held = connection.connection.driver_connection
    assert held is not None
    put_away(engine)
    assert not held.closed
    connection.close()
    assert held.closed
