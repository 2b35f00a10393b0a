"""What is asked: the list of consultations and the page of one, gathered from several subjects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.consultations import queries
from consult.consultations.models import Consultation
from consult.consultations.policies import is_public, state_of
from consult.contributions.queries import published_count
from consult.plans.models import NamedCommitment
from consult.plans.queries import commitments_of_versions
from consult.presenters.consultations import Standing, standing
from consult.public.consultations.presenters import (
    AgendaRow,
    HistoryEntry,
    Step,
    commitments_of,
    history,
    row,
    thread_of_dates,
)
from consult.public.outcomes.afterwards import awaited
from consult.shared.state import State
from consult.web.pagination import LONG, page_of, written


def version_ids(consultations: Iterable[Consultation]) -> list[int]:
    """Return the ids of the texts that these consultations are about."""
    return [text.version_id for consultation in consultations for text in consultation.texts]


def rows(
    session: Session,
    consultations: Sequence[Consultation],
    now: datetime,
    commitments: Mapping[int, NamedCommitment],
) -> dict[int, AgendaRow]:
    """Return the agenda rows of these consultations, keyed by id; ``commitments`` are keyed by version id."""
    counts = published_count(session, consultation_ids=[c.id for c in consultations])
    notes = awaited(session, consultations, now)
    return {c.id: row(c, now, commitments, counts.get(c.id, 0), notes.get(c.id)) for c in consultations}


@dataclass(frozen=True, slots=True)
class Group:
    """The consultations of one state."""

    anchor: str
    title: str
    rows: list[AgendaRow]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the public consultations by state."""

    groups: list[Group]
    newer_url: str | None
    older_url: str | None


def listed(session: Session, now: datetime, begun: queries.Place | None) -> ListPage:
    """Return one page of the public consultations, in groups by state, those that have any, open ones first."""
    places = queries.listed(session, now=now, begun=begun, limit=LONG + 1)
    page = page_of(places, LONG, begun, _address, key=lambda place: place)
    found = queries.by_ids(session, [place.id for place in page.items])
    return ListPage(
        _groups(session, [found[place.id] for place in page.items], now), page.newer_url, page.older_url
    )


def _address(begun: queries.Place | None) -> str:
    return url_for("public.consultations", after=written(begun))


def _groups(session: Session, every: Sequence[Consultation], now: datetime) -> list[Group]:
    shown = rows(session, every, now, commitments_of_versions(session, version_ids(every)))
    by_state: dict[State, list[AgendaRow]] = {}
    for consultation in every:
        by_state.setdefault(state_of(consultation, now), []).append(shown[consultation.id])
    titles = {
        State.OPEN: _("Open now"),
        State.ANNOUNCED: _("Opening soon"),
        State.CLOSED: _("Closed, being answered"),
        State.ANSWERED: _("Answered"),
        State.CANCELLED: _("Cancelled"),
    }
    return [
        Group(state.value, title, by_state[state]) for state, title in titles.items() if state in by_state
    ]


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """What is asked; ``count`` is how many contributions are shown, ``awaited`` who waits for an answer since."""

    consultation: Consultation
    draft: bool
    state: str
    standing: Standing
    dates: list[Step]
    commitments: list[NamedCommitment]
    acts: list[HistoryEntry]
    corrections: list[HistoryEntry]
    count: int
    awaited: str | None


def whole(session: Session, consultation: Consultation, now: datetime) -> ConsultationPage:
    """Return what the page of one consultation shows."""
    texts = commitments_of_versions(session, version_ids([consultation]))
    acts = history(queries.acts(session, consultation_id=consultation.id))
    counts = published_count(session, consultation_ids=[consultation.id])
    return ConsultationPage(
        consultation=consultation,
        draft=not is_public(consultation, now),
        state=state_of(consultation, now).value,
        standing=standing(consultation, now),
        dates=thread_of_dates(consultation, now),
        commitments=commitments_of(consultation, texts),
        acts=acts,
        corrections=[act for act in acts if act.kind == "corrected"],
        count=counts.get(consultation.id, 0),
        awaited=awaited(session, [consultation], now).get(consultation.id),
    )
