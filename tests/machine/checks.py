"""The invariants, each compared with the model: what a check finds wrong, it names."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy.orm import Session

from consult.contributions import queries as contributions
from consult.contributions.models import Contribution, Revision, clause_of
from consult.contributions.services import sealed_file
from consult.outcomes import queries as outcomes
from consult.shared.state import State
from consult.shared.subjects import Subject, SubjectKind
from consult.votes.models import NONE
from consult.votes.queries import own_votes, vote_counts
from tests.factories.numbers import by_place, differences, votes_by_clause
from tests.machine.model import NOBODY, Model
from tests.machine.rows import STATES, Rows, Seen, digest
from tests.machine.stage import Stage


def nothing_is_lost(seen: Seen, stage: Stage, model: Model) -> None:
    """Compare every voice with its row, and its receipt with its sealed bytes (invariant 1)."""
    found = seen.said
    assert [row.reference for row in found] == list(model.voices)
    by_reference = {row.reference: row for row in found}
    ids = {name: actor.user_id for name, actor in stage.actors.items()}
    for row in found:
        voice = model.voices[row.reference]
        gone = voice.status == "erased"
        assert (row.status, row.late, row.kind, row.depth) == (
            voice.status,
            voice.late,
            voice.kind,
            voice.depth,
        )
        assert (clause_of(row.subject_kind, row.subject_id), row.stance) == (voice.clause, voice.stance)
        assert row.received_at == voice.arrived
        assert (row.revision_number, row.correction) == (voice.number, voice.correction)
        assert row.fingerprint == voice.fingerprint
        assert row.parent_id == (by_reference[voice.parent].id if voice.parent else None)
        words = (None, None, None) if gone else (voice.title, voice.problem, voice.body)
        assert (row.title, row.problem, row.body) == words
        assert row.author_id == (None if gone or voice.by == NOBODY else ids[voice.by])
        assert row.channel == voice.channel
        assert row.shown_name == (None if gone or not voice.named else stage.actors[voice.by].public_name)
        body = (
            stage.union_id if voice.organisation else None if voice.counts_as_voice else stage.organisation_id
        )
        assert row.organisation_id == (None if gone else body)
        assert gone is (row.salt is None)
        if not gone:
            assert hashlib.sha256(sealed(row, stage)).hexdigest() == row.fingerprint


def translations_stand_beside(seen: Seen, model: Model) -> None:
    """Compare every translation with its row: one after another, and without words where the voice has none left."""
    found = [(row.reference, row.number, row.body) for row in seen.translations]
    gone = {reference for reference, voice in model.voices.items() if voice.status == "erased"}
    assert sorted(found, key=str) == sorted(
        [
            (reference, number, None if reference in gone else body)
            for reference, bodies in model.translations.items()
            for number, body in enumerate(bodies, 1)
        ],
        key=str,
    )
    assert not [row for row in seen.translations if row.reference in gone and (row.title or row.problem)]


def sealed(row: Any, stage: Stage) -> bytes:  # noqa: ANN401 - a row of contributions
    """Return the bytes behind a receipt, by the service that gives them out."""
    whole = SimpleNamespace(
        **row._mapping, number=row.revision_number, consultation=SimpleNamespace(slug=stage.slug),
        activity=SimpleNamespace(slug=row.said_in), subject=Subject(SubjectKind(row.subject_kind), row.subject_id),
        organisation=SimpleNamespace(slug=row.said_for) if row.said_for else None,
    )  # fmt: skip
    return sealed_file(cast("Contribution", whole), cast("Revision", whole))


def nothing_is_silent(session: Session, stage: Stage, model: Model) -> None:
    """See that an answered consultation answered every voice that stood then, and which ones wait (invariant 2)."""
    counts = outcomes.theme_counts(session, consultation_id=stage.consultation_id)
    coverage = outcomes.coverage(session, consultation_id=stage.consultation_id)
    assert coverage.published == sum(1 for _ in model.standing())
    assert set(coverage.unthemed_references) == model.unthemed()
    assert coverage.unthemed == len(model.unthemed())
    assert {theme.id for theme in coverage.unanswered} == model.unanswered()
    assert {theme.id for theme in coverage.empty} == model.empty()
    assert set(coverage.changed_twice) == model.changed_twice()
    assert {theme.id for theme in coverage.grown} == model.grown()
    assert counts == model.counts()
    assert sum(primary for _, primary in counts.values()) == coverage.themed


def each_decision_is_public(seen: Seen, stage: Stage, model: Model) -> None:
    """See one entry for each decision, and in the log nothing else and nobody's address or name (invariants 3, 9)."""
    found = seen.decisions
    assert [(row.kind, row.reference) for row in found] == model.decisions
    assert len({row.log_entry_id for row in found}) == len(found)
    assert all((row.entry, row.subject) == (f"moderation-{row.kind}", row.reference) for row in found)
    assert [(row.kind, row.subject) for row in seen.log] == model.log
    private = [actor.email for actor in stage.actors.values()]
    private += [actor.public_name for actor in stage.actors.values() if actor.public_name]
    said = json.dumps([row.details for row in seen.log], ensure_ascii=False)
    assert not [word for word in private if word in said]
    assert "canary" not in said
    assert [row.kind for row in seen.acts] == model.acts
    assert sorted(seen.mails) == sorted(model.mails)


