"""What was said is its revisions': added one after another, emptied by erasing, and changed by nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from consult.contributions import queries
from consult.contributions.models import Contribution, Revision, Status, Translation
from consult.contributions.services import submit
from consult.moderation.models import DecisionKind, ErasureRequest, ModerationDecision
from consult.outcomes import queries as outcomes
from consult.outcomes.models import SummaryCitation
from consult.outcomes.services import add_theme, save_point
from tests.domain.refusal import refused
from tests.factories import moments
from tests.factories.answers import place
from tests.factories.scenes import Scene
from tests.factories.voices import comment, decision, erased, hide, reply, translation, words

WORDS = ("title", "problem", "body", "shown_name", "salt", "details")
UNCHANGED = "contribution_revisions_no_update"


def anew(session: Session, said: Contribution, *, stands: bool = True, **changed: object) -> Revision:
    """Add the next revision of a contribution as its row, and let it stand."""
    number = 1 + (
        session.scalar(select(func.max(Revision.number)).where(Revision.contribution_id == said.id)) or 0
    )
    values: dict[str, object] = {
        "contribution_id": said.id, "consultation_id": said.consultation_id, "body": f"Said anew {number}",
        "language": "en", "stance": "oppose", "shown_name": "Another name", "salt": bytes(16),
        "fingerprint": f"{number:064}", "received_at": moments.AFTER, "number": number,
        "seal_version": 2, "details": "details",
    }  # fmt: skip
    values |= changed
    session.execute(insert(Revision).values(**values))
    added = session.get_one(Revision, (said.id, values["number"]))
    if stands:
        said.revision_number = added.number
        session.flush()
        session.expire(said)
    return added


@pytest.fixture
def said(session: Session, scene: Scene) -> Contribution:
    """Return a comment in its author's name; others were said beside it."""
    comment(session, scene, stance="neutral")
    made = comment(session, scene, by=scene.author, stance="support", named=True)
    comment(session, scene)
    return made


def test_everybody_has_number_one_which_stands(session: Session, scene: Scene, said: Contribution) -> None:
    assert (said.revision_number, said.parent_revision) == (1, None)
    own = session.scalars(select(Revision).where(Revision.contribution_id == said.id)).one()
    assert (own.number, own.consultation_id, own.body) == (1, scene.id, said.body)
    assert said.revision is own
    session.expire_all()
    again = queries.by_reference(session, said.reference)
    assert again is not None
    assert (again.stance, again.shown_name) == ("support", scene.author.public_name)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *((name, "other") for name in ("title", "problem", "body", "shown_name", "language", "fingerprint")),
        ("stance", None), ("salt", b"another salt 123"), ("received_at", moments.BEFORE), ("number", 2),
        ("seal_version", 1), ("details", "other"),
    ],
)  # fmt: skip
def test_no_column_of_a_revision_changes(
    session: Session, said: Contribution, column: str, value: object
) -> None:
    change = update(Revision).where(Revision.contribution_id == said.id).values({column: value})
    with refused(session, UNCHANGED):
        session.execute(change)


@pytest.mark.parametrize("column", WORDS)
def test_words_go_only_when_the_contribution_is_erased(
    session: Session, scene: Scene, said: Contribution, column: str
) -> None:
    # Everything is there, so that each column has something to lose.
    anew(session, said, title="Title", problem="Problem")
    emptied = update(Revision).where(Revision.contribution_id == said.id).values({column: None})
    for status in (None, Status.HIDDEN):
        if status:
            hide(session, scene, said)
        with refused(session, UNCHANGED):
            session.execute(emptied)


def test_no_revision_is_deleted(session: Session, said: Contribution) -> None:
    with refused(session, "contribution_revisions_no_delete"):
        session.execute(delete(Revision).where(Revision.contribution_id == said.id))


@pytest.mark.parametrize("number", [0, 1, 3])
def test_numbers_follow_one_another(session: Session, said: Contribution, number: int) -> None:
    with refused(session, "contribution_revisions_number"):
        anew(session, said, number=number)
    assert anew(session, said).number == 2
    assert anew(session, said).number == 3


