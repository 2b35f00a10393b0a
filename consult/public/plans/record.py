"""The pages of the plan record, gathered from several subjects: a plan, a commitment, a version, a comparison."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.consultations.queries import about_commitments
from consult.organisations import queries as organisations
from consult.organisations.models import Organisation
from consult.outcomes import queries as outcomes
from consult.outcomes.models import Outcome, OutcomeChange
from consult.plans import queries
from consult.plans.models import ClauseWords, Commitment, CommitmentVersion, NamedCommitment, Pieces, Plan
from consult.presenters.consultations import standing
from consult.public.outcomes.afterwards import awaited
from consult.public.plans import presenters
from consult.public.plans.differences import kept_between, kept_with
from consult.web import dates
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in the list, with what each source says of it."""

    plan: Plan
    url: str
    sources: list[presenters.Statement]


@dataclass(frozen=True, slots=True)
class PlansPage:
    """All plans, newest first."""

    plans: list[PlanRow]


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A consultation about a commitment. ``url``: its outcome, once it is answered."""

    state: str
    state_text: str
    note: str | None
    title: str
    lang: str
    url: str


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A commitment on the board of its plan, with what stands below it."""

    commitment: Commitment
    line: presenters.BoardRow
    milestones: list[presenters.MilestoneRow]
    lead: Organisation | None
    asked: list[AskedRow]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan: its commitments, their milestones and the consultations about them."""

    plan: Plan
    plans: list[PlanRow]
    sources: list[presenters.Statement]
    milestones: int
    milestones_in_words: str
    delayed: int
    as_of: str | None
    board: list[CommitmentRow]


@dataclass(frozen=True, slots=True)
class CommitmentPage:
    """A commitment: its newest text, its versions, milestones and consultations."""

    commitment: Commitment
    newest: CommitmentVersion | None
    clauses: list[ClauseWords]
    versions: list[presenters.VersionRow]
    lead: Organisation | None
    drafter: Organisation | None
    labels: list[tuple[str, str]]
    as_of: str | None
    milestones: list[presenters.MilestoneRow]
    asked: list[AskedRow]


@dataclass(frozen=True, slots=True)
class AnswerBehind:
    """An answer that changed a clause: its theme, the voices behind it, and the difference."""

    title: str
    title_lang: str
    url: str
    voices: str
    voices_url: str
    day: str
    pieces: Pieces
    lang: str


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A dated text; ``behind``: the answers that changed each clause, by clause id."""

    commitment: NamedCommitment
    version: CommitmentVersion
    clauses: list[ClauseWords]
    behind: dict[int, list[AnswerBehind]]
    versions: list[presenters.VersionRow]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two versions clause by clause. ``whole``: of some clauses only the whole is known to have changed."""

    commitment: NamedCommitment
    before: CommitmentVersion
    after: CommitmentVersion
    clauses: list[presenters.ComparedClause]
    whole: bool


def plans(session: Session) -> PlansPage:
    """Return what the list of plans shows."""
    return PlansPage(_rows(queries.plans(session)))


def _rows(plans: Iterable[Plan]) -> list[PlanRow]:
    return [
        PlanRow(plan, url_for("public.plan", slug=plan.slug), presenters.statements(plan)) for plan in plans
    ]


def plan(session: Session, slug: str, now: datetime) -> PlanPage | None:
    """Return what the page of a plan shows, None where there is no such plan."""
    every = queries.plans(session)
    record = next((each for each in every if each.slug == slug), None)
    if record is None:
        return None
    commitments = queries.commitments(session, plan_id=record.id)
    asked = _asked(session, commitments, now)
    behind = _behind(session, commitments)
    leads = organisations.by_ids(session, [c.lead_id for c in commitments if c.lead_id is not None])
    statuses = presenters.count_of(m for c in commitments for m in c.milestones)
    return PlanPage(
        plan=record,
        plans=_rows(every),
        sources=presenters.statements(record),
        milestones=sum(statuses.values()),
        milestones_in_words=presenters.in_words(statuses),
        delayed=sum(c.delayed for c in commitments),
        as_of=presenters.as_of(commitments),
        board=[
            CommitmentRow(
                commitment=c,
                line=presenters.board_row(c),
                milestones=[presenters.milestone_row(m, behind) for m in c.milestones],
                lead=leads.get(c.lead_id) if c.lead_id is not None else None,
                asked=asked[c.id],
            )
            for c in commitments
        ],
    )


def commitment(session: Session, record: Commitment, now: datetime) -> CommitmentPage:
    """Return what the page of a commitment shows."""
    published = queries.published_versions(session, commitment_id=record.id)
    clauses = queries.words_of(session, version_ids=[published[0].id]) if published else {}
    ids = {published[0].drafter_id} if published else set()
    ids |= {record.lead_id} if record.lead_id is not None else set()
    bodies = organisations.by_ids(session, ids)
    behind = _behind(session, [record])
    return CommitmentPage(
        commitment=record,
        newest=published[0] if published else None,
        clauses=list(clauses.values()),
        versions=presenters.versions(record, published),
        lead=bodies.get(record.lead_id) if record.lead_id is not None else None,
        drafter=bodies[published[0].drafter_id] if published else None,
        labels=presenters.labels(record),
        as_of=presenters.as_of([record]),
        milestones=[presenters.milestone_row(m, behind) for m in record.milestones],
        asked=_asked(session, [record], now)[record.id],
    )


def version(session: Session, record: NamedCommitment, shown: CommitmentVersion) -> VersionPage:
    """Return what the page of a version shows."""
    changes = outcomes.behind_version(session, version_id=shown.id)
    ids = {shown.id, *(row.from_version_id for row, _outcome in changes)}
    words = queries.words_of(session, version_ids=ids)
    return VersionPage(
        commitment=record,
        version=shown,
        clauses=[row for row in words.values() if row.version_id == shown.id],
        behind=_behind_version(changes, words),
        versions=presenters.versions(record, queries.published_versions(session, commitment_id=record.id)),
    )


def _behind_version(
    changes: Sequence[tuple[OutcomeChange, Outcome]], words: Mapping[tuple[int, int], ClauseWords]
) -> dict[int, list[AnswerBehind]]:
    kept = kept_with(row for row, _outcome in changes)
    found: dict[int, list[AnswerBehind]] = defaultdict(list)
    for row, outcome in changes:
        before, after = (
            words[version_id, row.clause_id] for version_id in (row.from_version_id, row.to_version_id)
        )
        compared = presenters.compared_clause(before, after, kept)
        found[row.clause_id].append(_answer(outcome, row.theme_id, compared))
    return found


def _answer(outcome: Outcome, theme_id: int, clause: presenters.ComparedClause) -> AnswerBehind:
    theme = presenters.theme_of(outcome, theme_id)
    voices = presenters.voices_of(outcome, theme_id)
    slug = outcome.consultation.slug
    return AnswerBehind(
        title=localized(theme, "title"),
        title_lang=lang_of(theme, "title"),
        url=url_for("public.outcome", slug=slug, _anchor=f"theme-{theme_id}"),
        voices=ngettext("%(num)s voice behind it", "%(num)s voices behind it", voices),
        voices_url=url_for("public.theme", slug=slug, theme_id=theme_id, version=outcome.number),
        day=dates.day(outcome.consultation.answered_at or outcome.published_at),
        pieces=clause.pieces,
        lang=clause.lang,
    )


def compare(session: Session, record: NamedCommitment, before: int, after: int) -> ComparePage | None:
    """Return two published versions clause by clause, or None where one of them is not there.

    Word by word where that is kept: of versions that follow each other, and of those that an answer names.
    """
    numbered = {v.number: v for v in queries.published_versions(session, commitment_id=record.id)}
    if before not in numbered or after not in numbered:
        return None
    old, new = numbered[before], numbered[after]
    words = queries.words_of(session, version_ids={old.id, new.id})

    def of(chosen: CommitmentVersion) -> list[ClauseWords]:
        return [row for (version_id, _clause), row in words.items() if version_id == chosen.id]

    kept = kept_between(session, [(old.id, new.id)])
    clauses = presenters.compared(of(old), of(new), kept)
    return ComparePage(record, old, new, clauses, whole=any(clause.whole for clause in clauses))


def _behind(session: Session, commitments: Iterable[Commitment]) -> presenters.Behind:
    return outcomes.behind_milestones(
        session, milestone_ids=[m.id for c in commitments for m in c.milestones]
    )


def _asked(session: Session, commitments: Sequence[Commitment], now: datetime) -> dict[int, list[AskedRow]]:
    """Return the consultations about each commitment, by its id."""
    found: dict[int, list[AskedRow]] = defaultdict(list)
    pairs = about_commitments(session, commitment_ids=[c.id for c in commitments], now=now)
    notes = awaited(session, {c.id: c for _id, c in pairs}.values(), now)
    for commitment_id, consultation in pairs:
        where = standing(consultation, now)
        answered = where.state == "answered"
        row = AskedRow(
            state=where.state,
            state_text=where.text,
            note=notes.get(consultation.id, where.note),
            title=localized(consultation, "title"),
            lang=lang_of(consultation, "title"),
            url=url_for("public.outcome" if answered else "public.consultation", slug=consultation.slug),
        )
        found[commitment_id].append(row)
    return found
