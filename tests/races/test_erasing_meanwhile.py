"""Somebody erases while somebody says it anew: whoever comes first, no words are left."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import monotonic, sleep

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Revision
from tests.databases import MigratedDatabase
from tests.domain.contributions.test_revisions import WORDS, anew
from tests.domain.parallel import committed
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, erased
from tests.on_one_engine import on_postgresql
from tests.races.test_working_meanwhile import LONGEST, waiting

Act = Callable[[Session, Scene, Contribution], object]


def erasing(session: Session, scene: Scene, said: Contribution) -> None:
    erased(session, scene, said)


def saying_anew(session: Session, _scene: Scene, said: Contribution) -> None:
    with suppress(IntegrityError), session.begin_nested():
        anew(session, said, stands=False)


# On SQLite whoever writes reads behind the write lock, alone.
@on_postgresql
@pytest.mark.parametrize(("first", "second"), [(erasing, saying_anew), (saying_anew, erasing)])
def test_what_is_erased_and_said_anew_at_once_has_no_words(
    database: MigratedDatabase, first: Act, second: Act
) -> None:
    def prepared(session: Session) -> tuple[Scene, int]:
        scene = make_scene(session)
        return scene, comment(session, scene).id

    scene, id_ = committed(database.engine, prepared)

    def does(act: Act) -> Callable[[Session], object]:
        return lambda session: act(session, scene, session.get_one(Contribution, id_))

    with ThreadPoolExecutor(1) as other:
        with Session(database.engine.execution_options(write=True)) as session, session.begin():
            does(first)(session)
            done = other.submit(committed, database.engine, does(second))
            until = monotonic() + LONGEST
            # Whoever does not wait is through.
            while not (waiting(database) or done.done()):
                assert monotonic() < until
                sleep(0.05)
        done.result(LONGEST)
    with Session(database.engine) as session:
        found = session.scalars(select(Revision).where(Revision.contribution_id == id_)).all()
        assert {getattr(each, name) for each in found for name in WORDS} == {None}