def test_a_revision_is_at_home_where_its_contribution_is(session: Session, said: Contribution) -> None:
    with refused(session, "contribution_revisions_at_home"):
        anew(session, said, consultation_id=said.consultation_id + 1)


def test_what_was_erased_gets_no_words_any_more(session: Session, scene: Scene, said: Contribution) -> None:
    erased(session, scene, said)
    with refused(session, "contribution_revisions_at_home"):
        anew(session, said)
    for column in WORDS:
        with refused(session, UNCHANGED):
            session.execute(
                update(Revision)
                .where(Revision.contribution_id == said.id)
                .values({column: b"x" if column == "salt" else "x"})
            )


def test_erasing_empties_every_revision_whoever_does_it(
    session: Session, scene: Scene, said: Contribution
) -> None:
    anew(session, said, title="Title", problem="Problem")
    other = comment(session, scene)
    decision(session, scene, said, DecisionKind.ERASE)
    session.execute(text("UPDATE contributions SET status = 'erased' WHERE id = :id"), {"id": said.id})
    session.expire_all()
    rows = session.scalars(
        select(Revision).where(Revision.contribution_id == said.id).order_by(Revision.number)
    ).all()
    assert [[getattr(row, name) for name in WORDS] for row in rows] == [[None] * 6] * 2
    assert [(row.stance, row.language, row.fingerprint) for row in rows][1] == ("oppose", "en", f"{2:064}")
    assert other.body is not None


def test_the_service_reads_nothing_of_it_from_memory(
    session: Session, scene: Scene, said: Contribution
) -> None:
    assert said.body is not None
    erased(session, scene, said)
    assert [getattr(said, name) for name in WORDS] == [None] * 6
    assert (said.author_id, said.stance, len(said.fingerprint)) == (None, "support", 64)


@pytest.mark.parametrize("number", [0, 2, 3])
def test_what_stands_is_a_revision_that_is_there(session: Session, said: Contribution, number: int) -> None:
    with refused(session, "contributions_revision"):
        said.revision_number = number
        session.flush()


def test_what_stood_before_comes_back_as_a_revision_of_its_own(session: Session, said: Contribution) -> None:
    anew(session, said)
    with refused(session, "contributions_revision"):
        said.revision_number = 1
        session.flush()


def test_a_contribution_begins_with_its_first(session: Session, said: Contribution) -> None:
    row = session.execute(select(Contribution.__table__).where(Contribution.id == said.id)).mappings().one()
    given = {**row, "id": said.id + 1000, "reference": "V-1990-0001", "idempotency_key": "another"}
    with refused(session, "contributions_first"):
        session.execute(insert(Contribution).values(**{**given, "revision_number": 2}))
    for parent, number in ((None, 1), (said.id, None), (said.id, 2)):
        wrong = {**given, "parent_id": parent, "parent_revision": number}
        with refused(session, "contributions_parent_revision"):
            session.execute(insert(Contribution).values(**wrong))


def test_every_reading_shows_the_words_that_stand(session: Session, scene: Scene, said: Contribution) -> None:
    anew(session, said)
    anew(session, said, stands=False, body="Not yet")
    assert (said.body, said.stance, said.shown_name) == ("Said anew 2", "oppose", "Another name")
    [row] = queries.listed(session, [said.reference]).values()
    assert (row.body, row.stance, row.received_at) == ("Said anew 2", "oppose", moments.AFTER)
    shown = queries.page(session, now=moments.DURING, consultation_id=scene.id).voices
    assert [each.body for each in shown if each.id == said.id] == ["Said anew 2"]
    assert len(shown) == 3
    held = queries.lock(session, said.reference)
    assert held is not None
    assert held.body == "Said anew 2"
    assert [
        each.body for each in queries.stream(session, consultation_id=scene.id) if each.id == said.id
    ] == ["Said anew 2"]


