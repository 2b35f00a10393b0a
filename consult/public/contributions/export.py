"""The open file of a consultation: everything that was said, with themes and answers, row by row.

One row is made of typed values and written in two ways: as JSON Lines, unchanged, and as CSV, in whose cells no
spreadsheet finds a formula (``shared.csv``, which can be undone). Both hold all that the fingerprint covers, so that a
reader can compute it again from the file alone (``verify_receipts``).

It is read in bounded memory through a session of its own. What is not shown keeps its row, its time and its state, and
loses its words.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from itertools import chain, islice

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.consultations.policies import shows_results
from consult.consultations.policies.capabilities import taking_votes
from consult.consultations.policies.standing import VersionStanding
from consult.consultations.queries import by_id, standings_beside
from consult.contributions.models import INTEREST, Contribution, Status, Translation
from consult.contributions.models.letters import GOVERNORATE, PLACE, RECEIVED_ON, STANDS_FOR
from consult.contributions.queries import stream, translations
from consult.outcomes.models import Outcome
from consult.outcomes.queries import latest, places
from consult.shared import csv
from consult.shared.clock import in_utc
from consult.shared.subjects import SubjectKind
from consult.texts.models import TextVersion
from consult.texts.queries import versions_by_ids
from consult.votes.queries import vote_counts
from consult.web.database import let_go

COLUMNS = (
    "reference", "received_at", "kind", "about", "clause_id", "clause_ar", "clause_en", "version_id", "version",
    "in_reply_to", "language", "stance",
    "speaker", "organisation_ar", "organisation_en", "shown_name", "title", "problem", "text", "status", "late",
    "votes_agree", "votes_disagree", "votes_pass", "primary_theme_ar", "primary_theme_en", "all_theme_ids",
    "all_themes_ar", "all_themes_en", "outcome", "reason_ar", "reason_en", "salt", "fingerprint",
    "translation_language", "translation_by", "translated_title", "translated_problem", "translated_text",
    "answer_illustrative", "consultation", "fingerprint_version",
    # What seals of version 2 cover beside it.
    "activity", "subject", "revision", "organisation", "channel", "details",
    # What the version that it is about stands for: proposed, awaiting, withdrawn, changed, adopted or unasked
    # (``consultations.policies.standing``), the closing of its consultation or since when it stands so, and whether its
    # words were invented for the demonstration.
    "version_stands", "version_stands_at", "version_illustrative",
    # Of what was keyed in, and stands in ``details`` too: the day on which it came, from where, for how many people.
    "received_on", "governorate", "place", "stands_for",
    # Likewise of what was said for an organisation.
    "declared_interest",
)  # fmt: skip
BATCH = 500


def csv_file(engine: Engine, consultation_id: int, now: datetime) -> Iterator[str]:
    """Yield the file as CSV, in pieces of text."""
    with closing(_read(engine, consultation_id, now)) as rows:
        first = list(islice(rows, 1))
        cells = ([_in_a_cell(value) for value in row] for row in chain(first, rows))
        yield from csv.stream(COLUMNS, cells)


def json_lines(engine: Engine, consultation_id: int, now: datetime) -> Iterator[str]:
    """Yield the file as JSON Lines: each row an object, its words as they were typed and sealed."""
    with closing(_read(engine, consultation_id, now)) as rows:
        for row in rows:
            yield json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False) + "\n"


def _read(engine: Engine, consultation_id: int, now: datetime) -> Generator[list[object], None, None]:
    """Yield the rows, read through a session of their own."""
    session = Session(engine)
    try:
        yield from _rows(session, consultation_id, now)
    finally:
        let_go(session)


def _in_a_cell(value: object) -> object:
    """Return what stands in a cell for a value: yes or no, ids in a row, titles parted by a stroke."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return (" | " if any(isinstance(each, str) for each in value) else " ").join(map(str, value))
    return value


def _rows(session: Session, consultation_id: int, now: datetime) -> Iterator[list[object]]:
    """Yield each row's values in the order of ``COLUMNS``: text, whole numbers, booleans, lists, None."""
    outcome = latest(session, consultation_id=consultation_id)
    themes = {theme["id"]: theme for theme in outcome.content["themes"]} if outcome else {}
    asked = by_id(session, consultation_id)
    texts = _texts(session, asked)
    stands = standings_beside(session, consultation_id=consultation_id, now=now)
    invented = asked is not None and asked.illustrative
    activities = {each.id: each.slug for each in asked.activities} if asked else {}
    counted = asked is not None and _counts_votes(asked, now)
    said = stream(session, consultation_id=consultation_id, batch=BATCH)
    while group := list(islice(said, BATCH)):
        ids = [row.id for row in group]
        votes = (
            vote_counts(session, consultation_id=consultation_id, contribution_ids=ids) if counted else None
        )
        placed = _placed(session, outcome, ids)
        translated = translations(session, ids=[row.id for row in group if row.is_published])
        for row in group:
            chosen = None if votes is None else votes.get(row.id, Counter())
            yield [
                *_row(row, texts, chosen, placed.get(row.id, []), themes),
                *_translated(translated.get(row.id, {})),
                invented if placed.get(row.id) else None,
                asked.slug if asked else None,
                *_sealed(row, activities),
                *_stands(stands.get(row.version_id)),
                *_came(row),
            ]


