"""Answers that are sent while they are read."""

from __future__ import annotations

from collections.abc import Iterator


def begun(pieces: Iterator[str]) -> Iterator[str]:
    """Return ``pieces`` with the first one read already, so that what fails at once becomes a page that says so.

    What fails later breaks the answer off: its status is sent by then, and half a file must not look whole.
    """
    return _going_on(next(pieces, ""), pieces)


def _going_on(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
