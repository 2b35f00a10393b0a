"""Meetings of the forum, in words: when and where, who came, and the sentences of their minutes; never a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.forum.models import Linked, Meeting
from consult.forum.policies import is_to_come
from consult.forum.queries import Gathering, Sentence, sentences_about, sentences_of_body
from consult.presenters.addresses import addresses
from consult.presenters.rewordings import Worded
from consult.presenters.site import FORUM
from consult.web import dates
from consult.web.labels import label
from consult.web.operator import published
from consult.web.rendering import lang_of, localized

# Of the sentences about a commitment or a body so many are shown at once; the others unfold.
FIRST_SENTENCES = 5
# And so many at all: a ministry is named at every meeting, and older ones stand in the minutes themselves.
MOST_SENTENCES = 10


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A sentence of published minutes elsewhere than there: what it is, who said it by post and body, and where.

    ``post`` and ``body`` are None where the minutes state none; ``url`` leads to the sentence on the meeting's page.
    """

    kind: str
    heading: Worded
    text: Worded
    post: Worded | None
    body: Worded | None
    day: str
    iso: str
    url: str


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences that concern something: the first of them, and those that unfold; empty where there is none.

    ``older``: there are more than are shown here.
    """

    first: list[SentenceRow]
    more: list[SentenceRow]
    older: bool


def words_of(thing: object, name: str) -> Worded:
    """Return words in the page's language, in the other where they are missing."""
    return Worded(localized(thing, name), lang_of(thing, name))


def words_or_none(thing: object, name: str) -> Worded | None:
    """Return words as ``words_of``, None where there are none in either language."""
    found = words_of(thing, name)
    return found if found.text else None


def about_commitment(session: Session, commitment_id: int) -> Sentences:
    """Return what published minutes say of a commitment; nobody is asked before there is anything of the forum."""
    if FORUM not in published():
        return Sentences([], [], older=False)
    found = sentences_about(session, Linked.COMMITMENT, [commitment_id], limit=MOST_SENTENCES + 1)
    return _sentences(row for _id, row in found)


def about_body(session: Session, organisation_id: int) -> Sentences:
    """Return what published minutes say of a body, what somebody from it said, and what it was to do by them."""
    if FORUM not in published():
        return Sentences([], [], older=False)
    return _sentences(sentences_of_body(session, organisation_id=organisation_id, limit=MOST_SENTENCES + 1))


def _sentences(found: Iterable[Sentence]) -> Sentences:
    rows = [sentence_row(each) for each in found]
    return Sentences(
        rows[:FIRST_SENTENCES], rows[FIRST_SENTENCES:MOST_SENTENCES], older=len(rows) > MOST_SENTENCES
    )


def sentence_row(said: Sentence) -> SentenceRow:
    """Return a sentence as pages show it that are not the meeting's own."""
    return SentenceRow(
        kind=label("entry-kind", said.kind),
        heading=words_of(said, "heading"),
        text=words_of(said, "text"),
        post=words_or_none(said, "post"),
        body=words_or_none(said, "body"),
        day=dates.day(said.day),
        iso=said.day.isoformat(),
        url=clause_url(said.slug, said.clause_id),
    )


def clause_url(slug: str, clause_id: int) -> str:
    """Return where a sentence stands on its meeting's page."""
    return f"{addresses('public.meeting', 'slug')(slug)}#{anchor_of(clause_id)}"


def anchor_of(clause_id: int) -> str:
    """Return the anchor of a clause, on the page of the minutes as on the meeting's own."""
    return f"clause-{clause_id}"


def hours_of(meeting: Meeting) -> str | None:
    """Return from when to when a meeting is by the clocks of the site, None where nobody said."""
    if meeting.begins is None:
        return None
    begins = _clock(meeting, meeting.begins)
    if meeting.ends is None:
        return dates.zoned(begins)
    return str(
        _("from %(begins)s to %(ends)s, %(city)s time", begins=begins, ends=_clock(meeting, meeting.ends),
          city=dates.city())
    )  # fmt: skip


def day_of(meeting: Meeting) -> str:
    """Return the day of a meeting with its weekday."""
    return dates.day(meeting.day, weekday=True)


def when_of(meeting: Meeting) -> str:
    """Return the day of a meeting with its weekday and, where somebody said, its hours."""
    hours = hours_of(meeting)
    return str(_("%(day)s, %(hour)s", day=day_of(meeting), hour=hours)) if hours else day_of(meeting)


def state_of_meeting(meeting: Meeting, today: date, *, published: bool) -> str:
    """Return where a meeting stands, in a few words."""
    if meeting.cancelled_at is not None:
        return str(_("Called off"))
    if published:
        return str(_("Minutes published"))
    if is_to_come(meeting, today):
        return str(_("To come") if meeting.day > today else _("Today"))
    return str(_("Minutes not published yet"))


def came(gathering: Gathering | None) -> str | None:
    """Return how many came from how many bodies, None where that is not known."""
    if gathering is None or not gathering.people:
        return None
    return str(
        ngettext(
            "%(num)s person came, %(bodies)s.", "%(num)s people came, %(bodies)s.", gathering.people,
            bodies=from_bodies(gathering.bodies),
        )
    )  # fmt: skip


def invited(gathering: Gathering) -> str:
    """Return how many are invited from how many bodies."""
    return str(
        ngettext(
            "%(num)s person is invited, %(bodies)s.", "%(num)s people are invited, %(bodies)s.", gathering.people,
            bodies=from_bodies(gathering.bodies),
        )
    )  # fmt: skip


def from_bodies(number: int) -> str:
    """Return from how many bodies, to be put into a sentence."""
    return str(ngettext("from %(num)s body", "from %(num)s bodies", number))


def _clock(meeting: Meeting, at: time) -> str:
    return dates.clock_time(datetime.combine(meeting.day, at, dates.site_zone()))
