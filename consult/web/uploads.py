"""Files in forms and out of the storage: which views take one, who may send a large body, and how files are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request
from werkzeug.datastructures import FileStorage

from consult.shared.storage import Storage, new_key, open_storage
from consult.shared.uploads import ENDINGS, MOST_BYTES, Inspected, inspect
from consult.shared.uploads.names import disposition
from consult.web.identity import current_actor
from consult.web.streaming import IN_MEMORY

View = TypeVar("View", bound=Callable[..., Any])
# Beside the file, what is typed and what stands around each field.
_AROUND = 256 * 1024
# A file is shown as if it were on a site of its own, where it may run, load and send nothing.
POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


def init(app: Flask) -> None:
    """Open the storage of the settings."""
    app.extensions["storage"] = open_storage(app.extensions["settings"].storage)


def storage() -> Storage:
    """Return where the application keeps bytes."""
    found: Storage = current_app.extensions["storage"]
    return found


def takes_file(view: View) -> View:
    """Declare that the form of a view holds one file, ``file``."""
    view.takes_file = True  # type: ignore[attr-defined]
    return view


def make_room() -> None:
    """Let this request be as long as a file, where its view takes one and its sender is of the staff."""
    actor = current_actor() if _takes_file() else None
    if actor is not None and actor.is_staff:
        request.max_content_length = MOST_BYTES + _AROUND


def expected() -> bool:
    """Whether this request holds no file, or the one that its view takes."""
    sent = list(request.files.items(multi=True))
    return not sent or (_takes_file() and len(sent) == 1 and sent[0][0] == "file")


def sent_file() -> FileStorage | None:
    """Return the file that was chosen, None where none was."""
    file = request.files.get("file")
    return file if file is not None and file.filename else None


def kept(file: FileStorage) -> tuple[Inspected, str]:
    """Look into a file and put it into the storage; return what it is and its key. DomainError where it is refused."""
    found = inspect(file.stream, file.filename or "")
    key = new_key()
    storage().put(key, found.file)
    return found, key


def discard(key: str | None) -> None:
    """Destroy what was put for an act that came to nothing."""
    if key is not None:
        storage().delete(key)


def answer_with(key: str, *, media_type: str, how: str, plain: str, name: str, size: int | None) -> Response:
    """Return the answer that shows (``inline``) or hands over (``attachment``) what is kept under a key."""
    shown_as = "text/plain" if how == "inline" and media_type.startswith("text/") else media_type
    ending = ENDINGS.get(media_type, "bin")
    pieces = storage().pieces(key)
    # What is short is read at once, so that a slow reader holds no file open.
    response = Response(
        b"".join(pieces) if size is not None and size <= IN_MEMORY else pieces,
        content_type=f"{shown_as}; charset=utf-8" if shown_as.startswith("text/") else shown_as,
    )
    if size is not None:
        response.content_length = size
    response.headers["Content-Disposition"] = disposition(
        how, plain=f"{plain}.{ending}", name=f"{name}.{ending}"
    )
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _takes_file() -> bool:
    return bool(getattr(current_app.view_functions.get(request.endpoint or ""), "takes_file", False))
