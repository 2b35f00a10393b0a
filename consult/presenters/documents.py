"""How documents are shown, to readers and to staff: names, sizes as people read them, and ways to each file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.documents.models import Document, DocumentVersion, File, Filed
from consult.shared.uploads import ENDINGS, is_shown
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import language

_KILO = 1024
# Kilobytes up to here, as the owner's pages write them: 2189.91 KB.
_MOST_KILOBYTES = 10_000


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file of a document. ``view_url`` where a browser can show it, ``host`` where it is elsewhere.

    None of the three: it is not at hand. ``facts`` are its type, size and languages, in this order.
    """

    number: int
    facts: list[str]
    sha256: str
    view_url: str | None
    download_url: str | None
    address: str | None
    host: str | None
    added: str
    dated: str | None

    @property
    def at_hand(self) -> bool:
        """Whether a reader can have it."""
        return bool(self.download_url or self.address)


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A document by its title, in the language ``lang``, with its newest file."""

    title: str
    lang: str
    url: str
    kind: str
    publisher: str | None
    publisher_lang: str
    number: str
    issued: str | None
    file: FileShown


def size_in_words(size: int | None) -> str | None:
    """Return a number of bytes as people read it: ``19.26 KB``."""
    if size is None:
        return None
    if size < _KILO:
        return str(ngettext("%(num)s byte", "%(num)s bytes", size))
    kilobytes = size / _KILO
    if kilobytes < _MOST_KILOBYTES:
        return str(_("%(number)s KB", number=f"{kilobytes:.2f}"))
    return str(_("%(number)s MB", number=f"{kilobytes / _KILO:.2f}"))


def titled(row: Filed) -> tuple[str, str]:
    """Return a document's title in the page's language, else in the other; that it was erased where it has none."""
    first, second = (row.title_ar, row.title_en) if language() == "ar" else (row.title_en, row.title_ar)
    other = "en" if language() == "ar" else "ar"
    if first:
        return first, language()
    return (second, other) if second else (_("An erased document"), language())


def shown(row: Filed) -> DocumentShown:
    """Return a document as lists show it."""
    title, lang = titled(row)
    names = (row.publisher_ar, row.publisher_en)
    first, second = names if language() == "ar" else names[::-1]
    return DocumentShown(
        title=title,
        lang=lang,
        url=url_for("public.document", slug=row.slug),
        kind=label("document", row.kind),
        publisher=first or second,
        publisher_lang=language() if first else ("en" if language() == "ar" else "ar"),
        number=row.number,
        issued=dates.day(row.issued_on) if row.issued_on else None,
        file=file_shown(row.slug, row.file),
    )


def all_shown(rows: Iterable[Filed]) -> list[DocumentShown]:
    """Return documents as lists show them."""
    return [shown(row) for row in rows]


def facts_of(media_type: str, size: int | None) -> list[str]:
    """Return what kind of file it is, and its size, in words; what is not known is left out."""
    ending = ENDINGS.get(media_type)
    kind = label("media", ending) if ending else media_type
    return [fact for fact in (kind, size_in_words(size)) if fact]


def file_shown(slug: str, file: File) -> FileShown:
    """Return one version as a page shows it."""
    kept = file.stored_key is not None
    written_in = [label("languages", file.languages)] if file.languages else []
    return FileShown(
        number=file.number,
        facts=[*facts_of(file.media_type, file.size), *written_in],
        sha256=file.sha256,
        view_url=url_for("public.view_document", slug=slug, version=file.number)
        if kept and is_shown(file.media_type)
        else None,
        download_url=url_for("public.download_document", slug=slug, version=file.number) if kept else None,
        address=file.address or None,
        host=host_of(file.address),
        added=_day(file.added_at),
        dated=dates.day(file.dated_on) if file.dated_on else None,
    )


def filed(document: Document) -> Filed:
    """Return a document with its newest file as a plain row."""
    body = document.publisher
    names = (body.name_ar, body.name_en, body.slug) if body else (None, None, None)
    own = [getattr(document, name) for name in Filed._fields[:11]]
    return Filed._make((*own, *names, _file(document.newest)))


def _file(row: DocumentVersion) -> File:
    return File._make(getattr(row, name) for name in File._fields)


def files_shown(document: Document) -> list[FileShown]:
    """Return the files of a document, the newest first."""
    return [file_shown(document.slug, _file(row)) for row in reversed(document.versions)]


def host_of(address: str) -> str | None:
    """Return the host that an address leads to, None where there is no address."""
    return urlsplit(address).hostname if address else None


def _day(moment: datetime) -> str:
    return dates.day(moment)
