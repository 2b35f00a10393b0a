"""No silence: nothing is answered while a published contribution has no theme or a theme no reasoned response."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.policies import state_of
from consult.contributions.services import withdraw
from consult.moderation.queries import EVERYTHING
from consult.outcomes import queries, services
from consult.outcomes.errors import NotAccountedError
from consult.outcomes.models import Answer, Outcome, Placement, ResponseChange, ThemeAssignment
from consult.shared.errors import NotFoundError
from consult.shared.state import State
from consult.texts.models import TextVersion
from tests.domain.refusal import problems
from tests.factories import moments
from tests.factories.answers import NEW_WORDS, coverage, place, publish, respond, theme
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, hide, reply, restore


def refuses(session: Session, scene: Scene, *, unthemed: int, unanswered: int) -> None:
    """Expect publishing to be refused with these numbers, and to leave nothing behind."""
    with pytest.raises(NotAccountedError) as caught:
        publish(session, scene)
    assert caught.value.values == {"unthemed": unthemed, "unanswered": unanswered}
    asked = scene.consultation
    session.refresh(asked)
    assert state_of(asked, moments.ANSWERED) is State.CLOSED
    assert session.scalars(select(Outcome).where(Outcome.consultation_id == scene.id)).all() == []


def test_a_contribution_without_a_theme_is_named(session: Session, scene: Scene) -> None:
    themed, forgotten = comment(session, scene), comment(session, scene)
    respond(session, scene, theme(session, scene, themed))
    refuses(session, scene, unthemed=1, unanswered=0)
    found = coverage(session, scene)
    assert (found.published, found.themed, found.unthemed) == (2, 1, 1)
    assert found.unthemed_references == (forgotten.reference,)
    listed = queries.to_sort(session, consultation_id=scene.id, place=queries.UNTHEMED, wanted=EVERYTHING)
    assert [row.reference for row in listed] == [forgotten.reference]


def test_a_late_contribution_needs_a_theme_as_well(session: Session, scene: Scene) -> None:
    respond(session, scene, theme(session, scene, comment(session, scene)))
    late = comment(session, scene, now=moments.AFTER)
    assert late.late
    refuses(session, scene, unthemed=1, unanswered=0)


def test_a_theme_without_a_response_is_named(session: Session, scene: Scene) -> None:
    silent = theme(session, scene, comment(session, scene))
    refuses(session, scene, unthemed=0, unanswered=1)
    assert coverage(session, scene).unanswered == (silent,)
    respond(session, scene, silent, outcome="not_accepted")
    assert coverage(session, scene).complete
    assert publish(session, scene).number == 1


@pytest.mark.parametrize("outcome", list(Answer))
@pytest.mark.parametrize("missing", ["reason_ar", "reason_en"])
def test_every_outcome_needs_a_reason_in_both_languages(
    session: Session, scene: Scene, outcome: Answer, missing: str
) -> None:
    under = theme(session, scene, comment(session, scene))
    reason = (" \n", "A reason") if missing == "reason_ar" else ("سبب", "\u200f ")
    with problems(("write-this", missing)):
        respond(session, scene, under, outcome=outcome, reason=reason)
    refuses(session, scene, unthemed=0, unanswered=1)


def test_a_reason_that_vanished_from_the_row_counts_as_missing(session: Session, scene: Scene) -> None:
    under = theme(session, scene, comment(session, scene))
    respond(session, scene, under).reason_en = ""
    session.flush()
    refuses(session, scene, unthemed=0, unanswered=1)


def test_an_outcome_that_is_none_of_the_five(session: Session, scene: Scene) -> None:
    under = theme(session, scene, comment(session, scene))
    with problems(("choose-one", "outcome")):
        respond(session, scene, under, outcome="ignored")


def test_an_answered_theme_that_nobody_stands_under(session: Session, scene: Scene) -> None:
    respond(session, scene, theme(session, scene, comment(session, scene)))
    empty = theme(session, scene)
    respond(session, scene, empty)
    refuses(session, scene, unthemed=0, unanswered=0)
    assert coverage(session, scene).empty == (empty,)


def test_two_answers_that_change_one_clause(session: Session, scene: Scene) -> None:
    clause, other = scene.clauses[:2]
    respond(
        session, scene, theme(session, scene, comment(session, scene)),
        changes={clause: NEW_WORDS, other: NEW_WORDS},
    )  # fmt: skip
    second = respond(session, scene, theme(session, scene, comment(session, scene)))
    # As answers could be saved before they were refused at the form.
    session.add(ResponseChange(response_id=second.id, clause_id=clause, text_ar="غيره", text_en="Otherwise"))
    session.flush()
    refuses(session, scene, unthemed=0, unanswered=0)
    assert coverage(session, scene).changed_twice == (clause,)
    versions = session.scalars(select(TextVersion).where(TextVersion.text_id == scene.commitment.text_id))
    assert [row.number for row in versions] == [1], "no version may appear where publishing was refused"


@pytest.mark.parametrize("outcome", ["noted_for_later", "not_accepted", "out_of_scope"])
def test_words_change_only_where_something_was_accepted(session: Session, scene: Scene, outcome: str) -> None:
    under = theme(session, scene, comment(session, scene))
    with problems(("change-needs-acceptance", "outcome")):
        respond(session, scene, under, outcome=outcome, changes={scene.clauses[0]: NEW_WORDS})


def test_replies_inherit_both_levels_down(session: Session, scene: Scene) -> None:
    first = comment(session, scene)
    second = reply(session, first)
    third = reply(session, second)
    under = theme(session, scene, first)
    beside = theme(session, scene)
    place(session, scene, beside, first, also=True)
    found = queries.working_places(session, ids=[first.id, second.id, third.id])
    assert found == {key: [under.id, beside.id] for key in (first.id, second.id, third.id)}
    assert coverage(session, scene).unthemed == 0
    assert queries.theme_counts(session, consultation_id=scene.id) == {under.id: (3, 3), beside.id: (3, 0)}


def test_a_moved_reply_leaves_its_parents_theme_and_takes_its_own_replies_along(
    session: Session, scene: Scene
) -> None:
    first = comment(session, scene)
    second = reply(session, first)
    third = reply(session, second)
    parents, own = theme(session, scene, first), theme(session, scene, second)
    found = queries.working_places(session, ids=[first.id, second.id, third.id])
    assert found == {first.id: [parents.id], second.id: [own.id], third.id: [own.id]}
    moved_back = services.unplace(
        session,
        actor=scene.moderator,
        now=moments.AFTER,
        consultation_id=scene.id,
        references=[second.reference],
    )
    assert moved_back == 1
    assert coverage(session, scene).unthemed == 0
    assert coverage(session, scene).empty == (own,)


def test_a_theme_beside_the_inherited_one_does_not_take_its_place(session: Session, scene: Scene) -> None:
    first = comment(session, scene)
    below = reply(session, first)
    parents, beside = theme(session, scene, first), theme(session, scene)
    place(session, scene, beside, below, also=True)
    found = queries.working_places(session, ids=[first.id, below.id])
    assert found == {first.id: [parents.id], below.id: [parents.id, beside.id]}


def test_the_first_theme_is_the_primary_one_even_if_it_was_put_beside(session: Session, scene: Scene) -> None:
    under = theme(session, scene)
    place(session, scene, under, comment(session, scene), also=True)
    assert queries.theme_counts(session, consultation_id=scene.id) == {under.id: (1, 1)}


def test_a_reply_to_something_unthemed_is_unthemed(session: Session, scene: Scene) -> None:
    reply(session, comment(session, scene))
    assert coverage(session, scene).unthemed == 2


def test_a_reply_below_a_hidden_parent_is_still_answered(session: Session, scene: Scene) -> None:
    parent = comment(session, scene)
    below = reply(session, parent)
    under = theme(session, scene, parent)
    hide(session, scene, parent, now=moments.AFTER)
    assert coverage(session, scene).unthemed == 0
    assert queries.theme_counts(session, consultation_id=scene.id) == {under.id: (1, 1)}
    respond(session, scene, under)
    outcome = publish(session, scene)
    placed = session.scalars(
        select(Placement.contribution_id).where(
            Placement.theme_id == under.id, Placement.counts_in(outcome.number)
        )
    ).all()
    assert placed == [below.id]


def test_hidden_and_withdrawn_need_no_theme_and_restored_ones_do(session: Session, scene: Scene) -> None:
    hidden = comment(session, scene)
    taken_back = comment(session, scene, by=scene.author)
    withdraw(session, actor=scene.author, now=moments.DURING, reference=taken_back.reference)
    hide(session, scene, hidden)
    respond(session, scene, theme(session, scene, comment(session, scene)))
    assert coverage(session, scene).complete
    restore(session, scene, hidden, now=moments.AFTER)
    refuses(session, scene, unthemed=1, unanswered=0)


def test_totals_add_up_whatever_is_placed_where(session: Session, scene: Scene) -> None:
    said = [comment(session, scene) for _ in range(3)]
    first = theme(session, scene, *said)
    second = theme(session, scene)
    place(session, scene, second, said[0], said[1], also=True)
    place(session, scene, second, said[1])
    place(session, scene, second, said[1], also=True)
    counts = queries.theme_counts(session, consultation_id=scene.id)
    assert counts == {first.id: (2, 2), second.id: (2, 1)}
    primaries = session.scalars(
        select(ThemeAssignment.contribution_id).where(
            ThemeAssignment.is_primary, ThemeAssignment.theme_id.in_([first.id, second.id])
        )
    ).all()
    assert sorted(primaries) == sorted(row.id for row in said)


def test_nothing_of_another_consultation_can_be_placed_or_cited(session: Session, scene: Scene) -> None:
    elsewhere = comment(session, make_scene(session))
    under = theme(session, scene, comment(session, scene))
    with pytest.raises(NotFoundError):
        place(session, scene, under, elsewhere)
    with problems(("cite-unknown", "references")):
        services.save_point(
            session, actor=scene.moderator, now=moments.AFTER, theme_id=under.id, text=("نقطة", "A point"),
            references=[elsewhere.reference],
        )  # fmt: skip


def test_a_summary_point_without_a_source(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    under = theme(session, scene, said)
    hide(session, scene, said, now=moments.AFTER)
    shown = comment(session, scene)
    place(session, scene, under, shown)
    for references in ([], [said.reference], ["V-2026-999999"], [shown.reference, said.reference]):
        code = "cite-unknown" if references else "cite-published"
        with problems((code, "references"), ("write-this", "text_en")):
            services.save_point(
                session, actor=scene.moderator, now=moments.AFTER, theme_id=under.id, text=("نقطة", " "),
                references=references,
            )  # fmt: skip


def test_a_consultation_in_which_nobody_spoke_can_be_answered(session: Session, scene: Scene) -> None:
    assert publish(session, scene).content["themes"] == []
