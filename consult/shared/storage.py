"""Where the bytes of files are kept: a local folder, or a bucket that speaks S3. One port for both.

A key is random and never used twice. What was put is there for good before ``put`` returns, so whoever puts before the
transaction that names the key never acknowledges a file without its bytes; what a failed transaction leaves behind is
swept later (``old_keys``).
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from obstore.store import S3Store

AT_ONCE = 64 * 1024
_KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}")


class GoneError(Exception):
    """There are no bytes under this key, or they cannot be reached."""


class Storage(Protocol):
    """Keeps bytes by key."""

    def put(self, key: str, file: IO[bytes]) -> None:
        """Keep all of ``file`` under ``key``; it is on the disk, or in the bucket, when this returns."""

    def pieces(self, key: str) -> Iterator[bytes]:
        """Yield the bytes, a piece at a time; GoneError where there are none, before the first piece."""

    def delete(self, key: str) -> None:
        """Destroy the bytes; nothing happens where there are none."""

    def old_keys(self, *, before: datetime) -> Iterator[str]:
        """Yield the keys of what was put before a moment."""


def new_key() -> str:
    """Return a key that nothing is kept under."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}"


def open_storage(url: str) -> Storage:
    """Open the storage of a ``file:`` or ``s3:`` URL; ValueError for any other.

    ``s3://bucket/prefix?endpoint=https://…&region=…``: who may read and write is taken from the environment, as every
    program of that kind does (``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``).
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        return Folder(Path(parts.path))
    if parts.scheme == "s3" and parts.netloc:
        return Bucket(url)
    message = f"no storage: {parts.scheme}: (file:/folder or s3://bucket/prefix)"
    raise ValueError(message)


class Folder:
    """A folder of this machine, outside of what the server shows."""

    def __init__(self, root: Path) -> None:
        """Keep everything under ``root``, which is made at the first file."""
        self._root = root

    def put(self, key: str, file: IO[bytes]) -> None:
        """Write beside its place, flush to the disk, and move there: a crash leaves the whole file or none."""
        place = self._place(key)
        place.parent.mkdir(parents=True, exist_ok=True)
        half = place.with_suffix(".half")
        with half.open("xb") as written:
            while piece := file.read(AT_ONCE):
                written.write(piece)
            written.flush()
            os.fsync(written.fileno())
        half.rename(place)
        for folder in (place.parent, self._root):
            _flush(folder)

    def pieces(self, key: str) -> Iterator[bytes]:
        """Yield the bytes."""
        try:
            file = self._place(key).open("rb")
        except OSError as error:
            raise GoneError(key) from error
        return _Pieces(file)

    def delete(self, key: str) -> None:
        """Remove the file."""
        self._place(key).unlink(missing_ok=True)

    def old_keys(self, *, before: datetime) -> Iterator[str]:
        """Yield the keys of old files, those that were only half written among them."""
        for path in sorted(self._root.glob("*/*")):
            if path.is_file() and datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                yield f"{path.parent.name}/{path.name}"

    def _place(self, key: str) -> Path:
        if not _KEY.fullmatch(key.removesuffix(".half")):
            message = "no key of ours"
            raise ValueError(message)
        return self._root / key


class Bucket:
    """A bucket of S3, or of whatever speaks its language."""

    def __init__(self, url: str) -> None:
        """Open the bucket of a URL; nothing is asked of it yet."""
        from obstore.store import S3Store  # noqa: PLC0415 - only where it is used: it costs a tenth of a second

        parts = urlsplit(url)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        endpoint = asked.get("endpoint", "")
        self._store: S3Store = S3Store(
            parts.netloc, prefix=parts.path.strip("/") or None, region=asked.get("region", "us-east-1"),
            endpoint=endpoint or None, virtual_hosted_style_request=not endpoint,
            client_options={"allow_http": endpoint.startswith("http://"), "timeout": timedelta(seconds=30)},
        )  # fmt: skip

    def put(self, key: str, file: IO[bytes]) -> None:
        """Send the file."""
        self._store.put(key, file)

    def pieces(self, key: str) -> Iterator[bytes]:
        """Yield the bytes as they come."""
        try:
            found = self._store.get(key)
        except (FileNotFoundError, OSError) as error:
            raise GoneError(key) from error
        return (bytes(piece) for piece in found.stream(min_chunk_size=AT_ONCE))

    def delete(self, key: str) -> None:
        """Remove the object."""
        try:
            self._store.delete(key)
        except FileNotFoundError:
            return

    def old_keys(self, *, before: datetime) -> Iterator[str]:
        """Yield the keys of old objects."""
        for some in self._store.list():
            for each in some:
                if each["last_modified"] < before:
                    yield str(each["path"])


class _Pieces(Iterator[bytes]):
    """The pieces of an open file, which is closed after the last, or by whoever wants no more.

    A generator that was never begun would leave it open.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __next__(self) -> bytes:
        piece = self._file.read(AT_ONCE) if not self._file.closed else b""
        if not piece:
            self.close()
            raise StopIteration
        return piece

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _flush(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
