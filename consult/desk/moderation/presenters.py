"""The moderator's queue: each contribution with what may be done with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.consultations.policies import may_moderate
from consult.consultations.queries.owners import ClauseWords, words_of
from consult.contributions.models import Contribution, Status
from consult.contributions.policies import is_own, may_clarify, may_reply, may_translate
from consult.contributions.queries import clarification_count, counts_by_status, translations
from consult.contributions.queries import clarifications as said_by_the_body
from consult.desk.filters import Finding, Option, clause_options, clauses_of, finding, order_options
from consult.desk.heading import Heading, heading_of
from consult.desk.lists import Listing, newest_first
from consult.desk.moderation.forms import seen_mark
from consult.desk.moderation.ready import Ready, ready_for
from consult.desk.moderation.report_presenters import counts_in_words, history_of
from consult.desk.moderation.returning import (
    CLARIFICATIONS,
    EVERY,
    PARTS,
    REPORTED,
    carried,
    come_with,
    way_back,
)
from consult.desk.rows import Row, Words, is_shown, row, words_behind
from consult.moderation.models import DecisionKind, ModerationDecision
from consult.moderation.policies import (
    DECIDABLE,
    can_hide,
    can_restore,
    may_ask_erasure,
    may_decide,
    may_read_hidden,
    may_see_author,
)
from consult.moderation.queries import count_waiting_requests, latest, queue
from consult.moderation.queries.reports import Counted, counted, numbers_reported
from consult.moderation.queries.reports import queue as reported
from consult.web.labels import label
from consult.web.pagination import page_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A contribution, and the address of each thing that its reader may do with it; None for what they may not."""

    row: Row
    reports: str | None
    clarify: str | None
    translate: str | None
    hide: str | None
    restore: str | None
    identity: str | None
    erase: str | None

    @property
    def reference(self) -> str:
        """The reference of the contribution, by which it is picked."""
        return self.row.reference


@dataclass(frozen=True, slots=True)
class Erasures:
    """Where the requests to erase are, and how many wait."""

    url: str
    number: int


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue. ``shows``, ``clauses`` and ``orders`` are the filters, ``wanted`` what they are set to."""

    consultation: Heading
    rows: list[QueueRow]
    wanted: Finding
    shows: list[Option]
    clauses: list[Option]
    orders: list[Option]
    erasures: Erasures | None
    listing: Listing
    hide_url: str | None
    more_urgent: bool


@dataclass(frozen=True, slots=True)
class ReportsBeside:
    """What stands beside a decision: who reports it, in numbers, and what became of the author's other voices."""

    counts: str
    url: str
    history: str


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A contribution that is to be hidden or shown again; ``decided`` where it was already.

    ``seen`` says which revision stands here, ``anew`` that its author changed it since it was hidden or held.
    """

    consultation: Heading
    row: Row
    hiding: bool
    status: str
    decided: bool
    seen: str
    anew: bool
    action: str
    back_url: str
    come_with: dict[str, str]
    reports: ReportsBeside
    batch_url: str | None
    ready: Ready


@dataclass(frozen=True, slots=True)
class _Asked:
    """The clauses, and the part of the list that is asked for."""

    words: Words
    clauses: Mapping[int, ClauseWords]
    wanted: Finding


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is known of the rows of a page: reports that wait, which were translated, and how to come back."""

    reports: Mapping[int, Counted]
    translated: Collection[int]
    along: Mapping[int, Mapping[str, str | int | None]]


def queue_page(session: Session, actor: Actor, consultation: Consultation, now: datetime) -> QueuePage:
    """Return a page of the queue with the numbers of each status, or one of the asking body's own words."""
    asked = _asked(session, consultation)
    wanted = asked.wanted
    hidden = may_read_hidden(actor, consultation, consultation.organisation.scope, now)
    found = _found(session, consultation, wanted, hidden=hidden)
    here = partial(wanted.url, "desk.queue", consultation.slug)
    # What is urgent has no order that an address could name: what is decided goes, and the rest moves up.
    urgent = wanted.show == REPORTED and not wanted.oldest
    page = page_of(found[:PAGE] if urgent else found, PAGE, wanted.before, lambda begun: here(before=begun))
    shown, ids = page.items, [c.id for c in page.items]
    translated = translations(session, ids=ids) if shown else {}
    beside = _Beside(counted(session, contribution_ids=ids), translated, carried(wanted, shown))
    rows = [_row(c, asked.words, actor, now, hidden=hidden, beside=beside) for c in shown]
    hides = any(each.hide for each in rows) and wanted.show != CLARIFICATIONS
    return QueuePage(
        consultation=heading_of(consultation),
        rows=rows,
        wanted=wanted,
        shows=_statuses(session, consultation, wanted),
        clauses=clause_options(asked.clauses, wanted),
        orders=_orders(wanted),
        erasures=_erasures(session, actor, consultation, now),
        listing=newest_first(page, here()),
        hide_url=url_for("desk.hide_many", slug=consultation.slug) if hides else None,
        more_urgent=urgent and len(found) > PAGE,
    )


def decision_page(session: Session, contribution: Contribution, *, hiding: bool) -> DecisionPage:
    """Return a contribution before it is hidden, or shown again."""
    last = None if hiding else latest(session, contribution_ids=[contribution.id]).get(contribution.id)
    return DecisionPage(
        consultation=heading_of(contribution.consultation),
        row=row(contribution, words_behind(session, [contribution]), hidden=True),
        hiding=hiding,
        status=contribution.status,
        decided=not (can_hide(contribution) if hiding else can_restore(contribution)),
        seen=seen_mark([contribution]),
        anew=last is not None and last.revision != contribution.revision_number,
        action=url_for("desk.hide" if hiding else "desk.restore", reference=contribution.reference),
        back_url=way_back(contribution.consultation.slug),
        come_with=come_with(),
        reports=reports_beside(session, contribution),
        batch_url=_batch_url(contribution, last),
        ready=ready_for(session, contribution.consultation),
    )


