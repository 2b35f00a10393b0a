"""What is searched is written with what it describes, gone with its words, and filled for what stood before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, select, update
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Status
from consult.contributions.queries import OWN_WORDS, TRANSLATED
from consult.contributions.services import reindex, withdraw
from consult.moderation.models import DecisionKind
from consult.orm import make_engine
from consult.search.models import SearchText
from consult.search.services import Searched, drop_all, keep
from tests.databases import empty_database, go_back, migrate
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, decision, erased, hide, restore, translation


def kept(session: Session, said: Contribution) -> list[str | None]:
    """Return what is searched of a contribution: its own words, and its translations."""
    of = select(SearchText.text).where(SearchText.subject_id == said.id)
    kinds = (OWN_WORDS, TRANSLATED)
    return [session.scalars(of.where(SearchText.kind == kind)).one_or_none() for kind in kinds]


def test_words_and_translations_are_kept_as_they_are_written(session: Session, scene: Scene) -> None:
    said = comment(session, scene, kind="proposal", title="عنوانٌ", problem="مشكلةُ البلدية", body="حلّ ٣")
    assert kept(session, said) == ["عنوان مشكله البلديه حل 3", None]
    translation(session, scene, said, title="First", problem="Problem", body="Old")
    translation(session, scene, said, title="Title", problem="Problem", body="CAFÉ")
    assert kept(session, said)[1] == "title problem cafe"


def test_hiding_showing_again_and_withdrawing_keep_them(session: Session, scene: Scene) -> None:
    author = person(session)
    said = comment(session, scene, by=author, body="كلمات")
    hide(session, scene, said)
    restore(session, scene, said)
    withdraw(session, actor=author, now=moments.DURING, reference=said.reference)
    assert kept(session, said) == ["كلمات", None]


def test_erasing_leaves_nothing_to_search(session: Session, scene: Scene) -> None:
    said, other = comment(session, scene), comment(session, scene, body="باقية")
    translation(session, scene, said)
    erased(session, scene, said)
    assert kept(session, said) == [None, None]
    assert kept(session, other) == ["باقيه", None]


def test_whoever_erases_a_row_the_database_drops_what_is_searched(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    translation(session, scene, said)
    assert None not in kept(session, said)
    decision(session, scene, said, DecisionKind.ERASE)
    gone = dict.fromkeys(("author_id", "organisation_id"))
    session.execute(
        update(Contribution).where(Contribution.id == said.id).values(status=Status.ERASED.value, **gone)
    )
    assert kept(session, said) == [None, None]


def test_they_are_folded_anew_when_asked(session: Session, scene: Scene) -> None:
    said, gone = comment(session, scene, body="بلدية"), comment(session, scene)
    translation(session, scene, said)
    erased(session, scene, gone)
    before = kept(session, said)
    keep(session, Searched(OWN_WORDS, said.id, None, ["something else"]))
    number = reindex(session)
    assert kept(session, said) == before
    assert kept(session, gone) == [None, None]
    assert number == reindex(session) >= 1


@pytest.fixture
def old(engine_name: str, tmp_path: Path, testrun_uid: str, worker_id: str) -> Iterator[str]:
    """Return the URL of an empty database of its own, for going back and forth in."""
    with empty_database(engine_name, tmp_path, f"{testrun_uid[:8]}_{worker_id}") as address:
        yield address


def test_the_migration_fills_what_was_said_before(old: str) -> None:
    migrate(old)
    engine = make_engine(old, poolclass=NullPool)
    with Session(engine.execution_options(write=True)) as session, session.begin():
        scene = make_scene(session)
        said = [comment(session, scene, body=f"البلديّة {number}") for number in range(3)]
        translation(session, scene, said[1], body="Old")
        translation(session, scene, said[1], body="New")
        erased(session, scene, said[2])
        rows = select_all(session)
    go_back(old, "0009")
    migrate(old)
    with Session(engine) as session:
        assert select_all(session) == rows
        assert sorted(row[3] for row in rows) == ["new", "البلديه 0", "البلديه 1"]
        drop_all(session, kinds=[OWN_WORDS, TRANSLATED])
        assert select_all(session) == []


def select_all(session: Session) -> list[tuple[str, int, int | None, str]]:
    """Return every search text there is, in one order."""
    rows = session.query(SearchText).order_by(SearchText.kind, SearchText.subject_id)
    return [(row.kind, row.subject_id, row.consultation_id, row.text) for row in rows]
