"""What the pages of the forum show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from consult.forum import queries
from consult.forum.models import ForumRules
from consult.forum.policies import balance, is_held, is_past
from consult.forum.queries import MeetingPlace
from consult.presenters.forum import SeatRow, seat_row
from consult.public.forum.listed import Met, met
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class Share:
    """How many seats a sector holds; they stand under ``url``, None where there is none. ``text`` is that number."""

    label: str
    number: int
    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """The seats of a sector."""

    anchor: str
    title: str
    seats: list[SeatRow]


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the rules; ``url`` leads to its page, None on that page itself."""

    number: int
    day: str
    rules: str
    lang: str
    reason: str
    reason_lang: str
    url: str | None


@dataclass(frozen=True, slots=True)
class ForumPage:
    """The forum on a day: its meetings, its seats by sector and those held no more, its rules and their editions."""

    met: Met

    shares: list[Share]
    total: int
    groups: list[Group]
    past: list[SeatRow]
    rules: Edition | None
    editions: list[Edition]

    @property
    def anything(self) -> bool:
        """Whether anything is published of the forum."""
        return bool(self.met.rows or self.groups or self.past or self.rules)


@dataclass(frozen=True, slots=True)
class RulesPage:
    """An edition of the rules, and the others."""

    shown: Edition
    stands: bool
    editions: list[Edition]


def forum_page(session: Session, today: date, begun: MeetingPlace | None) -> ForumPage:
    """Return the page of the forum, with the meetings that follow a place in their list."""
    seats = queries.seats(session)
    held = [seat for seat in seats if is_held(seat, today)]
    every = queries.editions(session)
    groups = [
        Group(sector.value, label("sector", sector.value), [seat_row(seat) for seat in held if seat.sector == sector])
        for sector, number in balance(seats, today)
        if number
    ]  # fmt: skip
    return ForumPage(
        met=met(session, today, begun),
        shares=[
            Share(label("sector", sector.value), number, str(number), f"#{sector.value}" if number else None)
            for sector, number in balance(seats, today)
        ],
        total=len(held),
        groups=groups,
        past=[seat_row(seat) for seat in seats if is_past(seat, today)],
        rules=_edition(every[0], here=False) if every else None,
        editions=[_edition(each, here=False) for each in every],
    )  # fmt: skip


def rules_page(session: Session, shown: ForumRules) -> RulesPage:
    """Return the page of an edition of the rules."""
    every = queries.editions(session)
    return RulesPage(
        shown=_edition(shown, here=True),
        stands=shown.number == every[0].number,
        editions=[_edition(each, here=each.number == shown.number) for each in every],
    )


def _edition(row: ForumRules, *, here: bool) -> Edition:
    return Edition(
        number=row.number,
        day=dates.day(row.published_at),
        rules=localized(row, "rules"),
        lang=lang_of(row, "rules"),
        reason=localized(row, "reason"),
        reason_lang=lang_of(row, "reason"),
        url=None if here else url_for("public.forum_rules", number=row.number),
    )
