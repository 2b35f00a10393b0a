"""Where a consultation stands, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Protocol

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.consultations.policies import Dated, Sealing, shows_votes, state_of
from consult.shared.state import State
from consult.web import dates
from consult.web.labels import label

CLOSING_SOON = timedelta(hours=72)


class Due(Dated, Protocol):
    """A consultation or its plain row: its dates, with the one by which it is to be answered."""

    @property
    def answer_due_at(self) -> datetime:
        """By when it is to be answered."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a consultation stands: the component's state, the words, and the date that matters next."""

    state: str
    text: str
    note: str | None = None

    @property
    def line(self) -> str:
        """All of it, where there is room for a line alone."""
        return f"{self.text} · {self.note}" if self.note else self.text


def standing(consultation: Due, now: datetime) -> Standing:
    """Return where ``consultation`` stands at ``now``; late answers are said to be late."""
    return Standings(now).of(consultation)


def sealed_words(asked: Sealing, now: datetime) -> str | None:
    """Return until when nobody sees the votes of a consultation; None where everybody does."""
    if asked.sealed_until is None or shows_votes(asked, now):
        return None
    moment = dates.zoned(dates.full(asked.sealed_until))
    return str(_("Nobody sees how others voted before %(moment)s. Then everybody does.", moment=moment))


class Standings:
    """Says where consultations stand at one moment; what all rows of a list have in common is said once."""

    def __init__(self, now: datetime) -> None:
        """Begin with nothing said."""
        self._now = now
        self._hours: dict[time, str] = {}

    def of(self, consultation: Due) -> Standing:
        """Return where a consultation stands; late answers are said to be late."""
        state = state_of(consultation, self._now)
        if state is State.OPEN:
            return self._open(consultation)
        if state is State.CLOSED:
            return self._closed(consultation)
        if state is State.ANNOUNCED:
            opens = self._opens % self._moment(consultation.opens_at)
            return Standing(state, self._announced, opens)
        if state is State.ANSWERED and consultation.answered_at is not None:
            return Standing(state, _answered(consultation.answered_at, consultation.answer_due_at))
        if state is State.CANCELLED and consultation.cancelled_at is not None:
            return Standing(
                state,
                _("The consultation was cancelled on %(day)s", day=dates.day(consultation.cancelled_at)),
            )
        return Standing(state, label("state", state))

    def _open(self, consultation: Due) -> Standing:
        left = consultation.closes_at - self._now
        closes = self._closes % self._moment(consultation.closes_at)
        if left <= CLOSING_SOON:
            return Standing("closing", closes)
        text = ngettext("Open now, %(num)s day left", "Open now, %(num)s days left", left.days)
        return Standing("open", text, closes)

    def _closed(self, consultation: Due) -> Standing:
        due = {"day": dates.day(consultation.answer_due_at)}
        if self._now > consultation.answer_due_at:
            return Standing("closing", self._late % due)
        return Standing("answering", self._being_answered, self._answer_by % due)

    def _moment(self, moment: datetime) -> dict[str, str]:
        """Return day and hour of a moment, to be put into a sentence; most of a list share the hour."""
        local = dates.local(moment)
        hour = self._hours.get(local.time())
        if hour is None:
            hour = self._hours[local.time()] = dates.clock_time(moment)
        return {"day": dates.day(local.date(), weekday=True), "hour": hour}

    # Sentences into which a row's own moment or day is still to be put.

    @cached_property
    def _opens(self) -> str:
        return str(_("Opens on %(moment)s", moment=dates.zoned(self._day_and_hour)))

    @cached_property
    def _closes(self) -> str:
        return str(_("Closes on %(moment)s", moment=dates.zoned(self._day_and_hour)))

    @cached_property
    def _day_and_hour(self) -> str:
        return str(_("%(day)s, %(hour)s"))

    @cached_property
    def _late(self) -> str:
        return str(_("The answer is late. It was due on %(day)s"))

    @cached_property
    def _answer_by(self) -> str:
        return str(_("Answer by %(day)s"))

    @cached_property
    def _announced(self) -> str:
        return label("state", State.ANNOUNCED)

    @cached_property
    def _being_answered(self) -> str:
        return label("state", State.CLOSED)


def _answered(answered_at: datetime, due_at: datetime) -> str:
    day = dates.day(answered_at)
    early = (dates.local(due_at).date() - dates.local(answered_at).date()).days
    if early > 0:
        before = ngettext(
            "Answered on %(day)s, %(num)s day before it was due",
            "Answered on %(day)s, %(num)s days before it was due",
            early, day=day,
        )  # fmt: skip
        return str(before)
    if early < 0:
        after = ngettext(
            "Answered on %(day)s, %(num)s day after it was due",
            "Answered on %(day)s, %(num)s days after it was due",
            -early, day=day,
        )  # fmt: skip
        return str(after)
    return str(_("Answered on %(day)s, the day it was due", day=day))
