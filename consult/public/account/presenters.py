"""Everything a person has said, with what became of it, for their account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.models import Consultation
from consult.consultations.policies import state_of
from consult.contributions import queries as contributions
from consult.contributions.models import Contribution, Status
from consult.moderation import queries as moderation
from consult.moderation.models import ModerationDecision
from consult.outcomes import queries as outcomes
from consult.outcomes.models import Outcome
from consult.shared.text import shortened
from consult.web.pagination import Page, page_of

PAGE = 20
_EXCERPT = 240


@dataclass(frozen=True)
class Said:
    """One contribution with what became of it. ``theme`` is its primary published theme, None before the answer."""

    reference: str
    kind: str
    status: str
    late: bool
    received_at: datetime
    lang: str
    excerpt: str
    consultation: Consultation
    state: str
    theme: dict[str, object] | None
    decision: ModerationDecision | None


def everything_said(
    session: Session, *, actor: Actor, now: datetime, before_id: int | None = None
) -> Page[Said]:
    """Return a page of what ``actor`` has said, newest first."""
    found = contributions.of_author(session, user_id=actor.user_id, before_id=before_id, limit=PAGE + 1)
    page = page_of(found, PAGE, before_id, lambda begun: url_for("public.account", before=begun))
    rows = page.items
    published = outcomes.latest_of(session, consultation_ids={row.consultation_id for row in rows})
    places = _places(session, rows, published)
    hidden = [row.id for row in rows if row.status == Status.HIDDEN]
    decisions = moderation.latest(session, contribution_ids=hidden) if hidden else {}
    said = [
        _said(row, published.get(row.consultation_id), places.get(row.id, []), decisions.get(row.id), now)
        for row in rows
    ]
    return Page(said, page.newer_url, page.older_url)


def _places(
    session: Session, rows: Sequence[Contribution], published: dict[int, Outcome]
) -> dict[int, list[int]]:
    if not published:
        return {}
    ids = [outcome.id for outcome in published.values()]
    return outcomes.places_in(session, outcome_ids=ids, contribution_ids=[row.id for row in rows])


def _said(
    row: Contribution, outcome: Outcome | None, places: list[int], decision: ModerationDecision | None, now: datetime
) -> Said:  # fmt: skip
    words = row.title or row.body or ""
    return Said(
        reference=row.reference,
        kind=row.kind,
        status=row.status,
        late=row.late,
        received_at=row.received_at,
        lang=row.language,
        excerpt=shortened(words, _EXCERPT),
        consultation=row.consultation,
        state=state_of(row.consultation, now),
        theme=published_theme(outcome, places[0]) if outcome and places else None,
        decision=decision,
    )


def published_theme(outcome: Outcome, theme_id: int) -> dict[str, object] | None:
    """Return a theme of a published outcome as it was frozen, or None."""
    themes: list[dict[str, object]] = outcome.content["themes"]
    return next((theme for theme in themes if theme["id"] == theme_id), None)
