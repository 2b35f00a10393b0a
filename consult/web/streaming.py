"""Files of any length: written down whole, in bounded memory, and sent with their length.

So what fails while a file is made becomes a page that says so, what breaks off on its way does not look whole, and no
transaction of the database lasts as long as a slow reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Response

# What is no longer than this stays in memory, and is the server's alone to send.
IN_MEMORY = 1024 * 1024
_AT_ONCE = 64 * 1024


def sent_whole(pieces: Iterator[str], content_type: str) -> Response:
    """Return the answer that sends ``pieces``, all of which are read before."""
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed when it is sent
    try:
        for piece in pieces:
            file.write(piece.encode())
    except BaseException:
        file.close()
        raise
    length = file.tell()
    file.seek(0)
    if length <= IN_MEMORY:
        with file:
            return Response(file.read(), content_type=content_type)
    answer = Response(_piece_by_piece(file), content_type=content_type)
    answer.content_length = length
    # Where not even a byte of it is asked for, too.
    answer.call_on_close(file.close)
    return answer


def _piece_by_piece(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_AT_ONCE):
            yield piece
