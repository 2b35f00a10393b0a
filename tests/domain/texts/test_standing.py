"""What a published version stands for follows from how it was published, and is never stored."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.policies import Actor
from consult.consultations import services as consultations
from consult.consultations.policies.standing import Stands, VersionStanding, standings
from consult.consultations.queries import asked_versions
from consult.record.models import LogEntry
from consult.shared.errors import DomainError, NotFoundError
from consult.shared.state import State
from consult.texts import queries as texts
from consult.texts.models import ClauseText, DroppedClause, TextAct, TextVersion
from consult.texts.services import BACK_WITHIN, bring_back, publish_version, save_clauses
from consult.texts.services.clearing import drop_discarded
from tests.domain.refusal import refused
from tests.factories import moments
from tests.factories.answers import answered, publish, respond, theme
from tests.factories.people import person
from tests.factories.scenes import LIMITS, REASON, Scene, announce, terms
from tests.factories.scenes import scene as make_scene
from tests.factories.texts import draft_version, wording
from tests.factories.voices import comment


def stands(session: Session, of: Scene, now: datetime) -> list[VersionStanding]:
    """Return what the versions of a scene's text stand for, the oldest first."""
    published = texts.published_versions(session, text_id=of.commitment.text_id)
    asked = asked_versions(session, text_id=of.commitment.text_id, now=now)
    found = standings(published, asked, now)
    return [found[row.id] for row in reversed(published)]


def begun(session: Session, of: Scene) -> TextVersion:
    """Begin the next version of a scene's text."""
    return draft_version(session, of.officer, of.organisation, of.commitment)


def publish_text(
    session: Session, of: Scene, version: TextVersion, actor: Actor, reason: tuple[str, str] = REASON
) -> None:
    """Publish a draft without a consultation."""
    consultations.publish_text(
        session, actor=actor, now=moments.LATER, version=version, drafter=of.organisation, reason=reason
    )


def test_of_two_who_publish_a_text_the_second_is_told_that_the_first_reason_stands(
    session: Session, scene: Scene
) -> None:
    other = make_scene(session, State.CANCELLED)
    version = begun(session, other)
    publish_text(session, other, version, other.publisher)
    publish_text(session, other, version, other.publisher)
    with pytest.raises(DomainError) as refused:
        publish_text(session, other, version, other.publisher, ("سبب آخر", "Another reason"))
    assert (refused.value.code, refused.value.field) == ("text-published-otherwise", "reason_ar")
    assert (version.reason_ar, version.reason_en) == REASON
    assert scene.version.id != version.id


def test_a_text_is_proposed_while_the_public_is_asked_about_it(session: Session, scene: Scene) -> None:
    for now in (moments.BEFORE, moments.DURING):
        assert stands(session, scene, now) == [
            VersionStanding(Stands.PROPOSED, moments.CLOSES, scene.consultation.slug)
        ]
    assert stands(session, scene, moments.AFTER)[0].stands is Stands.AWAITING


def test_a_text_is_withdrawn_with_its_consultation(session: Session) -> None:
    made = make_scene(session, State.CANCELLED)
    assert stands(session, made, moments.LATER) == [
        VersionStanding(Stands.WITHDRAWN, moments.DURING, made.consultation.slug)
    ]


def test_an_answer_adopts_what_it_changed_and_not_what_was_asked_about(session: Session) -> None:
    made = answered(session)
    first, second = stands(session, made.scene, moments.LATER)
    assert (first.stands, first.became) == (Stands.CHANGED, 2)
    assert second.stands is Stands.ADOPTED
    assert first.moment == second.moment


def test_what_an_invented_consultation_published_is_illustrative(session: Session) -> None:
    made = answered(session)
    assert [each.illustrative for each in stands(session, made.scene, moments.LATER)] == [False, False]
    made.scene.consultation.illustrative = True
    session.flush()
    assert [each.illustrative for each in stands(session, made.scene, moments.LATER)] == [True, True]


def test_an_answer_that_changes_nothing_adopts_the_text_as_it_was_asked_about(
    session: Session, scene: Scene
) -> None:
    under = theme(session, scene, comment(session, scene))
    respond(session, scene, under)
    publish(session, scene)
    assert [each.stands for each in stands(session, scene, moments.LATER)] == [Stands.ADOPTED]


