"""What the list of contributions shows, and the pages on which one proposes or replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.models import ConsultationRow
from consult.contributions import queries
from consult.contributions.models import Contribution, Status
from consult.contributions.queries import AskedHeading
from consult.presenters.addresses import addresses
from consult.presenters.consultations import Standing, sealed_words, standing
from consult.presenters.letters import numbers
from consult.public.contributions.threads import threads
from consult.public.contributions.voices import Voice
from consult.public.texts.presenters import WHOLE, ContentsEntry
from consult.web.pagination import page_of
from consult.web.rendering import lang_of, localized

LONGEST_ID = 18


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of what was said, with how many there are by status and by the way they came, and the clauses."""

    consultation: ConsultationRow
    standing: Standing
    sealed: str | None
    counts: Mapping[str, int]
    channels: list[tuple[str, int]]
    statuses: list[str]
    filters: list[ContentsEntry]
    voices: list[Voice]
    older_url: str | None
    newer_url: str | None


@dataclass(frozen=True, slots=True)
class FindPage:
    """The reference that was looked for and not found, empty where none was."""

    typed: str


@dataclass(frozen=True, slots=True)
class SaidPage:
    """One contribution, to be withdrawn, or whose sealed file is gone."""

    said: Contribution


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """Where one writes a proposal; ``takes``: it is taken now, ``late``: it would be marked as late."""

    consultation: ConsultationRow
    takes: bool
    late: bool


@dataclass(frozen=True, slots=True)
class ReplyPage:
    """Where one replies ``to`` a voice; ``takes`` and ``late`` as for proposals."""

    consultation: ConsultationRow
    reference: str
    to: Voice
    takes: bool
    late: bool


def listed(
    session: Session,
    asked: ConsultationRow,
    clause: str,
    before_id: int | None,
    actor: Actor | None,
    now: datetime,
) -> ListPage:
    """Return one page of what was said on a ``clause`` (an id, ``whole`` or nothing for all), newest first."""
    clause_id = int(clause) if clause.isdecimal() and len(clause) <= LONGEST_ID else None
    found = queries.page(
        session,
        consultation_id=asked.id,
        now=now,
        clause_id=clause_id,
        whole_text=clause == WHOLE,
        before_id=before_id,
        limit=queries.PAGE + 1,
    )
    counts, channels = queries.counts_of_both(session, consultation_id=asked.id)
    here = partial(url_for, "public.contributions", slug=asked.slug, clause=clause or None)
    page = page_of(found.voices, queries.PAGE, before_id, lambda begun: here(before=begun))
    return ListPage(
        consultation=asked,
        standing=standing(asked, now),
        sealed=sealed_words(asked, now),
        counts=counts,
        channels=numbers(channels, counts[Status.PUBLISHED]),
        statuses=[each.value for each in Status],
        filters=_filters(asked.slug, queries.asked_headings(session, consultation_id=asked.id), clause),
        voices=threads(session, asked, found._replace(voices=page.items), actor, now),
        older_url=page.older_url,
        newer_url=page.newer_url,
    )


def _filters(slug: str, clauses: Sequence[AskedHeading], chosen: str) -> list[ContentsEntry]:
    """Return the links that keep one clause."""
    everything = url_for("public.contributions", slug=slug)
    url = addresses("public.contributions", "clause", slug=slug)
    return [
        ContentsEntry(None, _("Everything"), everything, not chosen, None),
        *(
            ContentsEntry(
                row.position, localized(row, "heading"), url(of), of == chosen, lang_of(row, "heading")
            )
            for row in clauses
            if (of := str(row.clause_id))
        ),
        ContentsEntry(None, _("The whole text"), url(WHOLE), chosen == WHOLE, None),
    ]
