"""The moderator's rows: what the public sees of each contribution, and what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, Status
from consult.contributions.queries import counts_by_status
from consult.moderation.policies import can_hide, can_restore, may_decide, may_read_hidden
from consult.moderation.queries import queue
from consult.plans.models import ClauseText
from consult.plans.queries import words_of
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import said

PAGE = 50
Shown = dict[str, Any]
# What its author took back, words, name and stance, is nobody's to read, the moderator's neither.
_DECIDABLE = frozenset({Status.HELD, Status.PUBLISHED, Status.HIDDEN})
Words = Mapping[tuple[int, int], ClauseText]


def row(contribution: Contribution, words: Words, *, hidden: bool = False) -> Shown:
    """Return a contribution for the desk's row, under the name that the public sees.

    ``hidden`` says that its reader may read words that are not shown; to everyone else a hidden one is a stub.
    """
    shown = contribution.stands or (hidden and contribution.status in _DECIDABLE)
    body = contribution.organisation if shown else None
    stance = contribution.stance if shown else None
    clause = words.get((contribution.version_id, contribution.clause_id or 0))
    notes = [label("kind", contribution.kind), dates.day(contribution.received_at)]
    if clause is not None:
        notes.append(_("Clause %(number)s", number=clause.position))
    if contribution.late:
        notes.append(_("came late"))
    return {
        "reference": contribution.reference,
        "url": url_for("public.contribution", reference=contribution.reference),
        "name": said(body, "name") if body else contribution.shown_name if shown else None,
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


def page(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    now: datetime,
    *,
    status: str | None,
    before: int | None,
) -> Shown:
    """Return a page of the queue with the numbers of each status."""
    found = queue(session, consultation_id=consultation.id, status=status, before_id=before, limit=PAGE + 1)
    shown = found[:PAGE]
    words = words_behind(session, shown)
    counts = counts_by_status(session, consultation_id=consultation.id)
    hidden = may_read_hidden(actor, consultation.organisation.scope)
    link: Shown = {"slug": consultation.slug, "status": status}
    return {
        "consultation": consultation,
        "rows": [_decidable(row(c, words, hidden=hidden), c, actor, consultation, now) for c in shown],
        "filters": _filters(counts, consultation.slug, status),
        "newer_url": url_for("desk.queue", **link) if before else None,
        "older_url": url_for("desk.queue", **link, before=shown[-1].id) if len(found) > PAGE else None,
    }


def _decidable(
    shown: Shown, contribution: Contribution, actor: Actor, consultation: Consultation, now: datetime
) -> Shown:
    may = may_decide(actor, contribution, consultation.organisation.scope, now)
    reference = contribution.reference
    hide = url_for("desk.hide", reference=reference) if may and can_hide(contribution) else None
    restore = url_for("desk.restore", reference=reference) if may and can_restore(contribution) else None
    status = label("status", contribution.status)
    return {**shown, "notes": [*shown["notes"], status], "hide": hide, "restore": restore}


def _filters(counts: Mapping[str, int], slug: str, chosen: str | None) -> list[Shown]:
    every = {"text": _("All"), "number": sum(counts.values()), "url": url_for("desk.queue", slug=slug)}
    rest = [
        {
            "text": label("status", status.value),
            "number": counts.get(status.value, 0),
            "url": url_for("desk.queue", slug=slug, status=status.value),
            "here": chosen == status.value,
        }
        for status in Status
    ]
    return [{**every, "here": chosen is None}, *rest]
