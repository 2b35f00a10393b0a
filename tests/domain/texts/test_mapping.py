"""What becomes of a clause is recorded from version to version; only reading follows it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.consultations import services as consultations
from consult.contributions.queries import kept_beside
from consult.contributions.services import vote_on_clause
from consult.shared.errors import DomainError, NotFoundError
from consult.texts import queries
from consult.texts.models import TextVersion
from consult.texts.services import Wording, join_clauses, publish_version, save_clauses, split_clause
from consult.votes.models import Vote
from tests.domain.refusal import refused
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import LIMITS, Scene, announce, terms
from tests.factories.scenes import scene as make_scene
from tests.factories.texts import draft_version, wording
from tests.factories.voices import comment


def begun(session: Session, of: Scene, *clauses: int | None) -> TextVersion:
    """Begin the next version of a scene's text, with these clauses in order; None is a new one."""
    version = draft_version(session, of.officer, of.organisation, of.commitment, clauses=0)
    written(session, of, version, *clauses)
    return version


def written(session: Session, of: Scene, version: TextVersion, *clauses: int | None) -> None:
    """Let these clauses stand in a draft, in order; None is a new one."""
    words: list[Wording] = [wording(number, each) for number, each in enumerate(clauses, start=1)]
    save_clauses(session, actor=of.officer, version=version, drafter=of.organisation, clauses=words)


def standing(version: TextVersion) -> list[int]:
    """Return the clauses of a version, in order."""
    return [row.clause_id for row in version.clauses]


def split(session: Session, of: Scene, version: TextVersion, clause: int, *into: int) -> None:
    """Record that a clause was split."""
    split_clause(
        session, actor=of.officer, version=version, drafter=of.organisation, clause_id=clause, into=into
    )


def join(session: Session, of: Scene, version: TextVersion, clauses: list[int], into: int) -> None:
    """Record that clauses were joined."""
    join_clauses(
        session, actor=of.officer, version=version, drafter=of.organisation, clause_ids=clauses, into=into
    )


def published(session: Session, version: TextVersion) -> TextVersion:
    """Publish a version."""
    publish_version(session, now=moments.LATER, version=version, role="officer", owner="commitment/0")
    return version


def recorded(session: Session, version: TextVersion) -> list[tuple[int, int | None]]:
    """Return what is recorded of a version."""
    return [(row.from_clause_id, row.to_clause_id) for row in queries.mapped(session, version_id=version.id)]


def forward(session: Session, clause: int, start: TextVersion, end: TextVersion) -> list[int]:
    """Return what became of a clause."""
    return queries.became(session, clause_id=clause, version_id=start.id, later_id=end.id)


def back(session: Session, clause: int, start: TextVersion, end: TextVersion) -> list[int]:
    """Return from which clauses of ``end`` a clause of ``start`` came."""
    return queries.came_from(session, clause_id=clause, version_id=start.id, earlier_id=end.id)


def votes_on(session: Session, clause: int) -> int:
    """Return how many votes hang on a clause."""
    on_it = (Vote.subject_kind == "clause", Vote.subject_id == clause)
    return session.scalar(select(func.count()).select_from(Vote).where(*on_it)) or 0


def test_a_split_clause_whose_votes_stay(session: Session, scene: Scene) -> None:
    first, second, third = scene.clauses
    said = comment(session, scene)
    for choice in ("agree", "disagree"):
        vote_on_clause(
            session, actor=person(session), now=moments.DURING, consultation_id=scene.id, clause_id=first, choice=choice
        )  # fmt: skip
    counted = kept_beside(session, now=moments.DURING, consultation_id=scene.id)
    version = begun(session, scene, None, None, second, third)
    halves = standing(version)[:2]
    split(session, scene, version, first, *halves)
    later = moments.LATER - moments.ANNOUNCED
    asked = consultations.save_draft(
        session, actor=scene.officer, now=moments.LATER, organisation=scene.organisation, slug="asked-again",
        terms=terms(opens_at=moments.OPENS + later, closes_at=moments.CLOSES + later),
        version_ids=[version.id], limits=LIMITS,
    )  # fmt: skip
    announce(session, replace(scene, consultation=asked, version=version), now=moments.LATER)

    assert kept_beside(session, now=moments.DURING, consultation_id=scene.id) == counted
    assert (votes_on(session, first), [votes_on(session, half) for half in halves]) == (2, [0, 0])
    assert (said.clause_id, said.version_id) == (first, scene.version.id)
    assert forward(session, first, scene.version, version) == halves
    assert forward(session, second, scene.version, version) == [second]
    assert [back(session, half, version, scene.version) for half in halves] == [[first], [first]]
    assert recorded(session, version) == [(first, half) for half in halves]


