"""The moderator's queue: each contribution with what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from consult.contributions.models import Contribution, Status
from consult.contributions.policies import is_own, may_clarify, may_reply, may_translate
from consult.contributions.queries import clarification_count, counts_by_status, translations
from consult.contributions.queries import clarifications as said_by_the_body
from consult.desk.filters import Finding, Option, clause_options, clauses_of, finding, order_options
from consult.desk.heading import Heading, heading_of
from consult.desk.lists import Listing, newest_first
from consult.desk.moderation.returning import CLARIFICATIONS, EVERY, PARTS, carried, come_with, way_back
from consult.desk.rows import Row, Words, is_shown, row, words_behind
from consult.moderation.policies import (
    DECIDABLE,
    can_hide,
    can_restore,
    may_ask_erasure,
    may_decide,
    may_read_hidden,
    may_see_author,
)
from consult.moderation.queries import count_waiting_requests, queue
from consult.plans.models import ClauseWords
from consult.plans.queries import words_of
from consult.web.labels import label
from consult.web.pagination import page_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A contribution, and the address of each thing that its reader may do with it; None for what they may not."""

    row: Row
    clarify: str | None
    translate: str | None
    hide: str | None
    restore: str | None
    identity: str | None
    erase: str | None


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


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A contribution that is to be hidden or shown again; ``decided`` where it was already."""

    consultation: Heading
    row: Row
    hiding: bool
    status: str
    decided: bool
    action: str
    back_url: str
    come_with: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The clauses, and the part of the list that is asked for."""

    words: Words
    clauses: Mapping[int, ClauseWords]
    wanted: Finding


def queue_page(session: Session, actor: Actor, consultation: Consultation, now: datetime) -> QueuePage:
    """Return a page of the queue with the numbers of each status, or one of the asking body's own words."""
    asked = _asked(session, consultation)
    wanted = asked.wanted
    hidden = may_read_hidden(actor, consultation, consultation.organisation.scope, now)
    found = _found(session, consultation, wanted, hidden=hidden)
    here = partial(wanted.url, "desk.queue", consultation.slug)
    page = page_of(found, PAGE, wanted.before, lambda begun: here(before=begun))
    shown = page.items
    translated = translations(session, ids=[c.id for c in shown]) if shown else {}
    along = carried(wanted, shown)
    return QueuePage(
        consultation=heading_of(consultation),
        rows=[
            _row(c, asked.words, actor, now, hidden=hidden, translated=c.id in translated, along=along[c.id])
            for c in shown
        ],
        wanted=wanted,
        shows=_statuses(session, consultation, wanted),
        clauses=clause_options(asked.clauses, wanted),
        orders=order_options(wanted),
        erasures=_erasures(session, actor, consultation, now),
        listing=newest_first(page, here()),
    )


def decision_page(session: Session, contribution: Contribution, *, hiding: bool) -> DecisionPage:
    """Return a contribution before it is hidden, or shown again."""
    return DecisionPage(
        consultation=heading_of(contribution.consultation),
        row=row(contribution, words_behind(session, [contribution]), hidden=True),
        hiding=hiding,
        status=contribution.status,
        decided=not (can_hide(contribution) if hiding else can_restore(contribution)),
        action=url_for("desk.hide" if hiding else "desk.restore", reference=contribution.reference),
        back_url=way_back(contribution.consultation.slug),
        come_with=come_with(),
    )


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
    status = None if wanted.show == EVERY else wanted.show
    return queue(
        session,
        consultation_id=consultation.id,
        limit=PAGE + 1,
        wanted=wanted.wanted(readable=readable, status=status),
    )


def _row(
    contribution: Contribution, words: Words, actor: Actor, now: datetime, *, hidden: bool, translated: bool,
    along: Mapping[str, str | int | None],
) -> QueueRow:  # fmt: skip
    notes = [_("translated")] if translated and is_shown(contribution, hidden=hidden) else []
    notes.append(label("status", contribution.status))
    scope = contribution.consultation.organisation.scope
    decides = may_decide(actor, contribution, scope, now)

    def door(endpoint: str, *, opens: bool, **more: str | int | None) -> str | None:
        return url_for(endpoint, reference=contribution.reference, **more) if opens else None  # type: ignore[arg-type]  # names of parameters

    clarifies = may_reply(contribution) and may_clarify(actor, contribution.consultation, now)
    return QueueRow(
        row=row(contribution, words, hidden=hidden, notes=notes),
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
    parts = [
        (EVERY, _("All"), sum(counts.values())),
        *((status.value, label("status", status.value), counts.get(status.value, 0)) for status in Status),
        (CLARIFICATIONS, _("Official clarifications"), own),
    ]
    return [
        Option(value, _("%(part)s (%(number)s)", part=text, number=number), wanted.show == value)
        for value, text, number in parts
    ]
