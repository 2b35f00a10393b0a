"""What is decided after an outcome was published leads to its next version, and never to silence."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.consultations import queries as consultations
from consult.contributions.models import Contribution
from consult.moderation.models import ModerationDecision
from consult.moderation.services import ask_erasure
from consult.outbox.models import OutboxMessage
from consult.outcomes import queries, services
from consult.outcomes.errors import NotAccountedError
from consult.outcomes.models import Outcome, OutcomeChange, OutcomeMilestone, Placement
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from consult.texts import queries as texts
from consult.texts.services import publish_changed_version
from tests.domain.refusal import problems
from tests.factories import moments
from tests.factories.answers import NEW_WORDS, Answered, look_again, place, publish, rename, respond, theme
from tests.factories.people import person
from tests.factories.scenes import REASON, Scene
from tests.factories.voices import comment, hide


def erase(session: Session, of: Scene, said: Contribution) -> ModerationDecision:
    """Erase a contribution after the outcome: one moderator asks, another decides."""
    asker = person(session, (Role.MODERATOR, of.organisation.scope))
    ask_erasure(session, actor=asker, now=moments.LATER, reference=said.reference, reason="سبب")
    return services.erase(
        session, actor=of.moderator, now=moments.LATER, reference=said.reference, rule=5, reason=REASON
    )


def restore(session: Session, of: Scene, said: Contribution) -> ModerationDecision:
    """Show a contribution again after the outcome."""
    return services.restore(
        session, actor=of.moderator, now=moments.LATER, reference=said.reference, reason=REASON
    )


def newest(session: Session, of: Scene) -> Outcome:
    """Return the newest outcome of a scene, read anew."""
    session.expire_all()
    found = queries.latest(session, consultation_id=of.id)
    assert found is not None
    return found


def relations(session: Session, outcome: Outcome) -> list[set[tuple[object, ...]]]:
    """Return where voices stood, what changed and which milestones were named, without whose they are."""
    stood = select(Placement.contribution_id, Placement.theme_id, Placement.is_primary).where(
        Placement.theme_id.in_(queries.themes_of(outcome.consultation_id)),
        Placement.counts_in(outcome.number),
    )
    found: list[set[tuple[object, ...]]] = [{tuple(row) for row in session.execute(stood)}]
    for model in (OutcomeChange, OutcomeMilestone):
        table = model.__table__
        names = [table.c[column.name] for column in table.columns if column.name != "outcome_id"]
        found.append(
            {tuple(row) for row in session.execute(select(*names).where(table.c.outcome_id == outcome.id))}
        )
    return found


def log(session: Session, kind: str, subject: str) -> list[LogEntry]:
    """Return the public entries of a kind about a subject."""
    query = select(LogEntry).where(LogEntry.kind == kind, LogEntry.subject == subject).order_by(LogEntry.id)
    return list(session.scalars(query))


def test_an_erasure_publishes_the_same_with_a_note(session: Session, ended: Answered) -> None:
    before, reference = relations(session, ended.outcome), ended.comment.reference
    mails = len(session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "answered")).all())
    decision = erase(session, ended.scene, ended.comment)
    made = newest(session, ended.scene)
    assert (made.number, made.published_at, made.figures) == (2, moments.LATER, ended.outcome.figures)
    # Nobody wrote why: the page says it of a version that only copies (``copied_figures``).
    assert (made.reason_ar, made.reason_en, made.copied_figures) == ("", "", True)
    assert made.content["themes"] == ended.outcome.content["themes"]
    assert made.content["notes"] == [
        {
            "at": moments.LATER.isoformat(), "kind": "erased", "reference": reference, "rule": 5, "entry": decision.id,
        }
    ]  # fmt: skip
    assert relations(session, made) == before
    assert all(before)
    assert (made.copied_figures, made.counted_at) == (True, moments.ANSWERED)
    assert len(session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "answered")).all()) == mails
    subject = f"consultation/{ended.scene.consultation.slug}/outcome/2"
    assert [row.role for row in log(session, "outcome-published", subject)] == ["moderator"]
    act = consultations.acts(session, consultation_id=ended.scene.id)[-1]
    assert (act.kind, act.role, act.details) == ("answered", "moderator", {"outcome": 2})


def test_the_version_before_stays_and_says_what_happened_since(session: Session, ended: Answered) -> None:
    reference = ended.comment.reference
    erase(session, ended.scene, ended.comment)
    session.expire_all()
    assert (ended.outcome.content["notes"], ended.outcome.copied_figures) == ([], False)
    for version in queries.versions(session, consultation_id=ended.scene.id):
        assert [(note.kind, note.reference) for note in queries.notes(session, outcome=version)] == [
            ("erased", reference)
        ]


def test_an_erasure_before_the_outcome_publishes_none(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    asker = person(session, (Role.MODERATOR, scene.organisation.scope))
    ask_erasure(session, actor=asker, now=moments.DURING, reference=said.reference, reason="سبب")
    services.erase(
        session, actor=scene.moderator, now=moments.AFTER, reference=said.reference, rule=None, reason=REASON
    )
    assert queries.latest(session, consultation_id=scene.id) is None
    assert publish(session, scene).figures["erased"] == 1


def test_who_may_not_erase_publishes_nothing(session: Session, ended: Answered) -> None:
    with pytest.raises(NotFoundError):
        services.erase(
            session, actor=ended.scene.moderator, now=moments.LATER, reference=ended.comment.reference, rule=5,
            reason=REASON,
        )  # fmt: skip
    assert newest(session, ended.scene).number == 1


def test_what_is_shown_again_waits_for_its_answer(session: Session, ended: Answered) -> None:
    assert queries.waiting(session, outcome=ended.outcome) == []
    assert queries.waiting_counts(session, consultation_ids=[ended.scene.id]) == {}
    restore(session, ended.scene, ended.hidden)
    assert newest(session, ended.scene).number == 1
    waiting = queries.waiting(session, outcome=ended.outcome)
    assert [row.reference for row in waiting] == [ended.hidden.reference]
    assert queries.waiting_counts(session, consultation_ids=[ended.scene.id]) == {ended.scene.id: 1}
    notes = queries.notes(session, outcome=ended.outcome)
    assert [(note.kind, note.reference, note.at) for note in notes] == [
        ("restored", ended.hidden.reference, moments.LATER)
    ]
    subject = f"consultation/{ended.scene.consultation.slug}/outcome/2"
    entries = log(session, "answer-awaited", subject)
    assert [row.details for row in entries] == [{"reference": ended.hidden.reference}]


def test_it_is_answered_by_the_next_version_and_not_before(session: Session, ended: Answered) -> None:
    restore(session, ended.scene, ended.hidden)
    with pytest.raises(NotAccountedError):
        publish(session, ended.scene, 2, reason=REASON, now=moments.LATER)
    place(session, ended.scene, ended.theme, ended.hidden, now=moments.LATER)
    look_again(session, ended.scene, ended.theme)
    second = publish(session, ended.scene, 2, reason=REASON, now=moments.LATER)
    assert (ended.outcome.figures["published"], second.figures["published"]) == (2, 3)
    assert queries.waiting(session, outcome=second) == []
    assert [note["kind"] for note in second.content["notes"]] == ["restored"]
    assert not second.copied_figures
    assert [note.kind for note in queries.notes(session, outcome=second)] == ["restored"]


def test_an_erasure_does_not_hide_that_somebody_waits(session: Session, ended: Answered) -> None:
    restore(session, ended.scene, ended.hidden)
    erase(session, ended.scene, ended.late)
    made = newest(session, ended.scene)
    assert made.number == 2
    waiting = queries.waiting(session, outcome=made)
    assert [row.reference for row in waiting] == [ended.hidden.reference]
    assert queries.waiting_counts(session, consultation_ids=[ended.scene.id]) == {ended.scene.id: 1}
    assert [note.kind for note in queries.notes(session, outcome=made)] == ["restored", "erased"]


def test_what_stood_in_the_answer_waits_for_nothing_when_it_comes_back(
    session: Session, ended: Answered
) -> None:
    hide(session, ended.scene, ended.comment, now=moments.LATER)
    restore(session, ended.scene, ended.comment)
    assert queries.waiting(session, outcome=newest(session, ended.scene)) == []
    subject = f"consultation/{ended.scene.consultation.slug}/outcome/2"
    assert log(session, "answer-awaited", subject) == []
    notes = queries.notes(session, outcome=ended.outcome)
    assert [(note.kind, note.rule) for note in notes] == [("hidden", 7), ("restored", None)]


def test_a_publisher_is_told_that_an_erasure_took_the_number(session: Session, ended: Answered) -> None:
    erase(session, ended.scene, ended.comment)
    with problems(("erased-meanwhile", None)):
        publish(session, ended.scene, 2, reason=REASON, now=moments.LATER)
    third = publish(session, ended.scene, 3, reason=REASON, now=moments.LATER)
    assert (third.number, third.figures["erased"], third.copied_figures) == (3, 1, False)
    assert [note["kind"] for note in third.content["notes"]] == ["erased"]


def test_what_a_publisher_approved_before_an_erasure_is_still_theirs(
    session: Session, ended: Answered
) -> None:
    erase(session, ended.scene, ended.comment)
    assert publish(session, ended.scene, 1, now=moments.LATER).id == ended.outcome.id
    publish(session, ended.scene, 3, reason=REASON, now=moments.LATER)
    with problems(("erased-meanwhile", None)):
        publish(session, ended.scene, 2, reason=REASON, now=moments.LATER)


def test_a_theme_whose_voices_went_does_not_hold_the_next_version(session: Session, ended: Answered) -> None:
    for said in (ended.comment, ended.reply, ended.late):
        hide(session, ended.scene, said, now=moments.LATER)
    restore(session, ended.scene, ended.hidden)
    again = theme(session, ended.scene, ended.hidden, now=moments.LATER)
    respond(session, ended.scene, again, now=moments.LATER)
    second = publish(session, ended.scene, 2, reason=REASON, now=moments.LATER)
    assert [(each["id"], each["voices"]) for each in second.content["themes"]] == [
        (ended.theme.id, 0), (again.id, 1),
    ]  # fmt: skip


def words(session: Session, of: Scene) -> tuple[int, tuple[str, str]]:
    """Return the number of the newest version of a scene's commitment, and its first clause."""
    version = texts.newest_published(session, text_id=of.commitment.text_id)
    assert version is not None
    row = next(row for row in version.clauses if row.clause_id == of.clauses[0])
    return version.number, (row.text_ar, row.text_en)


