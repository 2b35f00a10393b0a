"""Saying it anew: a revision with seal, receipt and entry of its own; quiet at first, a correction afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.contributions import queries
from consult.contributions.errors import NotNowError
from consult.contributions.models import Contribution, Kind, Revision, Status
from consult.contributions.policies import shown_revisions, shows_seal
from consult.contributions.services import (
    Anew,
    revise,
    sealed_file,
    take_back_vote,
    vote_on_contribution,
    withdraw,
)
from consult.contributions.services.revising import CHANGE_MINUTES, MOST_REVISIONS
from consult.moderation.queries import queue
from consult.outbox.models import OutboxMessage
from consult.outcomes import queries as outcomes
from consult.record.models import LogEntry
from consult.search.models import SearchText
from consult.shared.errors import DomainError, NotFoundError
from consult.shared.subjects import Subject, SubjectKind
from consult.votes.queries import votes_before
from tests.domain.refusal import refused
from tests.factories import moments
from tests.factories.numbers import differences
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.texts import organisation
from tests.factories.voices import clarification, comment, erased, hide, reply, restore, translation

SOON, LATER = moments.DURING + timedelta(minutes=14), moments.DURING + timedelta(minutes=15)
NEW = Anew("Other words", stance="oppose")


def anew(
    session: Session, scene: Scene, said: Contribution, words: Anew = NEW, *, now: datetime = LATER,
    seen: int | None = None, minutes: int = CHANGE_MINUTES,
) -> Revision:  # fmt: skip
    """Say it anew, as its author."""
    return revise(
        session, actor=scene.author, now=now, reference=said.reference, anew=words,
        seen=said.revision_number if seen is None else seen, change_minutes=minutes,
    )  # fmt: skip


@pytest.fixture
def said(session: Session, scene: Scene) -> Contribution:
    """Return a comment of the scene's author; others were said beside it."""
    comment(session, scene, stance="support")
    made = comment(session, scene, by=scene.author, stance="support", named=True)
    comment(session, scene)
    return made


def test_a_correction_is_a_revision_sealed_logged_and_receipted(
    session: Session, scene: Scene, said: Contribution
) -> None:
    before = said.revision
    first = (before.body, before.fingerprint)
    made = anew(session, scene, said)
    assert (said.revision_number, said.body, said.stance, said.shown_name) == (
        2,
        "Other words",
        "oppose",
        None,
    )
    assert (made.number, made.correction, made.language) == (2, True, "en")
    assert made.received_at == LATER
    assert sha256(sealed_file(said, made)).hexdigest() == made.fingerprint
    # What stood before stays as it was sealed.
    earlier = queries.revision(session, contribution_id=said.id, number=1)
    assert earlier is not None
    assert (earlier.body, earlier.fingerprint) == first
    assert sha256(sealed_file(said, earlier)).hexdigest() == first[1]
    entry = session.scalars(select(LogEntry).where(LogEntry.kind == "contribution-revised")).one()
    assert (entry.subject, entry.role) == (said.reference, "participant")
    assert entry.details == {"revision": 2, "fingerprint": made.fingerprint}
    keys = session.scalars(
        select(OutboxMessage.key).where(OutboxMessage.key.startswith(f"receipt:{said.reference}"))
    ).all()
    assert sorted(keys) == [f"receipt:{said.reference}", f"receipt:{said.reference}:2"]


def test_kept_stance_numbers_and_the_search_move_with_a_correction(
    session: Session, scene: Scene, said: Contribution
) -> None:
    anew(session, scene, said, Anew("عبارة جديدة تمامًا", stance="oppose"))
    assert differences(session) == []
    assert outcomes.stances(session, consultation_id=scene.id) == {"support": 1, "oppose": 1}
    anew(session, scene, said, Anew("عبارة جديدة تمامًا"))
    assert differences(session) == []
    assert outcomes.stances(session, consultation_id=scene.id) == {"support": 1}
    found = session.scalars(
        select(SearchText.text).where(SearchText.kind == "contribution", SearchText.subject_id == said.id)
    ).one()
    assert "عباره" in found


@pytest.mark.parametrize(("now", "correction"), [(SOON, False), (LATER, True)])
def test_within_the_first_minutes_a_change_is_quiet(
    session: Session, scene: Scene, said: Contribution, now: datetime, *, correction: bool
) -> None:
    assert anew(session, scene, said, now=now).correction is correction
    every = queries.revisions(session, contribution_id=said.id)
    assert [each.number for each in shown_revisions(every)] == ([1, 2] if correction else [2])


def test_the_minutes_are_a_setting(session: Session, scene: Scene, said: Contribution) -> None:
    assert anew(session, scene, said, now=moments.DURING, minutes=0).correction is True


