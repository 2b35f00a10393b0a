"""What the pages of the forum show at the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from flask import url_for
from sqlalchemy.orm import Session

from consult.desk.forum.forms import RulesForm, number_of_rules, rules_of
from consult.desk.meanwhile import Difference, differing
from consult.forum import queries
from consult.forum.models import ForumRules, ForumSeat
from consult.forum.policies import is_past
from consult.organisations.queries import verified_bodies
from consult.presenters.forum import SeatRow, seat_row
from consult.presenters.meetings import state_of_meeting
from consult.web import dates
from consult.web.locale import language
from consult.web.rendering import lang_of, localized

# How many meetings the overview lists: of ten years and more.
MOST_MEETINGS = 60


class _Body(Protocol):
    """A body by its slug; its names are ``localized``."""

    @property
    def slug(self) -> str:
        """What its address ends with."""


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A seat that is held, and where it is ended."""

    row: SeatRow
    end_url: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The forum at the desk: ``standing`` is the edition that stands with its day, None before the first."""

    held: list[HeldSeat]
    past: list[SeatRow]
    mistaken: list[SeatRow]
    standing: tuple[int, str] | None
    public_url: str | None
    seat_url: str
    rules_url: str
    meetings: list[MeetingRow]
    meeting_url: str
    people_url: str
    items_url: str


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in the list: its day, and where it stands in words."""

    title: str
    lang: str
    day: str
    stands: str
    url: str


@dataclass(frozen=True, slots=True)
class SeatPage:
    """A page on which a seat is entered: where its form is sent, and the way back."""

    action: str
    back_url: str


@dataclass(frozen=True, slots=True)
class RulesPage:
    """The rules that are published as edition ``number``; ``differing`` is what somebody else published meanwhile."""

    action: str
    back_url: str
    number: int
    differing: list[Difference]


@dataclass(frozen=True, slots=True)
class EndPage:
    """A seat that is ended, or was already: then ``ended``, and ``mistaken`` where it was never held."""

    row: SeatRow
    ended: bool
    mistaken: bool
    action: str
    back_url: str


def overview(session: Session, today: date) -> OverviewPage:
    """Return the forum as its secretary keeps it."""
    every, rules = queries.every_seat(session), queries.rules(session)
    seats = [seat for seat in every if not seat.mistaken]
    held = [seat for seat in seats if not is_past(seat, today)]
    return OverviewPage(
        held=[HeldSeat(seat_row(seat), url_for("desk.end_seat", seat_id=seat.id)) for seat in held],
        past=[seat_row(seat) for seat in seats if is_past(seat, today)],
        mistaken=[seat_row(seat) for seat in every if seat.mistaken],
        standing=(rules.number, dates.day(rules.published_at)) if rules else None,
        public_url=url_for("public.forum") if queries.has_forum(session) else None,
        seat_url=url_for("desk.new_seat"),
        rules_url=url_for("desk.publish_rules"),
        meetings=_meetings(session, today),
        meeting_url=url_for("desk.new_meeting"),
        people_url=url_for("desk.forum_people"),
        items_url=url_for("desk.action_items"),
    )


def _meetings(session: Session, today: date) -> list[MeetingRow]:
    """Return the last meetings, also those of which nobody reads yet."""
    rows = queries.meetings(session, limit=MOST_MEETINGS, shown=False)
    minuted = queries.published_text_ids(session, [row.text_id for row in rows])
    return [
        MeetingRow(
            localized(row, "title"), lang_of(row, "title"), dates.day(row.day),
            state_of_meeting(row, today, published=row.text_id in minuted), url_for("desk.meeting", slug=row.slug),
        )
        for row in rows
    ]  # fmt: skip


def seat_page() -> SeatPage:
    """Return the page on which a seat is entered."""
    return SeatPage(url_for("desk.new_seat"), url_for("desk.forum"))


def rules_page(standing: ForumRules | None, form: RulesForm) -> RulesPage:
    """Return the page on which the rules are published after those that stand."""
    number = number_of_rules(standing)
    return RulesPage(
        action=url_for("desk.publish_rules"),
        back_url=url_for("desk.forum"),
        number=number + 1,
        differing=differing(form, rules_of(standing)) if form.seen_number != number else [],
    )


def end_page(seat: ForumSeat) -> EndPage:
    """Return the page on which a seat is ended."""
    return EndPage(
        row=seat_row(seat),
        ended=seat.ended_on is not None,
        mistaken=seat.mistaken,
        action=url_for("desk.end_seat", seat_id=seat.id),
        back_url=url_for("desk.forum"),
    )


def bodies(session: Session, *, besides: Iterable[_Body] = ()) -> list[tuple[str, str]]:
    """Return the verified bodies to choose from, by name, and last those ``besides`` that stand there already."""
    found = {body.slug: localized(body, "name") for body in verified_bodies(session, lang=language())}
    return list(
        (found | {body.slug: localized(body, "name") for body in besides if body.slug not in found}).items()
    )
