"""Published text does not change: not by the mapper, not by raw SQL; a correction is a new version with its reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from consult.consultations.models import ConsultationText
from consult.contributions.models import Status
from consult.contributions.policies import may_read_words
from consult.outcomes import queries
from consult.outcomes.models import OutcomeChange, OutcomeMilestone, Placement
from consult.texts import queries as text_queries
from consult.texts import services as text_services
from consult.texts.models import Clause, ClauseText, TextVersion
from tests.domain.refusal import problems, refused
from tests.factories import moments
from tests.factories.answers import NEW_WORDS, Answered, place, publish, respond
from tests.factories.scenes import REASON, Scene, announce
from tests.factories.scenes import scene as make_scene
from tests.factories.texts import draft_version, wording
from tests.factories.voices import hide

QUESTION = (
    "slug", "title_ar", "title_en", "why_ar", "why_en", "open_to_change_ar", "open_to_change_en", "not_open_ar",
    "not_open_en", "decider_ar", "decider_en", "level", "ways_ar", "ways_en", "notice_reason_ar", "notice_reason_en",
    "period_reason_ar", "period_reason_en",
)  # fmt: skip


@pytest.mark.parametrize("column", QUESTION)
def test_an_announced_question_is_frozen(session: Session, scene: Scene, draft: Scene, column: str) -> None:
    change = text(f"UPDATE consultations SET {column} = 'other' WHERE id = :id")  # noqa: S608 - a name from above
    with refused(session, "consultations_question"):
        session.execute(change, {"id": scene.id})
    with refused(session, "consultations_question"):
        setattr(scene.consultation, column, "other")
    session.execute(change, {"id": draft.id})


@pytest.mark.parametrize("column", ["opens_at", "announced_at", "organisation_id"])
def test_its_dates_and_its_body_too(session: Session, scene: Scene, column: str) -> None:
    other = {
        "opens_at": moments.BEFORE, "announced_at": None,
        "organisation_id": make_scene(session).organisation.id,
    }[column]  # fmt: skip
    with refused(session, "consultations_question"):
        setattr(scene.consultation, column, other)


def test_which_text_was_asked_about_is_frozen(session: Session, scene: Scene, draft: Scene) -> None:
    row = session.scalars(select(ConsultationText).where(ConsultationText.consultation_id == scene.id)).one()
    for statement in (
        "UPDATE consultation_texts SET version_id = :other WHERE id = :id",
        "UPDATE consultation_texts SET consultation_id = :draft WHERE id = :id",
        "DELETE FROM consultation_texts WHERE id = :id",
        "INSERT INTO consultation_texts (consultation_id, version_id, position) VALUES (:asked, :other, 2)",
    ):
        values = {"other": draft.version.id, "id": row.id, "draft": draft.id, "asked": scene.id}
        with refused(session, "consultation_texts_no_"):
            session.execute(text(statement), values)


@pytest.mark.parametrize("column", ["cancelled_at", "answered_at"])
def test_an_end_cannot_be_taken_back(session: Session, ended: Answered, column: str) -> None:
    consultation = ended.scene.consultation
    if column == "cancelled_at":
        consultation.cancelled_at = moments.LATER
        session.flush()
    with refused(session, "consultations_ended"):
        setattr(consultation, column, None)


@pytest.mark.parametrize("column", ["heading_ar", "heading_en", "text_ar", "text_en"])
def test_published_clauses_are_frozen(session: Session, scene: Scene, draft: Scene, column: str) -> None:
    row = session.scalars(select(ClauseText).where(ClauseText.version_id == scene.version.id)).first()
    assert row is not None
    with refused(session, "clause_texts_no_update"):
        setattr(row, column, "other")
    change = text(f"UPDATE clause_texts SET {column} = 'other' WHERE version_id = :id")  # noqa: S608 - from above
    with refused(session, "clause_texts_no_update"):
        session.execute(change, {"id": scene.version.id})
    session.execute(change, {"id": draft.version.id})


def blank(version_id: int, clause_id: int) -> dict[str, object]:
    """Return a row of a clause's words in a version, last in it and without words."""
    return {
        "version_id": version_id, "clause_id": clause_id, "position": 9, "heading_ar": "", "heading_en": "",
        "text_ar": "", "text_en": "",
    }  # fmt: skip


def test_a_clause_stands_in_versions_of_its_own_text_alone(
    session: Session, scene: Scene, draft: Scene
) -> None:
    with refused(session, "clause_texts_same_text_insert"):
        session.execute(insert(ClauseText).values(**blank(draft.version.id, scene.clauses[0])))
    change = text("UPDATE clause_texts SET clause_id = :clause WHERE version_id = :version AND position = 1")
    with refused(session, "clause_texts_same_text_update"):
        session.execute(change, {"clause": scene.clauses[0], "version": draft.version.id})