def _voted(session: Session, _scene: Scene, said: Contribution) -> None:
    vote_on_contribution(
        session, actor=person(session), now=moments.DURING, reference=said.reference, choice="pass"
    )


def _voted_and_taken_back(session: Session, scene: Scene, said: Contribution) -> None:
    voter = person(session)
    vote_on_contribution(session, actor=voter, now=moments.DURING, reference=said.reference, choice="agree")
    take_back_vote(
        session, actor=voter, now=moments.DURING, consultation_id=scene.id,
        subject=Subject(SubjectKind.CONTRIBUTION, said.id),
    )  # fmt: skip


@pytest.mark.parametrize(
    "heard",
    [
        lambda session, _scene, said: reply(session, said),
        translation,
        _voted,
        _voted_and_taken_back,
    ],
    ids=["answered", "translated", "voted", "voted and taken back"],
)
def test_once_somebody_answered_or_voted_a_change_is_a_correction(
    session: Session,
    scene: Scene,
    said: Contribution,
    heard: Callable[[Session, Scene, Contribution], object],
) -> None:
    other = comment(session, scene)
    heard(session, scene, other)
    assert not queries.is_heard(session, said, now=moments.DURING)
    heard(session, scene, said)
    assert anew(session, scene, said, now=moments.DURING).correction is True


def test_what_was_corrected_once_is_never_changed_quietly_again(
    session: Session, scene: Scene, said: Contribution
) -> None:
    anew(session, scene, said, now=moments.DURING, minutes=0)
    assert anew(session, scene, said, Anew("Third"), now=moments.DURING).correction is True
    with refused(session, "contribution_revisions_correction"):
        session.execute(insert(Revision).values(
            contribution_id=said.id, number=4, consultation_id=scene.id, body="Unseen", language="en",
            fingerprint="0" * 64, received_at=LATER, seal_version=2, correction=False,
        ))  # fmt: skip


def test_the_first_corrects_nothing(session: Session, said: Contribution) -> None:
    with refused(session, "contribution_revisions_correction"):
        session.execute(insert(Revision).values(
            contribution_id=said.id, number=1, consultation_id=said.consultation_id, body="x", language="en",
            fingerprint="0" * 64, received_at=LATER, seal_version=2, correction=True,
        ))  # fmt: skip


def test_only_the_revisions_that_a_correction_replaced_are_shown(
    session: Session, scene: Scene, said: Contribution
) -> None:
    anew(session, scene, said, Anew("Second"), now=SOON)
    anew(session, scene, said, Anew("Third"))
    anew(session, scene, said, Anew("Fourth"))
    every = queries.revisions(session, contribution_id=said.id)
    assert [each.number for each in every] == [1, 2, 3, 4]
    assert [each.number for each in shown_revisions(every)] == [2, 3, 4]


def test_a_name_that_was_taken_back_is_in_no_sealed_text_of_others(
    session: Session, scene: Scene, said: Contribution
) -> None:
    named = said.revision
    unnamed = anew(session, scene, said)
    assert named.shown_name == scene.author.public_name
    assert not shows_seal(named, unnamed)
    again = anew(session, scene, said, replace(NEW, named=True))
    assert again.shown_name == scene.author.public_name
    assert shows_seal(named, again)
    assert shows_seal(unnamed, again)


def test_sent_again_it_is_the_same_revision(session: Session, scene: Scene, said: Contribution) -> None:
    made = anew(session, scene, said, seen=1)
    assert anew(session, scene, said, seen=1) is made
    assert anew(session, scene, said, seen=1, now=moments.AFTER) is made
    entries = select(func.count()).select_from(LogEntry).where(LogEntry.kind == "contribution-revised")
    assert session.scalar(entries) == 1


def test_of_two_pages_the_second_is_told(session: Session, scene: Scene, said: Contribution) -> None:
    anew(session, scene, said, seen=1)
    with pytest.raises(DomainError, match="revised-meanwhile"):
        anew(session, scene, said, Anew("From another page"), seen=1)
    with pytest.raises(DomainError, match="nothing-changed"):
        anew(session, scene, said)
    assert said.revision_number == 2


def test_a_correction_is_measured_as_words_are(session: Session, scene: Scene, said: Contribution) -> None:
    for body in ("", " \n ", "x" * 3001):
        with pytest.raises(DomainError) as wrong:
            anew(session, scene, said, Anew(body))
        assert [each.field for each in getattr(wrong.value, "problems", [wrong.value])] == ["body"]
    with pytest.raises(DomainError, match="choose-one"):
        anew(session, scene, said, Anew("Words", stance="loud"))
    assert said.revision_number == 1


def test_corrections_end_with_the_closing(session: Session) -> None:
    scene = make_scene(session)
    said = comment(session, scene, by=scene.author)
    with pytest.raises(NotNowError) as late:
        anew(session, scene, said, now=moments.CLOSES)
    assert late.value.code == "revise-not-now"
    assert anew(session, scene, said, now=moments.CLOSES - moments.TICK).number == 2


