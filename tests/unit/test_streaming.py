"""A file is written down whole before it is sent, in memory or on the disk, and gone after it."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile

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


@pytest.mark.parametrize("asked", [0, 1])
def test_the_file_is_gone_after_it_however_little_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, asked: int
) -> None:
    files = watched(monkeypatch)
    monkeypatch.setattr(streaming, "IN_MEMORY", 10)
    answer = sent_whole(iter(["one\n"] * 100), "text/plain")
    for _piece in range(asked):
        next(iter(answer.response))
    answer.close()
    assert [file.closed for file in files] == [True]


def watched(monkeypatch: pytest.MonkeyPatch) -> list[SpooledTemporaryFile[bytes]]:
    """Return the list in which every file that is written down from now on will stand."""
    files: list[SpooledTemporaryFile[bytes]] = []

    def make(most: int) -> SpooledTemporaryFile[bytes]:
        files.append(SpooledTemporaryFile(most))  # noqa: SIM115 - the test says that it is closed
        return files[-1]

    monkeypatch.setattr(streaming, "SpooledTemporaryFile", make)
    return files


def test_what_fails_on_the_way_is_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    files = watched(monkeypatch)

    def failing() -> Iterator[str]:
        yield "one\n"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        sent_whole(failing(), "text/plain")
    assert [file.closed for file in files] == [True]
