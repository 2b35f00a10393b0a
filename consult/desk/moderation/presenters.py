"""The moderator's rows: what the public sees of each contribution, and what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.consultations.policies import may_moderate
from consult.contributions.models import Contribution, Status
from consult.contributions.policies import may_clarify, may_reply, may_translate
from consult.contributions.queries import clarification_count, counts_by_status, translations
from consult.contributions.queries import clarifications as said_by_the_body
from consult.desk.filters import Finding, Option, clause_options, clauses_of, finding, order_options
from consult.moderation.policies import (
    can_hide,
    can_restore,
    is_own,
    may_ask_erasure,
    may_decide,
    may_read_hidden,
    may_see_author,
)
from consult.moderation.queries import count_waiting_requests, queue
from consult.plans.models import ClauseText
from consult.plans.queries import words_of
from consult.web import dates
from consult.web.labels import label
from consult.web.pagination import page_of
from consult.web.rendering import localized

PAGE = 50
# What the list of the asking body's own words is called where a status is named.
CLARIFICATIONS = "clarifications"
EVERY = "all"
Shown = dict[str, Any]
# What its author took back, words, name and stance, is nobody's to read, the moderator's neither.
_DECIDABLE = frozenset({Status.HELD, Status.PUBLISHED, Status.HIDDEN})
Words = Mapping[tuple[int, int], ClauseText]


def row(contribution: Contribution, words: Words, *, hidden: bool = False, translated: bool = False) -> Shown:
    """Return a contribution for the desk's row, under the name that the public sees.

    ``translated`` says that staff put a translation below it, ``hidden`` that its reader may read words that are not
    shown; to everyone else a hidden one is a stub.
    """
    shown = contribution.is_published or (hidden and contribution.status in _DECIDABLE)
    body = contribution.organisation if shown else None
    stance = contribution.stance if shown else None
    clause = words.get((contribution.version_id, contribution.clause_id or 0))
    notes = [label("kind", contribution.kind), dates.day(contribution.received_at)]
    if clause is not None:
        notes.append(_("Clause %(number)s", number=clause.position))
    if contribution.late:
        notes.append(_("came late"))
    if translated and shown:
        notes.append(_("translated"))
    return {
        "reference": contribution.reference,
        "url": url_for("public.contribution", reference=contribution.reference),
        "name": localized(body, "name") if body else contribution.shown_name if shown else None,
        "stance": stance,
        "stance_label": label("stance", stance) if stance else None,
        "lang": contribution.language,
        "text": _text(contribution) if shown else "",
        "notes": notes,
    }


def _text(contribution: Contribution) -> str:
    parts = (contribution.title, contribution.problem, contribution.body)
    return "\n".join(part for part in parts if part)


def words_behind(session: Session, contributions: Sequence[Contribution]) -> Words:
    """Return the clauses of the versions that these contributions speak of."""
    return words_of(session, version_ids={c.version_id for c in contributions})


@dataclass(frozen=True)
class Queue:
    """What the queue is laid out with: the clauses, and the part of the list that is asked for."""

    words: Words
    clauses: Mapping[int, ClauseText]
    asked_for: Finding


def laid_out(session: Session, consultation: Consultation) -> Queue:
    """Return it, as this request asks for it."""
    words = words_of(session, version_ids=[text.version_id for text in consultation.texts])
    clauses = clauses_of(consultation, words)
    parts = {EVERY, CLARIFICATIONS, *Status}
    asked_for = finding(parts, clauses, first=EVERY, part="status")
    if asked_for.show == CLARIFICATIONS:
        # The asking body's own words are few: they are listed, and not searched.
        asked_for = replace(asked_for, words="", clause="", oldest=False)
    return Queue(words, clauses, asked_for)


def page(session: Session, actor: Actor, consultation: Consultation, now: datetime) -> Shown:
    """Return a page of the queue with the numbers of each status, or one of the asking body's own words."""
    laid = laid_out(session, consultation)
    asked_for = laid.asked_for
    hidden = may_read_hidden(actor, consultation, consultation.organisation.scope, now)
    found = _found(session, consultation, asked_for, hidden=hidden)
    page_here = page_of(
        found, PAGE, asked_for.before,
        lambda begun: url_for("desk.queue", slug=consultation.slug, **asked_for.link(before=begun)),
    )  # fmt: skip
    shown = page_here.items
    translated = translations(session, ids=[c.id for c in shown]) if shown else {}
    return {
        "consultation": consultation,
        "rows": [
            _decidable(
                row(c, laid.words, hidden=hidden, translated=c.id in translated), c, actor, consultation, now
            )
            for c in shown
        ],
        "wanted": asked_for,
        "shows": _statuses(session, consultation, asked_for),
        "clauses": clause_options(laid.clauses, asked_for),
        "orders": order_options(asked_for),
        "erasures": _erasures(session, actor, consultation, now),
        "newer_url": page_here.newer_url,
        "older_url": page_here.older_url,
    }