def one_vote_each(session: Session, found: Rows, consultation_id: int, stage: Stage, model: Model) -> None:
    """Compare a consultation's votes with its model, row for row and as the pages count them (invariant 4)."""
    ids = {name: actor.user_id for name, actor in stage.actors.items()}
    expected = {
        ("voice" if kind == "voice" else "clause", model.voices[str(on)].row_id if kind == "voice" else on, ids[by]):
        vote for (kind, on, by), vote in model.votes.items()
    }  # fmt: skip
    keyed = {
        ("clause" if row.subject_kind == "clause" else "voice", row.subject_id, row.user_id): (
            row.choice, row.cast_at,
        )
        for row in found
    }  # fmt: skip
    assert len(keyed) == len(found)
    assert keyed == expected
    shown: dict[Any, Counter[str]] = {}
    for (kind, on, _), (choice, _) in expected.items():
        if choice != NONE:
            shown.setdefault((kind, on), Counter())[choice] += 1
    clauses = votes_by_clause(session, consultation_id)
    assert clauses == {on: count for (kind, on), count in shown.items() if kind == "clause"}
    voices = vote_counts(
        session, consultation_id=consultation_id, contribution_ids=[v.row_id for v in model.voices.values()]
    )  # fmt: skip
    assert voices == {on: count for (kind, on), count in shown.items() if kind == "voice"}


def shown_as_ones_own(session: Session, consultation_id: int, stage: Stage, model: Model, by: str) -> None:
    """Compare what somebody is shown as their own votes in a consultation with its model."""
    mine = {
        Subject(SubjectKind.CONTRIBUTION, model.voices[str(on)].row_id)
        if kind == "voice"
        else Subject(SubjectKind.CLAUSE, int(on)): choice
        for (kind, on, who), (choice, _) in model.votes.items()
        if who == by and choice != NONE
    }
    assert own_votes(session, consultation_id=consultation_id, user_id=stage.actors[by].user_id) == mine


def counts_hold_what_is_shown(session: Session, stage: Stage, model: Model) -> None:
    """Compare the totals of the pages with the model: what is not shown is in none (invariant 7)."""
    shown: dict[int | None, Counter[str]] = {}
    for voice in model.standing():
        counter = shown.setdefault(voice.clause, Counter())
        counter.update(["voices", *([voice.stance] if voice.stance else [])])
    assert by_place(session, stage.consultation_id) == shown
    number = sum(1 for _ in model.standing())
    published = contributions.published_count(session, consultation_ids=[stage.consultation_id])
    assert published == ({stage.consultation_id: number} if number else {})
    statuses = contributions.counts_by_status(session, consultation_id=stage.consultation_id)
    assert statuses == Counter(voice.status for voice in model.heard())
    assert differences(session) == []


