"""What arrives at one instant is done once, or in an order that the rules allow: the services, on both engines.

Votes, publishing, two moderators, grants and invitations race where their subjects are tested (``tests/domain``).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.accounts.services import Registration, register
from consult.consultations.errors import EditedMeanwhileError
from consult.consultations.models import Consultation
from consult.consultations.services import save_draft
from consult.contributions.models import Contribution, Status
from consult.contributions.queries import translations_of
from consult.contributions.services import submit, vote_on_clause, vote_on_contribution, withdraw
from consult.moderation.models import ErasureRequest, ModerationDecision
from consult.moderation.services import ask_erasure
from consult.outbox.models import OutboxMessage
from consult.outcomes import services as outcomes
from consult.outcomes.models import Outcome
from consult.outcomes.queries import coverage
from consult.record.models import LogEntry
from consult.shared.errors import DomainError, NotFoundError
from consult.shared.state import State
from consult.texts.models import ClauseText, TextVersion
from consult.texts.services import Wording, digest, save_clauses
from consult.votes.models import Vote
from tests.databases import MigratedDatabase
from tests.domain.parallel import REFUSED, at_once, codes, committed
from tests.factories import moments
from tests.factories.answers import respond, theme
from tests.factories.scenes import LIMITS, REASON, Scene, terms
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import clarification, comment, hide, restore, translation, words

MANY = 30


def rows(
    session: Session, model: type[Contribution | ErasureRequest | LogEntry | OutboxMessage | User | Vote]
) -> int:
    """Return how many rows a table has."""
    return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def scene(database: MigratedDatabase) -> Scene:
    """Return an open consultation, committed."""
    return committed(database.engine, make_scene)


@pytest.fixture
def said(database: MigratedDatabase, scene: Scene) -> Contribution:
    """Return a comment of the scene's author, committed."""
    return committed(database.engine, lambda session: comment(session, scene, by=scene.author))


def test_thirty_identical_replies_are_one(
    database: MigratedDatabase, scene: Scene, said: Contribution
) -> None:
    typed = words(kind="reply", parent=said.reference)

    def post(session: Session) -> str:
        return submit(
            session, actor=scene.author, now=moments.DURING, consultation_id=scene.id, words=typed
        ).reference

    assert len(set(at_once(database.engine, [post] * MANY))) == 1
    with Session(database.engine) as session:
        assert rows(session, Contribution) == 2
        assert rows(session, OutboxMessage) == 2


def test_thirty_identical_clarifications_are_one(
    database: MigratedDatabase, scene: Scene, said: Contribution
) -> None:
    def post(session: Session) -> str:
        return clarification(session, scene, said, key="the same form").reference

    assert len(set(at_once(database.engine, [post] * MANY))) == 1
    with Session(database.engine) as session:
        assert rows(session, Contribution) == 2
        # The author's receipt, the officer's, and word to the author of the reply.
        assert rows(session, OutboxMessage) == 3
        entries = select(LogEntry.subject).where(LogEntry.kind == "contribution-received")
        assert len(session.scalars(entries).all()) == 2


def test_translations_at_one_instant_stand_one_after_another(
    database: MigratedDatabase, scene: Scene, said: Contribution
) -> None:
    def write(body: str) -> Callable[[Session], int]:
        return lambda session: translation(session, scene, said, body=body).number

    bodies = [f"Translation {number}" for number in range(MANY)]
    numbers = at_once(database.engine, [write(body) for body in bodies])
    assert sorted(numbers, key=str) == sorted(range(1, MANY + 1), key=str)
    with Session(database.engine) as session:
        made = translations_of(session, contribution_id=said.id)
    by_number = {row.number: row.body for row in made}
    assert [by_number[int(str(number))] for number in numbers] == bodies


def test_the_same_translation_at_one_instant_is_one(
    database: MigratedDatabase, scene: Scene, said: Contribution
) -> None:
    assert set(
        at_once(database.engine, [lambda session: translation(session, scene, said).number] * MANY)
    ) == {1}