def _counts_votes(asked: Consultation, now: datetime) -> bool:
    """Whether everybody may see the votes on contributions: some are sealed until the closing."""
    voted = taking_votes(asked.activities, SubjectKind.CONTRIBUTION)
    return voted is not None and shows_results(asked, voted, now)


def _texts(session: Session, asked: Consultation | None) -> dict[int, TextVersion]:
    return versions_by_ids(session, [row.version_id for row in asked.texts]) if asked else {}


def _placed(session: Session, outcome: Outcome | None, ids: list[int]) -> dict[int, list[int]]:
    return places(session, outcome_id=outcome.id, contribution_ids=ids) if outcome else {}


def _row(
    row: Contribution,
    texts: Mapping[int, TextVersion],
    votes: Counter[str] | None,
    placed: list[int],
    themes: Mapping[int, Mapping[str, str]],
) -> list[object]:
    shown = [themes[place] for place in placed if place in themes]
    first = shown[0] if shown else {}
    version = texts[row.version_id]
    clause = next((each for each in version.clauses if each.clause_id == row.clause_id), None)
    return [
        row.reference, in_utc(row.received_at), row.kind, row.about,
        row.clause_id, clause.heading_ar if clause else None, clause.heading_en if clause else None, row.version_id,
        version.number, row.about if row.parent_id else None, *_spoken(row), row.status, row.late,
        *_votes(row, votes), first.get("title_ar"), first.get("title_en"),
        placed, *([each[name] for each in shown] for name in ("title_ar", "title_en")),
        first.get("outcome"), first.get("reason_ar"), first.get("reason_en"),
        row.salt.hex() if row.is_published and row.salt else None, row.fingerprint,
    ]  # fmt: skip


def _votes(row: Contribution, votes: Counter[str] | None) -> list[object]:
    """Return the votes by choice, nothing where they are not counted: on what is erased, on a clarification, sealed."""
    if votes is None:
        return [None] * 3
    uncounted = row.status == Status.ERASED or not row.counts_as_voice
    return [None if uncounted else votes[choice] for choice in ("agree", "disagree", "pass")]


def _speaker(row: Contribution) -> str:
    if not row.counts_as_voice:
        return "asking body"
    return "organisation" if row.organisation else "person"


def _translated(found: Mapping[str, Translation]) -> list[object]:
    """Return the translation that counts, of which there is one at most: into the other language."""
    made = next(iter(found.values()), None)
    if made is None:
        return [None] * 5
    return [made.language, made.role, made.title, made.problem, made.body]


def _sealed(row: Contribution, activities: Mapping[int, str]) -> list[object]:
    """Return the version of the seal and what the second covers, which no other column holds."""
    organisation = row.organisation.slug if row.organisation else None
    words = [organisation, row.channel, row.details] if row.is_published else [None, row.channel, None]
    where = [activities.get(row.activity_id), row.subject.sealed, row.revision_number]
    return [row.seal_version, *where, *words]


def _stands(standing: VersionStanding | None) -> list[object]:
    """Return what the version stands for, the moment that says so, and whether it was invented."""
    if standing is None:
        return [None] * 3
    return [standing.stands.value, in_utc(standing.moment), standing.illustrative]


def _came(row: Contribution) -> list[object]:
    """Return when, from where and for how many something was keyed in, and a declared interest; else nothing."""
    facts = row.facts if row.is_published else {}
    people = facts.get(STANDS_FOR)
    return [
        facts.get(RECEIVED_ON), facts.get(GOVERNORATE), facts.get(PLACE), int(people) if people else None,
        facts.get(INTEREST),
    ]  # fmt: skip


def _spoken(row: Contribution) -> list[object]:
    """Return language, stance, speaker and words; of what is not shown, none of them."""
    if not row.is_published:
        return [None] * 9
    body = row.organisation
    return [
        row.language, row.stance, _speaker(row), body.name_ar if body else None,
        body.name_en if body else None, row.shown_name, row.title, row.problem, row.body,
    ]  # fmt: skip
