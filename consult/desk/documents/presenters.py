"""What staff see of documents: the list of theirs, and one with its files, its places and its history."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import request, url_for
from sqlalchemy.orm import Session

from consult.accounts.models import organisation_scope
from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.desk.documents.targets import Offered, named, publishers
from consult.desk.lists import Listing, find
from consult.documents import queries
from consult.documents.models import Document, Filed
from consult.documents.policies import is_public, may_ask_erasure, may_decide_erasure, may_keep
from consult.plans.queries.named_by_ids import NamedMilestone
from consult.presenters.documents import DocumentShown, FileShown, filed, files_shown, shown
from consult.web import dates
from consult.web.labels import label
from consult.web.pagination import place
from consult.web.rendering import lang_of, localized
from consult.web.request_time import arrived_at


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A document in the list of the desk; ``state`` is empty where everybody reads it, ``lacks_file``: to bring."""

    document: DocumentShown
    url: str
    state: str
    lacks_file: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the documents of somebody's bodies, newest first; ``may_add``: more of them."""

    documents: list[DeskRow]
    listing: Listing
    may_add: bool


@dataclass(frozen=True, slots=True)
class Place:
    """What a document is attached to, and where to send that it is not."""

    what: str
    title: str
    lang: str
    detach_url: str


@dataclass(frozen=True, slots=True)
class Done:
    """An act on a document; ``reason`` is empty where none is asked for."""

    what: str
    when: str
    iso: str
    role: str
    reason: str
    lang: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document: its files, what it is attached to, what was done with it, and what may be done."""

    slug: str
    document: DocumentShown
    restricted: bool
    withdrawn: bool
    files: list[FileShown]
    places: list[Place]
    acts: list[Done]
    may_ask_erasure: bool
    erasure_waits: bool
    listing: Listing
    more: bool


@dataclass(frozen=True, slots=True)
class FormPage:
    """A document with which something is to be done."""

    slug: str
    document: DocumentShown
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class ErasurePage:
    """A request to destroy a document, as whoever may decide it, or asked for it, sees it."""

    slug: str
    document: DocumentShown
    reason: str
    asked: str
    mine: bool
    may_decide: bool


def list_page(session: Session, actor: Actor) -> ListPage:
    """Return a page of the documents that ``actor`` keeps, or may read all of."""
    bodies = publishers(session, actor)
    scopes = None if may(actor, Act.READ_RESTRICTED) else [row.slug for row in bodies]
    found = find(
        partial(queries.at_desk, session, scopes=scopes), "desk.documents",
        lambda row: (row.title_ar, row.title_en, row.number), begun=place(queries.Place), key=queries.place_of,
    )  # fmt: skip
    may_add = bool(bodies) or may(actor, Act.KEEP_DOCUMENTS)
    return ListPage([_row(row, actor) for row in found.rows], found.listing, may_add)


def document_page(session: Session, actor: Actor, document: Document, choice: Offered) -> DocumentPage:
    """Return one document, for whoever keeps it; ``choice`` is to what it may be attached."""
    waiting = queries.waiting_erasure(session, document_id=document.id)
    return DocumentPage(
        slug=document.slug,
        document=shown(filed(document)),
        restricted=not is_public(document),
        withdrawn=document.withdrawn_at is not None,
        files=files_shown(document),
        places=_places(session, actor, document),
        acts=_history(session, document),
        may_ask_erasure=waiting is None and may_ask_erasure(actor, document.scope),
        erasure_waits=waiting is not None,
        listing=Listing(
            url_for("desk.document", slug=document.slug),
            None,
            None,
            choice.words,
            searched=choice.more or bool(choice.words),
        ),
        more=choice.more,
    )


def form_page(document: Document) -> FormPage:
    """Return a document as the pages of its forms name it."""
    return FormPage(document.slug, shown(filed(document)), document.withdrawn_at is not None)


def erasure_page(session: Session, actor: Actor, document: Document) -> ErasurePage | None:
    """Return the request that waits, None where none does, or where it is not ``actor``'s to see."""
    request = queries.waiting_erasure(session, document_id=document.id)
    if request is None:
        return None
    decides, mine = may_decide_erasure(actor, request.asked_by_id), request.asked_by_id == actor.user_id
    if not decides and not mine:
        return None
    return ErasurePage(
        document.slug, shown(filed(document)), request.reason, dates.full(request.at), mine, decides
    )


def _row(row: Filed, actor: Actor) -> DeskRow:
    if row.erased_at is not None:
        state = label("document act", "erased")
    elif row.withdrawn_at is not None:
        state = label("document act", "withdrawn")
    else:
        state = "" if is_public(row) else label("document act", "restricted")
    scope = organisation_scope(row.publisher_slug) if row.publisher_slug else None
    keeps = row.erased_at is None and may_keep(actor, scope)
    url = url_for("desk.document" if keeps else "public.document", slug=row.slug)
    document, gone = shown(row), row.erased_at is not None or row.withdrawn_at is not None
    return DeskRow(document, url, state, not gone and not document.file.at_hand)


def _places(session: Session, actor: Actor, document: Document) -> list[Place]:
    there = queries.attachments(session, document_id=document.id)
    names = named(session, [subject for _number, subject in there], actor, arrived_at())
    found = []
    for number, subject in there:
        target = names.get(f"{subject.kind}:{subject.id}")
        if target is not None:
            url = url_for("desk.detach_document", slug=document.slug, attachment_id=number)
            found.append(Place(target.what, target.title, target.lang, url))
    return found


def _history(session: Session, document: Document) -> list[Done]:
    return [
        Done(
            label("document act", act.kind), dates.full(act.at), dates.iso(act.at), label("role", act.role),
            localized(act, "reason"), lang_of(act, "reason"),
        )
        for act in reversed(queries.acts(session, document_id=document.id))
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewDocumentPage:
    """What stands around the form of a new document, and the milestone of which it is to show something."""

    action: str
    back_url: str
    milestone: str | None
    lang: str


def new_page(milestone: NamedMilestone | None, back_url: str) -> NewDocumentPage:
    """Return what stands around the form of a new document, at the address that was asked for."""
    asked = (request.args.get("milestone"), request.args.get("report"))
    action = url_for("desk.new_document", milestone=asked[0], report=asked[1])
    if milestone is None:
        return NewDocumentPage(action, back_url, None, "")
    return NewDocumentPage(action, back_url, localized(milestone, "title"), lang_of(milestone, "title"))