def _found(
    session: Session, consultation: Consultation, asked_for: Finding, *, hidden: bool
) -> Sequence[Contribution]:
    place: Shown = {"consultation_id": consultation.id, "limit": PAGE + 1}
    if asked_for.show == CLARIFICATIONS:
        return said_by_the_body(session, **place, before_id=asked_for.before)
    readable = _DECIDABLE if hidden else frozenset({Status.PUBLISHED})
    status = None if asked_for.show == EVERY else asked_for.show
    return queue(session, **place, wanted=asked_for.wanted(readable=readable, status=status))


def _decidable(
    shown: Shown, contribution: Contribution, actor: Actor, consultation: Consultation, now: datetime
) -> Shown:
    may = may_decide(actor, contribution, consultation.organisation.scope, now)
    reference = contribution.reference
    hide = url_for("desk.hide", reference=reference) if may and can_hide(contribution) else None
    restore = url_for("desk.restore", reference=reference) if may and can_restore(contribution) else None
    asks = may_see_author(actor, contribution, consultation.organisation.scope, now)
    identity = url_for("desk.identity", reference=reference) if asks else None
    status = label("status", contribution.status)
    erase = url_for("desk.ask_erasure", reference=reference) if _may_ask(actor, contribution, now) else None
    doors = {
        **_speaking(actor, contribution, now),
        "hide": hide,
        "restore": restore,
        "identity": identity,
        "erase": erase,
    }
    return {**shown, "notes": [*shown["notes"], status], **doors}


def _speaking(actor: Actor, contribution: Contribution, now: datetime) -> Shown:
    """Return where ``actor`` clarifies a contribution for the body, and where they translate it; None for each shut."""
    clarifies = may_reply(contribution) and may_clarify(actor, contribution.consultation, now)
    translates = may_translate(actor, contribution, now)
    reference = contribution.reference
    return {
        "clarify": url_for("desk.clarify", reference=reference) if clarifies else None,
        "translate": url_for("desk.translate", reference=reference) if translates else None,
    }


def _erasures(session: Session, actor: Actor, consultation: Consultation, now: datetime) -> Shown | None:
    """Return where the requests to erase are, and how many wait; None for those who do not decide about them."""
    if not may_moderate(actor, consultation, consultation.organisation.scope, Act.ERASE, now):
        return None
    number = count_waiting_requests(session, consultation_id=consultation.id)
    return {"url": url_for("desk.erasures", slug=consultation.slug), "number": number}


def _may_ask(actor: Actor, contribution: Contribution, now: datetime) -> bool:
    """Whether ``actor`` may ask at the desk that it be erased; one's own words are asked about on their page."""
    scope = contribution.consultation.organisation.scope
    return not is_own(actor, contribution) and may_ask_erasure(actor, contribution, scope, now)


def _statuses(session: Session, consultation: Consultation, asked_for: Finding) -> list[Option]:
    """Return the parts of the queue to choose from, each with its number."""
    counts = counts_by_status(session, consultation_id=consultation.id)
    own = clarification_count(session, consultation_id=consultation.id)
    parts = [
        (EVERY, _("All"), sum(counts.values())),
        *((status.value, label("status", status.value), counts.get(status.value, 0)) for status in Status),
        (CLARIFICATIONS, _("Official clarifications"), own),
    ]
    return [
        {
            "value": value,
            "text": _("%(part)s (%(number)s)", part=text, number=number),
            "here": asked_for.show == value,
        }
        for value, text, number in parts
    ]
