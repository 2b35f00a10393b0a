"""The themes with their answers, and what one answer may change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor, has_right
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation, TextOwner
from consult.consultations.policies import allows
from consult.consultations.queries.owners import ClauseWords, owners_of_texts
from consult.desk.heading import Heading, heading_of
from consult.desk.themes.presenters import AnswerState, Point, points_of, state_of_answer
from consult.outcomes import queries
from consult.outcomes.models import Response, ResponseChange, Theme
from consult.outcomes.policies import grown_by
from consult.plans.models import RecordedCommitment, RecordedMilestone
from consult.plans.queries import commitments_of_texts
from consult.shared.words import Piece, diff
from consult.texts.models import ClauseText, TextVersion
from consult.texts.queries import versions_by_ids
from consult.web import dates
from consult.web.rendering import lang_of, localized

# A clause with its version's whole text, or alone as it is only shown.
Clause = ClauseText | ClauseWords


@dataclass(frozen=True, slots=True)
class Consulted:
    """The texts that a consultation is about, in its order, with their commitments by text id.

    ``owners`` are those of the other texts, as far as any is known.
    """

    versions: list[TextVersion]
    commitments: Mapping[int, RecordedCommitment]
    owners: Mapping[int, TextOwner]

    @property
    def clauses(self) -> list[ClauseText]:
        """Their clauses, text after text."""
        return [clause for version in self.versions for clause in version.clauses]

    @property
    def milestones(self) -> list[RecordedMilestone]:
        """The milestones of their commitments, each once."""
        known = [self.commitments.get(version.text_id) for version in self.versions]
        every = [m for commitment in known if commitment for m in commitment.milestones]
        return list({m.id: m for m in every}.values())


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A theme with how many voices stand under it, and where its answer stands."""

    id: int
    theme: Theme
    voices: int
    answer: AnswerState
    grown: int


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """The themes of a consultation, and how many of them are answered."""

    consultation: Heading
    rows: list[AnswerRow]
    answered: int
    officer: bool
    time_to_answer: bool


@dataclass(frozen=True, slots=True)
class InBoth:
    """The differences of a text in both languages."""

    ar: Sequence[Piece]
    en: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Change:
    """A clause whose words an answer changes."""

    clause: Clause
    pieces: InBoth


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the answer to another theme changes in a clause."""

    title: str
    lang: str
    url: str
    pieces: InBoth


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """One theme's answer beside its form; ``saved`` is the one that is stored, ``elsewhere`` is by clause id.

    ``named`` is what names each text, by its id: what it is of, else the consultation. ``of_commitments``: some are of
    commitments, which have milestones.
    """

    consultation: Heading
    theme: Theme
    voices: int
    points: list[Point]
    texts: list[TextVersion]
    named: Mapping[int, RecordedCommitment | TextOwner | Heading]
    of_commitments: bool
    saved: Response | None
    saved_changes: list[Change]
    elsewhere: Mapping[int, Elsewhere]
    time_to_answer: bool
    edited: bool
    grown: int
    looked: str


def consulted(session: Session, consultation: Consultation) -> Consulted:
    """Return the texts of a consultation with clauses, commitments and milestones."""
    ids = [row.version_id for row in consultation.texts]
    found = versions_by_ids(session, ids)
    versions = [found[version_id] for version_id in ids]
    text_ids = [version.text_id for version in versions]
    commitments = commitments_of_texts(session, text_ids)
    owners = owners_of_texts(session, [each for each in text_ids if each not in commitments])
    return Consulted(versions, commitments, owners)


def answers_page(session: Session, actor: Actor, consultation: Consultation, now: datetime) -> AnswersPage:
    """Return the themes with how many stand under each, and how many have an answer."""
    themes = queries.themes_and_answers(session, consultation_id=consultation.id, in_short=True)
    counts = queries.theme_counts(session, consultation_id=consultation.id)
    since = queries.placed_since(session, consultation_id=consultation.id)
    rows = [_row(t, counts.get(t.id, (0, 0))[0], since.get(t.id, 0)) for t in themes]
    return AnswersPage(
        consultation=heading_of(consultation),
        rows=rows,
        answered=sum(row.answer.status == "completed" for row in rows),
        officer=has_right(actor, Act.ANSWER, scope=consultation.organisation.scope),
        time_to_answer=allows(consultation, Act.ANSWER, now),
    )


def _row(theme: Theme, voices: int, placed: int) -> AnswerRow:
    return AnswerRow(theme.id, theme, voices, state_of_answer(theme), grown_by(theme, voices, placed))


def clause_of(clauses: Sequence[Clause]) -> Mapping[int, Clause]:
    """Return clauses keyed by clause id."""
    return {clause.clause_id: clause for clause in clauses}


def changes_of(response: Response | None, clauses: Mapping[int, Clause]) -> list[Change]:
    """Return what an answer changes, as differences in both languages."""
    changed = response.changes if response else []
    known = [(change, clauses[change.clause_id]) for change in changed if change.clause_id in clauses]
    return [Change(clause, _pieces(clause, change)) for change, clause in known]


def _pieces(clause: Clause, change: ResponseChange) -> InBoth:
    return InBoth(diff(clause.text_ar, change.text_ar), diff(clause.text_en, change.text_en))


def _elsewhere(session: Session, theme: Theme, clauses: Mapping[int, Clause]) -> dict[int, Elsewhere]:
    """Return which clauses the answers to other themes change, and how."""
    others = queries.changed_by_others(session, theme=theme)
    return {
        clause_id: Elsewhere(
            localized(other, "title"),
            lang_of(other, "title"),
            url_for("desk.answer", theme_id=other.id),
            _pieces(clauses[clause_id], change),
        )
        for clause_id, (other, change) in others.items()
        if clause_id in clauses
    }


def answer_page(
    session: Session, consultation: Consultation, theme: Theme, texts: Consulted, now: datetime, *, edited: bool
) -> AnswerPage:  # fmt: skip
    """Return the page of one theme's answer; ``edited`` where somebody else saved first."""
    voices, heading = theme.voices, heading_of(consultation)
    since = queries.placed_since(session, consultation_id=consultation.id) if theme.response else {}
    return AnswerPage(
        consultation=heading,
        theme=theme,
        voices=voices,
        points=points_of(session, theme.id),
        texts=texts.versions,
        named={row.text_id: heading for row in texts.versions} | {**texts.commitments, **texts.owners},
        of_commitments=bool(texts.commitments),
        saved=theme.response,
        saved_changes=changes_of(theme.response, clause_of(texts.clauses)),
        elsewhere=_elsewhere(session, theme, clause_of(texts.clauses)),
        time_to_answer=allows(consultation, Act.ANSWER, now),
        edited=edited,
        grown=grown_by(theme, voices, since.get(theme.id, 0)),
        looked=dates.day(theme.response.looked_at) if theme.response else "",
    )
