"""Lists of what was said: their order, their pages, and nothing of another consultation in them."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy.orm import Session

from consult.contributions import queries
from consult.contributions.models import Contribution, Kind
from consult.contributions.services import sealed_file, submit, vote_on_contribution
from consult.moderation.queries import Wanted, queue
from consult.outcomes import queries as outcomes
from consult.votes.queries import vote_counts
from tests.domain.refusal import problems
from tests.factories import moments
from tests.factories.numbers import by_place
from tests.factories.scenes import Scene
from tests.factories.voices import comment, hide, reply, translation, words


def test_pages_go_on_where_the_last_one_ended(session: Session, scene: Scene) -> None:
    said = [comment(session, scene).id for _ in range(5)]
    reply(session, comment(session, scene, clause_id=None, now=moments.DURING))
    whole = queries.page(session, now=moments.DURING, consultation_id=scene.id, whole_text=True)
    assert len(whole.voices) == 1
    read: list[int] = []
    before = None
    while rows := queries.page(
        session,
        now=moments.DURING,
        consultation_id=scene.id,
        clause_id=scene.clauses[0],
        before_id=before,
        limit=2,
    ).voices:
        read += [row.id for row in rows]
        before = read[-1]
    assert read == said[::-1]
    assert len(queries.page(session, now=moments.DURING, consultation_id=scene.id).voices) == 6
    assert (
        queries.page(session, now=moments.DURING, consultation_id=scene.id, clause_id=scene.clauses[1]).voices
        == []
    )


def test_replies_come_oldest_first_below_their_parents(session: Session, scene: Scene) -> None:
    first, other = comment(session, scene), comment(session, scene)
    one, two = reply(session, first), reply(session, first)
    three = reply(session, one)
    reply(session, other)
    found = queries.thread(session, now=moments.DURING, contribution_id=first.id)
    assert [row.id for row in found.voices] == [first.id]
    assert {parent: [row.id for row in rows] for parent, rows in found.below.items()} == {
        first.id: [one.id, two.id],
        one.id: [three.id],
    }
    assert [first.depth, one.depth, three.depth] == [0, 1, 2]
    assert (three.clause_id, three.version_id, three.about) == (
        first.clause_id,
        first.version_id,
        one.reference,
    )


def test_threads_bring_votes_and_whether_there_is_a_translation(session: Session, scene: Scene) -> None:
    first, other = comment(session, scene), comment(session, scene)
    below = reply(session, first)
    second = reply(session, below)
    for reference, choice in (
        (first.reference, "agree"),
        (below.reference, "disagree"),
        (other.reference, "pass"),
    ):
        vote_on_contribution(
            session, actor=scene.author, now=moments.DURING, reference=reference, choice=choice
        )
    translation(session, scene, below)
    found = queries.page(session, now=moments.DURING, consultation_id=scene.id)
    rows = [*found.voices, *(row for group in found.below.values() for row in group)]
    assert {row.id: (row.agree, row.disagree, row.translated) for row in rows} == {
        first.id: (1, 0, False), other.id: (0, 0, False), below.id: (0, 1, True), second.id: (0, 0, False),
    }  # fmt: skip
    one = queries.thread(session, now=moments.DURING, contribution_id=below.id)
    assert ([row.id for row in one.voices], [row.id for row in one.below[below.id]]) == (
        [below.id],
        [second.id],
    )
    assert one.voices == found.below[first.id]


def test_a_page_reads_no_more_replies_than_it_shows_and_one(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    first = [reply(session, said).id for _ in range(queries.IN_A_LIST.first + 3)]
    parent = session.get_one(Contribution, first[0])
    second = [reply(session, parent).id for _ in range(queries.IN_A_LIST.second + 3)]
    found = queries.page(session, now=moments.DURING, consultation_id=scene.id)
    assert [row.id for row in found.below[said.id]] == first[: queries.IN_A_LIST.first + 1]
    assert [row.id for row in found.below[first[0]]] == second[: queries.IN_A_LIST.second + 1]
    after = queries.thread(session, now=moments.DURING, contribution_id=said.id, after_id=first[1])
    assert [row.id for row in after.below[said.id]] == first[2:]
    assert first[0] not in after.below
    assert queries.reply_numbers(session, parents=[said.id], after_id=first[1]) == {said.id: len(first) - 2}


def test_a_stream_reads_all_of_one_consultation_in_batches(session: Session, scene: Scene) -> None:
    said = [comment(session, scene).id for _ in range(5)]
    read = [row.id for row in queries.stream(session, consultation_id=scene.id, batch=2)]
    assert read == said


def test_counts(session: Session, scene: Scene) -> None:
    one = comment(session, scene, stance="support")
    comment(session, scene, clause_id=None, stance="oppose")
    comment(session, scene, clause_id=None, now=moments.AFTER)
    hide(session, scene, comment(session, scene))
    vote_on_contribution(
        session, actor=scene.author, now=moments.DURING, reference=one.reference, choice="disagree"
    )
    assert by_place(session, scene.id) == {
        scene.clauses[0]: Counter(voices=1, support=1),
        None: Counter(voices=2, oppose=1),
    }
    assert queries.counts_by_status(session, consultation_id=scene.id) == Counter(published=3, hidden=1)
    assert outcomes.heard(session, consultation_id=scene.id) == [
        ("hidden", False, 1), ("published", False, 2), ("published", True, 1),
    ]  # fmt: skip
    assert outcomes.stances(session, consultation_id=scene.id) == {"oppose": 1, "support": 1}
    counts = vote_counts(session, consultation_id=scene.id, contribution_ids=[one.id])
    assert counts == {one.id: Counter(disagree=1)}


def test_the_moderators_queue_holds_replies_and_tombstones(session: Session, scene: Scene) -> None:
    first = comment(session, scene)
    below, hidden = reply(session, first), comment(session, scene)
    hide(session, scene, hidden)
    rows = queue(session, consultation_id=scene.id)
    assert [row.id for row in rows] == [hidden.id, below.id, first.id]
    only, rest = Wanted(status="hidden"), Wanted(beyond_id=below.id)
    assert [row.id for row in queue(session, consultation_id=scene.id, wanted=only)] == [hidden.id]
    assert [row.id for row in queue(session, consultation_id=scene.id, wanted=rest)] == [first.id]


def test_what_a_person_said_is_theirs_newest_first(session: Session, scene: Scene) -> None:
    said = [comment(session, scene, by=scene.author).id for _ in range(2)]
    comment(session, scene)
    assert [row.id for row in queries.of_author(session, user_id=scene.author.user_id)] == said[::-1]


def test_nobody_is_named_unless_they_want_to_be(session: Session, scene: Scene) -> None:
    assert comment(session, scene, by=scene.author).shown_name is None
    assert comment(session, scene, by=scene.author, named=True).shown_name == scene.author.public_name


@pytest.mark.parametrize("named", [True, False])
def test_the_sealed_words_hold_no_author_but_the_name_that_is_shown(
    session: Session, scene: Scene, *, named: bool
) -> None:
    said = comment(session, scene, by=scene.author, named=named)
    sealed = sealed_file(said, said.revision)
    assert said.reference.encode() in sealed
    assert scene.author.email.encode() not in sealed
    assert ("صوت".encode() in sealed) is named


def test_what_stands_against_posting_is_said_at_each_field(session: Session, scene: Scene) -> None:
    def post(**changed: object) -> None:
        submit(
            session, actor=scene.author, now=moments.DURING, consultation_id=scene.id, words=words(**changed)
        )

    with problems(("write-this", "body"), ("choose-one", "stance")):
        post(body=" \u200f\n", stance="hate")
    with problems(("too-long", "body")):
        post(body="ن" * 3001)
    with problems(("write-this", "title"), ("write-this", "problem"), ("too-long", "body")):
        post(kind=Kind.PROPOSAL, body="ن" * 3001)
    with problems(("too-long", "title")):
        post(kind=Kind.PROPOSAL, title="ن" * 201, problem="نص")
    post(body=" " + "ن" * 3000 + "\n")
    with problems(("too-long", "body")):
        post(body="نَّ" * 3001)
    post(body="نَّ" * 3000)
    said = submit(
        session, actor=scene.author, now=moments.DURING, consultation_id=scene.id,
        words=words(title="A title", problem="A problem", body="Words in English"),
    )  # fmt: skip
    assert (said.title, said.problem, said.language) == (None, None, "en")