def test_a_translation_against_an_erasure_leaves_no_words(
    database: MigratedDatabase, scene: Scene, said: Contribution
) -> None:
    committed(
        database.engine,
        lambda session: ask_erasure(
            session, actor=scene.author, now=moments.DURING, reference=said.reference
        ),
    )

    def erase(session: Session) -> None:
        outcomes.erase(
            session,
            actor=scene.moderator,
            now=moments.DURING,
            reference=said.reference,
            rule=None,
            reason=REASON,
        )

    def write(session: Session) -> None:
        translation(session, scene, said)

    results = at_once(database.engine, [write, erase, write])
    assert results[1] is None
    with Session(database.engine) as session:
        made = translations_of(session, contribution_id=said.id)
        assert [row.body for row in made] == [None] * len(made)


def test_thirty_identical_registrations_are_one_account_and_one_mail(database: MigratedDatabase) -> None:
    typed = Registration("reader@example.org", "hash", "en", of_age=True)

    def post(session: Session) -> int | None:
        return register(session, now=moments.DURING, registration=typed)

    made = at_once(database.engine, [post] * MANY)
    assert sum(each is not None for each in made) == 1
    with Session(database.engine) as session:
        assert (rows(session, User), rows(session, OutboxMessage)) == (1, 1)


def test_thirty_requests_to_erase_are_one(
    database: MigratedDatabase, scene: Scene, said: Contribution
) -> None:
    def ask(session: Session) -> int:
        return ask_erasure(session, actor=scene.author, now=moments.DURING, reference=said.reference).id

    assert len(set(at_once(database.engine, [ask] * MANY))) == 1
    with Session(database.engine) as session:
        assert rows(session, ErasureRequest) == 1


def test_votes_around_the_closing_count_by_their_arrival(database: MigratedDatabase, scene: Scene) -> None:
    """However they are written: those that arrived before it count, the others do not."""

    def vote(late: timedelta, choice: str) -> Callable[[Session], None]:
        def act(session: Session) -> None:
            vote_on_clause(
                session, actor=scene.author, now=moments.CLOSES + late, consultation_id=scene.id,
                clause_id=scene.clauses[0], choice=choice,
            )  # fmt: skip

        return act

    acts = [vote(-moments.TICK, "agree"), vote(timedelta(0), "disagree"), vote(moments.TICK, "disagree")] * 4
    results = at_once(database.engine, acts)
    assert [isinstance(each, REFUSED) for each in results] == [False, True, True] * 4
    with Session(database.engine) as session:
        assert session.scalars(select(Vote.choice)).all() == ["agree"]


@pytest.mark.parametrize("how", ["withdrawn", "hidden"])
def test_voting_on_what_is_taken_away_counts_before_or_is_refused(
    database: MigratedDatabase, scene: Scene, said: Contribution, how: str
) -> None:
    voters = [committed(database.engine, make_scene).author for _number in range(6)]

    def take_away(session: Session) -> None:
        if how == "hidden":
            hide(session, scene, said)
        else:
            withdraw(session, actor=scene.author, now=moments.DURING, reference=said.reference)

    def vote(by: Actor) -> Callable[[Session], None]:
        def act(session: Session) -> None:
            vote_on_contribution(
                session, actor=by, now=moments.DURING, reference=said.reference, choice="agree"
            )

        return act

    acts = [vote(by) for by in voters]
    results = at_once(database.engine, [*acts[:3], take_away, *acts[3:]])
    assert results[3] is None
    taken = [each for number, each in enumerate(results) if number != 3 and not isinstance(each, REFUSED)]
    with Session(database.engine) as session:
        assert rows(session, Vote) == len(taken), "what was acknowledged is stored, what was refused is not"
        # Whoever comes afterwards is refused.
        with pytest.raises((DomainError, NotFoundError)):
            acts[0](session)


def test_withdrawing_and_hiding_at_once_is_one_of_them(
    database: MigratedDatabase, scene: Scene, said: Contribution
) -> None:
    acts: list[Callable[[Session], object]] = [
        lambda session: hide(session, scene, said),
        lambda session: withdraw(session, actor=scene.author, now=moments.DURING, reference=said.reference),
    ]
    results = at_once(database.engine, acts)
    assert sum(isinstance(each, REFUSED) for each in results) <= 1
    with Session(database.engine) as session:
        kinds = session.scalars(select(LogEntry.kind).where(LogEntry.subject == said.reference)).all()
        decisions = session.scalars(select(ModerationDecision.kind)).all()
        status = session.scalars(select(Contribution.status)).one()
    assert kinds.count("moderation-hide") == len(decisions)
    assert (status == Status.WITHDRAWN) == ("contribution-withdrawn" in kinds)
    assert status in {Status.WITHDRAWN, Status.HIDDEN}


