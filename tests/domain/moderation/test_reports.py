"""Reports: anybody's order the queue, confirmed accounts' hold by the published rule, and each gets its answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.contributions.models import Contribution, Status
from consult.contributions.services import withdraw
from consult.moderation.models import ModerationDecision
from consult.moderation.policies import REASONS
from consult.moderation.queries import Wanted, authors, of_contribution, reports
from consult.moderation.services import answer_reports, ask_erasure, erase, forget_reporters
from consult.outbox.models import OutboxMessage
from consult.outcomes.queries import coverage
from consult.record.models import LogEntry
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError
from tests.domain.refusal import problems, refused
from tests.factories import moments
from tests.factories.people import person
from tests.factories.reports import by_accounts, reported
from tests.factories.scenes import REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import clarification, comment, hide, restore

ANSWER = ("نظرنا فيها.", "We looked at it.")


@pytest.fixture
def holding(session: Session) -> Scene:
    """Return a consultation whose rule holds a voice that three accounts report."""
    return make_scene(session, hold_after=3)


@pytest.fixture
def said(session: Session, holding: Scene) -> Contribution:
    """Return a comment there, beside one that others report."""
    by_accounts(session, comment(session, holding), 2)
    return comment(session, holding, by=holding.author)


def entries(session: Session, said: Contribution) -> list[str]:
    """Return the kinds of the log's entries about a voice, oldest first."""
    query = select(LogEntry.kind).where(LogEntry.subject == said.reference).order_by(LogEntry.id)
    return list(session.scalars(query))


@pytest.mark.parametrize("reason", REASONS)
def test_report_by_anybody_waits_and_changes_nothing(
    session: Session, said: Contribution, reason: str
) -> None:
    for by in (None, person(session), person(session, confirmed=False), person(session, suspended=True)):
        row = reported(session, said, by=by, reason=reason, note="  ملاحظة  ")
        assert (row.reason, row.note, row.answered_at) == (reason, "ملاحظة", None)
        assert row.reporter_id == (by.user_id if by else None)
    assert said.status == Status.PUBLISHED


def test_report_of_people_without_a_confirmed_account_never_holds(
    session: Session, holding: Scene, said: Contribution
) -> None:
    for _each in range(6):
        reported(session, said)
        reported(session, said, by=person(session, confirmed=False))
        reported(session, said, by=person(session, suspended=True))
    by_accounts(session, said, 2)
    # Its author may say that it was not them; that is no second opinion.
    reported(session, said, by=holding.author, reason="not-me")
    assert said.status == Status.PUBLISHED
    assert of_contribution(session, contribution_id=said.id) == []
    numbers = reports.counted(session, contribution_ids=[said.id])[said.id]
    assert (numbers.accounts, numbers.others) == (3, 18)


def test_report_of_the_asking_bodys_own_people_never_holds(
    session: Session, holding: Scene, said: Contribution
) -> None:
    by_accounts(session, said, 2)
    for actor in (
        holding.officer,
        holding.moderator,
        holding.publisher,
        person(session, (Role.AUDITOR, SITE)),
    ):
        reported(session, said, by=actor)
    assert said.status == Status.PUBLISHED
    # Staff of another body are people like all others.
    reported(session, said, by=make_scene(session).officer)
    assert said.status == Status.HELD


def test_report_of_many_is_answered_as_one_with_one_mail_to_each_address(
    session: Session, scene: Scene
) -> None:
    said = comment(session, scene)
    rows = [reported(session, said, answer_to=f"to-{number % 2}@example.org") for number in range(6)]
    later = reported(session, said)
    number = answer_reports(
        session, actor=scene.moderator, now=moments.DURING, reference=said.reference, picked=(), answer=ANSWER,
        up_to=rows[-1].id,
    )  # fmt: skip
    assert (number, later.result) == (6, None)
    mails = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "report-answered")).all()
    assert sorted(mail.recipient for mail in mails) == ["to-0@example.org", "to-1@example.org"]