def test_joined_clauses_lead_to_one_and_back_to_all(session: Session, scene: Scene) -> None:
    first, second, third = scene.clauses
    version = begun(session, scene, None, third)
    both = standing(version)[0]
    join(session, scene, version, [first, second], both)
    published(session, version)
    assert [forward(session, each, scene.version, version) for each in scene.clauses] == [
        [both],
        [both],
        [third],
    ]
    assert back(session, both, version, scene.version) == [first, second]


def test_reading_goes_on_over_several_versions(session: Session, scene: Scene) -> None:
    """The first is split and keeps its id; a half is then joined with the second; the third goes and returns."""
    first, second, third = scene.clauses
    middle = begun(session, scene, first, None, second)
    other = standing(middle)[1]
    split(session, scene, middle, first, first, other)
    published(session, middle)
    last = begun(session, scene, first, second, third)
    join(session, scene, last, [other, second], second)
    published(session, last)

    assert recorded(session, middle) == [(first, first), (first, other), (third, None)]
    assert forward(session, first, scene.version, last) == [first, second]
    assert forward(session, first, middle, last) == [first]
    assert forward(session, third, scene.version, middle) == []
    assert forward(session, third, scene.version, last) == [third]
    assert back(session, second, last, middle) == [other, second]
    assert back(session, second, last, scene.version) == [first, second]
    assert back(session, third, last, scene.version) == [third]


def test_another_draft_leads_nowhere(session: Session, scene: Scene) -> None:
    waiting = begun(session, scene, None, None)
    halves = standing(waiting)
    split(session, scene, waiting, scene.clauses[0], *halves)
    version = published(session, begun(session, scene, *scene.clauses))
    assert forward(session, scene.clauses[0], scene.version, version) == [scene.clauses[0]]
    assert forward(session, scene.clauses[0], scene.version, waiting) == halves


def test_a_clause_that_is_left_out_was_dropped(session: Session, scene: Scene) -> None:
    version = begun(session, scene, *scene.clauses[1:])
    assert recorded(session, version) == []
    published(session, version)
    assert recorded(session, version) == [(scene.clauses[0], None)]
    assert forward(session, scene.clauses[0], scene.version, version) == []


def test_what_was_saved_just_before_is_what_is_published(session: Session, scene: Scene) -> None:
    version = begun(session, scene, *scene.clauses)
    first = standing(version)[0]
    gone = text("DELETE FROM clause_texts WHERE version_id = :version AND clause_id = :clause")
    # As somebody else does who saves after this one has read.
    session.execute(gone, {"version": version.id, "clause": first})
    published(session, version)
    assert recorded(session, version) == [(first, None)]


def test_recording_again_replaces_what_was_recorded(session: Session, scene: Scene) -> None:
    first, second, third = scene.clauses
    version = begun(session, scene, second, third, None, None)
    halves = standing(version)[2:]
    split(session, scene, version, first, second, third)
    split(session, scene, version, first, *halves)
    assert recorded(session, version) == [(first, half) for half in halves]


def test_what_is_so_no_more_is_forgotten_when_a_draft_is_saved(session: Session, scene: Scene) -> None:
    first = scene.clauses[0]
    version = begun(session, scene, None, None, *scene.clauses[1:])
    one, other = standing(version)[:2]
    split(session, scene, version, first, one, other)
    written(session, scene, version, one, *scene.clauses[1:])
    assert recorded(session, version) == [(first, one)]


