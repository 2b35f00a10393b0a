"""The forum as it is after ten years: meetings with their minutes, people and action items, by the services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.policies import Actor
from consult.consultations.services import mark_of_minutes, publish_minutes
from consult.forum import queries
from consult.forum.models import Meeting, Sector
from consult.forum.services import (
    Attendee,
    EntryWords,
    MeetingWords,
    Seat,
    add_attendee,
    draft_of,
    enter_seat,
    plan_meeting,
    record_presence,
    take_over,
    write_entry,
)
from tools.bench.ground import TEXT_AR, TEXT_EN, Ground, person

MEETINGS, PEOPLE, ITEMS = 20, 30, 10
# What is said at each meeting beside what is agreed.
SAID = ("topic", "presented", "statement", "question", "offer")
APART = timedelta(days=170)


@dataclass(frozen=True)
class Forum:
    """Its newest meeting by the end of its address, one of the action items, and who keeps it."""

    slug: str
    entry_id: int
    secretary_id: int


def meet(session: Session, ground: Ground, commitments: Sequence[int]) -> Forum:
    """Let the forum meet so many times, with so many people and action items each, about these commitments by id."""
    begun = ground.now - MEETINGS * APART
    keeper, body = (
        person(session, begun, "secretary", (Role.SECRETARY, SITE)),
        ground.asked["open"].organisation,
    )
    seat = Seat(body.slug, Sector.GOVERNMENT.value, "أمانة عامة", "Secretariat", begun.date())
    enter_seat(session, actor=keeper, now=ground.now, zone=UTC, seat=seat)
    for number in range(MEETINGS):
        meeting = _met(session, keeper, body.slug, begun + number * APART, commitments)
    items = queries.action_items(session, meeting_id=meeting.id)
    return Forum(meeting.slug, items[0].said.entry_id, keeper.user_id)


def _met(session: Session, keeper: Actor, body: str, at: datetime, commitments: Sequence[int]) -> Meeting:
    """Plan a meeting, let everybody come, and publish its minutes."""
    words = MeetingWords(
        "اجتماع الفريق",
        "A meeting of the forum",
        at.date(),
        None,
        None,
        "in-person",
        "مقر الوزارة",
        "The ministry",
    )
    meeting = plan_meeting(session, actor=keeper, now=at, words=words, keeper=body)
    if not take_over(session, actor=keeper, now=at, meeting_id=meeting.id):
        for number in range(PEOPLE):
            who = Attendee(
                body,
                (f"مدير {number}", f"Director {number}"),
                "member",
                name=(f"مشارك رقم {number}", f"Participant No {number}"),
            )
            add_attendee(session, actor=keeper, now=at, meeting_id=meeting.id, who=who)
    came = {row.id: ("present", row.part) for row in queries.attendances(session, meeting_id=meeting.id)}
    record_presence(session, actor=keeper, meeting_id=meeting.id, presences=came, today=at.date())
    speakers = list(came)
    for place, kind in enumerate((*SAID, *["agreed"] * ITEMS)):
        said = EntryWords(
            kind, (f"بند {place}", f"Clause {place}"), (TEXT_AR, TEXT_EN), speaker_id=speakers[place],
            owner=body if kind == "agreed" else "", due_on=_due(at, place) if kind == "agreed" else None,
            commitments=commitments if kind == "statement" else (), bodies=[body] if kind == "offer" else (),
        )  # fmt: skip
        write_entry(session, actor=keeper, now=at, meeting_id=meeting.id, said=said)
    draft = draft_of(session, meeting)
    assert draft is not None  # noqa: S101 - it was written above
    publish_minutes(
        session, actor=keeper, now=at, meeting_id=meeting.id, today=at.date(), reason=("", ""),
        seen=mark_of_minutes(session, meeting, draft),
    )  # fmt: skip
    return meeting


def _due(at: datetime, place: int) -> date:
    return at.date() + timedelta(days=30 * place)
