"""What is kept of where voices stand: numbers that nobody has to count, and places that nothing may put wrong."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.outcomes import queries
from consult.outcomes.errors import NotAccountedError
from consult.outcomes.models import OPEN, Placement, Theme
from consult.outcomes.queries.counting import Miscounted
from consult.outcomes.services import misplaced, publish, recount_themes, unplace
from consult.tallies.models import Tally
from tests.databases import MigratedDatabase, alembic_config, go_back
from tests.domain.parallel import committed
from tests.domain.refusal import refused
from tests.factories import moments
from tests.factories.answers import noise, place, respond, theme
from tests.factories.scenes import REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import clarification, comment, hide, reply, restore


def counted(session: Session, scene: Scene) -> dict[int, tuple[int, int]]:
    """Return how many voices stand under each theme, row by row, after comparing it with what is kept."""
    rows = queries.counted(session, consultation_id=scene.id, shown=0, held=0).by_theme
    assert queries.theme_counts(session, consultation_id=scene.id) == rows
    return rows


def test_themes_count_along_whatever_moves(session: Session, scene: Scene) -> None:
    noise(session)
    one, two = comment(session, scene), comment(session, scene)
    below = reply(session, one)
    first, second = theme(session, scene, one), theme(session, scene)
    assert counted(session, scene) == {first.id: (2, 2)}
    place(session, scene, second, one, two, also=True)
    assert counted(session, scene) == {first.id: (2, 2), second.id: (3, 1)}
    hide(session, scene, one, now=moments.AFTER)
    assert counted(session, scene) == {first.id: (1, 1), second.id: (2, 1)}
    restore(session, scene, one, now=moments.AFTER)
    place(session, scene, first, two, below)
    assert counted(session, scene) == {first.id: (3, 3), second.id: (1, 0)}
    unplace(
        session, actor=scene.moderator, now=moments.AFTER, consultation_id=scene.id,
        references=[one.reference, two.reference],
    )  # fmt: skip
    assert counted(session, scene) == {first.id: (1, 1)}
    # So they do when no software of ours writes.
    of = Placement.theme_id == first.id
    session.execute(update(Placement).where(of).values(theme_id=second.id))
    assert counted(session, scene) == {second.id: (1, 1)}
    session.execute(delete(Placement).where(Placement.theme_id == second.id))
    assert counted(session, scene) == {}
    assert recount_themes(session) == []


def test_themes_are_counted_anew_where_they_are_wrong(session: Session, scene: Scene) -> None:
    under = theme(session, scene, comment(session, scene))
    session.execute(update(Theme).where(Theme.id == under.id).values(voices=7))
    assert recount_themes(session) == [Miscounted(under.id, 7, 1, 1, 1)]
    assert counted(session, scene) == {under.id: (1, 1)}
    assert recount_themes(session) == []


def test_a_voice_has_one_primary_place_and_at_home(session: Session, scene: Scene) -> None:
    said, beside = comment(session, scene), comment(session, scene)
    own = clarification(session, scene, said)
    under, other = theme(session, scene, said), theme(session, scene)
    elsewhere = make_scene(session)
    away = theme(session, elsewhere, comment(session, elsewhere))

    def put(contribution_id: int, theme_id: int) -> None:
        row = {
            "contribution_id": contribution_id,
            "theme_id": theme_id,
            "since": 1,
            "until": OPEN,
            "is_primary": True,
        }
        session.execute(insert(Placement), [row])

    with pytest.raises(IntegrityError), session.begin_nested():
        put(said.id, other.id)
    for contribution_id, theme_id in ((beside.id, away.id), (own.id, under.id)):
        with refused(session, "placements_at_home_insert"):
            put(contribution_id, theme_id)
    with refused(session, "placements_at_home_update"):
        session.execute(update(Placement).where(Placement.theme_id == under.id).values(theme_id=away.id))
    assert counted(session, scene) == {under.id: (1, 1)}


def test_a_kept_number_that_is_wrong_publishes_nothing(session: Session, scene: Scene) -> None:
    under = theme(session, scene, comment(session, scene))
    respond(session, scene, under)
    comment(session, scene)
    shown = (Tally.consultation_id == scene.id, Tally.subject == "all", Tally.name == "published")
    session.execute(update(Tally).where(*shown).values(value=Tally.value - 1))
    assert queries.placed(session, consultation_id=scene.id).unthemed == 0
    with pytest.raises(NotAccountedError) as caught:
        publish(
            session,
            actor=scene.publisher,
            now=moments.AFTER,
            consultation_id=scene.id,
            number=1,
            without_summary=True,
            reason=REASON,
        )
    assert caught.value.values == {"unthemed": 1, "unanswered": 0}


def test_the_migration_ends_what_may_not_stand_and_counts_the_rest(database: MigratedDatabase) -> None:
    def prepared(session: Session) -> tuple[Scene, list[int], list[int]]:
        scene, elsewhere = make_scene(session), make_scene(session)
        voices = [comment(session, scene) for _ in range(2)]
        themes = [theme(session, elsewhere), theme(session, scene, *voices), theme(session, scene)]
        return scene, [voice.id for voice in voices], [each.id for each in themes]

    scene, voices, [away, under, other] = committed(database.engine, prepared)
    database.engine.dispose()
    go_back(database.url, "0021")
    with database.engine.connect().execution_options(write=True) as connection, connection.begin():
        for theme_id in (away, other):
            connection.execute(
                text("INSERT INTO placements VALUES (:voice, :theme, 1, :open, :yes)"),
                {"voice": voices[0], "theme": theme_id, "open": OPEN, "yes": True},
            )
    database.engine.dispose()
    command.upgrade(alembic_config(database.url), "head")
    with Session(database.engine) as session:
        assert set(session.scalars(select(Placement.theme_id))) == {under}
        assert counted(session, scene) == {under: (2, 2)}
        assert misplaced(session) == []
