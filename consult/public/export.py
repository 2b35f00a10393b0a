"""The open file of a consultation: everything that was said, with themes and answers, row by row.

It is read in bounded memory through a session of its own, which lives as long as the answer is being sent. What is
not shown keeps its row, its time and its state, and loses its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC
from itertools import islice

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.contributions.queries import stream, vote_counts
from consult.outcomes.models import Outcome
from consult.outcomes.queries import latest, places
from consult.shared import csv

COLUMNS = (
    "reference", "received_at", "kind", "about", "clause_id", "version_id", "in_reply_to", "language", "stance",
    "speaker", "organisation_ar", "organisation_en", "shown_name", "title", "problem", "text", "status", "late",
    "votes_agree", "votes_disagree", "votes_pass", "primary_theme_ar", "primary_theme_en", "all_theme_ids",
    "outcome", "reason_ar", "reason_en", "salt", "fingerprint",
)  # fmt: skip
BATCH = 500


def rows(engine: Engine, consultation_id: int) -> Iterator[str]:
    """Yield the file in pieces of text."""
    with Session(engine) as session:
        yield from csv.stream(COLUMNS, _rows(session, consultation_id))


def _rows(session: Session, consultation_id: int) -> Iterator[list[object]]:
    outcome = latest(session, consultation_id=consultation_id)
    themes = {theme["id"]: theme for theme in outcome.content["themes"]} if outcome else {}
    references: dict[int, str] = {}
    said = stream(session, consultation_id=consultation_id, batch=BATCH)
    while group := list(islice(said, BATCH)):
        ids = [row.id for row in group]
        references.update({row.id: row.reference for row in group})
        votes = vote_counts(session, consultation_id=consultation_id, contribution_ids=ids)
        placed = _placed(session, outcome, ids)
        for row in group:
            yield _row(row, references, votes.get(row.id, Counter()), placed.get(row.id, []), themes)


def _placed(session: Session, outcome: Outcome | None, ids: list[int]) -> dict[int, list[int]]:
    return places(session, outcome_id=outcome.id, contribution_ids=ids) if outcome else {}


def _row(
    row: Contribution,
    references: Mapping[int, str],
    votes: Counter[str],
    placed: list[int],
    themes: Mapping[int, Mapping[str, str]],
) -> list[object]:
    first = themes.get(placed[0], {}) if placed else {}
    body = row.organisation
    words = (row.title, row.problem, row.body) if row.stands else (None, None, None)
    return [
        row.reference, row.received_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), row.kind, row.about,
        row.clause_id, row.version_id, references.get(row.parent_id or 0), row.language, row.stance,
        "organisation" if body else "person", body.name_ar if body else None, body.name_en if body else None,
        row.shown_name if row.stands else None, *words, row.status, "yes" if row.late else "no",
        votes["agree"], votes["disagree"], votes["pass"], first.get("title_ar"), first.get("title_en"),
        " ".join(map(str, placed)), first.get("outcome"), first.get("reason_ar"), first.get("reason_en"),
        row.salt.hex() if row.stands and row.salt else None, row.fingerprint,
    ]  # fmt: skip
