"""Which replies stand below the voices of a page: the first ones of each, and how many follow on its own page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import url_for
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.contributions import queries
from consult.contributions.models import Contribution, ContributionRow
from consult.contributions.policies import MAX_DEPTH


class Room(NamedTuple):
    """How many replies stand below a voice, and below each of those."""

    first: int
    second: int


IN_A_LIST, ON_ITS_PAGE = Room(3, 2), Room(queries.PAGE, 3)


class Replies(NamedTuple):
    """The replies that a page shows, and how many come after them, each by what they reply to."""

    shown: Mapping[int, Sequence[ContributionRow]]
    left: Mapping[int, int]


def gathered(
    session: Session, rows: Sequence[Contribution | ContributionRow], room: Room, after_id: int | None = None
) -> Replies:
    """Return the replies below ``rows``, those after ``after_id``, on both levels. Four statements for any number."""
    shown: dict[int, Sequence[ContributionRow]] = {}
    left: dict[int, int] = {}
    parents: Sequence[Contribution | ContributionRow] = rows
    for most, after in ((room.first, after_id), (room.second, None)):
        ids = [row.id for row in parents if row.depth < MAX_DEPTH]
        found = queries.replies(session, parents=ids, limit=most + 1, after_id=after) if ids else {}
        longer = [parent for parent, group in found.items() if len(group) > most]
        numbers = queries.reply_numbers(session, parents=longer, after_id=after) if longer else {}
        left |= {parent: numbers[parent] - most for parent in longer}
        below = {parent: group[:most] for parent, group in found.items()}
        shown |= below
        parents = [reply for group in below.values() for reply in group]
    return Replies(shown, left)


class MoreReplies(NamedTuple):
    """The link to the replies that come after those shown."""

    url: str
    text: str


def following(row: Contribution | ContributionRow, replies: Replies) -> MoreReplies | None:
    """Return the link to the replies that come after those shown below ``row``; None where there are none."""
    left = replies.left.get(row.id)
    if not left:
        return None
    last = replies.shown[row.id][-1].id
    return MoreReplies(
        url=url_for("public.contribution", reference=row.reference, after=last, _anchor="replies"),
        text=ngettext("%(num)s more reply", "%(num)s more replies", left),
    )


def place_of(reply: Contribution) -> str:
    """Return the address at which a reply stands below what it replies to, however many stand before it."""
    # What a reply is about is the reference of what it replies to.
    return url_for("public.contribution", reference=reply.about, after=reply.id - 1, _anchor=reply.reference)