def test_holding_one_reads_its_words_when_it_is_held(session: Session, said: Contribution) -> None:
    assert said.body
    session.execute(insert(Revision).values(
        contribution_id=said.id, number=2, consultation_id=said.consultation_id, body="Past the memory",
        language="en", fingerprint="0" * 64, received_at=moments.AFTER, seal_version=2,
    ))  # fmt: skip
    session.execute(text("UPDATE contributions SET revision_number = 2 WHERE id = :id"), {"id": said.id})
    held = queries.lock(session, said.reference)
    assert held is said
    assert (held.revision_number, held.body) == (2, "Past the memory")


def test_the_same_words_again_are_those_that_stand(session: Session, scene: Scene) -> None:
    typed = words(body="The same", clause_id=scene.clauses[0])
    first = comment(session, scene, by=scene.author, body="The same")

    def again(body: str) -> Contribution:
        return submit(
            session, actor=scene.author, now=moments.DURING, consultation_id=scene.id,
            words=words(clause_id=scene.clauses[0], body=body),
        )  # fmt: skip

    assert again(typed.body).id == first.id
    anew(session, first, body="Something else")
    assert again("Something else").id == first.id
    assert again("The same").id != first.id


def test_stances_count_once_by_what_stands(session: Session, scene: Scene, said: Contribution) -> None:
    counted = {"neutral": 1, "support": 1}
    assert outcomes.stances(session, consultation_id=scene.id) == counted
    anew(session, said)
    assert outcomes.stances(session, consultation_id=scene.id) == {"neutral": 1, "oppose": 1}
    anew(session, said, stance=None)
    assert outcomes.stances(session, consultation_id=scene.id) == {"neutral": 1}
    anew(session, said, stance="support")
    late = comment(session, scene, now=moments.AFTER, stance="neutral")
    anew(session, late)
    assert outcomes.stances(session, consultation_id=scene.id) == counted
    hide(session, scene, said)
    assert outcomes.stances(session, consultation_id=scene.id) == {"neutral": 1}


def test_what_is_about_a_contribution_says_which_revision(
    session: Session, scene: Scene, said: Contribution
) -> None:
    before = reply(session, said)
    anew(session, said, language="ar")
    below = reply(session, said)
    assert (before.parent_revision, below.parent_revision) == (1, 2)
    assert translation(session, scene, said).revision == 2
    hidden = comment(session, scene)
    assert (hide(session, scene, said).revision, hide(session, scene, hidden).revision) == (2, 1)


def test_a_quote_says_which_revision(session: Session, scene: Scene, said: Contribution) -> None:
    anew(session, said)
    theme = add_theme(
        session,
        actor=scene.moderator,
        now=moments.AFTER,
        consultation_id=scene.id,
        title=("موضوع", "A theme"),
    )
    place(session, scene, theme, said)
    point = save_point(
        session, actor=scene.moderator, now=moments.AFTER, theme_id=theme.id, text=("جملة", "A sentence"),
        references=[said.reference],
    )  # fmt: skip
    assert [each.revision for each in point.citations] == [2]
    session.flush()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(SummaryCitation).values(revision=3))


def test_nothing_is_about_a_revision_that_is_not_there(
    session: Session, scene: Scene, said: Contribution
) -> None:
    made, decided = translation(session, scene, said), hide(session, scene, said)
    for model, row in ((Translation, made), (ModerationDecision, decided)):
        values = session.execute(select(model.__table__).where(model.id == row.id)).mappings().one()
        new = {**values, "id": row.id + 1000, "revision": 2, "number": 2}
        columns = {name: new[name] for name in values}
        with pytest.raises(IntegrityError, match=r"(?i)foreign key|log_entry_id"), session.begin_nested():
            session.execute(insert(model).values(**columns))


@pytest.mark.parametrize(
    "of", [ModerationDecision.contribution, ErasureRequest.contribution, SummaryCitation.contribution]
)
def test_what_is_read_along_with_something_is_looked_up(of: InstrumentedAttribute[Contribution]) -> None:
    """In a bracket of its own, the join of a contribution with its words would be made of all that there are."""
    query = str(select(of.class_).options(joinedload(of)))
    assert "contribution_revisions" in query
    assert "JOIN (" not in query
