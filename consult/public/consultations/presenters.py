"""How a consultation is shown: its dates on the thread, its row in a list, its acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.consultations.models import ActKind, Consultation, ConsultationRow, RecordedAct
from consult.consultations.policies import state_of
from consult.plans.models import NamedCommitment
from consult.presenters.consultations import Standing, standing
from consult.presenters.links import linked
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
    ahead, coming = ("ahead",), ("coming", "ahead")
    c, state = consultation, state_of(consultation, now)
    late = now > c.answer_due_at
    today = _step(_("Today"), now, now, ahead, clock=False)
    opened = _step(_("Opened"), c.opens_at, now, clock=False)
    closed = _step(_("Closed"), c.closes_at, now)
    due = _step(_("Answer due by"), c.answer_due_at, now, coming, clock=False)
    was_due = _step(_("Answer was due by"), c.answer_due_at, now, ("urgent",), clock=False)
    opens = _step(_("Opens"), c.opens_at, now, coming)
    closes = _step(_("Closes"), c.closes_at, now, coming)
    announced = _step(_("Announced"), c.announced_at or now, now, clock=False)
    if state is State.CANCELLED:
        begun = [opened] if c.cancelled_at is not None and c.opens_at <= c.cancelled_at else []
        return [announced, *begun, _step(_("Cancelled"), c.cancelled_at or now, now, clock=False)]
    return {
        State.DRAFT: [opens, closes, due],
        State.ANNOUNCED: [announced, today, opens, closes, due],
        State.OPEN: [opened, today, _step(_("Closes"), c.closes_at, now, ("urgent", "ahead")), due],
        State.CLOSED: [opened, closed, was_due, today] if late else [opened, closed, today, due],
        State.ANSWERED: [opened, closed, _step(_("Answered"), c.answered_at or now, now, clock=False)],
    }[state]


def _step(
    words: str, moment: datetime, now: datetime, flags: tuple[str, ...] = (), *, clock: bool = True
) -> Step:
    other_year = dates.local(moment).year != dates.local(now).year
    text = dates.day(moment, year=other_year, weekday=True)
    if clock:
        text = _("%(day)s, %(hour)s", day=text, hour=dates.clock_time(moment))
    kind = "" if "urgent" in flags or "coming" in flags else "answer"
    return Step(words, text, dates.iso(moment), kind, flags)


def commitments_of(consultation: Consultation, found: Mapping[int, NamedCommitment]) -> list[NamedCommitment]:
    """Return the commitments that a consultation is about, in the order of its texts."""
    return list({c.id: c for row in consultation.texts if (c := found.get(row.version_id))}.values())


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
    page, voices = linked("public.consultation"), linked("public.contributions")
    about = _("Commitment %(number)s · %(plan)s")
    return [_agenda_row(row, standing(row, now), notes.get(row.id), about, page, voices) for row in rows]


def _agenda_row(
    row: ConsultationRow,
    where: Standing,
    note: str | None,
    about: str,
    page: Callable[[str], str],
    voices: Callable[[str], str],
) -> AgendaRow:
    facts = [
        localized(row.organisation, "name"),
        *(about % {"number": c.number, "plan": localized(c.plan, "title")} for c in row.commitments),
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
        if act.kind != ActKind.DRAFTED
    ]


def _change(act: RecordedAct) -> str | None:
    if act.kind == ActKind.EXTENDED:
        old, new = (datetime.fromisoformat(str(act.details[name])) for name in ("from", "to"))
        return str(_("The closing moved from %(old)s to %(new)s.", old=dates.full(old), new=dates.full(new)))
    if act.kind == ActKind.ANSWERED:
        return str(_("Version %(number)s of the outcome.", number=act.details["outcome"]))
    return None