def test_asked_again_a_withdrawn_text_is_proposed_again(session: Session) -> None:
    made = make_scene(session, State.CANCELLED)
    later = moments.LATER - moments.ANNOUNCED
    asked = consultations.save_draft(
        session, actor=made.officer, now=moments.LATER, organisation=made.organisation, slug="asked-again",
        terms=terms(opens_at=moments.OPENS + later, closes_at=moments.CLOSES + later),
        version_ids=[made.version.id], limits=LIMITS,
    )  # fmt: skip
    announce(session, replace(made, consultation=asked), now=moments.LATER)
    assert stands(session, made, moments.LATER)[0].stands is Stands.PROPOSED


def test_a_text_that_was_loaded_with_the_record_is_adopted(session: Session) -> None:
    made = make_scene(session, State.DRAFT)
    version = begun(session, made)
    publish_version(session, now=moments.DRAFTED, version=version, role="officer", owner="commitment/0")
    assert stands(session, made, moments.LATER) == [VersionStanding(Stands.ADOPTED, moments.DRAFTED)]


@pytest.mark.parametrize("who", ["publisher", "site", "plan"])
def test_a_text_is_published_without_a_consultation_and_says_why(session: Session, who: str) -> None:
    made = make_scene(session, State.CANCELLED)
    plan = made.commitment.plan.slug
    actor = {
        "publisher": made.publisher,
        "site": person(session, (Role.COORDINATOR, SITE)),
        "plan": person(session, (Role.COORDINATOR, f"plan:{plan}")),
    }[who]
    version = begun(session, made)
    for _again in range(2):
        publish_text(session, made, version, actor)
    assert [each.stands for each in stands(session, made, moments.LATER)] == [
        Stands.WITHDRAWN, Stands.UNASKED,
    ]  # fmt: skip
    assert (version.reason_ar, version.reason_en) == REASON
    entries = session.scalars(select(LogEntry).where(LogEntry.kind == "version-published")).all()
    assert entries[-1].details == {
        "version": 2, "without_consultation": True, "reason_ar": REASON[0], "reason_en": REASON[1],
    }  # fmt: skip
    done = session.scalars(select(TextAct)).all()
    assert [(act.version_id, act.kind, act.user_id) for act in done] == [
        (version.id, "published", actor.user_id)
    ]


@pytest.mark.parametrize("who", ["officer", "moderator", "publisher of another", "coordinator of another"])
def test_a_text_is_published_by_nobody_else(session: Session, who: str) -> None:
    made, other = make_scene(session, State.CANCELLED), make_scene(session)
    actor = {
        "officer": made.officer,
        "moderator": made.moderator,
        "publisher of another": other.publisher,
        "coordinator of another": person(session, (Role.COORDINATOR, "plan:another")),
    }[who]
    version = begun(session, made)
    with pytest.raises(NotFoundError):
        publish_text(session, made, version, actor)
    assert version.published_at is None


def codes(refusal: pytest.ExceptionInfo[DomainError]) -> set[str]:
    """Return the codes of what was refused."""
    problems = getattr(refusal.value, "problems", [refusal.value])
    return {problem.code for problem in problems}


def test_a_text_is_not_published_past_a_consultation(session: Session, scene: Scene) -> None:
    version = begun(session, scene)
    with pytest.raises(DomainError) as running:
        publish_text(session, scene, version, scene.publisher)
    assert codes(running) == {"text-is-asked-about"}
    draft = make_scene(session, State.DRAFT)
    with pytest.raises(DomainError) as drafted:
        publish_text(session, draft, draft.version, draft.publisher)
    assert codes(drafted) == {"text-in-a-draft-question"}


def test_a_text_is_not_published_without_reason_or_clauses(session: Session) -> None:
    made = make_scene(session, State.CANCELLED)
    empty = draft_version(session, made.officer, made.organisation, made.commitment, clauses=0)
    save_clauses(session, actor=made.officer, version=empty, drafter=made.organisation, clauses=[wording(1)])
    with pytest.raises(DomainError) as refusal:
        publish_text(session, made, empty, made.publisher, ("", " "))
    assert codes(refusal) == {"write-this"}


