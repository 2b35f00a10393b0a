"""Office files are archives: looked into without trusting what they say of themselves, in bounded memory."""

from __future__ import annotations

import lzma
import zlib
from typing import IO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from consult.shared.errors import DomainError

MOST_ENTRIES = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
# Words pack well, and nothing that people write packs better than this.
MOST_RATIO = 120
_SMALL = 1024 * 1024
_AT_ONCE = 64 * 1024
_ENCRYPTED = 0x1
_ODF = "mimetype"
# What declares a type or entities of its own, which no office program writes; a reader of the format expands them.
_DECLARING = (b"<!DOCTYPE", b"<!ENTITY")
_OVERLAP = 64
# What reading an archive raises where its bytes are not what it says of them: of each way of packing, and where a place
# in it lies outside the file (OSError, as of bzip2).
_BROKEN = (BadZipFile, LargeZipFile, zlib.error, lzma.LZMAError, OSError, RuntimeError, EOFError, ValueError)
# What an archive has to hold to be what its kind says.
_HOLDS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


def kind_of(file: IO[bytes]) -> str | None:
    """Return which of the office files an archive is: ``docx``, ``xlsx``, ``odt``; None for any other archive.

    Raises DomainError: ``file-broken``, ``file-encrypted``, ``file-macros``, ``file-unpacks`` for one that is too much.
    """
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            entries = archive.infolist()
            _look(entries)
            names = {entry.filename for entry in entries}
            found = _kind(archive, names)
            if found is not None:
                _unpack(archive, entries, len_of(file))
    except _BROKEN as error:
        raise DomainError("file-broken", field="file") from error
    return found


def len_of(file: IO[bytes]) -> int:
    """Return how many bytes a file has."""
    at = file.tell()
    end = file.seek(0, 2)
    file.seek(at)
    return end


def _look(entries: list[ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise DomainError("file-unpacks", field="file")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise DomainError("file-encrypted", field="file")
    names = [entry.filename.replace("\\", "/") for entry in entries]
    if any(name.startswith("/") or ".." in name.split("/") or ":" in name for name in names):
        raise DomainError("file-broken", field="file")
    if any(
        name.lower().endswith(("vbaproject.bin", "vbadata.xml")) or "/Scripts/" in f"/{name}"
        for name in names
    ):
        raise DomainError("file-macros", field="file")


def _kind(archive: ZipFile, names: set[str]) -> str | None:
    if "[Content_Types].xml" in names:
        return next((kind for kind, name in _HOLDS.items() if name in names), None)
    if _ODF in names and "content.xml" in names:
        with archive.open(_ODF) as said:
            return "odt" if said.read(64) == b"application/vnd.oasis.opendocument.text" else None
    return None


def _unpack(archive: ZipFile, entries: list[ZipInfo], packed: int) -> None:
    """Unpack all of it into nothing: what it says of its size may be untrue."""
    unpacked = 0
    for entry in entries:
        with archive.open(entry) as part:
            before = b""
            while piece := part.read(_AT_ONCE):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED or (unpacked > _SMALL and unpacked > MOST_RATIO * packed):
                    raise DomainError("file-unpacks", field="file")
                if _declares(before + piece):
                    raise DomainError("file-broken", field="file")
                before = piece[-_OVERLAP:]


def _declares(piece: bytes) -> bool:
    """Whether markup declares a type or entities, in whatever part of the archive and wherever in it."""
    said = piece.replace(b"\x00", b"").upper() if b"<" in piece else b""
    return any(sign in said for sign in _DECLARING)
