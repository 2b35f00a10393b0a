"""Files that somebody sends: what they are is read from their bytes, never from what their sender says.

Only what is on the list is taken. Markup of any kind (HTML, SVG, XML) is not on it: a browser would run it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import IO

import puremagic

from consult.shared.errors import DomainError
from consult.shared.uploads import archives, images
from consult.shared.uploads.names import stem_of

MOST_BYTES = 20 * 1024 * 1024
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "csv": "text/csv",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
}
ENDINGS = {media_type: ending for ending, media_type in MEDIA_TYPES.items()}
# What a browser can show by itself, and does without running anything.
_SHOWN = frozenset({"pdf", "csv", "txt", "png", "jpg", "webp"})
_IMAGES = frozenset({"png", "jpg", "webp"})
_SIGNS = {
    b"%PDF-": "pdf",
    b"PK\x03\x04": "zip",
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpg",
    b"RIFF": "riff",
}
_SURE = 0.5
_HEAD, _TAIL, _AT_ONCE = 4096, 2048, 64 * 1024
_MARKUP = (
    b"<?xml",
    b"<!doctype",
    b"<html",
    b"<svg",
    b"<script",
    b"<body",
    b"<head",
    b"<iframe",
    b"<img",
    b"<math",
)
_STEERING = bytes(set(range(32)) - {9, 10, 13}) + b"\x7f"


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept: its bytes as they are to be kept, and what they are."""

    file: IO[bytes]
    stem: str
    media_type: str
    size: int
    sha256: str


def is_shown(media_type: str) -> bool:
    """Whether a browser shows files of this type by itself."""
    return ENDINGS.get(media_type) in _SHOWN


def inspect(file: IO[bytes], name: str) -> Inspected:
    """Return what somebody sent, as it may be kept. ``name`` is what they call it.

    Raises DomainError at ``file``: ``file-empty``, ``file-too-large``, ``file-type``, ``file-broken``, and those of
    archives and images.
    """
    size = archives.len_of(file)
    if size == 0:
        raise DomainError("file-empty", field="file")
    if size > MOST_BYTES:
        raise DomainError("file-too-large", field="file", most=MOST_BYTES // (1024 * 1024))
    kind = _kind(file, name, size)
    if kind is None:
        raise DomainError("file-type", field="file")
    kept = images.made_anew(file, kind) if kind in _IMAGES else file
    sha256, size = _measured(kept)
    return Inspected(kept, stem_of(name), MEDIA_TYPES[kind], size, sha256)


def _kind(file: IO[bytes], name: str, size: int) -> str | None:
    file.seek(0)
    head = file.read(_HEAD)
    begun = next((kind for sign, kind in _SIGNS.items() if head.startswith(sign)), None)
    if begun == "pdf":
        _whole_pdf(file, size)
    if begun == "zip":
        return archives.kind_of(file)
    if begun == "riff":
        return "webp" if head[8:12] == b"WEBP" else None
    return begun or (None if _stranger(head) else _text(file, name))


def _stranger(head: bytes) -> bool:
    """Whether the first bytes are the sign of some other kind of file, not only of a kind of text."""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return False
    return any(each.confidence >= _SURE and not each.mime_type.startswith("text/") for each in found)


def _whole_pdf(file: IO[bytes], size: int) -> None:
    file.seek(max(0, size - _TAIL))
    if b"%%EOF" not in file.read(_TAIL):
        raise DomainError("file-broken", field="file")


def _text(file: IO[bytes], name: str) -> str | None:
    """Return which kind of plain text it is: UTF-8 from one end to the other, and no markup."""
    file.seek(0)
    # No longer than what may be sent, and decoded once.
    held = file.read()
    if any(mark in _STEERING for mark in set(held)):
        return None
    try:
        held.decode()
    except UnicodeDecodeError as error:
        raise DomainError("file-encoding", field="file") from error
    begun = held[:_HEAD].removeprefix(b"\xef\xbb\xbf").lower()
    if begun.lstrip().startswith(b"<") or any(mark in begun for mark in _MARKUP):
        return None
    return "csv" if name.lower().endswith(".csv") else "txt"


def _measured(file: IO[bytes]) -> tuple[str, int]:
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := file.read(_AT_ONCE):
        digest.update(piece)
        size += len(piece)
    file.seek(0)
    return digest.hexdigest(), size
