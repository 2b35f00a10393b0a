"""Which replies stand below the voices of a page: the first ones of each, and how many follow on its own page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import url_for
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.contributions import queries
from consult.contributions.models import Contribution, ContributionRow
from consult.contributions.queries import Room


class Replies(NamedTuple):
    """The replies that a page shows, and how many come after them, each by what they reply to."""

    shown: Mapping[int, Sequence[ContributionRow]]
    left: Mapping[int, int]


def gathered(session: Session, found: queries.Threads, room: Room, after_id: int | None = None) -> Replies:
    """Return the replies below what was ``found`` for which there is ``room``; they were read after ``after_id``."""
    shown: dict[int, Sequence[ContributionRow]] = {}
    left: dict[int, int] = {}
    parents, below = found.voices, found.below
    for most, after in ((room.first, after_id), (room.second, None)):
        groups = {row.id: below[row.id] for row in parents if row.id in below}
        longer = [parent for parent, group in groups.items() if len(group) > most]
        numbers = queries.reply_numbers(session, parents=longer, after_id=after) if longer else {}
        left |= {parent: numbers[parent] - most for parent in longer}
        shown |= {parent: group[:most] for parent, group in groups.items()}
        parents = [reply for parent in groups for reply in shown[parent]]
    return Replies(shown, left)


class MoreReplies(NamedTuple):
    """The link to the replies that come after those shown."""

    url: str
    text: str


def following(row: ContributionRow, replies: Replies) -> MoreReplies | None:
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
