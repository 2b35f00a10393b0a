"""The forum's meetings: the one whose minutes are at hand, in full, and an invented one to come, which says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.commands.demonstration.consultation import Stage
from consult.commands.demonstration.content import Content, pair, read
from consult.commands.demonstration.moments import Moments
from consult.commands.demonstration.record import Numbered
from consult.consultations.services import mark_of_minutes, publish_minutes
from consult.forum.models import Entry, Meeting, Presence
from consult.forum.services import (
    Attendee,
    EntryWords,
    MeetingWords,
    UpdateWords,
    add_attendee,
    draft_of,
    plan_meeting,
    publish_agenda,
    record_presence,
    update_action_item,
    write_entry,
)
from consult.plans.models import Commitment

# What was entered, by what the content calls it.
Entries = dict[str, Entry]


def tell_meetings(stage: Stage, *, commitments: Mapping[Numbered, Commitment]) -> None:
    """Let the minutes be entered on the day after their meeting, and the next meeting be announced.

    The minutes say of no action item what became of it: what is told of two is invented, and marked.
    """
    held, entries, actor = read("meeting-held"), Entries(), stage.people.roles["secretary"]
    at = datetime.fromisoformat(held["recorded"])
    enter = partial(_enter, stage.session, held, entries, actor=actor, now=at, commitments=commitments)
    stage.story.add(at, enter)
    for given in held["updates"]:
        at = stage.moments.working(given["at"])
        stage.story.add(at, partial(_update, stage, given, entries, actor=actor, now=at))
    coming = read("meeting-next")
    at = stage.moments.working(coming["announced"])
    stage.story.add(at, partial(_plan, stage, coming, actor=actor, now=at))


def _enter(
    session: Session, given: Content, entries: Entries, *, actor: Actor, now: datetime,
    commitments: Mapping[Numbered, Commitment],
) -> None:  # fmt: skip
    """Enter the meeting, who came, and each clause of its minutes, and publish them."""
    day = date.fromisoformat(given["day"])
    words = MeetingWords(*pair(given["title"]), day, None, None, given["mode"], *pair(given["place"]))
    meeting = plan_meeting(session, actor=actor, now=now, words=words, keeper=given["keeper"])
    came = {
        each["key"]: add_attendee(
            session, actor=actor, now=now, meeting_id=meeting.id, who=_attendee(each)
        ).id
        for each in given["attendees"]
    }
    parts = {came[each["key"]]: (Presence.PRESENT.value, each["part"]) for each in given["attendees"]}
    record_presence(session, actor=actor, meeting_id=meeting.id, presences=parts, today=now.date())
    for each in given["entries"]:
        said = EntryWords(
            each["kind"], pair(each["heading"]), pair(each["text"]), speaker_id=came.get(each["speaker"]),
            answers_id=entries[each["answers"]].id if each["answers"] else None,
            commitments=[commitments[given["plan"], number].id for number in each["commitments"]],
            bodies=each["bodies"],
        )  # fmt: skip
        entries[each["key"]] = write_entry(session, actor=actor, now=now, meeting_id=meeting.id, said=said)
    _publish(session, meeting, actor=actor, now=now)


def _publish(session: Session, meeting: Meeting, *, actor: Actor, now: datetime) -> None:
    draft = draft_of(session, meeting)
    if draft is None:
        raise RuntimeError("the demonstration's minutes have no clauses")
    publish_minutes(
        session, actor=actor, now=now, meeting_id=meeting.id, today=now.date(), reason=("", ""),
        seen=mark_of_minutes(session, meeting, draft),
    )  # fmt: skip


def _attendee(given: Content) -> Attendee:
    return Attendee(
        given["organisation"], pair(given["post"]), given["part"],
        honorific=pair(given.get("honorific")), name=pair(given.get("name")),
    )  # fmt: skip


def _update(stage: Stage, given: Content, entries: Entries, *, actor: Actor, now: datetime) -> None:
    """Say what became of an action item, as an illustration: owner and day are the demonstration's too."""
    due = stage.moments.working(given["due"]).date() if given["due"] else None
    said = UpdateWords(given["status"], _day(now, stage.moments), pair(given["note"]), given["owner"], due)
    update_action_item(
        stage.session, actor=actor, now=now, zone=stage.moments.zone, entry_id=entries[given["entry"]].id, said=said,
        seen=0, illustrative=True,
    )  # fmt: skip


def _plan(stage: Stage, given: Content, *, actor: Actor, now: datetime) -> None:
    """Plan the meeting to come and publish its agenda. It names posts and no person, so that no mail leaves."""
    session, moments = stage.session, stage.moments
    begins, ends = moments.working(given["begins"]), moments.working(given["ends"])
    words = MeetingWords(
        *pair(given["title"]), begins.date(), begins.time(), ends.time(), given["mode"], *pair(given["place"])
    )
    meeting = plan_meeting(session, actor=actor, now=now, words=words, keeper=given["keeper"])
    presences = {}
    for each in given["attendees"]:
        row = add_attendee(session, actor=actor, now=now, meeting_id=meeting.id, who=_attendee(each))
        presences[row.id] = each["presence"], each["part"]
    today = _day(now, moments)
    record_presence(session, actor=actor, meeting_id=meeting.id, presences=presences, today=today)
    publish_agenda(
        session, actor=actor, now=now, meeting_id=meeting.id, items=[pair(each) for each in given["agenda"]],
        reason=("", ""), seen=0,
    )  # fmt: skip


def _day(at: datetime, moments: Moments) -> date:
    return at.astimezone(moments.zone).date()
