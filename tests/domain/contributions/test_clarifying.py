"""The asking body's own word in a thread: a contribution like every other, and nowhere a voice."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.errors import StateError
from consult.contributions import queries
from consult.contributions import services as contributions
from consult.contributions.models import Contribution, Kind, Status
from consult.contributions.policies import may_reply, may_withdraw
from consult.contributions.queries.by_body import number_said_for, said_for
from consult.moderation import queries as moderation
from consult.moderation import services as moderating
from consult.outbox.models import OutboxMessage
from consult.outcomes import queries as outcomes
from consult.outcomes import services as answering
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from consult.shared.state import State
from consult.votes.queries import vote_counts
from tests.domain.refusal import problems
from tests.factories import moments
from tests.factories.answers import Answered, respond, theme
from tests.factories.numbers import by_place, clarified
from tests.factories.people import person
from tests.factories.scenes import NOW, REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import clarification, comment, hide, reply, restore, words

TEXT = "الجلسة في اللواء ممكنة."


def mails(session: Session, reference: str) -> dict[str, str]:
    """Return the recipients of the mails about a contribution, by kind."""
    rows = session.scalars(select(OutboxMessage))
    return {row.kind: row.recipient for row in rows if row.content.get("reference") == reference}


def test_it_is_the_bodys_own_with_a_reference_a_receipt_and_an_entry(session: Session, scene: Scene) -> None:
    parent = comment(session, scene, by=scene.author)
    said = clarification(session, scene, parent, text=f"  {TEXT}\r\n")
    assert (said.kind, said.body, said.language) == (Kind.CLARIFICATION, TEXT, "ar")
    assert (said.organisation_id, said.parent_id, said.depth) == (scene.organisation.id, parent.id, 1)
    assert (said.clause_id, said.version_id, said.about) == (
        parent.clause_id, parent.version_id, parent.reference,
    )  # fmt: skip
    assert (said.stance, said.shown_name, said.late, said.status) == (None, None, False, Status.PUBLISHED)
    assert not said.counts_as_voice
    assert parent.counts_as_voice
    assert hashlib.sha256(contributions.sealed_file(said, said.revision)).hexdigest() == said.fingerprint
    assert b"clarification" in contributions.sealed_file(said, said.revision)
    entry = session.scalars(select(LogEntry).where(LogEntry.subject == said.reference)).one()
    assert (entry.kind, entry.role) == ("contribution-received", "officer")
    assert entry.details == {"fingerprint": said.fingerprint}
    assert said.reference in queries.by_references(session, [said.reference])


def test_the_author_is_told_and_the_officer_has_the_receipt(session: Session, scene: Scene) -> None:
    said = clarification(session, scene, comment(session, scene, by=scene.author))
    assert mails(session, said.reference) == {"receipt": scene.officer.email, "clarified": scene.author.email}
    second = clarification(session, scene, said)
    assert set(mails(session, second.reference)) == {"receipt"}


def test_it_may_stand_on_a_clause_or_on_the_whole_text(session: Session, scene: Scene) -> None:
    for clause_id in (scene.clauses[1], None):
        said = contributions.clarify_text(
            session, actor=scene.officer, now=moments.DURING, consultation_id=scene.id, clause_id=clause_id,
            version_id=scene.version.id, text="A word on this.", language=None, key=f"clause-{clause_id}",
        )  # fmt: skip
        assert (said.clause_id, said.parent_id, said.depth, said.language) == (clause_id, None, 0, "en")
        page = queries.page(
            session,
            now=moments.DURING,
            consultation_id=scene.id,
            clause_id=clause_id,
            whole_text=clause_id is None,
        )
        assert said.reference in {row.reference for row in page.voices}
    assert clarified(session, scene.id) == {scene.clauses[1], None}


def test_it_cannot_stand_on_another_bodys_text(session: Session, scene: Scene, ended: Answered) -> None:
    with pytest.raises(NotFoundError):
        contributions.clarify_text(
            session, actor=scene.officer, now=moments.DURING, consultation_id=scene.id,
            clause_id=ended.scene.clauses[0], version_id=None, text=TEXT, language=None, key="elsewhere",
        )  # fmt: skip


@pytest.mark.parametrize("state", [state for state in State if state is not State.DRAFT])
def test_it_is_taken_while_people_speak_and_while_they_are_answered(session: Session, state: State) -> None:
    scene = make_scene(session)
    parent = comment(session, scene)
    if state is State.CANCELLED:
        scene.consultation.cancelled_at = moments.DURING
        session.flush()
    if state is State.ANSWERED:
        respond(session, scene, theme(session, scene, parent))
        answering.publish(
            session,
            actor=scene.publisher,
            now=moments.ANSWERED,
            consultation_id=scene.id,
            number=1,
            without_summary=True,
        )
    if state in {State.OPEN, State.CLOSED}:
        assert clarification(session, scene, parent, now=NOW[state]).is_published
        return
    with pytest.raises(StateError):
        clarification(session, scene, parent, now=NOW[state])


@pytest.mark.parametrize("who", ["moderator", "publisher", "author", "elsewhere", "suspended"])
def test_nobody_else_speaks_for_the_body(session: Session, scene: Scene, ended: Answered, who: str) -> None:
    actors: dict[str, Actor] = {
        "moderator": scene.moderator, "publisher": scene.publisher, "author": scene.author,
        "elsewhere": ended.scene.officer,
        "suspended": person(session, *scene.officer.grants, suspended=True),
    }  # fmt: skip
    parent = comment(session, scene)
    before = queries.clarification_count(session, consultation_id=scene.id)
    with pytest.raises(NotFoundError):
        clarification(session, scene, parent, by=actors[who])
    assert queries.clarification_count(session, consultation_id=scene.id) == before == 0


def test_the_public_form_cannot_be_made_to_post_one(session: Session, scene: Scene) -> None:
    parent = comment(session, scene)
    for changed in ({"parent": parent.reference}, {"clause_id": scene.clauses[0]}):
        with pytest.raises(NotFoundError):
            contributions.submit(
                session, actor=scene.author, now=moments.DURING, consultation_id=scene.id,
                words=words(kind=Kind.CLARIFICATION, **changed),
            )  # fmt: skip


def test_an_officer_of_the_asking_body_is_no_voice_in_its_consultation(
    session: Session, scene: Scene, ended: Answered
) -> None:
    with problems(("speaks-for-the-body", None)):
        comment(session, scene, by=scene.officer)
    assert comment(session, scene, by=ended.scene.officer).counts_as_voice
    assert comment(session, scene, by=scene.moderator).counts_as_voice


def test_who_became_an_officer_keeps_what_they_said(session: Session, scene: Scene) -> None:
    said = comment(session, scene, by=scene.author, key="before")
    officer = replace(scene.author, grants=scene.officer.grants)
    assert comment(session, scene, by=officer, key="before") is said
    contributions.withdraw(session, actor=officer, now=moments.DURING, reference=said.reference)
    assert said.status == Status.WITHDRAWN


def test_words_are_needed_and_not_too_many(session: Session, scene: Scene) -> None:
    parent = comment(session, scene)
    for text, code in ((" \u200b ", "write-this"), ("م" * (contributions.MAX_BODY + 1), "too-long")):
        with problems((code, "body")):
            clarification(session, scene, parent, text=text)


def test_the_thread_ends_where_it_ends_for_all(session: Session, scene: Scene) -> None:
    deepest = reply(session, reply(session, comment(session, scene)))
    with problems(("reply-not-now", None)):
        clarification(session, scene, deepest)
    gone = comment(session, scene)
    hide(session, scene, gone)
    with problems(("reply-not-now", None)):
        clarification(session, scene, gone)


def test_the_same_form_sent_again_is_one(session: Session, scene: Scene) -> None:
    parent = comment(session, scene)
    first = clarification(session, scene, parent, key="once")
    assert clarification(session, scene, parent, key="once", text="other words") is first
    assert queries.clarification_count(session, consultation_id=scene.id) == 1


def totals(session: Session, scene: Scene) -> dict[str, object]:
    """Return every number that counts voices."""
    coverage = outcomes.coverage(session, consultation_id=scene.id)
    return {
        "by clause": by_place(session, scene.id),
        "by status": queries.counts_by_status(session, consultation_id=scene.id),
        "heard": outcomes.heard(session, consultation_id=scene.id),
        "published": queries.published_count(session, consultation_ids=[scene.id]),
        "organisation": queries.published_by_organisation(session, ids=[scene.organisation.id]),
        "said for it": said_for(session, organisation_id=scene.organisation.id),
        "number said for it": number_said_for(session, organisation_id=scene.organisation.id),
        "coverage": (coverage.published, coverage.unthemed, coverage.unthemed_references, coverage.themed),
        "themes": outcomes.theme_counts(session, consultation_id=scene.id),
        "unthemed": outcomes.to_sort(
            session, consultation_id=scene.id, place=outcomes.UNTHEMED, wanted=moderation.EVERYTHING
        ),
        "queue": moderation.queue(session, consultation_id=scene.id),
        "themed": outcomes.themed_counts(session, consultation_ids=[scene.id]),
    }


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.HIDDEN])
def test_no_number_counts_it(session: Session, scene: Scene, status: Status) -> None:
    parent = comment(session, scene, stance="support")
    under = theme(session, scene, parent)
    reply(session, parent)
    comment(session, scene, clause_id=scene.clauses[1])
    before = totals(session, scene)
    said = [
        clarification(session, scene, parent),
        clarification(session, scene, parent, now=moments.AFTER),
        contributions.clarify_text(
            session, actor=scene.officer, now=moments.DURING, consultation_id=scene.id, clause_id=scene.clauses[0],
            version_id=scene.version.id, text=TEXT, language=None, key="a clause",
        ),
    ]  # fmt: skip
    if status is Status.HIDDEN:
        for each in said:
            hide(session, scene, each)
    assert totals(session, scene) == before
    assert queries.clarification_count(session, consultation_id=scene.id) == 3
    assert set(queries.clarifications(session, consultation_id=scene.id)) == set(said)
    placed = outcomes.to_sort(session, consultation_id=scene.id, place=under.id, wanted=moderation.EVERYTHING)
    assert placed[-1] == parent


def test_it_needs_no_theme_and_no_answer(session: Session, scene: Scene) -> None:
    parent = comment(session, scene)
    said = clarification(session, scene, parent)
    below = reply(session, said)
    under = theme(session, scene, parent)
    respond(session, scene, under)
    answering.place(
        session, actor=scene.moderator, now=moments.AFTER, theme_id=under.id, references=[said.reference]
    )
    outcome = answering.publish(
        session,
        actor=scene.publisher,
        now=moments.ANSWERED,
        consultation_id=scene.id,
        number=1,
        without_summary=True,
    )
    assert outcome.figures["received"] == outcome.figures["published"] == 2
    assert (outcome.figures["organisations"], outcome.figures["organisation_voices"]) == (0, 0)
    placed = outcomes.places(session, outcome_id=outcome.id, contribution_ids=[parent.id, said.id, below.id])
    assert dict(placed) == {parent.id: [under.id], below.id: [under.id]}
    assert not outcomes.waits(session, outcome=outcome, contribution_id=said.id)
    with problems(("cite-unknown", "references")):
        answering.save_point(
            session, actor=scene.moderator, now=moments.LATER, theme_id=under.id, text=("نقطة", "A point"),
            references=[said.reference],
        )  # fmt: skip


def test_nobody_votes_on_it(session: Session, scene: Scene) -> None:
    said = clarification(session, scene, comment(session, scene))
    with pytest.raises(NotFoundError):
        contributions.vote_on_contribution(
            session, actor=scene.author, now=moments.DURING, reference=said.reference, choice="agree"
        )
    votes = vote_counts(session, consultation_id=scene.id, contribution_ids=[said.id])
    assert votes.get(said.id, Counter()) == Counter()


def test_people_may_answer_it(session: Session, scene: Scene) -> None:
    said = clarification(session, scene, comment(session, scene))
    assert may_reply(said)
    assert reply(session, said).counts_as_voice


def test_nobody_takes_it_back(session: Session, scene: Scene) -> None:
    said = clarification(session, scene, comment(session, scene))
    assert not may_withdraw(scene.officer, said, moments.DURING)
    with problems(("withdraw-not-now", None)):
        contributions.withdraw(session, actor=scene.officer, now=moments.DURING, reference=said.reference)
    with pytest.raises(NotFoundError):
        contributions.withdraw(session, actor=scene.author, now=moments.DURING, reference=said.reference)


def test_a_moderator_hides_and_shows_it_with_an_entry_each(session: Session, scene: Scene) -> None:
    said = clarification(session, scene, comment(session, scene))
    hide(session, scene, said)
    assert said.status == Status.HIDDEN
    assert clarified(session, scene.id) == set()
    restore(session, scene, said)
    decisions = moderation.of_contribution(session, contribution_id=said.id)
    assert [row.kind for row in decisions] == ["hide", "restore"]
    assert len({row.log_entry_id for row in decisions}) == 2


def erased(session: Session, scene: Scene, said: Contribution, now: datetime = moments.AFTER) -> None:
    """Erase by two moderators."""
    moderating.ask_erasure(
        session, actor=scene.moderator, now=now, reference=said.reference, reason="personal data"
    )
    second = person(session, *scene.moderator.grants)
    answering.erase(session, actor=second, now=now, reference=said.reference, rule=4, reason=REASON)


def test_erased_it_is_still_no_voice(session: Session, scene: Scene) -> None:
    said = clarification(session, scene, comment(session, scene))
    before = queries.counts_by_status(session, consultation_id=scene.id)
    erased(session, scene, said)
    session.refresh(said)
    assert (said.body, said.salt, said.author_id, said.organisation_id) == (None, None, None, None)
    assert not said.counts_as_voice
    assert queries.counts_by_status(session, consultation_id=scene.id) == before


def test_erasing_it_after_the_outcome_makes_no_new_version(session: Session, scene: Scene) -> None:
    parent = comment(session, scene)
    said = clarification(session, scene, parent)
    respond(session, scene, theme(session, scene, parent))
    outcome = answering.publish(
        session,
        actor=scene.publisher,
        now=moments.ANSWERED,
        consultation_id=scene.id,
        number=1,
        without_summary=True,
    )
    erased(session, scene, said, moments.LATER)
    assert [row.number for row in outcomes.versions(session, consultation_id=scene.id)] == [1]
    assert outcomes.notes(session, outcome=outcome) == []


def test_with_the_voice_goes_the_mail_that_named_its_author(session: Session, scene: Scene) -> None:
    parent = comment(session, scene, by=scene.author)
    said = clarification(session, scene, parent)
    assert mails(session, said.reference)["clarified"] == scene.author.email
    erased(session, scene, parent)
    assert set(mails(session, said.reference)) == {"receipt"}