def test_a_discarded_draft_is_neither_written_nor_published_until_it_is_back(session: Session) -> None:
    made = make_scene(session, State.CANCELLED)
    version = begun(session, made)
    of: dict[str, object] = {"actor": made.officer, "version": version, "drafter": made.organisation}
    for _again in range(2):
        consultations.discard_text(session, now=moments.LATER, **of)  # type: ignore[arg-type]
    assert texts.drafts_of(session, drafter_ids=[made.organisation.id]) == []
    with pytest.raises(DomainError, match="text-is-discarded"):
        save_clauses(session, clauses=[wording(1)], **of)  # type: ignore[arg-type]
    with pytest.raises(DomainError) as refusal:
        publish_text(session, made, version, made.publisher)
    assert codes(refusal) == {"text-is-discarded"}
    with pytest.raises(NotFoundError):
        consultations.save_draft(
            session, actor=made.officer, now=moments.LATER, organisation=made.organisation, slug="of-a-discarded",
            terms=terms(), version_ids=[version.id], limits=LIMITS,
        )  # fmt: skip
    with pytest.raises(DomainError, match="text-gone-for-good"):
        bring_back(session, now=moments.LATER + BACK_WITHIN, **of)  # type: ignore[arg-type]
    for _again in range(2):
        bring_back(session, now=moments.LATER, **of)  # type: ignore[arg-type]
    save_clauses(session, clauses=[wording(1)], **of)  # type: ignore[arg-type]
    kinds = session.scalars(select(TextAct.kind).order_by(TextAct.id)).all()
    assert kinds == ["discarded", "brought-back"]


def test_the_words_of_a_discarded_draft_are_deleted_when_nobody_can_bring_it_back(session: Session) -> None:
    made = make_scene(session, State.CANCELLED)
    gone, back, kept = begun(session, made), begun(session, made), begun(session, made)
    of: dict[str, object] = {"actor": made.officer, "drafter": made.organisation}
    save_clauses(session, version=gone, clauses=[wording(1)], **of)  # type: ignore[arg-type]
    for version in (gone, back):
        consultations.discard_text(session, now=moments.LATER, version=version, **of)  # type: ignore[arg-type]
    late = moments.LATER + BACK_WITHIN
    assert drop_discarded(session, now=late - moments.TICK) == 0
    bring_back(session, now=late - moments.TICK, version=back, **of)  # type: ignore[arg-type]
    assert [drop_discarded(session, now=late) for _again in range(2)] == [1, 0]
    of_text = (
        select(ClauseText.version_id).join(ClauseText.version).where(TextVersion.text_id == gone.text_id)
    )
    left = Counter(session.scalars(of_text).all())
    assert left == {made.version.id: 3, back.id: 3, kept.id: 3}
    assert session.scalars(select(DroppedClause).where(DroppedClause.version_id == gone.id)).all() == []
    assert session.get_one(TextVersion, gone.id).number == gone.number
    with pytest.raises(DomainError, match="text-gone-for-good"):
        bring_back(session, now=late, version=gone, **of)  # type: ignore[arg-type]


def test_the_sweep_holds_no_text_for_a_draft_that_has_no_words_any_more(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_scene(session, State.CANCELLED)
    gone, late = begun(session, made), moments.LATER + BACK_WITHIN
    consultations.discard_text(
        session, actor=made.officer, now=moments.LATER, version=gone, drafter=made.organisation
    )
    held: list[int] = []
    lock = texts.lock_text

    def noting(session: Session, text_id: int) -> None:
        held.append(text_id)
        lock(session, text_id)

    monkeypatch.setattr(texts, "lock_text", noting)
    assert [drop_discarded(session, now=late) for _again in range(3)] == [1, 0, 0]
    assert held == [gone.text_id]


def test_a_draft_that_a_draft_consultation_is_about_is_not_discarded(session: Session) -> None:
    made, other = make_scene(session, State.DRAFT), make_scene(session)
    of: dict[str, object] = {"version": made.version, "drafter": made.organisation, "now": moments.DRAFTED}
    with pytest.raises(DomainError, match="text-in-a-draft-question"):
        consultations.discard_text(session, actor=made.officer, **of)  # type: ignore[arg-type]
    for act in (consultations.discard_text, bring_back):
        with pytest.raises(NotFoundError):
            act(session, actor=other.officer, **of)  # type: ignore[arg-type]


def test_acts_of_texts_stay_and_a_discarded_draft_is_never_published(session: Session) -> None:
    made = make_scene(session, State.CANCELLED)
    version = begun(session, made)
    consultations.discard_text(
        session, actor=made.officer, now=moments.LATER, version=version, drafter=made.organisation
    )
    for name, change in (
        ("text_acts_no_update", "UPDATE text_acts SET kind = 'other'"),
        ("text_acts_no_delete", "DELETE FROM text_acts"),
        (
            "text_versions_discarded",
            "UPDATE text_versions SET published_at = created_at WHERE published_at IS NULL",
        ),
    ):
        with refused(session, name):
            session.execute(text(change))
