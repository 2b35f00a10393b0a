"""Loading all of the demonstration in one transaction: it is there whole, or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from consult.commands.demonstration.answer import answer
from consult.commands.demonstration.consultation import Stage, prepare
from consult.commands.demonstration.content import consultations
from consult.commands.demonstration.documents import tell_documents
from consult.commands.demonstration.drafts import leave_drafts
from consult.commands.demonstration.forum import tell_forum
from consult.commands.demonstration.initiative import load_initiative
from consult.commands.demonstration.meeting import tell_meetings
from consult.commands.demonstration.moments import Moments
from consult.commands.demonstration.participation import tell_participation, tell_reached
from consult.commands.demonstration.people import People
from consult.commands.demonstration.plans import tell_plans
from consult.commands.demonstration.progress import tell_progress
from consult.commands.demonstration.record import (
    load_application,
    load_organisations,
    load_plans,
    rename_organisations,
)
from consult.commands.demonstration.story import Story
from consult.commands.demonstration.templates import load_templates
from consult.commands.demonstration.voices import speak
from consult.commands.demonstration.votes import vote
from consult.consultations.policies.rules import Limits
from consult.outbox import queries as outbox
from consult.outbox.services import mark_sent

_BEFORE, _A_DAY = timedelta(days=35), timedelta(days=1)
_MESSAGES = 1000
# Nobody is asked about its text.
_DRAFTED = ("plan-6", 2)


def load_content(session: Session, *, now: datetime, zone: str, limits: Limits) -> None:
    """Load the demonstration as if it had happened in its own time, what runs now around ``now``."""
    given, moments = consultations(), Moments(now, zone)
    announced = [each["dates"]["announced"] for each in given if "announced" in each["dates"]]
    begun = min(moments.working(moment) for moment in announced) - _BEFORE
    load_organisations(session, now=begun)
    people = People(session, begun)
    people.make(said["speaker"] for each in given for said in each["contributions"])
    coordinator, clock = people.roles["coordinator"], ZoneInfo(zone)
    rename_organisations(session, actor=coordinator, now=begun, zone=clock)
    commitments, milestones = load_plans(session, actor=coordinator, now=begun, zone=clock)
    load_templates(
        session, actor=coordinator, now=begun, zone=clock, moments=moments, commitments=commitments
    )
    load_initiative(session, now=begun)
    stage = Stage(session, people, moments, limits, Story())
    tell_documents(
        session, stage.story, actor=coordinator, begun=begun, zone=clock, commitments=commitments
    )  # fmt: skip
    tell_participation(session, stage.story, actor=coordinator, begun=begun, zone=clock)
    tell_forum(session, stage.story, actor=people.roles["secretary"], begun=begun, zone=clock)
    tell_plans(
        session, stage.story, actor=coordinator, moments=moments, begun=begun, zone=clock
    )  # fmt: skip
    tell_progress(
        session, stage.story, actor=coordinator, moments=moments, zone=clock, milestones=milestones
    )  # fmt: skip
    tell_meetings(stage, commitments=commitments)
    for each in given:
        of = each["plan"], each["commitment"]
        consulted = prepare(stage, each, commitments[of], milestones[of])
        speak(stage, consulted)
        vote(stage, consulted)
        if each["themes"]:
            answer(stage, consulted)
        tell_reached(stage, consulted)
    applied = now - _A_DAY
    stage.story.add(
        applied, lambda: load_application(session, applicant=people.roles["citizen"], now=applied)
    )
    stage.story.tell()
    leave_drafts(session, officer=people.roles["officer"], now=now, commitment=commitments[_DRAFTED])
    _tell_nobody(session, now)


def _tell_nobody(session: Session, now: datetime) -> None:
    """Count the loading's messages as sent: their recipients do not exist."""
    while waiting := outbox.due(session, now=now, limit=_MESSAGES):
        for message_id in waiting:
            message = outbox.claim(session, message_id=message_id)
            if message is not None:
                mark_sent(session, message=message, now=message.created_at)
