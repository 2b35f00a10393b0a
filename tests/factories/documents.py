"""Documents for tests, each with a small file of its own."""

from __future__ import annotations

import hashlib
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING

from consult.documents.models import DocumentKind, Visibility
from consult.documents.services import Facts, NewFile, add
from consult.shared.storage import Storage, new_key
from tests.factories import moments

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from consult.documents.models import Document
    from consult.organisations.models import Organisation

_NUMBERS = count(1)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


def file_of(storage: Storage | None, content: bytes = PDF, *, stem: str = "letter") -> NewFile:
    """Return a file whose bytes are kept, where a storage is given."""
    key = new_key()
    if storage is not None:
        storage.put(key, BytesIO(content))
    digest = hashlib.sha256(content).hexdigest()
    return NewFile("ar", "application/pdf", len(content), digest, key, stem=stem)


def filed(
    session: Session,
    publisher: Organisation | None = None,
    *,
    storage: Storage | None = None,
    visibility: Visibility = Visibility.PUBLIC,
    title_en: str = "",
    content: bytes = PDF,
) -> Document:
    """Add a document with one PDF."""
    number = next(_NUMBERS)
    return add(
        session, actor=None, now=moments.ANNOUNCED,
        facts=Facts(DocumentKind.LETTER.value, f"كتاب {number}", title_en or f"Letter {number}", "56/10/6/20881"),
        file=file_of(storage, content), visibility=visibility.value, publisher=publisher,
    )  # fmt: skip
