"""Meetings of the forum: when and where, what is on the agenda, and who is invited and comes."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.forum.models.people import ForumPerson
from consult.organisations.models import Organisation
from consult.orm import Base, Code, Id, Line, Prose, Slug
from consult.shared.erasure import keeps


class Mode(StrEnum):
    """How those who come meet."""

    IN_PERSON = "in-person"
    ONLINE = "online"
    HYBRID = "hybrid"


class MeetingActKind(StrEnum):
    """What is done with a meeting, beside its agenda and its minutes."""

    PLANNED = "planned"
    CHANGED = "changed"
    CANCELLED = "cancelled"


class Presence(StrEnum):
    """What became of somebody's invitation."""

    INVITED = "invited"
    PRESENT = "present"
    APOLOGISED = "apologised"
    ABSENT = "absent"


class Part(StrEnum):
    """As what somebody comes."""

    MEMBER = "member"
    CHAIR = "chair"
    RAPPORTEUR = "rapporteur"
    GUEST = "guest"


class Meeting(Base):
    """A meeting as it stands, and the text of its minutes, whose versions ``keeper`` drafts.

    ``begins`` and ``ends`` are by the clocks of the site, None where nobody said. Before ``shown_at`` it is the desk's
    alone.
    """

    __tablename__ = "forum_meetings"

    id: Mapped[Id]
    slug: Mapped[Slug] = mapped_column(unique=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("texts.id"), unique=True)
    keeper_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    title_ar: Mapped[Line]
    title_en: Mapped[Line]
    day: Mapped[date] = mapped_column(index=True)
    begins: Mapped[time | None]
    ends: Mapped[time | None]
    mode: Mapped[Code]
    place_ar: Mapped[Line]
    place_en: Mapped[Line]
    shown_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    keeper: Mapped[Organisation] = relationship()


class MeetingAct(Base):
    """What was done with a meeting, when and why; ``said`` is what stood afterwards. Never changed: triggers refuse."""

    __tablename__ = "forum_meeting_acts"

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("forum_meetings.id"), index=True)
    kind: Mapped[Code]
    at: Mapped[datetime]
    role: Mapped[Code]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason_ar: Mapped[Prose | None]
    reason_en: Mapped[Prose | None]
    said: Mapped[dict[str, Any]] = mapped_column(JSON)


class Agenda(Base):
    """The agenda of a meeting as it was published, numbered from 1, the first without a reason; triggers keep it."""

    __tablename__ = "forum_agendas"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("forum_meetings.id"))
    number: Mapped[int]
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason_ar: Mapped[Prose | None]
    reason_en: Mapped[Prose | None]
    items: Mapped[list[AgendaItem]] = relationship(order_by="AgendaItem.position", back_populates="agenda")


class AgendaItem(Base):
    """A topic of an agenda."""

    __tablename__ = "forum_agenda_items"
    __table_args__ = (UniqueConstraint("agenda_id", "position"),)

    id: Mapped[Id]
    agenda_id: Mapped[int] = mapped_column(ForeignKey("forum_agendas.id"))
    position: Mapped[int]
    title_ar: Mapped[Line]
    title_en: Mapped[Line]
    agenda: Mapped[Agenda] = relationship(back_populates="items")


class Attendance(Base):
    """Somebody at a meeting: from which body and post, as what, and whether they came. Names stand in ForumPerson.

    ``person_id`` is None of whom the minutes name no more than the post. Once minutes are published a row does not
    change; one that was wrong is ``struck_at`` with its reason.
    """

    __tablename__ = "forum_attendances"
    __table_args__ = (
        UniqueConstraint("meeting_id", "position"),
        Index(
            "uq_forum_attendances_person", "meeting_id", "person_id", unique=True,
            sqlite_where=text("struck_at IS NULL"), postgresql_where=text("struck_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("forum_meetings.id"))
    position: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("forum_people.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    post_ar: Mapped[Line]
    post_en: Mapped[Line]
    part: Mapped[Code]
    presence: Mapped[Code]
    invited_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    struck_at: Mapped[datetime | None]
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    strike_reason_ar: Mapped[Prose | None]
    strike_reason_en: Mapped[Prose | None]
    person: Mapped[ForumPerson | None] = relationship()
    organisation: Mapped[Organisation] = relationship()


class NamedMeeting(NamedTuple):
    """A meeting, as it is named elsewhere."""

    id: int
    slug: str
    title_ar: str
    title_en: str
    day: date


_OFFICIAL, _RECORDED = "official text of the forum", "who recorded it"
keeps(_OFFICIAL, "forum_meetings", "title_ar", "title_en", "place_ar", "place_en")
keeps(_OFFICIAL, "forum_meeting_acts", "reason_ar", "reason_en", "said")
keeps(_OFFICIAL, "forum_agendas", "reason_ar", "reason_en")
keeps(_OFFICIAL, "forum_agenda_items", "title_ar", "title_en")
keeps(_OFFICIAL, "forum_attendances", "post_ar", "post_en", "strike_reason_ar", "strike_reason_en")
keeps(_RECORDED, "forum_meetings", "recorded_by_id")
keeps(_RECORDED, "forum_meeting_acts", "user_id")
keeps(_RECORDED, "forum_agendas", "published_by_id")
keeps(_RECORDED, "forum_attendances", "recorded_by_id", "struck_by_id")