def test_a_text_stays_with_its_versions_and_with_its_owner(
    session: Session, scene: Scene, draft: Scene
) -> None:
    given = {"other": scene.version.text_id, "version": draft.version.id, "commitment": draft.commitment.id}
    with refused(session, "text_versions_text"):
        session.execute(text("UPDATE text_versions SET text_id = :other WHERE id = :version"), given)
    with refused(session, "commitments_text"):
        session.execute(text("UPDATE commitments SET text_id = :other WHERE id = :commitment"), given)
    with refused(session, "texts_no_update"):
        session.execute(text("UPDATE texts SET id = 900000 WHERE id = :other"), given)
    with refused(session, "texts_no_delete"):
        session.execute(text("DELETE FROM texts"))


def test_no_clause_joins_or_leaves_a_published_version(session: Session, scene: Scene) -> None:
    new = Clause(text_id=scene.version.text_id)
    session.add(new)
    session.flush()
    with refused(session, "clause_texts_no_insert"):
        session.execute(insert(ClauseText).values(**blank(scene.version.id, new.id)))
    with refused(session, "clause_texts_no_delete"):
        session.execute(text("DELETE FROM clause_texts WHERE version_id = :id"), {"id": scene.version.id})
    with refused(session, "clause_texts_no_delete"):
        session.delete(
            session.scalars(select(ClauseText).where(ClauseText.version_id == scene.version.id)).first()
        )
    with refused(session, "clauses_no_update"):
        session.execute(text("UPDATE clauses SET text_id = text_id"))


@pytest.mark.parametrize(
    "change", ["number = 9", "published_at = NULL", "reason_en = 'other'", "drafter_id = 1"]
)
def test_a_published_version_is_frozen(session: Session, scene: Scene, change: str) -> None:
    with refused(session, "versions_published"):
        session.execute(
            text(f"UPDATE text_versions SET {change} WHERE id = :id"),  # noqa: S608 - from above
            {"id": scene.version.id},
        )
    with refused(session, "versions_no_delete"):
        session.execute(text("DELETE FROM text_versions WHERE id = :id"), {"id": scene.version.id})


def test_a_draft_may_change_until_it_is_announced(session: Session, draft: Scene) -> None:
    kept = draft.clauses[1]
    words = [wording(8, kept), wording(9)]
    text_services.save_clauses(
        session, actor=draft.officer, version=draft.version, drafter=draft.organisation, clauses=words
    )
    texts = text_queries.clause_texts(session, version_id=draft.version.id)
    assert next(iter(texts)) == kept
    assert [row.text_en for row in texts.values()] == ["Text of clause 8.", "Text of clause 9."]
    announce(session, draft)
    with problems(("text-is-published", None)):
        text_services.save_clauses(
            session, actor=draft.officer, version=draft.version, drafter=draft.organisation, clauses=words
        )


def test_the_words_of_a_clause_have_room_and_each_problem_its_field(session: Session, draft: Scene) -> None:
    def save(*clauses: text_services.Wording) -> None:
        text_services.save_clauses(
            session, actor=draft.officer, version=draft.version, drafter=draft.organisation, clauses=clauses
        )

    # As much as a line takes: PostgreSQL refuses what is wider than its column.
    most = replace(wording(1), heading_ar="نَّ" * 200, heading_en="h" * 300, text_ar="نَّ" * 8000)
    save(most)
    assert text_queries.clause_texts(session, version_id=draft.version.id)
    with problems(
        ("too-long", "clauses-0-text_en"),
        ("too-long", "clauses-1-heading_en"),
        ("too-long", "clauses-1-text_ar"),
    ):
        save(replace(most, text_en="w" * 8001), replace(most, heading_en="h" * 301, text_ar="ن" * 8001))


@pytest.mark.parametrize("table", ["outcomes", "placements", "outcome_changes", "outcome_milestones"])
def test_a_published_outcome_is_frozen(session: Session, ended: Answered, table: str) -> None:
    assert ended.outcome.id
    with refused(session, f"{table}_no_update"):
        key = {"outcomes": "number", "placements": "since"}.get(table, "theme_id")
        session.execute(text(f"UPDATE {table} SET {key} = {key} + 1"))  # noqa: S608 - a name from above
    with refused(session, f"{table}_no_delete"):
        session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - a name from above