def test_what_is_so_no_more_is_forgotten_when_another_version_was_published_first(
    session: Session, scene: Scene
) -> None:
    first = scene.clauses[0]
    earlier = begun(session, scene, *scene.clauses[1:])
    later = begun(session, scene, None, None, *scene.clauses[1:])
    split(session, scene, later, first, *standing(later)[:2])
    published(session, earlier)
    published(session, later)
    assert recorded(session, later) == []


def test_who_may_not_draft_records_nothing(session: Session, scene: Scene) -> None:
    version = begun(session, scene, None, None)
    elsewhere = make_scene(session)
    for actor in (scene.moderator, scene.author, elsewhere.officer, person(session, (Role.AUDITOR, "site"))):
        with pytest.raises(NotFoundError):
            split(session, replace(scene, officer=actor), version, scene.clauses[0], *standing(version))
    with pytest.raises(NotFoundError):
        split(session, elsewhere, version, scene.clauses[0], *standing(version))


def test_clauses_that_do_not_stand_there_are_not_mapped(session: Session, scene: Scene) -> None:
    first, second, third = scene.clauses
    version = begun(session, scene, None, None, second)
    one, other, _second = standing(version)
    strange = make_scene(session).clauses[0]
    for from_clause, into in ((one, [one, other]), (strange, [one, other]), (first, [one, third])):
        with pytest.raises(NotFoundError):
            split(session, scene, version, from_clause, *into)
    for from_clauses, to_clause in (([first, one], other), ([first, third], strange)):
        with pytest.raises(NotFoundError):
            join(session, scene, version, from_clauses, to_clause)
    for into in ([], [one], [one, one]):
        with pytest.raises(ValueError, match="neither split nor joined"):
            split(session, scene, version, first, *into)
    assert recorded(session, version) == []


def test_a_published_version_is_mapped_no_more(session: Session, scene: Scene) -> None:
    version = begun(session, scene, None, None)
    halves = standing(version)
    split(session, scene, version, scene.clauses[0], *halves)
    published(session, version)
    with pytest.raises(DomainError, match="text-is-published"):
        split(session, scene, version, scene.clauses[1], *halves)
    given = {"version": version.id, "clause": scene.clauses[1], "half": halves[0]}
    for guard, statement in (
        ("no_delete", "DELETE FROM clause_mappings WHERE version_id = :version"),
        ("no_update", "UPDATE clause_mappings SET to_clause_id = NULL WHERE version_id = :version"),
    ):
        with refused(session, f"clause_mappings_{guard}"):
            session.execute(text(statement), given)
    with refused(session, "clause_mappings"):
        session.execute(text(ADD), given)


ADD = (
    "INSERT INTO clause_mappings (version_id, from_clause_id, to_clause_id) VALUES (:version, :clause, :half)"
)


def test_the_database_knows_which_clauses_stand(session: Session, scene: Scene) -> None:
    first, second, _third = scene.clauses
    version = begun(session, scene, None, second)
    new = standing(version)[0]
    strange = make_scene(session).clauses[0]
    for clause, half in ((new, second), (strange, new), (first, first), (second, None), (first, strange)):
        with refused(session, "clause_mappings_standing"):
            session.execute(text(ADD), {"version": version.id, "clause": clause, "half": half})
    session.execute(text(ADD), {"version": version.id, "clause": first, "half": new})
    with refused(session, "clause_mappings_no_update"):
        session.execute(text("UPDATE clause_mappings SET to_clause_id = :second"), {"second": second})
    session.execute(text("DELETE FROM clause_mappings"))


def test_nothing_is_published_that_says_less_or_other_than_was_so(session: Session, scene: Scene) -> None:
    publish = text("UPDATE text_versions SET published_at = created_at WHERE id = :version")
    version = begun(session, scene, *scene.clauses[1:])
    with refused(session, "text_versions_mapped"):
        session.execute(publish, {"version": version.id})
    given = {"version": version.id, "clause": scene.clauses[0], "half": scene.clauses[1]}
    session.execute(text(ADD), given)
    session.execute(text("DELETE FROM clause_texts WHERE version_id = :version AND clause_id = :half"), given)
    with refused(session, "text_versions_mapped"):
        session.execute(publish, given)