def reports_beside(session: Session, contribution: Contribution) -> ReportsBeside:
    """Return what stands beside a decision about a contribution."""
    numbers = counted(session, contribution_ids=[contribution.id]).get(contribution.id)
    return ReportsBeside(
        counts=counts_in_words(numbers) if numbers else "",
        url=url_for("desk.reports", reference=contribution.reference),
        history=history_of(session, contribution),
    )


def _batch_url(contribution: Contribution, last: ModerationDecision | None) -> str | None:
    """Return where all that was hidden in one act with a contribution is shown again together, if it was."""
    if last is None or last.batch is None or last.kind != DecisionKind.HIDE:
        return None
    return url_for("desk.show_many", slug=contribution.consultation.slug, batch=last.batch)


def _asked(session: Session, consultation: Consultation) -> _Asked:
    words = words_of(session, version_ids=[text.version_id for text in consultation.texts])
    clauses = clauses_of(consultation, words)
    wanted = finding(PARTS, clauses, first=EVERY, part="status")
    if wanted.show == CLARIFICATIONS:
        # The asking body's own words are few: they are listed, and not searched.
        wanted = replace(wanted, words="", clause="", oldest=False)
    return _Asked(words, clauses, wanted)


def _found(
    session: Session, consultation: Consultation, wanted: Finding, *, hidden: bool
) -> Sequence[Contribution]:
    if wanted.show == CLARIFICATIONS:
        return said_by_the_body(
            session, consultation_id=consultation.id, limit=PAGE + 1, before_id=wanted.before
        )
    readable = DECIDABLE if hidden else frozenset({Status.PUBLISHED})
    status = None if wanted.show in {EVERY, REPORTED} else wanted.show
    read = reported if wanted.show == REPORTED else queue
    return read(
        session,
        consultation_id=consultation.id,
        limit=PAGE + 1,
        wanted=wanted.wanted(readable=readable, status=status),
    )


def _orders(wanted: Finding) -> list[Option]:
    """Return the orders to choose from: what is reported begins with the most urgent."""
    first, oldest = order_options(wanted)
    return [
        Option(first.value, _("Most reported first"), first.here) if wanted.show == REPORTED else first,
        oldest,
    ]


def _row(
    contribution: Contribution, words: Words, actor: Actor, now: datetime, *, hidden: bool, beside: _Beside
) -> QueueRow:
    translated, along = contribution.id in beside.translated, beside.along[contribution.id]
    notes = [_("translated")] if translated and is_shown(contribution, hidden=hidden) else []
    notes.append(label("status", contribution.status))
    scope = contribution.consultation.organisation.scope
    decides = may_decide(actor, contribution, scope, now)
    reports = beside.reports.get(contribution.id) if decides else None
    if reports is not None:
        notes.append(counts_in_words(reports))

    def door(endpoint: str, *, opens: bool, **more: str | int | None) -> str | None:
        return url_for(endpoint, reference=contribution.reference, **more) if opens else None  # type: ignore[arg-type]  # names of parameters

    clarifies = may_reply(contribution) and may_clarify(actor, contribution.consultation, now)
    return QueueRow(
        row=row(contribution, words, hidden=hidden, notes=notes),
        reports=door("desk.reports", opens=reports is not None),
        clarify=door("desk.clarify", opens=clarifies),
        translate=door("desk.translate", opens=may_translate(actor, contribution, now)),
        hide=door("desk.hide", opens=decides and can_hide(contribution), **along),
        restore=door("desk.restore", opens=decides and can_restore(contribution), **along),
        identity=door("desk.identity", opens=may_see_author(actor, contribution, scope, now)),
        erase=door("desk.ask_erasure", opens=_may_ask(actor, contribution, now)),
    )


def _erasures(session: Session, actor: Actor, consultation: Consultation, now: datetime) -> Erasures | None:
    """Return the requests to erase; None for those who do not decide about them."""
    if not may_moderate(actor, consultation, consultation.organisation.scope, Act.ERASE, now):
        return None
    number = count_waiting_requests(session, consultation_id=consultation.id)
    return Erasures(url_for("desk.erasures", slug=consultation.slug), number)


def _may_ask(actor: Actor, contribution: Contribution, now: datetime) -> bool:
    """Whether ``actor`` may ask at the desk that it be erased; one's own words are asked about on their page."""
    scope = contribution.consultation.organisation.scope
    return not is_own(actor, contribution) and may_ask_erasure(actor, contribution, scope, now)


def _statuses(session: Session, consultation: Consultation, wanted: Finding) -> list[Option]:
    """Return the parts of the queue to choose from, each with its number."""
    counts = counts_by_status(session, consultation_id=consultation.id)
    own = clarification_count(session, consultation_id=consultation.id)
    waiting = numbers_reported(session, consultation_ids=[consultation.id])
    parts = [
        (EVERY, _("All"), sum(counts.values())),
        (REPORTED, _("Reported"), waiting.get(consultation.id, 0)),
        *((status.value, label("status", status.value), counts.get(status.value, 0)) for status in Status),
        (CLARIFICATIONS, _("Official clarifications"), own),
    ]
    return [
        Option(value, _("%(part)s (%(number)s)", part=text, number=number), wanted.show == value)
        for value, text, number in parts
    ]
