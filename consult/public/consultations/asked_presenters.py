"""What is asked: the list of consultations and the page of one, gathered from several subjects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.consultations import queries
from consult.consultations.models import ConsultationRow, ConsultationWords, TextOwner
from consult.consultations.policies import is_public, state_of
from consult.contributions.queries import asked_headings
from consult.documents.models import Attached
from consult.documents.queries import Subject
from consult.participation.models import Process
from consult.participation.queries import said_of
from consult.presenters.consultations import Standing, standing
from consult.presenters.documents import DocumentShown
from consult.presenters.participation import Ladder, ladder_of_asked
from consult.presenters.texts import asked_on, owner_named, owner_url
from consult.public.consultations.presenters import (
    AgendaRow,
    HistoryEntry,
    Step,
    agenda,
    history,
    thread_of_dates,
)
from consult.public.documents.attached import documents_of
from consult.public.outcomes.afterwards import awaited
from consult.shared.state import State
from consult.web.pagination import page_of, written
from consult.web.rendering import lang_of, localized

# So many a page: each is read, and leads on.
PAGE = 20


def rows(session: Session, consultations: Sequence[ConsultationRow], now: datetime) -> list[AgendaRow]:
    """Return the agenda rows of these consultations, with who waits for an answer since."""
    return agenda(consultations, now, awaited(session, consultations, now))


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
    found = queries.listed(session, now=now, begun=begun, limit=PAGE + 1)
    page = page_of(found, PAGE, begun, _address, key=lambda listed: listed.place)
    return ListPage(
        _groups(session, [listed.row for listed in page.items], now), page.newer_url, page.older_url
    )


def _address(begun: queries.Place | None) -> str:
    return url_for("public.consultations", after=written(begun))


def _groups(session: Session, every: Sequence[ConsultationRow], now: datetime) -> list[Group]:
    by_state: dict[State, list[AgendaRow]] = {}
    for consultation, shown in zip(every, rows(session, every, now), strict=True):
        by_state.setdefault(state_of(consultation, now), []).append(shown)
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
class ClauseLink:
    """A clause that one may say something about now, with the address of its form."""

    number: int
    title: str
    lang: str
    url: str


@dataclass(frozen=True, slots=True)
class About:
    """What one of the texts is of: in a sentence, by its name, and where it is read; None where that is not known."""

    lead: str | None
    name: str
    url: str | None


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """What is asked; ``awaited`` says who waits for an answer since, ``clauses`` are there while it is open."""

    consultation: ConsultationRow
    words: ConsultationWords
    draft: bool
    state: str
    standing: Standing
    dates: list[Step]
    acts: list[HistoryEntry]
    corrections: list[HistoryEntry]
    awaited: str | None
    documents: list[DocumentShown]
    clauses: list[ClauseLink]
    about: list[About]
    ladder: Ladder


def whole(
    session: Session, consultation: ConsultationRow, words: ConsultationWords, now: datetime
) -> ConsultationPage:
    """Return what the page of one consultation shows."""
    acts = history(queries.acts(session, consultation_id=consultation.id))
    state = state_of(consultation, now)
    return ConsultationPage(
        consultation=consultation,
        words=words,
        draft=not is_public(consultation, now),
        state=state.value,
        standing=standing(consultation, now),
        dates=thread_of_dates(consultation, now),
        acts=acts,
        corrections=[act for act in acts if act.kind == "corrected"],
        awaited=awaited(session, [consultation], now).get(consultation.id),
        documents=documents_of(session, [Subject(Attached.CONSULTATION, consultation.id)]),
        clauses=_clauses(session, consultation) if state is State.OPEN else [],
        about=[_about(consultation, owner) for owner in consultation.owners],
        ladder=ladder_of_asked(
            words.level,
            localized(words, "promise"),
            lang_of(words, "promise"),
            said_of(session, processes=[Process.CONSULTATION], process_id=consultation.id),
        ),
    )


def _about(asked: ConsultationRow, owner: TextOwner | None) -> About:
    if owner is None:
        return About(None, localized(asked, "title"), url_for("public.text", slug=asked.slug))
    return About(asked_on(owner), owner_named(owner), owner_url(owner))


def _clauses(session: Session, asked: ConsultationRow) -> list[ClauseLink]:
    """Return the clauses, each leading to its words with the form below them."""
    return [
        ClauseLink(
            row.position, localized(row, "heading"), lang_of(row, "heading"),
            url_for("public.text", slug=asked.slug, clause=row.clause_id, _anchor=f"clause-{row.clause_id}"),
        )
        for row in asked_headings(session, consultation_id=asked.id)
    ]  # fmt: skip