def test_the_mapper_cannot_change_an_outcome_either(session: Session, ended: Answered) -> None:
    with refused(session, "outcomes_no_update"):
        ended.outcome.figures = {**ended.outcome.figures, "received": 0}
    placement = session.scalars(
        select(Placement).where(
            Placement.theme_id == ended.theme.id, Placement.counts_in(ended.outcome.number)
        )
    ).first()
    assert placement is not None
    with refused(session, "placements_no_update"):
        placement.is_primary = not placement.is_primary


def test_clauses_keep_their_ids_and_old_versions_their_words(session: Session, ended: Answered) -> None:
    changed, *others = ended.scene.clauses
    new = text_queries.newest_published(session, text_id=ended.scene.commitment.text_id)
    assert new is not None
    before = text_queries.clause_texts(session, version_id=ended.scene.version.id)
    after = text_queries.clause_texts(session, version_id=new.id)
    assert list(before) == list(after) == [changed, *others]
    assert (after[changed].text_ar, after[changed].text_en) == NEW_WORDS
    assert before[changed].text_en == "Text of clause 1."
    for clause in others:
        assert (before[clause].text_ar, before[clause].text_en) == (
            after[clause].text_ar,
            after[clause].text_en,
        )
    versions = text_queries.published_versions(session, text_id=ended.scene.commitment.text_id)
    assert [version.number for version in versions] == [2, 1]
    assert ended.comment.version_id == ended.scene.version.id, "it stays tied to the words its author saw"


def test_a_new_draft_begins_with_the_same_clauses(session: Session, ended: Answered) -> None:
    scene = ended.scene
    next_ = draft_version(session, scene.officer, scene.organisation, scene.commitment, clauses=0)
    assert next_.number == 3
    assert [row.clause_id for row in next_.clauses] == scene.clauses
    assert next_.clauses[0].text_ar == NEW_WORDS[0]
    published = text_queries.published_versions(session, text_id=scene.commitment.text_id)
    assert [row.number for row in published] == [2, 1]


@pytest.mark.parametrize(
    ("reason", "missing"),
    [(("", ""), ["reason_ar", "reason_en"]), (("سبب", " "), ["reason_en"]), (("\u200f", "x"), ["reason_ar"])],
)
def test_a_correction_needs_a_reason(
    session: Session, ended: Answered, reason: tuple[str, str], missing: list[str]
) -> None:
    with problems(*(("write-this", field) for field in missing)):
        publish(session, ended.scene, 2, reason=reason, now=moments.LATER)
    assert [row.number for row in queries.versions(session, consultation_id=ended.scene.id)] == [1]


def test_a_correction_keeps_what_it_corrects(session: Session, ended: Answered) -> None:
    first = ended.outcome
    content, figures = dict(first.content), dict(first.figures)
    respond(session, ended.scene, ended.theme, outcome="not_accepted", now=moments.LATER)
    second = publish(session, ended.scene, 2, reason=REASON, now=moments.LATER)
    session.expire_all()
    assert [row.number for row in queries.versions(session, consultation_id=ended.scene.id)] == [2, 1]
    assert (first.content, first.figures, first.published_at) == (content, figures, moments.ANSWERED)
    assert second.content["themes"][0]["outcome"] == "not_accepted"
    assert (second.reason_ar, second.reason_en) == REASON
    assert ended.scene.consultation.answered_at == moments.ANSWERED
    for model in (OutcomeChange, OutcomeMilestone):
        kept = session.scalars(select(model).where(model.outcome_id == first.id)).all()
        assert len(kept) == 1


def test_renaming_a_working_theme_leaves_what_was_published(session: Session, ended: Answered) -> None:
    ended.theme.title_en = "Another title"
    place(session, ended.scene, ended.theme, ended.late, now=moments.LATER)
    session.expire_all()
    assert ended.outcome.content["themes"][0]["title_en"] == "A theme"


def test_hiding_after_publication_leaves_the_place_and_a_tombstone(session: Session, ended: Answered) -> None:
    hide(session, ended.scene, ended.comment, now=moments.LATER)
    session.expire_all()
    voices = queries.voices(session, outcome=ended.outcome, theme_id=ended.theme.id)
    assert [row.id for row in voices] == [ended.late.id, ended.reply.id, ended.comment.id]
    tombstone = voices[-1]
    assert tombstone.status == Status.HIDDEN
    assert not tombstone.is_published
    assert not may_read_words(None, ended.comment)
    cited = ended.outcome.content["themes"][0]["points"][0]["cites"]
    assert cited == [ended.comment.reference]
    assert str(ended.comment.body) not in str(ended.outcome.content), "a quote is a reference, never a copy"
    assert ended.outcome.figures["published"] == 2
    versions = session.scalars(
        select(TextVersion.number).where(TextVersion.text_id == ended.scene.commitment.text_id)
    ).all()
    assert sorted(versions) == [1, 2]
