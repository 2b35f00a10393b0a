"""Adding a document, editing what is said of it, and putting a new version beside the ones before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.documents.models import Document, DocumentActKind, DocumentKind, DocumentVersion, Visibility
from consult.documents.policies import may_keep
from consult.documents.services.noting import note, standing
from consult.organisations.models import Organisation
from consult.record.services import next_reference
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.sizes import MOST_SIZE
from consult.shared.text import clean_line, clean_title
from consult.shared.uploads import ENDINGS
from consult.shared.web_addresses import is_address

MOST_LINE = 300
MOST_ADDRESS = 600
LANGUAGES = ("ar", "en", "ar en")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a document; ``number`` is its publisher's own."""

    kind: str
    title_ar: str = ""
    title_en: str = ""
    number: str = ""
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewFile:
    """One version: bytes that are kept already, or an address elsewhere; neither where it is not at hand.

    ``size`` of a file that is not at hand is what its source says.
    """

    languages: str
    media_type: str = ""
    size: int | None = None
    sha256: str = ""
    stored_key: str | None = None
    address: str = ""
    stem: str = ""
    dated_on: date | None = None


def add(
    session: Session,
    *,
    actor: Actor | None,
    now: datetime,
    facts: Facts,
    file: NewFile,
    visibility: str,
    publisher: Organisation | None,
) -> Document:
    """Add a document with its first version, and return it. ``actor`` None is the operator at the command line.

    Raises NotFoundError where ``publisher``'s documents are not ``actor``'s to keep, DomainError at the fields.
    """
    if actor is not None and not may_keep(actor, publisher.scope if publisher else None):
        raise NotFoundError
    said = _cleaned(facts)
    known = [] if visibility in set(Visibility) else [DomainError("choose-one", field="visibility")]
    raise_any(
        [*_problems(said), *_to_come("issued_on", said.issued_on, now), *_problems_of_file(file, now), *known]
    )
    number = next_reference(session, prefix=said.kind.replace("_", "-"), year=now.year, now=now)
    document = Document(
        slug=number, kind=said.kind, title_ar=said.title_ar, title_en=said.title_en, publisher=publisher,
        number=said.number, issued_on=said.issued_on, visibility=visibility, current=1, created_at=now,
    )  # fmt: skip
    session.add(document)
    session.flush()
    _put(session, actor, now, document, file)
    note(session, actor=actor, now=now, document=document, kind=DocumentActKind.ADDED)
    return document


def edit(session: Session, *, actor: Actor, now: datetime, slug: str, facts: Facts) -> Document:
    """Say anew what a document is; its files and its publisher stay. Nothing happens where nothing is new."""
    document, said = standing(session, actor, slug), _cleaned(facts)
    # A day that stands already is not asked about: what is put right may be something else.
    new_day = said.issued_on if said.issued_on != document.issued_on else None
    raise_any([*_problems(said), *_to_come("issued_on", new_day, now)])
    values = {name: getattr(said, name) for name in ("kind", "title_ar", "title_en", "number", "issued_on")}
    if all(getattr(document, name) == value for name, value in values.items()):
        return document
    for name, value in values.items():
        setattr(document, name, value)
    session.flush()
    note(session, actor=actor, now=now, document=document, kind=DocumentActKind.EDITED)
    return document


def add_version(
    session: Session, *, actor: Actor, now: datetime, slug: str, file: NewFile
) -> DocumentVersion:
    """Put a new version beside the ones before, which stay readable; return it."""
    document = standing(session, actor, slug)
    raise_any(_problems_of_file(file, now))
    if file.sha256 and file.sha256 == document.newest.sha256:
        raise DomainError("same-file", field="file")
    if not at_hand(file) and _says_nothing_new(file, document.newest):
        raise DomainError("same-not-at-hand", field="not_at_hand")
    document.current += 1
    session.flush()
    made = _put(session, actor, now, document, file)
    note(session, actor=actor, now=now, document=document, kind=DocumentActKind.VERSIONED)
    return made


def _put(
    session: Session, actor: Actor | None, now: datetime, document: Document, file: NewFile
) -> DocumentVersion:
    made = DocumentVersion(
        document_id=document.id, number=document.current, languages=file.languages, media_type=file.media_type,
        size=file.size, sha256=file.sha256, stored_key=file.stored_key, address=file.address.strip(), stem=file.stem,
        dated_on=file.dated_on, added_at=now, added_by_id=actor.user_id if actor else None,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _cleaned(facts: Facts) -> Facts:
    lines = (clean_title(facts.title_ar), clean_title(facts.title_en), clean_line(facts.number))
    return Facts(facts.kind, *lines, facts.issued_on)


def _problems(said: Facts) -> list[DomainError]:
    titles = {"title_ar": said.title_ar, "title_en": said.title_en}
    problems = problems_of_words({**titles, "reference": said.number}, most=MOST_LINE, needed=False)
    if not any(titles.values()):
        problems.append(DomainError("write-either", field="title_ar"))
    if said.kind not in set(DocumentKind):
        problems.append(DomainError("choose-one", field="kind"))
    return problems


def _problems_of_file(file: NewFile, now: datetime) -> list[DomainError]:
    problems = [] if file.languages in LANGUAGES else [DomainError("choose-one", field="languages")]
    if file.address:
        problems += problems_of_words({"address": file.address}, most=MOST_ADDRESS, needed=False)
        if not problems and not is_address(file.address.strip()):
            problems.append(DomainError("website-unreadable", field="address"))
    if not at_hand(file) and file.media_type and file.media_type not in ENDINGS:
        problems.append(DomainError("choose-one", field="said_type"))
    if file.size is not None and not at_hand(file) and not 0 < file.size <= MOST_SIZE:
        problems.append(DomainError("size-unreadable", field="said_size"))
    return problems + _to_come("dated_on", file.dated_on, now)


def _to_come(field: str, day: date | None, now: datetime) -> list[DomainError]:
    """Return that a day is still to come; tomorrow is today somewhere."""
    late = day is not None and day > now.date() + timedelta(days=1)
    return [DomainError("day-to-come", field=field)] if late else []


def at_hand(file: NewFile | DocumentVersion) -> bool:
    """Whether a reader can have it: its bytes are kept here, or it is at an address elsewhere."""
    return bool(file.stored_key or file.address.strip())


def _says_nothing_new(file: NewFile, newest: DocumentVersion) -> bool:
    """Whether a file that is not at hand is the newest version over again."""
    names = ("media_type", "size", "languages", "dated_on")
    return not at_hand(newest) and all(getattr(file, name) == getattr(newest, name) for name in names)
