"""What somebody else does between a read and the lock: it is said in words, and nobody waits in a circle."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, get_ident
from time import monotonic, sleep

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from consult.consultations import queries as consultations
from consult.contributions.queries import by_reference
from consult.outcomes import queries
from consult.outcomes import services as outcomes
from consult.outcomes.models import Theme
from consult.outcomes.services import ResponseWords
from consult.shared.errors import NotFoundError
from tests.databases import MigratedDatabase
from tests.domain.parallel import committed
from tests.factories import moments
from tests.factories.answers import theme
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, hide
from tests.on_one_engine import on_postgresql

LONGEST = 20
Act = Callable[[Session, Scene, int, str], object]


def placing(session: Session, scene: Scene, theme_id: int, reference: str) -> None:
    outcomes.place(
        session, actor=scene.moderator, now=moments.AFTER, theme_id=theme_id, references=[reference]
    )


def renaming(session: Session, scene: Scene, theme_id: int, _reference: str) -> None:
    outcomes.rename_theme(
        session, actor=scene.moderator, now=moments.AFTER, theme_id=theme_id, title=("المهلة", "Notice")
    )


def answering(session: Session, scene: Scene, theme_id: int, _reference: str) -> None:
    words = ResponseWords("accepted", "نعم.", "Yes.", changes={})
    outcomes.save_response(
        session, actor=scene.officer, now=moments.AFTER, theme_id=theme_id, words=words, revision=None
    )


# On SQLite whoever writes reads behind the write lock, alone.
@on_postgresql
@pytest.mark.parametrize("act", [placing, renaming, answering])
def test_a_theme_that_was_removed_meanwhile_is_not_there(
    database: MigratedDatabase, monkeypatch: pytest.MonkeyPatch, act: Act
) -> None:
    def prepared(session: Session) -> tuple[Scene, str, int]:
        scene = make_scene(session)
        said = comment(session, scene)
        theme(session, scene, said)
        return scene, said.reference, theme(session, scene).id

    scene, reference, theme_id = committed(database.engine, prepared)
    mine, was_read, is_gone, by_id = get_ident(), Event(), Event(), queries.theme_by_id

    def slowly(session: Session, theme_id: int) -> Theme | None:
        found = by_id(session, theme_id)
        if get_ident() != mine:
            was_read.set()
            assert is_gone.wait(LONGEST)
        return found

    monkeypatch.setattr(queries, "theme_by_id", slowly)
    with ThreadPoolExecutor(1) as other:
        done = other.submit(
            committed, database.engine, lambda session: act(session, scene, theme_id, reference)
        )
        assert was_read.wait(LONGEST)
        committed(
            database.engine,
            lambda session: outcomes.remove_theme(
                session, actor=scene.moderator, now=moments.AFTER, theme_id=theme_id
            ),
        )
        is_gone.set()
        with pytest.raises(NotFoundError):
            done.result(LONGEST)


@on_postgresql
def test_a_recount_and_somebody_who_hides_do_not_wait_in_a_circle(
    app: Flask, database: MigratedDatabase
) -> None:
    def prepared(session: Session) -> tuple[Scene, str]:
        scene = make_scene(session)
        said = comment(session, scene)
        theme(session, scene, said)
        return scene, said.reference

    scene, reference = committed(database.engine, prepared)
    with ThreadPoolExecutor(1) as other:
        engine = database.engine.execution_options(write=True)
        with Session(engine) as session, session.begin():
            consultations.lock(session, scene.id, shared=True)
            recount = other.submit(app.test_cli_runner().invoke, args=["database", "recount"])
            until = monotonic() + LONGEST
            while not waiting(database):
                assert monotonic() < until
                sleep(0.05)
            found = by_reference(session, reference)
            assert found is not None
            hide(session, scene, found, now=moments.AFTER)
        assert recount.result(LONGEST).exit_code == 0
    checked = app.test_cli_runner().invoke(args=["database", "recount", "--check"])
    assert checked.exit_code == 0, checked.output


def waiting(database: MigratedDatabase) -> bool:
    """Whether somebody waits for a lock in this database."""
    query = (
        "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
        "WHERE NOT l.granted AND a.datname = current_database()"
    )
    with database.engine.connect() as connection:
        return bool(connection.execute(text(query)).scalar())