def dates_are_the_models(seen: Seen, model: Model) -> None:
    """Compare the dates that everything follows from with the model."""
    found = seen.dates
    assert (found.announced_at, found.cancelled_at, found.answered_at) == (
        model.announced, model.cancelled, model.answered,
    )  # fmt: skip
    assert (found.opens_at, found.closes_at) == (model.opens, model.closes)
    assert (found.answer_due_at - found.closes_at).days == 84
    assert (found.revision, found.title_en) == (model.revision, model.title)


def the_clock_decides(session: Session, stage: Stage, state: State, now: datetime) -> None:
    """See that the database finds the consultation in the one state that the model says (invariant 8)."""
    row = session.connection().execute(STATES, {"consultation": stage.consultation_id, "now": now}).one()
    assert [name for name, found in row._mapping.items() if found] == [state.value]


def an_outcome_says_what_was_true(seen: Seen, model: Model) -> None:
    """Compare every published outcome with what the model froze (invariants 2, 5)."""
    assert [row.number for row in seen.outcomes] == [frozen.number for frozen in model.outcomes]
    words = {(row.number, row.clause_id): (row.text_ar, row.text_en) for row in seen.words}
    for row, frozen in zip(seen.outcomes, model.outcomes, strict=True):
        themes = {theme["id"]: theme for theme in row.content["themes"]}
        places: dict[str, dict[int, bool]] = {}
        for place in seen.of(row.number, seen.places):
            places.setdefault(place.reference, {})[place.theme_id] = place.is_primary
        assert places == frozen.places
        assert {theme for each in places.values() for theme in each} <= set(themes)
        assert all(sum(each.values()) == 1 for each in places.values())
        primary = Counter(theme for each in places.values() for theme, first in each.items() if first)
        assert primary == +Counter({number: theme["primary"] for number, theme in themes.items()})
        assert sum(primary.values()) == frozen.figures["published"] + frozen.figures["late_published"]
        assert +Counter(row.figures) == +Counter(frozen.figures)
        changed = seen.of(row.number, seen.changes)
        assert {each.clause_id: each.theme_id for each in changed} == {
            clause: theme for clause, (theme, _) in frozen.changes.items()
        }
        for each in changed:
            assert words[each.version, each.clause_id] == frozen.changes[each.clause_id][1]
        named = {(each.theme_id, each.milestone_id) for each in seen.of(row.number, seen.milestones)}
        assert named == frozen.milestones


def published_once(seen: Seen, *, announced: bool) -> dict[str, str]:
    """Return a hash of everything that never changes once it is published, by its name (invariants 3, 5)."""
    found = {"question": digest(seen.question)} if announced else {}
    for number in {row.number for row in seen.words}:
        found[f"version {number}"] = digest(seen.of(number, seen.words))
    for outcome in seen.outcomes:
        parts = (seen.places, seen.changes, seen.milestones)
        inside = [row for part in parts for row in seen.of(outcome.number, part)]
        found[f"outcome {outcome.number}"] = digest([outcome, *inside])
    found |= {f"entry {entry.id}": digest([entry]) for entry in seen.log}
    return found | {f"act {act.id}": digest([act]) for act in seen.acts}


def words_not_shown(model: Model) -> list[str]:
    """Return the words that no public page may hold: those of voices that are gone, and those that wait."""
    every = model.voices.values()
    before = [body for voice in every for body, shown in voice.earlier if not (shown and voice.is_published)]
    gone = [str(voice.body) for voice in every if not voice.is_published]
    return [*before, *gone, *(waiting.body for waiting in model.waiting)]


def unnamed(model: Model, stage: Stage) -> list[str]:
    """Return every address, and the public names of those who never spoke under them where it shows."""
    named = {voice.by for voice in model.voices.values() if voice.named and voice.is_published}
    addresses = [actor.email for actor in stage.actors.values()]
    hidden = [a.public_name for name, a in stage.actors.items() if a.public_name and name not in named]
    return [*addresses, *hidden]