def test_nobody_changes_anothers_words(session: Session, scene: Scene, said: Contribution) -> None:
    for actor in (person(session), scene.moderator, scene.officer, replace(scene.author, suspended=True)):
        with pytest.raises(NotFoundError):
            revise(session, actor=actor, now=LATER, reference=said.reference, anew=NEW, seen=1)
    with pytest.raises(NotFoundError):
        revise(session, actor=scene.author, now=LATER, reference="V-1990-0001", anew=NEW, seen=1)
    answer = clarification(session, scene, reply(session, said))
    with pytest.raises(NotFoundError):
        revise(session, actor=scene.officer, now=LATER, reference=answer.reference, anew=NEW, seen=1)


def test_a_correction_of_a_hidden_voice_leaves_it_hidden(
    session: Session, scene: Scene, said: Contribution
) -> None:
    hide(session, scene, said)
    made = anew(session, scene, said)
    assert (said.status, said.revision_number, made.correction) == (Status.HIDDEN, 2, True)
    assert differences(session) == []
    # The decision was about the words before.
    assert queue(session, consultation_id=scene.id)[1].revision.number == 2
    restore(session, scene, said)
    assert (said.status, said.body) == (Status.PUBLISHED, "Other words")
    assert outcomes.stances(session, consultation_id=scene.id) == {"support": 1, "oppose": 1}
    assert differences(session) == []


def test_what_was_taken_back_or_erased_is_not_said_anew(
    session: Session, scene: Scene, said: Contribution
) -> None:
    withdraw(session, actor=scene.author, now=moments.DURING, reference=said.reference)
    with pytest.raises(DomainError, match="revise-not-now"):
        anew(session, scene, said)
    other = comment(session, scene, by=scene.author)
    anew(session, scene, other)
    erased(session, scene, other)
    with pytest.raises(NotFoundError):
        anew(session, scene, other)
    keys = select(OutboxMessage.key).where(
        OutboxMessage.key.startswith(f"receipt:{other.reference}"), OutboxMessage.recipient != ""
    )
    assert session.scalars(keys).all() == []


def test_replies_and_proposals_are_corrected_in_their_own_parts(
    session: Session, scene: Scene, said: Contribution
) -> None:
    below = reply(session, said, by=scene.author)
    anew(session, scene, below, Anew("A better reply", stance="oppose"))
    assert (below.body, below.stance, below.kind) == ("A better reply", None, Kind.REPLY)
    offered = comment(
        session, scene, by=scene.author, kind="proposal", title="A title", problem="A problem", subject=None
    )
    anew(session, scene, offered, Anew("Better", title="Another title", problem="Another problem"))
    assert (offered.title, offered.problem, offered.body) == ("Another title", "Another problem", "Better")
    with pytest.raises(DomainError) as empty:
        anew(session, scene, offered, Anew("Better"))
    assert {each.field for each in empty.value.problems} == {"title", "problem"}  # type: ignore[attr-defined]


def test_votes_say_on_which_words_and_may_be_cast_anew(
    session: Session, scene: Scene, said: Contribution
) -> None:
    voter = person(session)
    vote_on_contribution(session, actor=voter, now=moments.DURING, reference=said.reference, choice="agree")
    anew(session, scene, said)
    assert _before(session, said) == 1
    vote_on_contribution(session, actor=voter, now=LATER, reference=said.reference, choice="agree")
    assert _before(session, said) == 0


def _before(session: Session, said: Contribution) -> int:
    subject = Subject(SubjectKind.CONTRIBUTION, said.id)
    return votes_before(
        session, consultation_id=said.consultation_id, subject=subject, revision=said.revision_number
    )


def test_nobody_votes_on_their_own_words(session: Session, scene: Scene, said: Contribution) -> None:
    with pytest.raises(DomainError, match="own-words"):
        vote_on_contribution(
            session, actor=scene.author, now=moments.DURING, reference=said.reference, choice="agree"
        )
    body = organisation(session)
    one, other = (person(session, (Role.REPRESENTATIVE, body.scope)) for _ in range(2))
    made = comment(session, scene, by=one, organisation=body.slug)
    with pytest.raises(DomainError, match="own-words"):
        vote_on_contribution(
            session, actor=other, now=moments.DURING, reference=made.reference, choice="agree"
        )


def test_a_voice_is_corrected_so_often_and_no_more(
    session: Session, scene: Scene, said: Contribution
) -> None:
    for number in range(2, MOST_REVISIONS + 1):
        anew(session, scene, said, Anew(f"Words {number}"))
    with pytest.raises(DomainError, match="too-many-revisions"):
        anew(session, scene, said, Anew("Once more"))
    assert said.revision_number == MOST_REVISIONS
