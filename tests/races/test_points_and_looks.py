"""Thirty who move a point, or say that an answer stands, at one instant: it is done once, and nothing gets lost."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from consult.outcomes import queries, services
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.factories import moments
from tests.factories.answers import Answered, answered, place, respond, theme
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, restore

MANY = 30


def revision(database: MigratedDatabase, scene: Scene) -> int:
    """Return how often the working outcome of a scene was edited."""
    with Session(database.engine) as session:
        work = queries.working(session, consultation_id=scene.id)
        assert work is not None
        return work.revision


def summed_up(database: MigratedDatabase, number: int) -> tuple[Scene, int, list[int]]:
    """Return a scene, its theme and the theme's points, in their order."""

    def make(session: Session) -> tuple[Scene, int, list[int]]:
        made = make_scene(session)
        said = comment(session, made)
        under = theme(session, made, said)
        points = [
            services.save_point(
                session, actor=made.moderator, now=moments.AFTER, theme_id=under.id, text=("نقطة", f"Point {each}"),
                references=[said.reference],
            ).id
            for each in range(number)
        ]  # fmt: skip
        return made, under.id, points

    return committed(database.engine, make)


def order(database: MigratedDatabase, theme_id: int) -> list[tuple[int, int]]:
    """Return the points of a theme with their positions, in their order."""
    with Session(database.engine) as session:
        return [(each.id, each.position) for each in queries.points(session, theme_id=theme_id)]


def moving(scene: Scene, theme_id: int, point_id: int, to: int) -> Callable[[Session], object]:
    return lambda session: services.move_point(
        session, actor=scene.moderator, now=moments.AFTER, theme_id=theme_id, point_id=point_id, place=to
    )


def test_a_point_that_many_move_at_once_is_moved_once(database: MigratedDatabase) -> None:
    scene, theme_id, points = summed_up(database, 4)
    before = revision(database, scene)
    move = moving(scene, theme_id, points[3], 2)
    assert codes(at_once(database.engine, [move] * MANY)) == []
    moved = [points[0], points[3], points[1], points[2]]
    assert order(database, theme_id) == [(each, position) for position, each in enumerate(moved, 1)]
    assert revision(database, scene) == before + 1


def test_points_that_many_move_to_the_top_at_once_keep_one_place_each(database: MigratedDatabase) -> None:
    scene, theme_id, points = summed_up(database, MANY)
    before = revision(database, scene)
    moves = [moving(scene, theme_id, each, 1) for each in points]
    assert codes(at_once(database.engine, moves)) == []
    there = order(database, theme_id)
    assert sorted(each for each, _position in there) == sorted(points)
    assert [position for _each, position in there] == list(range(1, MANY + 1))
    # The first point may have stood at the top already when it was moved there.
    assert revision(database, scene) - before in (MANY - 1, MANY)


def grown(database: MigratedDatabase) -> tuple[Answered, int, int]:
    """Return an answered scene, a voice more under its theme, with the revision of its answer and its voices."""

    def make(session: Session) -> tuple[Answered, int, int]:
        made = answered(session)
        restore(session, made.scene, made.hidden)
        place(session, made.scene, made.theme, made.hidden, now=moments.LATER)
        session.refresh(made.theme, ["response", "voices"])
        assert made.theme.response is not None
        return made, made.theme.response.revision, made.theme.voices

    return committed(database.engine, make)


def looking(made: Answered, of_answer: int, voices: int) -> Callable[[Session], object]:
    return lambda session: services.look_again(
        session, actor=made.scene.officer, now=moments.LATER, theme_id=made.theme.id, revision=of_answer,
        voices=voices,
    )  # fmt: skip


def test_an_answer_that_many_look_at_again_at_once_is_noted_once(database: MigratedDatabase) -> None:
    made, of_answer, voices = grown(database)
    before = revision(database, made.scene)
    assert codes(at_once(database.engine, [looking(made, of_answer, voices)] * MANY)) == []
    with Session(database.engine) as session:
        seen = queries.theme_by_id(session, made.theme.id)
        assert seen is not None
        assert seen.response is not None
        assert (seen.response.looked_voices, seen.response.looked_by_id) == (
            voices,
            made.scene.officer.user_id,
        )
        assert queries.coverage(session, consultation_id=made.scene.id).grown == ()
    assert revision(database, made.scene) == before + 1


def test_an_answer_that_is_written_anew_while_many_look_at_it_is_looked_at_by_nobody_later(
    database: MigratedDatabase,
) -> None:
    made, of_answer, voices = grown(database)
    before = revision(database, made.scene)

    def anew(session: Session) -> None:
        under = queries.theme_by_id(session, made.theme.id)
        assert under is not None
        respond(session, made.scene, under, reason=("أدق", "More exact"), now=moments.LATER)

    look = looking(made, of_answer, voices)
    results = at_once(database.engine, [*[look] * (MANY - 1), anew])
    refused = codes(results)
    assert set(refused) <= {"looked-elsewhere"}
    # Whoever looked before it was written noted so once; all who came later were told.
    noted = len(refused) < MANY - 1
    assert revision(database, made.scene) == before + 1 + noted
