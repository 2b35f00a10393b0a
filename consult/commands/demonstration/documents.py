"""The documents that the sources name, as they name them: most files are not at hand here, some are elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from functools import partial

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.commands.demonstration.content import Content, pair, read
from consult.commands.demonstration.record import Numbered
from consult.commands.demonstration.story import Story
from consult.documents.models import Attached, Document, Visibility
from consult.documents.services import Facts, NewFile, add, attach
from consult.forum.queries import meeting_by_slug
from consult.organisations import queries as organisations
from consult.plans.models import Commitment
from consult.plans.queries import plan_by_slug


def tell_documents(
    session: Session, story: Story, *, actor: Actor, begun: datetime, zone: tzinfo,
    commitments: Mapping[Numbered, Commitment],
) -> None:  # fmt: skip
    """Let each document be added when the record begins, or, where it is younger, on the day after its own."""
    for given in read("documents"):
        issued = given["issued_on"]
        day = (
            datetime.combine(date.fromisoformat(issued), time(9), zone) + timedelta(days=1)
            if issued
            else begun
        )
        when = max(begun, day)
        story.add(
            when, partial(_load, session, given, actor=actor, now=when, commitments=commitments)
        )  # fmt: skip


def _load(
    session: Session, given: Content, *, actor: Actor, now: datetime, commitments: Mapping[Numbered, Commitment]
) -> None:  # fmt: skip
    """Add a document, and attach it to the plan that it is of, the commitments that it speaks of, and its meeting."""
    document = _document(session, given, now)
    put = partial(attach, session, actor=actor, now=now, slug=document.slug)
    plan = plan_by_slug(session, given["plan"]) if given["plan"] else None
    if plan is not None:
        put(kind=Attached.PLAN, subject_id=plan.id)
    for number in given["commitments"]:
        put(kind=Attached.COMMITMENT, subject_id=commitments[given["plan"], number].id)
    meeting = meeting_by_slug(session, given["meeting"]) if "meeting" in given else None
    if meeting is not None:
        put(kind=Attached.MEETING, subject_id=meeting.id)


def _document(session: Session, given: Content, now: datetime) -> Document:
    issued = given["issued_on"]
    file = NewFile(given["languages"], given["media_type"], given["size"], address=given["address"])
    facts = Facts(
        given["kind"], *pair(given["title"]), given["number"], date.fromisoformat(issued) if issued else None
    )
    return add(
        session, actor=None, now=now, facts=facts, file=file, visibility=Visibility.PUBLIC.value,
        publisher=organisations.by_slug(session, given["publisher"]) if given["publisher"] else None,
    )  # fmt: skip
