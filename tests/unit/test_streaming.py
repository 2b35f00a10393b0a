"""A file is written down whole before it is sent, in memory or on the disk, and gone after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from consult.web import streaming
from consult.web.streaming import sent_whole


@pytest.mark.parametrize("room", [10, 10_000])
def test_a_file_has_its_length_in_bytes(monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    monkeypatch.setattr(streaming, "IN_MEMORY", room)
    answer = sent_whole(iter(["مرحبا\n"] * 100), "text/plain")
    body = b"".join(answer.response)  # type: ignore[arg-type]  # it yields bytes
    assert body.decode() == "مرحبا\n" * 100
    assert answer.content_length == len(body)
    answer.close()


def test_what_fails_on_the_way_is_no_file() -> None:
    def failing() -> Iterator[str]:
        yield "one\n"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        sent_whole(failing(), "text/plain")