def test_report_of_three_accounts_holds_by_the_rule_with_decision_entry_and_mail(
    session: Session, holding: Scene, said: Contribution
) -> None:
    by_accounts(session, said, 3)
    assert said.status == Status.HELD
    (held,) = of_contribution(session, contribution_id=said.id)
    assert (held.kind, held.moderator_id, held.rule, held.revision) == ("hold", None, None, 1)
    entry = session.get_one(LogEntry, held.log_entry_id)
    assert (entry.kind, entry.role, entry.details["reports"]) == ("moderation-hold", "rule", 3)
    assert entries(session, said)[-1] == "moderation-hold"
    (mail,) = session.scalars(select(OutboxMessage).where(OutboxMessage.key == f"moderation:{held.id}"))
    assert (mail.kind, mail.recipient) == ("moderation-hold", holding.author.email)
    # What is held is reported no more, and waits for a person.
    with pytest.raises(DomainError, match="report-not-now"):
        reported(session, said)


def test_report_holds_nothing_where_no_rule_was_published(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    by_accounts(session, said, 5)
    assert said.status == Status.PUBLISHED


def test_report_holds_nothing_that_the_body_says(
    session: Session, holding: Scene, said: Contribution
) -> None:
    official = clarification(session, holding, said)
    by_accounts(session, official, 4)
    assert official.status == Status.PUBLISHED


def test_report_does_not_hold_again_what_a_moderator_looked_at(
    session: Session, holding: Scene, said: Contribution
) -> None:
    by_accounts(session, said, 3)
    restore(session, holding, said)
    assert said.status == Status.PUBLISHED
    assert reports.waiting(session, contribution_id=said.id) == []
    by_accounts(session, said, 4)
    assert said.status == Status.PUBLISHED


def test_report_that_was_answered_does_not_hold_later(
    session: Session, holding: Scene, said: Contribution
) -> None:
    first = reported(session, said, by=person(session))
    answer_reports(
        session, actor=holding.moderator, now=moments.DURING, reference=said.reference, picked=[first.id],
        answer=ANSWER,
    )  # fmt: skip
    by_accounts(session, said, 4)
    assert said.status == Status.PUBLISHED


@pytest.mark.parametrize("then", ["hide", "restore"])
def test_report_is_answered_by_the_decision(
    session: Session, holding: Scene, said: Contribution, then: str
) -> None:
    row = reported(session, said, answer_to="Reader@Example.org")
    by_accounts(session, said, 3)
    (hide if then == "hide" else restore)(session, holding, said)
    assert (row.result, row.answer_ar, row.answer_en) == (
        "hidden" if then == "hide" else "stays", *REASON,
    )  # fmt: skip
    assert row.answered_by_id == holding.moderator.user_id
    (mail,) = session.scalars(select(OutboxMessage).where(OutboxMessage.key == f"report:{row.id}"))
    assert (mail.kind, mail.recipient) == ("report-answered", "reader@example.org")


def test_report_waits_once_for_an_account_and_the_same_again_is_the_first(
    session: Session, said: Contribution
) -> None:
    somebody, other = person(session), person(session)
    first = reported(session, said, by=somebody, token="the same")
    assert reported(session, said, by=somebody, token="the same") is first
    with problems(("reported-already", None)):
        reported(session, said, by=somebody)
    assert reported(session, said, by=other).id != first.id
    nobody = reported(session, said, token="another")
    assert reported(session, said, token="another") is nobody
    with pytest.raises(NotFoundError):
        reported(session, comment(session, make_scene(session)), token="another")


def test_report_says_what_is_wrong_with_it_at_its_field(session: Session, said: Contribution) -> None:
    with problems(("choose-one", "reason"), ("too-long", "note"), ("email-incomplete", "answer_to")):
        reported(session, said, reason="9", note="م" * 1001, answer_to="nobody")
    reported(session, said, note="م" * 1000)
    with problems(("refused-marks", "note")):
        reported(session, said, note="a\u202eb")


def test_report_of_what_is_not_shown_is_refused(session: Session, holding: Scene, said: Contribution) -> None:
    withdraw(session, actor=holding.author, now=moments.DURING, reference=said.reference)
    hidden = comment(session, holding)
    hide(session, holding, hidden)
    for gone in (said, hidden):
        with problems(("report-not-now", None)):
            reported(session, gone)
    with pytest.raises(NotFoundError):
        reported(session, Contribution(reference="V-2026-999999"))


def test_report_is_answered_alone_or_with_all(session: Session, scene: Scene) -> None:
    said, other = comment(session, scene), comment(session, scene)
    rows = [reported(session, said) for _each in range(3)]
    elsewhere = reported(session, other)

    def answer(*ids: int, words: tuple[str, str] = ANSWER) -> int:
        return answer_reports(
            session,
            actor=scene.moderator,
            now=moments.DURING,
            reference=said.reference,
            picked=ids,
            answer=words,
        )

    with problems(("pick-a-report", "pick"), ("write-this", "answer_ar"), ("write-this", "answer_en")):
        answer(words=("", " "))
    with problems(("reports-answered", None)):
        answer(rows[0].id, elsewhere.id)
    assert answer(rows[0].id) == 1
    with problems(("reports-answered", None)):
        answer(rows[0].id, rows[1].id)
    assert answer(rows[1].id, rows[2].id) == 2
    assert {row.result for row in rows} == {"stays"}
    assert elsewhere.result is None
    assert said.status == Status.PUBLISHED


def test_report_is_answered_by_no_other_than_a_moderator_of_the_body(session: Session, scene: Scene) -> None:
    said = comment(session, scene, by=scene.author)
    row = reported(session, said)
    for actor in (scene.officer, scene.author, make_scene(session).moderator, person(session)):
        with pytest.raises(NotFoundError):
            answer_reports(
                session,
                actor=actor,
                now=moments.DURING,
                reference=said.reference,
                picked=[row.id],
                answer=ANSWER,
            )


def test_report_of_what_is_held_is_decided_and_not_only_answered(
    session: Session, holding: Scene, said: Contribution
) -> None:
    by_accounts(session, said, 3)
    picked = [row.id for row in reports.waiting(session, contribution_id=said.id)]
    with problems(("decide-what-is-held", None)):
        answer_reports(
            session, actor=holding.moderator, now=moments.DURING, reference=said.reference, picked=picked,
            answer=ANSWER,
        )  # fmt: skip


def test_report_orders_the_queue_by_accounts_then_others_then_age(session: Session, scene: Scene) -> None:
    quiet, old, new, crowd, loud = (comment(session, scene) for _each in range(5))
    reported(session, old)
    reported(session, new)
    for _each in range(5):
        reported(session, crowd)
    by_accounts(session, loud, 1)
    found = reports.queue(session, consultation_id=scene.id, wanted=Wanted())
    assert [row.id for row in found] == [loud.id, crowd.id, old.id, new.id]
    oldest = reports.queue(session, consultation_id=scene.id, wanted=Wanted(oldest=True))
    assert [row.id for row in oldest] == [old.id, new.id, crowd.id, loud.id]
    assert reports.numbers_reported(session, consultation_ids=[scene.id]) == {scene.id: 4}
    assert quiet.id not in reports.counted(session, contribution_ids=[quiet.id])


def test_report_holds_the_publication_until_a_moderator_decided(session: Session, holding: Scene) -> None:
    said = comment(session, holding)
    by_accounts(session, said, 3)
    covered = coverage(session, consultation_id=holding.id)
    assert covered.held == (said.reference,)
    assert not covered.complete
    hide(session, holding, said, now=moments.AFTER)
    assert coverage(session, consultation_id=holding.id).held == ()


def test_report_forgets_address_and_mail_after_thirty_days_and_the_rest_after_the_answer(
    session: Session, scene: Scene
) -> None:
    said = comment(session, scene)
    waits = reported(session, said, note="كلمات", answer_to="one@example.org", by=person(session))
    answered = reported(
        session, comment(session, scene), note="كلمات", answer_to="two@example.org", by=person(session)
    )
    answer_reports(
        session, actor=scene.moderator, now=moments.DURING, reference=answered.contribution.reference,
        picked=[answered.id], answer=ANSWER,
    )  # fmt: skip
    key = select(func.count()).where(OutboxMessage.key == f"report:{answered.id}")
    assert forget_reporters(session, before=moments.DURING) == 0
    assert session.scalar(key) == 1
    assert forget_reporters(session, before=moments.DURING + timedelta(seconds=1)) == 2
    assert session.scalar(key) == 0
    assert (waits.address, waits.note, waits.reporter_id is None) == (None, "كلمات", False)
    assert (answered.address, answered.note, answered.reporter_id) == (None, "", None)
    assert forget_reporters(session, before=moments.LATER) == 0


def test_report_keeps_no_note_of_what_is_erased(session: Session, scene: Scene) -> None:
    said = comment(session, scene, by=scene.author)
    row = reported(session, said, note="كلمات منقولة", answer_to="one@example.org")
    ask_erasure(session, actor=scene.author, now=moments.DURING, reference=said.reference)
    erase(
        session, actor=scene.moderator, now=moments.DURING, reference=said.reference, rule=None, reason=REASON
    )
    assert (row.note, row.result, row.answered_at) == ("", "erased", moments.DURING)


def test_report_tells_of_an_author_only_numbers(session: Session, scene: Scene) -> None:
    first, second, third = (comment(session, scene, by=scene.author) for _each in range(3))
    comment(session, make_scene(session), by=scene.author)
    other = comment(session, scene)
    hide(session, scene, second)
    withdraw(session, actor=scene.author, now=moments.DURING, reference=third.reference)
    fates = authors.fates(session, contribution_ids=[first.id, other.id])
    assert fates == {first.id: {"published": 1, "hidden": 1, "withdrawn": 1}, other.id: {"published": 1}}


@pytest.mark.parametrize("number", [2, 101, 0, -1])
def test_report_rule_has_a_range(session: Session, number: int) -> None:
    with problems(("hold-after-range", "hold_after")):
        make_scene(session, hold_after=number)


def test_report_rule_is_frozen_once_announced(session: Session, holding: Scene) -> None:
    for value in (None, 5):
        with refused(session, "consultations_hold_after"):
            session.execute(
                text("UPDATE consultations SET hold_after = :value WHERE id = :id"),
                {"value": value, "id": holding.id},
            )


def test_report_guards_stand_in_the_database(session: Session, holding: Scene, said: Contribution) -> None:
    by_accounts(session, said, 2)
    row = reported(session, said)
    change = text("UPDATE contributions SET status = :status WHERE id = :id")
    with refused(session, "contributions_decided"):
        session.execute(change, {"status": "held", "id": said.id})
    # Two accounts and one without are not the three that the rule asks for.
    hidden = decision_row(session, said)
    with refused(session, "moderation_decisions_held"):
        session.execute(insert(ModerationDecision).values(**hidden))
    hidden["kind"] = "hide"
    with refused(session, "moderation_decisions_by_whom"):
        session.execute(insert(ModerationDecision).values(**hidden))
    reported(session, said, by=person(session))
    assert said.status == Status.HELD
    with refused(session, "contributions_decided"):
        session.execute(change, {"status": "published", "id": said.id})
    restore(session, holding, said)
    with refused(session, "voice_reports_answered"):
        session.execute(text("UPDATE voice_reports SET answer_ar = 'another' WHERE id = :id"), {"id": row.id})


def decision_row(session: Session, said: Contribution) -> dict[str, object]:
    """Return a hold of this voice as somebody would write it past the product, with an entry that fits."""
    entry = append(
        session, now=moments.DURING, kind="moderation-hold", subject=said.reference, role="rule", details={}
    )
    return {
        "contribution_id": said.id, "revision": 1, "kind": "hold", "rule": None, "reason_ar": "", "reason_en": "",
        "moderator_id": None, "at": moments.DURING, "log_entry_id": entry.id,
    }  # fmt: skip
