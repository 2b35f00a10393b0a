"""What the pages of documents show: the list with its filters, and one document with its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request, url_for
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.documents import queries
from consult.documents.models import (
    Attached,
    Document,
    DocumentAct,
    DocumentActKind,
    DocumentKind,
)
from consult.documents.policies import is_public, may_keep, may_open
from consult.documents.queries import Place, Subject
from consult.plans.queries import commitments
from consult.plans.queries.named_by_ids import plans_named
from consult.presenters.documents import DocumentShown, FileShown, filed, files_shown, shown
from consult.public.documents.attached import AttachedTo, attached_to
from consult.web import dates
from consult.web.labels import label
from consult.web.pagination import LONG, page_of, written
from consult.web.parameters import unheeded
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter."""

    value: str
    text: str
    here: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the documents, newest first; ``filtered`` where a filter leaves some out."""

    documents: list[DocumentShown]
    kinds: list[Option]
    plans: list[Option]
    filtered: bool
    newer_url: str | None
    older_url: str | None


@dataclass(frozen=True, slots=True)
class Gone:
    """Why a document is not there any more, and since when."""

    erased: bool
    day: str
    iso: str
    reason: str
    lang: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document with its files, newest first. ``files`` is empty where ``gone`` says why."""

    document: DocumentShown
    restricted: bool
    files: list[FileShown]
    attached: list[AttachedTo]
    gone: Gone | None
    desk_url: str | None


def listed(session: Session, begun: Place | None) -> ListPage:
    """Return a page of the documents that everybody reads, of the kind and the plan in the address."""
    kind, plans = _kind(), plans_named(session, shown=True)
    plan = next((row for row in plans.values() if row.slug == request.args.get("plan")), None)
    if request.args.get("plan") and plan is None:
        unheeded("plan")
    subjects = _of_plan(session, plan.id) if plan else None
    rows = queries.listed(session, kind=kind, subjects=subjects, begun=begun, limit=LONG + 1)
    slug = plan.slug if plan else None
    page = page_of(
        rows, LONG, begun,
        lambda last: url_for("public.documents", kind=kind, plan=slug, after=written(last)), key=queries.place_of,
    )  # fmt: skip
    return ListPage(
        documents=[shown(row) for row in page.items],
        kinds=[Option(each.value, label("document", each), each == kind) for each in DocumentKind],
        plans=[Option(row.slug, localized(row, "title"), row.slug == slug) for row in plans.values()],
        filtered=bool(kind or plan),
        newer_url=page.newer_url,
        older_url=page.older_url,
    )


def whole(session: Session, actor: Actor | None, document: Document, now: datetime) -> DocumentPage:
    """Return a document as whoever reads sees it: its tombstone where it was withdrawn or erased."""
    opens = may_open(actor, document, document.scope)
    subjects = [subject for _number, subject in queries.attachments(session, document_id=document.id)]
    keeps = may_keep(actor, document.scope) and document.erased_at is None
    return DocumentPage(
        document=shown(filed(document)),
        restricted=not is_public(document),
        files=files_shown(document) if opens else [],
        attached=attached_to(session, subjects, now),
        gone=_gone(queries.acts(session, document_id=document.id), document),
        desk_url=url_for("desk.document", slug=document.slug) if keeps else None,
    )


def _gone(acts: Sequence[DocumentAct], document: Document) -> Gone | None:
    """Return the last act by which it went, with its published reason; None while it is there."""
    if document.withdrawn_at is None and document.erased_at is None:
        return None
    ending = {DocumentActKind.WITHDRAWN, DocumentActKind.ERASED}
    last = next(act for act in reversed(acts) if act.kind in ending)
    return Gone(
        erased=last.kind == DocumentActKind.ERASED,
        day=dates.day(last.at),
        iso=dates.iso(last.at),
        reason=localized(last, "reason"),
        lang=lang_of(last, "reason"),
    )


def _kind() -> str | None:
    typed = request.args.get("kind", "")
    if typed in set(DocumentKind):
        return typed
    if typed:
        unheeded("kind")
    return None


def _of_plan(session: Session, plan_id: int) -> list[Subject]:
    """Return a plan with all that is of it."""
    found = [Subject(Attached.PLAN.value, plan_id)]
    for row in commitments(session, plan_id=plan_id):
        found.append(Subject(Attached.COMMITMENT.value, row.id))
        found += [Subject(Attached.MILESTONE.value, milestone.id) for milestone in row.milestones]
    return found
