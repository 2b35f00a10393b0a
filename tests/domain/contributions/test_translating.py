"""A translation by staff: it stands beside the author's words, changes none of them, and goes when they go."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.consultations.errors import EditedMeanwhileError, StateError
from consult.contributions import queries
from consult.contributions import services as contributions
from consult.contributions.models import Contribution, Kind, Translation
from consult.moderation import services as moderating
from consult.outcomes import services as answering
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from consult.shared.state import State
from tests.domain.refusal import problems, refused
from tests.factories import moments
from tests.factories.answers import Answered
from tests.factories.people import person
from tests.factories.scenes import NOW, REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, hide, translation

ENGLISH = "We want the data published."


def latest(session: Session, said: Contribution, language: str = "en") -> Translation:
    return queries.translations(session, ids=[said.id])[said.id][language]


def test_it_stands_beside_the_words_and_changes_none(session: Session, scene: Scene) -> None:
    said = comment(session, scene, by=scene.author)
    before = (said.body, said.language, said.fingerprint, contributions.sealed_file(said, said.revision))
    made = translation(session, scene, said, body=f" {ENGLISH}\r\n")
    session.refresh(said)
    assert (
        said.body,
        said.language,
        said.fingerprint,
        contributions.sealed_file(said, said.revision),
    ) == before
    assert hashlib.sha256(before[3]).hexdigest() == said.fingerprint
    assert (made.body, made.title, made.problem) == (ENGLISH, None, None)
    assert (made.language, made.number, made.role, made.made_at) == ("en", 1, "moderator", moments.DURING)
    entry = session.scalars(
        select(LogEntry).where(LogEntry.subject == said.reference).order_by(LogEntry.id.desc())
    ).first()
    assert entry is not None
    assert (entry.kind, entry.role) == ("contribution-translated", "moderator")
    assert entry.details == {"language": "en", "number": 1}


def test_an_officer_translates_too(session: Session, scene: Scene) -> None:
    assert translation(session, scene, comment(session, scene), by=scene.officer).role == "officer"
    both = person(session, *scene.moderator.grants, (Role.OFFICER, scene.organisation.scope))
    assert translation(session, scene, comment(session, scene), by=both).role == "moderator"


def test_the_highest_number_counts_and_the_earlier_stay(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    for number, body in enumerate(("First.", "Second.", "First."), 1):
        assert translation(session, scene, said, body=body).number == number
    assert latest(session, said).body == "First."
    rows = queries.translations_of(session, contribution_id=said.id)
    assert [(row.number, row.body) for row in rows] == [(1, "First."), (2, "Second."), (3, "First.")]


def test_the_same_words_are_no_new_translation(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    first = translation(session, scene, said)
    assert translation(session, scene, said) is first
    entries = select(LogEntry).where(
        LogEntry.subject == said.reference, LogEntry.kind == "contribution-translated"
    )
    assert len(session.scalars(entries).all()) == 1


def test_two_translators_are_told_of_each_other(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    translation(session, scene, said, body="First.", seen=0)
    with pytest.raises(EditedMeanwhileError):
        translation(session, scene, said, body="Second.", seen=0)
    assert translation(session, scene, said, body="Second.", seen=1).number == 2


def test_each_part_that_the_author_wrote_is_translated(session: Session, scene: Scene) -> None:
    said = comment(
        session, scene, kind=Kind.PROPOSAL, clause_id=None, title="عنوان", problem="مشكلة", body="اقتراح"
    )
    with problems(("write-this", "title"), ("write-this", "problem")):
        translation(session, scene, said, body="A proposal")
    made = translation(session, scene, said, title=" A  title ", problem="A problem", body="A proposal")
    assert (made.title, made.problem, made.body) == ("A title", "A problem", "A proposal")
    plain = translation(session, scene, comment(session, scene), title="Nobody wrote one", body=ENGLISH)
    assert plain.title is None


def test_words_are_needed_and_not_too_many(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    for body, code in ((" ", "write-this"), ("x" * 6001, "too-long")):
        with problems((code, "body")):
            translation(session, scene, said, body=body)


@pytest.mark.parametrize("language", ["ar", "fr", ""])
def test_only_the_other_language_is_translated_into(session: Session, scene: Scene, language: str) -> None:
    with problems(("choose-one", "language")):
        translation(session, scene, comment(session, scene), language=language)


def test_an_english_voice_gets_an_arabic_translation(session: Session, scene: Scene) -> None:
    said = comment(session, scene, body="Publish the data.")
    assert translation(session, scene, said, language="ar", body="انشروا البيانات.").language == "ar"


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED, State.ANSWERED, State.CANCELLED])
def test_when(session: Session, ended: Answered, state: State) -> None:
    scene = ended.scene if state is State.ANSWERED else make_scene(session)
    said = ended.comment if state is State.ANSWERED else comment(session, scene)
    if state is State.CANCELLED:
        scene.consultation.cancelled_at = moments.DURING
        session.flush()
        with pytest.raises(StateError):
            translation(session, scene, said, now=NOW[state])
        return
    assert translation(session, scene, said, now=NOW[state]).number == 1


def test_nobody_else_translates(session: Session, scene: Scene, ended: Answered) -> None:
    said = comment(session, scene, by=scene.author)
    suspended = person(session, *scene.moderator.grants, suspended=True)
    for actor in (scene.author, scene.publisher, ended.scene.moderator, ended.scene.officer, suspended):
        with pytest.raises(NotFoundError):
            translation(session, scene, said, by=actor)
    assert queries.translations_of(session, contribution_id=said.id) == []


def test_what_is_not_shown_is_not_translated(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    hide(session, scene, said)
    with problems(("not-shown", None)):
        translation(session, scene, said)


def test_translations_of_several_are_told_apart(session: Session, scene: Scene) -> None:
    one, two, three = (comment(session, scene) for _ in range(3))
    translation(session, scene, one, body="One.")
    translation(session, scene, two, body="Two.")
    found = queries.translations(session, ids=[one.id, two.id, three.id])
    assert {key: row["en"].body for key, row in found.items()} == {one.id: "One.", two.id: "Two."}


def test_erasing_destroys_every_translation_in_the_same_act(session: Session, scene: Scene) -> None:
    said, other = comment(session, scene, by=scene.author), comment(session, scene)
    translation(session, scene, said, body="First.")
    translation(session, scene, said, body="Second.")
    kept = translation(session, scene, other, body="Kept.")
    moderating.ask_erasure(session, actor=scene.author, now=moments.DURING, reference=said.reference)
    answering.erase(
        session, actor=scene.moderator, now=moments.DURING, reference=said.reference, rule=None, reason=REASON
    )
    session.expire_all()
    rows = queries.translations_of(session, contribution_id=said.id)
    assert [(row.number, row.title, row.problem, row.body) for row in rows] == [
        (1, None, None, None), (2, None, None, None),
    ]  # fmt: skip
    assert kept.body == "Kept."


def test_the_database_lets_nobody_change_or_delete_one(session: Session, scene: Scene) -> None:
    made = translation(session, scene, comment(session, scene))
    with refused(session, "contribution_translations_no_update"):
        session.execute(update(Translation).where(Translation.id == made.id).values(body="other"))
    with refused(session, "contribution_translations_no_delete"):
        session.execute(delete(Translation).where(Translation.id == made.id))
