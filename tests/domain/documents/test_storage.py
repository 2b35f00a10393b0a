"""Where bytes are kept: the same port on a folder and on a server that speaks S3."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer
from sqlalchemy.orm import Session

from consult.documents import services
from consult.shared.storage import AT_ONCE, Folder, GoneError, Storage, new_key, open_storage
from tests.factories.documents import file_of, filed

LARGE = os.urandom(AT_ONCE * 3 + 17)


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """Return the URL of a bucket on a server of its own."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    _make_bucket(endpoint)
    yield f"s3://files/of/tests?endpoint={endpoint}&region=us-east-1"
    server.stop()


def _make_bucket(endpoint: str) -> None:
    import boto3  # type: ignore[import-untyped]  # noqa: PLC0415 - comes with the server

    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="tests",
        aws_secret_access_key="tests",
    )
    client.create_bucket(Bucket="files")


@pytest.fixture(params=["folder", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Storage:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "tests")
    url = f"file:{tmp_path / 'files'}" if request.param == "folder" else request.getfixturevalue("bucket")
    return open_storage(url)


def later() -> datetime:
    return datetime.now(UTC) + timedelta(minutes=1)


def test_document_bytes_come_back_as_they_were_put(storage: Storage) -> None:
    key = new_key()
    storage.put(key, BytesIO(LARGE))
    pieces = list(storage.pieces(key))
    assert b"".join(pieces) == LARGE
    assert len(pieces) > 1
    assert key in set(storage.old_keys(before=later()))
    assert key not in set(storage.old_keys(before=datetime(2020, 1, 1, tzinfo=UTC)))


def test_document_bytes_that_were_destroyed_are_gone(storage: Storage) -> None:
    key = new_key()
    storage.put(key, BytesIO(b"words"))
    storage.delete(key)
    storage.delete(key)
    with pytest.raises(GoneError):
        storage.pieces(key)
    assert key not in set(storage.old_keys(before=later()))


def test_document_bytes_without_a_document_are_swept_and_no_others(
    storage: Storage, session: Session
) -> None:
    kept = filed(session, storage=storage)
    orphan = file_of(storage).stored_key
    assert orphan is not None
    services.sweep(session, storage=storage, before=datetime(2020, 1, 1, tzinfo=UTC))
    assert b"".join(storage.pieces(orphan))
    assert services.sweep(session, storage=storage, before=later()) >= 1
    with pytest.raises(GoneError):
        storage.pieces(orphan)
    session.refresh(kept)
    assert b"".join(storage.pieces(str(kept.versions[0].stored_key)))


def test_document_bytes_half_written_are_under_no_key_and_are_swept(tmp_path: Path, session: Session) -> None:
    class Torn(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > AT_ONCE:
                message = "the disk is full"
                raise OSError(message)
            return super().read(size)

    storage, key = Folder(tmp_path), new_key()
    with pytest.raises(OSError, match="full"):
        storage.put(key, Torn(LARGE))
    with pytest.raises(GoneError):
        storage.pieces(key)
    assert services.sweep(session, storage=storage, before=later()) == 1


@pytest.mark.parametrize("key", ["../../etc/passwd", "/etc/passwd", "ab/../../x", ""])
def test_s14_document_key_leads_nowhere_else(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        Folder(tmp_path).pieces(key)


def test_document_storage_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no storage"):
        open_storage("ftp://example.org/files")
