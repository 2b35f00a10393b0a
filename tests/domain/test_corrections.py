"""What a correction changes is known, nothing is published without a change, and an answer is looked at again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from consult.outcomes import queries, services
from consult.outcomes.errors import NotAccountedError
from consult.outcomes.services import look_again as look
from consult.shared.errors import NotFoundError
from tests.domain.refusal import problems
from tests.factories import moments
from tests.factories.answers import (
    NEW_WORDS,
    Answered,
    answered,
    look_again,
    place,
    publish,
    rename,
    respond,
    theme,
)
from tests.factories.scenes import REASON
from tests.factories.voices import hide, restore


@pytest.fixture
def ended(session: Session) -> Answered:
    return answered(session)


def again(session: Session, ended: Answered, number: int = 2) -> Any:  # noqa: ANN401 - an outcome
    session.expire_all()
    return publish(session, ended.scene, number, reason=REASON, now=moments.LATER)


def changed(outcome: Any) -> list[list[str]]:  # noqa: ANN401 - an outcome
    return [each["changed"] for each in outcome.content["themes"]]


def test_a_correction_without_a_change_is_refused(session: Session, ended: Answered) -> None:
    with problems(("correction-changes-nothing", None)):
        again(session, ended)
    milestones = ended.scene.milestones[:1]
    respond(session, ended.scene, ended.theme, changes={ended.scene.clauses[0]: NEW_WORDS}, milestones=milestones,
            now=moments.LATER)  # fmt: skip
    with problems(("correction-changes-nothing", None)):
        again(session, ended)


def test_a_correction_says_at_each_theme_what_changed(session: Session, ended: Answered) -> None:
    rename(session, ended.scene, ended.theme)
    assert changed(again(session, ended)) == [["title"]]
    respond(session, ended.scene, ended.theme, outcome="not_accepted", reason=("لا", "No"), now=moments.LATER)
    assert changed(again(session, ended, 3)) == [["outcome", "reason", "clauses", "milestones"]]
    assert "changed" not in ended.outcome.content["themes"][0]


def test_a_voice_that_is_hidden_since_makes_a_correction(session: Session, ended: Answered) -> None:
    hide(session, ended.scene, ended.late, now=moments.LATER)
    assert changed(again(session, ended)) == [["voices"]]


def test_a_theme_that_grew_is_looked_at_again_before_a_correction(session: Session, ended: Answered) -> None:
    restore(session, ended.scene, ended.hidden)
    place(session, ended.scene, ended.theme, ended.hidden, now=moments.LATER)
    session.expire_all()
    grown = queries.coverage(session, consultation_id=ended.scene.id).grown
    assert [each.id for each in grown] == [ended.theme.id]
    with pytest.raises(NotAccountedError):
        again(session, ended)
    with problems(("looked-elsewhere", None)):
        look(
            session,
            actor=ended.scene.officer,
            now=moments.LATER,
            theme_id=ended.theme.id,
            revision=1,
            voices=99,
        )
    with pytest.raises(NotFoundError):
        look(
            session,
            actor=ended.scene.author,
            now=moments.LATER,
            theme_id=ended.theme.id,
            revision=1,
            voices=4,
        )
    look_again(session, ended.scene, ended.theme)
    response = ended.theme.response
    assert response is not None
    assert (response.looked_by_id, response.looked_voices) == (
        ended.scene.officer.user_id,
        ended.theme.voices,
    )
    assert changed(again(session, ended)) == [["voices"]]


def test_who_writes_the_answer_anew_for_a_correction_has_looked(session: Session, ended: Answered) -> None:
    restore(session, ended.scene, ended.hidden)
    place(session, ended.scene, ended.theme, ended.hidden, now=moments.LATER)
    respond(session, ended.scene, ended.theme, reason=("أدق", "More exact"), now=moments.LATER)
    assert "reason" in changed(again(session, ended))[0]


def test_points_are_moved_taken_out_and_brought_back_in_a_correction(
    session: Session, ended: Answered
) -> None:
    given: dict[str, Any] = {
        "session": session, "actor": ended.scene.moderator, "now": moments.LATER, "theme_id": ended.theme.id
    }  # fmt: skip
    second = services.save_point(**given, text=("ثانية", "Second"), references=[ended.late.reference])
    first = queries.points(session, theme_id=ended.theme.id)[0]

    def order() -> list[int]:
        session.expire_all()
        return [point.id for point in queries.points(session, theme_id=ended.theme.id)]

    services.move_point(**given, point_id=second.id, place=1)
    services.move_point(**given, point_id=second.id, place=1)
    assert order() == [second.id, first.id]
    for _sent_again in range(2):
        services.remove_point(**given, point_id=second.id)
        assert order() == [first.id]
    with pytest.raises(NotFoundError):
        services.save_point(**given, text=("أ", "A"), references=[ended.late.reference], point_id=second.id)
    for _sent_again in range(2):
        services.bring_point_back(**given, point_id=second.id)
        assert order() == [first.id, second.id]
    assert changed(again(session, ended)) == [["points"]]
    services.remove_point(**given, point_id=first.id)
    third = again(session, ended, 3)
    assert [point["text_en"] for point in third.content["themes"][0]["points"]] == ["Second"]


def test_points_of_another_theme_are_not_there_for_a_correction(session: Session, ended: Answered) -> None:
    other = theme(session, ended.scene, now=moments.LATER)
    point = queries.points(session, theme_id=ended.theme.id)[0]
    for act in (services.remove_point, services.bring_point_back):
        with pytest.raises(NotFoundError):
            act(session, actor=ended.scene.moderator, now=moments.LATER, theme_id=other.id, point_id=point.id)


def test_a_theme_without_a_summary_is_published_only_where_that_is_said(
    session: Session, ended: Answered
) -> None:
    [point] = queries.points(session, theme_id=ended.theme.id)
    services.remove_point(
        session, actor=ended.scene.moderator, now=moments.LATER, theme_id=ended.theme.id, point_id=point.id
    )
    session.expire_all()
    given: dict[str, Any] = {"session": session, "of": ended.scene, "number": 2, "now": moments.LATER}
    with problems(("without-summary", "without_summary")):
        publish(**given, reason=REASON, without_summary=False)
    with problems(("without-summary", "without_summary"), ("write-this", "reason_en")):
        publish(**given, reason=(REASON[0], ""), without_summary=False)
    assert changed(publish(**given, reason=REASON, without_summary=True)) == [["points"]]


def test_of_two_publishers_of_a_correction_the_second_is_told_whose_reason_stands(
    session: Session, ended: Answered
) -> None:
    rename(session, ended.scene, ended.theme)
    second = again(session, ended)
    # A lost reply: the same is sent again, even after the version that came next.
    spaced = (f" {REASON[0]} ", REASON[1])
    assert publish(session, ended.scene, 2, reason=spaced, now=moments.LATER).id == second.id
    rename(session, ended.scene, ended.theme)
    again(session, ended, 3)
    assert again(session, ended).id == second.id
    for number in (1, 2, 3):
        with problems(("published-otherwise", None)):
            publish(session, ended.scene, number, reason=(REASON[0], "Mine"), now=moments.LATER)
    assert publish(session, ended.scene, 1, now=moments.LATER).id == ended.outcome.id
    for number in (0, -1, 5):
        with pytest.raises(NotFoundError):
            again(session, ended, number)


def test_a_new_theme_of_a_correction_says_that_it_is_new(session: Session, ended: Answered) -> None:
    other = theme(session, ended.scene, ended.late, now=moments.LATER)
    respond(session, ended.scene, other, now=moments.LATER)
    assert changed(again(session, ended)) == [["voices"], ["added"]]


def grown(session: Session, ended: Answered) -> list[int]:
    session.expire_all()
    return [each.id for each in queries.coverage(session, consultation_id=ended.scene.id).grown]


def test_a_voice_that_came_in_the_place_of_another_is_seen_before_a_correction(
    session: Session, ended: Answered
) -> None:
    other, voices = theme(session, ended.scene, now=moments.LATER), ended.theme.voices
    place(session, ended.scene, other, ended.late, now=moments.LATER)
    respond(session, ended.scene, other, now=moments.LATER)
    restore(session, ended.scene, ended.hidden)
    place(session, ended.scene, ended.theme, ended.hidden, now=moments.LATER)
    assert grown(session, ended) == [ended.theme.id]
    assert ended.theme.voices == voices
    for _sent_again in range(2):
        look_again(session, ended.scene, ended.theme, now=moments.LATER)
        assert grown(session, ended) == []
    # What stands there already and is put there again is no new voice.
    place(session, ended.scene, ended.theme, ended.hidden, now=moments.LATER + timedelta(hours=1))
    assert grown(session, ended) == []


def test_an_answer_is_no_look_at_voices_that_came_while_it_was_written_for_a_correction(
    session: Session, ended: Answered
) -> None:
    restore(session, ended.scene, ended.hidden)
    place(session, ended.scene, ended.theme, ended.hidden, now=moments.LATER)
    session.refresh(ended.theme, ["response", "voices"])
    assert ended.theme.response is not None
    given: dict[str, Any] = {
        "session": session, "actor": ended.scene.officer, "theme_id": ended.theme.id,
        "now": moments.LATER + timedelta(hours=1),
        "words": services.ResponseWords("accepted", *REASON, changes={}),
    }  # fmt: skip
    services.save_response(**given, revision=ended.theme.response.revision, seen=ended.theme.voices - 1)
    assert grown(session, ended) == [ended.theme.id]
    session.refresh(ended.theme, ["response", "voices"])
    services.save_response(**given, revision=ended.theme.response.revision, seen=ended.theme.voices)
    assert grown(session, ended) == []
