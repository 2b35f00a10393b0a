"""The documents that the owner's first page names, as it names them: their files are not at hand here."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.commands.demonstration.content import Content, pair, read
from consult.documents.models import Attached, Document, Visibility
from consult.documents.services import Facts, NewFile, add, attach
from consult.organisations import queries as organisations
from consult.plans.queries import plan_by_slug


def load_documents(session: Session, *, actor: Actor, now: datetime) -> None:
    """Add the documents, and attach each to the plan that it is of."""
    for given in read("documents"):
        document = _document(session, given, now)
        plan = plan_by_slug(session, given["plan"]) if given["plan"] else None
        if plan is not None:
            attach(session, actor=actor, now=now, slug=document.slug, kind=Attached.PLAN, subject_id=plan.id)


def _document(session: Session, given: Content, now: datetime) -> Document:
    issued = given["issued_on"]
    file = NewFile(given["languages"], given["media_type"], given["size"])
    facts = Facts(
        given["kind"], *pair(given["title"]), given["number"], date.fromisoformat(issued) if issued else None
    )
    return add(
        session, actor=None, now=now, facts=facts, file=file, visibility=Visibility.PUBLIC.value,
        publisher=organisations.by_slug(session, given["publisher"]) if given["publisher"] else None,
    )  # fmt: skip
