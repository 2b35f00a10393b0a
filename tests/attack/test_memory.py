"""What a process remembers is bounded, however many addresses are asked for, and never older than its stamp."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, cast

from flask import Flask
from sqlalchemy.orm import Session

from consult.shared.memory import Memory
from consult.web import pages
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed, asked, committed

if TYPE_CHECKING:
    import pytest

    from tests.conftest import At

__all__ = ["asked", "committed"]
FEW, MANY = 3, 12


def test_each_page_of_very_many_leaves_no_more_behind_than_a_few(
    app: Flask, asked: Scene, committed: Committed, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(moments.DURING)
    monkeypatch.setattr(pages, "_MOST", FEW)
    with committed() as session:
        said = [comment(session, asked) for _ in range(MANY)]
    client = app.test_client()
    for row in said:
        assert client.get(f"/en/contributions/{row.reference}").status_code == 200
        path = f"/en/consultations/{asked.consultation.slug}/contributions/?before={row.id + 1}"
        assert client.get(path).status_code == 200
    held: dict[Any, Any] = app.extensions["memory"]._held[1]
    flat = Counter(getattr(key[0], "__name__", "") for key in held if isinstance(key, tuple))
    assert max(flat.values()) <= FEW
    assert all(len(kept) <= FEW for key, kept in held.items() if not isinstance(key, tuple))


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
    memory = Memory()

    def held(stamp: str) -> dict[Any, Any]:
        return memory.of(cast("Session", Reader(stamp)))

    class Older(str):
        """A stamp; while it is compared, another thread reads the newer one."""

        __slots__ = ()
        __hash__ = str.__hash__

        def __ne__(self, other: object) -> bool:
            held("newer")
            return str.__ne__(self, other)

    held("older")
    held(Older("older"))["what"] = "as it was"
    assert held("newer") == {}
