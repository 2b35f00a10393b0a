"""The open file of documents: each version of what everybody reads, and in the place of what is gone, why.

It is read in bounded memory through a session of its own. What was withdrawn keeps what it is called and loses its
addresses; what was erased keeps its type and its days alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult.documents.models import Filed
from consult.documents.queries import every_version, why_gone
from consult.shared import csv
from consult.shared.uploads import is_shown
from consult.web import dates
from consult.web.hreflang import absolute

COLUMNS = (
    "document", "version", "is_newest", "state", "type", "title_ar", "title_en", "reference_number", "issued_on",
    "publisher", "publisher_ar", "publisher_en", "languages", "version_dated_on", "media_type", "bytes", "sha256",
    "page", "view", "download", "address_elsewhere", "at_hand", "added_at", "withdrawn_at", "erased_at", "reason_ar",
    "reason_en",
)  # fmt: skip


def csv_file(engine: Engine) -> Iterator[str]:
    """Yield the file as CSV, in pieces of text."""
    with Session(engine) as session:
        reasons = why_gone(session)
        yield from csv.stream(
            COLUMNS, (_row(each, newest, reasons) for each, newest in _with_newest(session))
        )


def _with_newest(session: Session) -> Iterator[tuple[Filed, bool]]:
    """Yield each version with whether it is its document's newest: the next one is another document's."""
    before: Filed | None = None
    for each in every_version(session):
        if before is not None:
            yield before, before.id != each.id
        before = each
    if before is not None:
        yield before, True


def _row(each: Filed, newest: bool, reasons: dict[int, tuple[str, str]]) -> list[object]:  # noqa: FBT001 - a column
    file, gone = each.file, each.withdrawn_at is not None or each.erased_at is not None
    state = "erased" if each.erased_at else "withdrawn" if each.withdrawn_at else "public"
    here = bool(file.stored_key) and not gone
    return [
        each.slug, file.number, _yes(is_so=newest), state, each.kind, each.title_ar, each.title_en, each.number,
        each.issued_on, each.publisher_slug, each.publisher_ar, each.publisher_en, file.languages, file.dated_on,
        file.media_type, file.size, file.sha256, absolute(url_for("public.document", slug=each.slug)),
        _address("public.view_document", each) if here and is_shown(file.media_type) else "",
        _address("public.download_document", each) if here else "", "" if gone else file.address,
        _yes(is_so=bool(here or (file.address and not gone))), _moment(file.added_at), _moment(each.withdrawn_at),
        _moment(each.erased_at), *(reasons.get(each.id, ("", "")) if gone else ("", "")),
    ]  # fmt: skip


def _address(endpoint: str, each: Filed) -> str:
    return absolute(url_for(endpoint, slug=each.slug, version=each.file.number))


def _yes(*, is_so: bool) -> str:
    return "yes" if is_so else "no"


def _moment(moment: datetime | None) -> str:
    return dates.iso(moment) if moment else ""