def test_restoring_and_publishing_at_once_leave_nobody_unanswered(database: MigratedDatabase) -> None:
    """Either the restored voice is in the outcome's way, or it came back too late for it and is dealt with after it."""

    def ready(session: Session) -> tuple[Scene, Contribution]:
        made = make_scene(session)
        shown, gone = comment(session, made), comment(session, made)
        hide(session, made, gone)
        respond(session, made, theme(session, made, shown))
        return made, gone

    scene, gone = committed(database.engine, ready)

    def publish(session: Session) -> str:
        outcomes.publish(
            session,
            actor=scene.publisher,
            now=moments.ANSWERED,
            consultation_id=scene.id,
            number=1,
            without_summary=True,
        )
        return "published"

    def show(session: Session) -> str:
        restore(session, scene, gone, now=moments.ANSWERED)
        return "restored"

    results = at_once(database.engine, [publish, show])
    with Session(database.engine) as session:
        published = session.scalars(select(Outcome.number)).all()
        missing = coverage(session, consultation_id=scene.id).unthemed
    assert results[1] == "restored" or published
    if results[1] == "restored" and results[0] != "published":
        assert published == []
        assert missing == 1
    assert (results[0] == "published") == bool(published)


def test_of_two_editors_of_a_draft_one_is_told(database: MigratedDatabase) -> None:
    scene = committed(database.engine, lambda session: make_scene(session, State.DRAFT))
    opened = scene.consultation.revision

    def save(title: str) -> Callable[[Session], str]:
        def act(session: Session) -> str:
            saved = save_draft(
                session, actor=scene.officer, now=moments.DRAFTED, organisation=scene.organisation,
                slug=scene.consultation.slug, terms=terms(title_en=title), version_ids=[scene.version.id],
                limits=LIMITS, revision=opened,
            )  # fmt: skip
            return saved.title_en

        return act

    results = at_once(database.engine, [save(f"Title {number}") for number in range(5)])
    told = [each for each in results if isinstance(each, EditedMeanwhileError)]
    (title,) = [each for each in results if isinstance(each, str)]
    assert len(told) == 4
    with Session(database.engine) as session:
        assert session.scalars(select(Consultation.title_en)).all() == [title]


def test_of_two_editors_of_a_text_one_is_told(database: MigratedDatabase) -> None:
    scene = committed(database.engine, lambda session: make_scene(session, State.DRAFT))
    opened = digest(scene.version)

    def save(heading: str) -> Callable[[Session], str]:
        def act(session: Session) -> str:
            clauses = [
                Wording(clause_id, "عنوان", heading, "نص", f"{heading} {clause_id}")
                for clause_id in scene.clauses
            ]
            version = session.get_one(TextVersion, scene.version.id)
            save_clauses(
                session, actor=scene.officer, version=version, drafter=scene.organisation, clauses=clauses,
                seen=opened,
            )  # fmt: skip
            return heading

        return act

    results = at_once(database.engine, [save(f"Heading {number}") for number in range(5)])
    (heading,) = [each for each in results if isinstance(each, str)]
    assert codes(results) == ["edited-meanwhile"] * 4
    with Session(database.engine) as session:
        assert set(session.scalars(select(ClauseText.heading_en))) == {heading}


def test_what_is_read_before_it_is_written_is_not_lost(database: MigratedDatabase, scene: Scene) -> None:
    """Eight at once count to a hundred and sixty in steps of one, each reading what it adds to."""
    held = select(User).where(User.id == scene.author.user_id).with_for_update()

    def add_one(session: Session) -> None:
        user = session.scalars(held).one()
        user.public_name = f"{user.public_name}x"

    def count_twenty(_number: int) -> None:
        for _time in range(20):
            committed(database.engine, add_one)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(count_twenty, range(8)))
    with Session(database.engine) as session:
        name = session.scalars(select(User.public_name).where(User.id == scene.author.user_id)).one()
    assert (name or "").count("x") == 160
