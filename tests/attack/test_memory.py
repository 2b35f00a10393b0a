"""What a process remembers is bounded, however many addresses are asked for, and never older than its stamp."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Flask
from sqlalchemy.orm import Session

from consult.shared import memory
from consult.shared.memory import MOST_BYTES, UNKNOWN, Held, Memory
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed, asked, committed

if TYPE_CHECKING:
    import pytest

    from tests.conftest import At

__all__ = ["asked", "committed"]
MANY, ROOM = 12, 600_000


def test_each_page_of_very_many_leaves_no_more_behind_than_a_few(
    app: Flask, asked: Scene, committed: Committed, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(moments.DURING)
    monkeypatch.setattr(memory, "MOST_BYTES", dict.fromkeys(MOST_BYTES, ROOM))
    app.extensions["memory"].forget()
    with committed() as session:
        said = [comment(session, asked) for _ in range(MANY)]
    client = app.test_client()
    for row in said:
        assert client.get(f"/en/contributions/{row.reference}").status_code == 200
        path = f"/en/consultations/{asked.consultation.slug}/contributions/?before={row.id + 1}"
        assert client.get(path).status_code == 200
    held = app.extensions["memory"].held()
    for kind in MOST_BYTES:
        assert 0 < held.of(kind).bytes <= ROOM
    assert 0 < len(held.of("pages")) < 2 * MANY


class Reader:
    """A session that reads a stamp."""

    def __init__(self, stamp: str) -> None:
        """Read nothing yet."""
        self.info: dict[str, object] = {}
        self.stamp = stamp

    def scalar(self, _statement: object) -> str:
        """Return the stamp as of this session."""
        return self.stamp


def test_who_reads_under_an_older_stamp_leaves_nothing_for_who_reads_under_a_newer_one() -> None:
    kept = Memory()

    def held(stamp: str) -> Held:
        return kept.of(cast("Session", Reader(stamp)))

    class Older(str):
        """A stamp; while it is compared, another thread reads the newer one."""

        __slots__ = ()
        __hash__ = str.__hash__

        def __ne__(self, other: object) -> bool:
            held("newer")
            return str.__ne__(self, other)

    held("older")
    held(Older("older")).of("record").put("what", "as it was")
    assert held("newer").of("record").get("what") is UNKNOWN
