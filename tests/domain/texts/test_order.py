"""Versions of a text are published in the order of their numbers, and no answered words are lost between them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from consult.consultations.services import begin_text
from consult.outcomes.models import Outcome, OutcomeChange
from consult.outcomes.services import publish
from consult.plans.models import Milestone, Plan
from consult.texts.models import ClauseMapping, TextVersion
from consult.texts.queries import newest_published, version_by_id
from consult.texts.services import publish_version
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.domain.refusal import problems, refused
from tests.domain.texts.test_mapping import begun, join, split, standing, written
from tests.factories import moments
from tests.factories.answers import publish as publish_answers
from tests.factories.answers import respond, theme
from tests.factories.scenes import REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment


def published(session: Session, version: TextVersion) -> None:
    publish_version(session, now=moments.AFTER, version=version, role="officer", owner="commitment/1")


def test_a_draft_that_others_overtook_is_not_published(session: Session, scene: Scene) -> None:
    earlier = begun(session, scene, *scene.clauses, None)
    published(session, begun(session, scene, *scene.clauses[1:]))
    with problems(("text-moved-on", "texts")):
        published(session, earlier)
    with refused(session, "text_versions_in_order"):
        session.execute(
            text("UPDATE text_versions SET published_at = created_at WHERE id = :id"), {"id": earlier.id}
        )
    after = begin_text(
        session, actor=scene.officer, now=moments.AFTER, text_id=earlier.text_id, drafter=scene.organisation
    )
    assert standing(after) == scene.clauses[1:]
    published(session, after)


def test_an_answer_that_overtakes_a_draft_keeps_its_words(session: Session, scene: Scene) -> None:
    earlier = begun(session, scene, *scene.clauses, None)
    respond(
        session,
        scene,
        theme(session, scene, comment(session, scene)),
        changes={scene.clauses[0]: ("ج", "Answered")},
    )
    publish_answers(session, scene)
    with problems(("text-moved-on", "texts")):
        published(session, earlier)
    newest = newest_published(session, text_id=earlier.text_id)
    assert newest is not None
    assert newest.clauses[0].text_en == "Answered"


def test_an_answer_changes_no_clause_that_is_gone(session: Session, scene: Scene) -> None:
    """Words that stand nowhere would be an answer's: nothing is published until that change is taken out."""
    respond(
        session,
        scene,
        theme(session, scene, comment(session, scene)),
        changes={scene.clauses[0]: ("ج", "Answered")},
    )
    published(session, begun(session, scene, *scene.clauses[1:]))
    with problems(("clause-gone", None)), session.begin_nested():
        publish(
            session,
            actor=scene.publisher,
            now=moments.AFTER,
            consultation_id=scene.id,
            number=1,
            without_summary=True,
            reason=REASON,
        )
    assert session.scalars(select(Outcome).where(Outcome.consultation_id == scene.id)).all() == []


def test_of_two_versions_published_at_once_the_later_stands(database: MigratedDatabase) -> None:
    def prepared(session: Session) -> tuple[int, list[int]]:
        scene = make_scene(session)
        both = [begun(session, scene, *scene.clauses, None), begun(session, scene, *scene.clauses[1:])]
        return both[0].text_id, [version.id for version in both]

    text_id, versions = committed(database.engine, prepared)

    def publishing(version_id: int) -> Callable[[Session], str]:
        def carried_out(session: Session) -> str:
            version = version_by_id(session, version_id)
            assert version is not None
            published(session, version)
            return "published"

        return carried_out

    told = at_once(database.engine, [publishing(each) for each in versions])
    assert told[1] == "published"
    with Session(database.engine) as session:
        newest = newest_published(session, text_id=text_id)
        assert newest is not None
        assert newest.id == versions[1]
        lost = set(standing(session.get_one(TextVersion, versions[0]))) - set(standing(newest))
        recorded = set(
            session.scalars(select(ClauseMapping.from_clause_id).where(ClauseMapping.version_id == newest.id))
        )
        # The earlier one was published before it, or not at all.
        assert codes(told) == ["text-moved-on"] or lost == recorded


@pytest.mark.parametrize("joined", [False, True])
def test_a_clause_that_stands_in_itself_alone_is_not_recorded(
    session: Session, scene: Scene, *, joined: bool
) -> None:
    one, other = scene.clauses[:2]
    version = begun(session, scene, *scene.clauses, None)
    new = standing(version)[-1]
    if joined:
        join(session, scene, version, [one, other], new)
        written(session, scene, version, *scene.clauses)
    else:
        split(session, scene, version, one, one, new)
        written(session, scene, version, *scene.clauses)
    assert session.scalars(select(ClauseMapping).where(ClauseMapping.version_id == version.id)).all() == []


def test_the_database_lets_nothing_be_put_into_what_is_published(session: Session, scene: Scene) -> None:
    draft = begun(session, scene, *scene.clauses, None)
    with refused(session, "clause_texts_no_move"):
        session.execute(
            text(
                "UPDATE clause_texts SET version_id = :published, position = 99 "
                "WHERE version_id = :draft AND position = :last"
            ),
            {"published": scene.version.id, "draft": draft.id, "last": len(scene.clauses) + 1},
        )
    with refused(session, "text_versions_begun"):
        session.execute(
            insert(TextVersion),
            [{
                "text_id": draft.text_id, "number": 9, "drafter_id": draft.drafter_id, "created_at": moments.AFTER,
                "published_at": moments.AFTER,
            }],
        )  # fmt: skip


def test_the_database_freezes_no_change_of_a_clause_that_does_not_stand(
    session: Session, scene: Scene
) -> None:
    under = theme(session, scene, comment(session, scene))
    respond(session, scene, under)
    outcome = publish_answers(session, scene)
    changed = {
        "outcome_id": outcome.id, "theme_id": under.id, "clause_id": make_scene(session).clauses[0],
        "from_version_id": scene.version.id, "to_version_id": scene.version.id,
    }  # fmt: skip
    with refused(session, "outcome_changes_standing"):
        session.execute(insert(OutcomeChange), [changed])


def test_the_record_loses_no_plan_and_no_milestone(session: Session) -> None:
    make_scene(session)
    for table, guard in ((Plan, "plans_no_delete"), (Milestone, "milestones_no_delete")):
        with refused(session, guard):
            session.execute(delete(table))