def test_a_change_that_is_dropped_goes_back_to_the_words_that_were_asked_about(
    session: Session, ended: Answered
) -> None:
    asked = texts.clause_texts(session, version_id=ended.scene.version.id)[ended.scene.clauses[0]]
    assert words(session, ended.scene) == (2, NEW_WORDS)
    respond(session, ended.scene, ended.theme, outcome="not_accepted", now=moments.LATER)
    themes = queries.themes(session, consultation_id=ended.scene.id)
    assert services.dropped(session, themes, ended.outcome, moments.LATER) == {ended.scene.clauses[0]}
    second = publish(session, ended.scene, 2, reason=REASON, now=moments.LATER)
    assert words(session, ended.scene) == (3, (asked.text_ar, asked.text_en))
    assert queries.changes(session, outcome_id=second.id) == []
    rename(session, ended.scene, ended.theme)
    third = publish(session, ended.scene, 3, reason=REASON, now=moments.LATER)
    assert words(session, ended.scene)[0] == 3
    assert queries.changes(session, outcome_id=third.id) == []


def test_one_change_dropped_and_one_made_are_one_version(session: Session, ended: Answered) -> None:
    asked = texts.clause_texts(session, version_id=ended.scene.version.id)
    first, second, _ = ended.scene.clauses
    respond(session, ended.scene, ended.theme, changes={second: NEW_WORDS}, now=moments.LATER)
    publish(session, ended.scene, 2, reason=REASON, now=moments.LATER)
    version = texts.newest_published(session, text_id=ended.scene.commitment.text_id)
    assert version is not None
    now = {row.clause_id: (row.text_ar, row.text_en) for row in version.clauses}
    assert (version.number, now[second]) == (3, NEW_WORDS)
    assert now[first] == (asked[first].text_ar, asked[first].text_en)


def test_words_that_another_consultation_changed_since_are_left_alone(
    session: Session, ended: Answered
) -> None:
    base = texts.newest_published(session, text_id=ended.scene.commitment.text_id)
    assert base is not None
    others = ("كلمات أخرى", "Other words")
    publish_changed_version(
        session, now=moments.LATER, base=base, changes={ended.scene.clauses[0]: others}, reason=REASON,
        owner=f"commitment/{ended.scene.commitment.id}",
    )  # fmt: skip
    respond(session, ended.scene, ended.theme, outcome="not_accepted", now=moments.LATER)
    publish(session, ended.scene, 2, reason=REASON, now=moments.LATER)
    assert words(session, ended.scene) == (3, others)
