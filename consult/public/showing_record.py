"""The pages of the plan record, gathered from several subjects: a plan, a commitment, a version, a comparison."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from flask import url_for
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.consultations.queries import about_commitments
from consult.organisations import queries as organisations
from consult.outcomes import queries as outcomes
from consult.plans import queries
from consult.plans.models import ClauseText, Commitment, CommitmentVersion, Plan
from consult.public import showing_plans
from consult.public.showing_afterwards import awaited
from consult.public.showing_consultations import Shown, standing
from consult.public.showing_differences import kept_between, kept_with
from consult.web import dates
from consult.web.rendering import lang_of, said


def plans(session: Session) -> list[Shown]:
    """Return all plans, newest first, each with what the sources say of it."""
    return _plans(queries.plans(session))


def _plans(rows: Sequence[Plan]) -> list[Shown]:
    return [
        {
            "plan": plan,
            "url": url_for("public.plan", slug=plan.slug),
            "sources": showing_plans.period(plan),
        }
        for plan in rows
    ]


def plan(session: Session, record: Plan, now: datetime) -> Shown:
    """Return what the page of a plan shows: its commitments, their milestones and the consultations about them."""
    commitments = queries.commitments(session, plan_id=record.id)
    asked = _asked(session, commitments, now)
    behind = _behind(session, commitments)
    leads = organisations.by_ids(session, [c.lead_id for c in commitments if c.lead_id is not None])
    statuses = showing_plans.count_of(m for c in commitments for m in c.milestones)
    return {
        "plan": record,
        "plans": plans(session),
        "sources": showing_plans.period(record),
        "milestones": sum(statuses.values()),
        "milestones_in_words": showing_plans.in_words(statuses),
        "delayed": sum(c.delayed for c in commitments),
        "as_of": showing_plans.as_of(commitments),
        "board": [
            {
                **_row(c, {m.id: behind.get(m.id, ()) for m in c.milestones}),
                "lead": leads.get(c.lead_id) if c.lead_id is not None else None,
                "asked": asked[c.id],
            }
            for c in commitments
        ],
    }


def _row(commitment: Commitment, behind: showing_plans.Behind) -> Shown:
    return {
        **showing_plans.board_row(commitment),
        "commitment": commitment,
        "milestones": [showing_plans.milestone_row(m, behind) for m in commitment.milestones],
    }


def commitment(session: Session, record: Commitment, now: datetime) -> Shown:
    """Return what the page of a commitment shows: its newest text, its versions, milestones and consultations."""
    published = queries.published_versions(session, commitment_id=record.id)
    clauses = queries.words_of(session, version_ids=[published[0].id]) if published else {}
    ids = {published[0].drafter_id} if published else set()
    ids |= {record.lead_id} if record.lead_id is not None else set()
    bodies = organisations.by_ids(session, ids)
    behind = _behind(session, [record])
    return {
        "commitment": record,
        "newest": published[0] if published else None,
        "clauses": list(clauses.values()),
        "versions": showing_plans.versions(record, published),
        "lead": bodies.get(record.lead_id) if record.lead_id is not None else None,
        "drafter": bodies[published[0].drafter_id] if published else None,
        "labels": showing_plans.labels(record),
        "as_of": showing_plans.as_of([record]),
        "milestones": [showing_plans.milestone_row(m, behind) for m in record.milestones],
        "asked": _asked(session, [record], now)[record.id],
    }


def version(session: Session, record: Commitment, shown: CommitmentVersion) -> Shown:
    """Return what the page of a version shows: its clauses, each with the contributions behind its change."""
    return {
        "commitment": record,
        "version": shown,
        "clauses": shown.clauses,
        "behind": _behind_version(session, shown),
        "versions": showing_plans.versions(
            record, queries.published_versions(session, commitment_id=record.id)
        ),
    }


def _behind_version(session: Session, shown: CommitmentVersion) -> dict[int, list[Shown]]:
    """Return the answers that changed each clause, keyed by clause id: the difference, and the voices behind it."""
    changes = outcomes.behind_version(session, version_id=shown.id)
    words = queries.words_of(session, version_ids={row.from_version_id for row, _outcome in changes})
    kept = kept_with(row for row, _outcome in changes)
    after = {row.clause_id: row for row in shown.clauses}
    found: dict[int, list[Shown]] = defaultdict(list)
    for row, outcome in changes:
        before = words[row.from_version_id, row.clause_id]
        theme = showing_plans.theme_of(outcome, row.theme_id)
        voices = showing_plans.voices_of(outcome, row.theme_id)
        slug = outcome.consultation.slug
        found[row.clause_id].append(
            {
                **showing_plans.compared_clause(before, after[row.clause_id], kept),
                "theme": theme,
                "url": url_for("public.outcome", slug=slug, _anchor=f"theme-{row.theme_id}"),
                "voices": ngettext("%(num)s voice behind it", "%(num)s voices behind it", voices),
                "voices_url": url_for(
                    "public.theme", slug=slug, theme_id=row.theme_id, version=outcome.number
                ),
                "day": dates.day(outcome.consultation.answered_at or outcome.published_at),
            }
        )
    return found


def compare(session: Session, record: Commitment, before: int, after: int) -> Shown | None:
    """Return two published versions clause by clause, or None where one of them is not there.

    Word by word where that is kept: of versions that follow each other, and of those that an answer names.
    """
    numbered = {v.number: v for v in queries.published_versions(session, commitment_id=record.id)}
    if before not in numbered or after not in numbered:
        return None
    old, new = numbered[before], numbered[after]
    words = queries.words_of(session, version_ids={old.id, new.id})

    def of(chosen: CommitmentVersion) -> list[ClauseText]:
        return [row for (version_id, _clause), row in words.items() if version_id == chosen.id]

    kept = kept_between(session, [(old.id, new.id)])
    clauses = showing_plans.compared(of(old), of(new), kept)
    return {
        "commitment": record,
        "before": old,
        "after": new,
        "clauses": clauses,
        "whole": any(clause["whole"] for clause in clauses),
    }


def _behind(session: Session, commitments: Iterable[Commitment]) -> showing_plans.Behind:
    return outcomes.behind_milestones(
        session, milestone_ids=[m.id for c in commitments for m in c.milestones]
    )


def _asked(session: Session, commitments: Sequence[Commitment], now: datetime) -> dict[int, list[Shown]]:
    found: dict[int, list[Shown]] = defaultdict(list)
    pairs = about_commitments(session, commitment_ids=[c.id for c in commitments], now=now)
    notes = awaited(session, {c.id: c for _id, c in pairs}.values(), now)
    for commitment_id, consultation in pairs:
        where = standing(consultation, now)
        slug = consultation.slug
        answered = where.state == "answered"
        found[commitment_id].append(
            {
                "state": where.state, "state_text": where.text, "note": notes.get(consultation.id, where.note),
                "title": said(consultation, "title"), "lang": lang_of(consultation, "title"),
                "url": url_for("public.outcome" if answered else "public.consultation", slug=slug),
            }
        )  # fmt: skip
    return found
