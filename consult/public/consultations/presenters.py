"""How a consultation is shown: its dates on the thread, its row in a list, its acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.consultations.models import OF_DRAFTS, ActKind, ConsultationRow, RecordedAct
from consult.consultations.policies import state_of
from consult.presenters.addresses import addresses
from consult.presenters.consultations import Standing, Standings
from consult.presenters.texts import owner_named
from consult.shared.state import State
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import language
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class DateStone:
    """The closing moment in words, and how long is left."""

    iso: str
    lead: str
    day: str
    month: str
    clock: str
    remaining: str | None


def date_stone(consultation: ConsultationRow, now: datetime) -> DateStone:
    """Return the date stone of an open consultation."""
    closes = dates.local(consultation.closes_at)
    return DateStone(
        iso=dates.iso(closes),
        lead=_("Closes on %(weekday)s", weekday=dates.formatted(closes.date(), "EEEE", language())),
        day=str(closes.day),
        month=dates.formatted(closes.date(), "MMMM y", language()),
        clock=dates.zoned(dates.clock_time(closes)),
        remaining=dates.days_left(now, closes),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """A date on the thread; ``kind`` and ``flags`` as in components/thread.html."""

    label: str
    text: str
    iso: str
    kind: str
    flags: tuple[str, ...]


def thread_of_dates(consultation: ConsultationRow, now: datetime) -> list[Step]:
    """Return the steps of the dates' thread: what has happened, today, and what is to come."""
    coming, state = ("coming", "ahead"), state_of(consultation, now)
    today = _step(_("Today"), now, now, ("ahead",), clock=False)
    due = consultation.answer_due_at
    if state in {State.DRAFT, State.ANNOUNCED}:
        ahead = [
            _step(_("Opens"), consultation.opens_at, now, coming),
            _step(_("Closes"), consultation.closes_at, now, coming),
            _step(_("Answer due by"), due, now, coming, clock=False),
        ]
        return ahead if state is State.DRAFT else [_announced(consultation, now), today, *ahead]
    if state is State.CANCELLED:
        cancelled = consultation.cancelled_at or now
        begun = [_opened(consultation, now)] if consultation.opens_at <= cancelled else []
        return [
            _announced(consultation, now), *begun, _step(_("Cancelled"), cancelled, now, clock=False)
        ]  # fmt: skip
    opened = _opened(consultation, now)
    if state is State.OPEN:
        closes = _step(_("Closes"), consultation.closes_at, now, ("urgent", "ahead"))
        return [opened, today, closes, _step(_("Answer due by"), due, now, coming, clock=False)]
    closed = _step(_("Closed"), consultation.closes_at, now)
    if state is State.ANSWERED:
        return [opened, closed, _step(_("Answered"), consultation.answered_at or now, now, clock=False)]
    if now > due:
        return [opened, closed, _step(_("Answer was due by"), due, now, ("urgent",), clock=False), today]
    return [opened, closed, today, _step(_("Answer due by"), due, now, coming, clock=False)]


def _announced(consultation: ConsultationRow, now: datetime) -> Step:
    return _step(_("Announced"), consultation.announced_at or now, now, clock=False)


def _opened(consultation: ConsultationRow, now: datetime) -> Step:
    return _step(_("Opened"), consultation.opens_at, now, clock=False)


def _step(
    words: str, moment: datetime, now: datetime, flags: tuple[str, ...] = (), *, clock: bool = True
) -> Step:
    other_year = dates.local(moment).year != dates.local(now).year
    text = dates.day(moment, year=other_year, weekday=True)
    if clock:
        text = _("%(day)s, %(hour)s", day=text, hour=dates.clock_time(moment))
    kind = "" if "urgent" in flags or "coming" in flags else "answer"
    return Step(words, text, dates.iso(moment), kind, flags)


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A consultation in an agenda; ``count`` is how many contributions are shown, in words."""

    state: str
    state_text: str
    note: str | None
    title: str
    lang: str
    url: str
    meta: str
    count: str | None
    count_url: str


def agenda(rows: Iterable[ConsultationRow], now: datetime, notes: Mapping[int, str]) -> list[AgendaRow]:
    """Return consultations as rows of an agenda; a note, by id, stands in the place of the date that matters next."""
    page, voices = addresses("public.consultation", "slug"), addresses("public.contributions", "slug")
    where = Standings(now)
    return [_agenda_row(row, where.of(row), notes.get(row.id), page, voices) for row in rows]


def _agenda_row(
    row: ConsultationRow,
    where: Standing,
    note: str | None,
    page: Callable[[str], str],
    voices: Callable[[str], str],
) -> AgendaRow:
    facts = [
        localized(row.organisation, "name"),
        *(owner_named(owner) for owner in row.owners if owner),
        *([_("illustrative")] if row.illustrative else ()),
    ]
    return AgendaRow(
        state=where.state,
        state_text=where.text,
        note=note or where.note,
        title=localized(row, "title"),
        lang=lang_of(row, "title"),
        url=page(row.slug),
        meta=" · ".join(facts),
        count=ngettext("%(num)s contribution", "%(num)s contributions", row.shown) if row.shown else None,
        count_url=voices(row.slug),
    )


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A published act: its day, who did it, its words and what it changed."""

    kind: str
    label: str
    day: str
    iso: str
    text: str
    lang: str
    change: str | None
    role: str


def history(acts: Iterable[RecordedAct]) -> list[HistoryEntry]:
    """Return the published acts of a consultation, oldest first."""
    return [
        HistoryEntry(
            kind=act.kind,
            label=label("act", act.kind),
            day=dates.day(act.at, weekday=True),
            iso=dates.iso(act.at),
            text=localized(act, "text"),
            lang=lang_of(act, "text"),
            change=_change(act),
            role=label("role", act.role),
        )
        for act in acts
        if act.kind not in OF_DRAFTS
    ]


def _change(act: RecordedAct) -> str | None:
    if act.kind == ActKind.EXTENDED:
        old, new = (datetime.fromisoformat(str(act.details[name])) for name in ("from", "to"))
        return str(_("The closing moved from %(old)s to %(new)s.", old=dates.full(old), new=dates.full(new)))
    if act.kind == ActKind.ANSWERED:
        return str(_("Version %(number)s of the outcome.", number=act.details["outcome"]))
    return None
