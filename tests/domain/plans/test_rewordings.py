"""Words that were adopted change with a reason: one act each, with what stood before; nothing vanishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.plans import services
from consult.plans.models import CommitmentActKind, CommitmentTemplate, Family, Milestone, Rewording
from consult.plans.queries.standing import template_of
from consult.plans.services import CommitmentWords, Template, Why, mark_of, milestone_fields, title_fields
from consult.record.models import LogEntry
from tests.domain.refusal import refusals, refused
from tests.factories.imports import carry, problems, seen
from tests.factories.progress import DONE, NOW, WHY, Promised, brought_along, promised
from tests.factories.promises import DELIVERED, WHOLE, begun, begun_plan, coordinator, written
from tests.factories.tables import Rows
from tests.factories.texts import organisation

NAMED = CommitmentWords("التزام آخر", "Another name", note_en="A note")
LABELS = {Family.CHALLENGE: ["integrity"], Family.AREA: ["health"]}
LONG = "a" * 20001
SINCE = Why(reason_en="It was **misspelt**")


@pytest.fixture
def made(session: Session) -> Promised:
    """Return an adopted commitment with a milestone."""
    return promised(session)


def rename(session: Session, of: Promised, said: CommitmentWords = NAMED, why: Why | None = None) -> None:
    """Give a commitment another title, as whoever has read what stands."""
    why = why or replace(SINCE, seen=mark_of(title_fields(of.commitment)))
    services.save_commitment(
        session, actor=of.keeper, now=NOW, zone=UTC, commitment_id=of.commitment.id, said=said,
        happened_on=date(2020, 1, 1), why=why,
    )  # fmt: skip


def promise(
    session: Session, of: Promised, template: Template, why: Why = SINCE, last: int | None = None
) -> CommitmentTemplate:
    """Let a commitment promise something else."""
    there = template_of(session, commitment_id=of.commitment.id)
    return services.save_template(
        session, actor=of.keeper, now=NOW, commitment_id=of.commitment.id, template=template, labels=LABELS, why=why,
        seen=(there.id if there else 0) if last is None else last,
    )  # fmt: skip


def deliver(
    session: Session,
    of: Promised,
    *,
    actor: Actor | None = None,
    why: Why | None = None,
    title: str = "Pages",
) -> Milestone:
    """Call a milestone otherwise and let it deliver something else."""
    why = why or replace(SINCE, seen=mark_of(milestone_fields(of.milestone)))
    return services.save_milestone(
        session, actor=actor or of.keeper, now=NOW, zone=UTC, commitment_id=of.commitment.id,
        milestone_id=of.milestone.id, said=replace(DELIVERED, title_en=title, deliverable_en="A page"), why=why,
    )  # fmt: skip


def changes(session: Session) -> list[Rewording]:
    return list(session.scalars(select(Rewording).order_by(Rewording.id)))


def test_each_change_of_adopted_words_is_one_act_with_what_stood_before(
    session: Session, made: Promised
) -> None:
    rename(session, made)
    promise(session, made, replace(WHOLE, problem_en="Another problem", starts_on=date(2027, 1, 1)))
    deliver(session, made)
    title, template, milestone = changes(session)
    assert (title.kind, title.before, title.after) == (
        "title",
        {"title_ar": "التزام", "title_en": "A commitment", "note_en": ""},
        {"title_ar": "التزام آخر", "title_en": "Another name", "note_en": "A note"},
    )
    assert (template.kind, template.before, template.after) == (
        "template",
        {"problem_en": "A problem", "starts_on": "", "areas": []},
        {"problem_en": "Another problem", "starts_on": "2027-01-01", "areas": ["health"]},
    )
    assert (milestone.kind, milestone.milestone_id, milestone.before, milestone.after) == (
        "milestone", made.milestone.id, {"title_en": "A page", "deliverable_en": ""},
        {"title_en": "Pages", "deliverable_en": "A page"},
    )  # fmt: skip
    for each in changes(session):
        told = (each.commitment_id, each.reason_ar, each.reason_en, each.recorded_at, each.recorded_by_id)
        assert told == (made.commitment.id, "", "It was **misspelt**", NOW, made.keeper.user_id)
    # What is said is current today, whatever day was written.
    assert (made.commitment.title_en, made.commitment.note_en) == ("Another name", "A note")
    assert (made.milestone.title_en, made.milestone.due_on) == ("Pages", DELIVERED.due_on)
    assert template_of(session, commitment_id=made.commitment.id).problem_en == "Another problem"  # type: ignore[union-attr]


def test_the_log_tells_which_fields_changed_and_never_their_words(session: Session, made: Promised) -> None:
    rename(session, made)
    deliver(session, made)
    last = session.scalars(select(LogEntry).order_by(LogEntry.id.desc()).limit(2)).all()
    of, (title, milestone) = made.commitment.id, changes(session)
    assert [(each.kind, each.subject, each.role, each.details) for each in reversed(last)] == [
        ("words-changed", f"commitment/{of}", "coordinator",
         {"of": "title", "change": title.id, "fields": ["title_ar", "title_en", "note_en"]}),
        ("words-changed", f"commitment/{of}/milestones/{made.milestone.id}", "coordinator",
         {"of": "milestone", "change": milestone.id, "fields": ["title_en", "deliverable_en"]}),
    ]  # fmt: skip
    with refused(session, "rewordings_no_update"):
        session.execute(text("UPDATE rewordings SET reason_en = 'else'"))
    with refused(session, "rewordings_no_delete"):
        session.execute(text("DELETE FROM rewordings"))


@pytest.mark.parametrize(
    ("why", "found"),
    [
        (Why(), {("write-either", "reason_ar")}),
        (Why(reason_ar="  "), {("write-either", "reason_ar")}),
        (Why(reason_ar="سبب", reason_en=LONG), {("too-long", "reason_en")}),
        (Why(reason_en="a\u202eb"), {("refused-marks", "reason_en")}),
    ],
)
def test_a_change_of_adopted_words_needs_a_fit_reason_in_one_language(
    session: Session, made: Promised, why: Why, found: set[tuple[str, str]]
) -> None:
    why = replace(why, seen=mark_of(title_fields(made.commitment)))
    assert refusals(lambda: rename(session, made, why=why)) == found
    assert refusals(lambda: promise(session, made, replace(WHOLE, how_ar="كيف"), why)) == found
    why = replace(why, seen=mark_of(milestone_fields(made.milestone)))
    assert refusals(lambda: deliver(session, made, why=why)) == found
    # What is wrong with the words is told together with it.
    assert refusals(lambda: rename(session, made, CommitmentWords("", ""), why)) == {
        ("write-either", "title_ar"), *found,
    }  # fmt: skip
    assert changes(session) == []


def test_the_same_sent_again_is_the_same_change(session: Session, made: Promised) -> None:
    first = replace(SINCE, seen=mark_of(title_fields(made.commitment)))
    rename(session, made, why=first)
    rename(session, made, why=first)
    own = replace(SINCE, seen=mark_of(milestone_fields(made.milestone)))
    deliver(session, made, why=own)
    deliver(session, made, why=own)
    there = template_of(session, commitment_id=made.commitment.id)
    assert there is not None
    anew = promise(session, made, replace(WHOLE, how_ar="كيف"))
    assert promise(session, made, replace(WHOLE, how_ar="كيف"), last=there.id) is anew
    assert [each.kind for each in changes(session)] == ["title", "milestone", "template"]
    # With another reason it is none, and neither is what stood without any.
    other = replace(SINCE, reason_en="For another reason", seen=mark_of(title_fields(made.commitment)))
    assert refusals(lambda: rename(session, made, why=other)) == {("nothing-changed", None)}


def test_whoever_has_not_read_what_stands_is_told(session: Session, made: Promised) -> None:
    title, own = mark_of(title_fields(made.commitment)), mark_of(milestone_fields(made.milestone))
    there = template_of(session, commitment_id=made.commitment.id)
    assert there is not None
    rename(session, made)
    deliver(session, made)
    promise(session, made, replace(WHOLE, how_ar="كيف"))
    late = {("edited-meanwhile", None)}
    mine = CommitmentWords("اسم ثالث", "A third name")
    assert refusals(lambda: rename(session, made, mine, replace(SINCE, seen=title))) == late
    assert refusals(lambda: deliver(session, made, title="Mine", why=replace(SINCE, seen=own))) == late
    assert refusals(lambda: promise(session, made, WHOLE, last=there.id)) == late
    assert len(changes(session)) == 3


def test_a_report_meanwhile_is_no_change_of_words(session: Session, made: Promised) -> None:
    own = mark_of(milestone_fields(made.milestone))
    services.report_progress(
        session, actor=made.officer, now=NOW, zone=UTC, milestone_id=made.milestone.id, said=DONE
    )
    deliver(session, made, why=replace(SINCE, seen=own))
    assert (made.milestone.title_en, made.milestone.as_of) == ("Pages", DONE.as_of)


def test_before_it_is_adopted_words_change_freely(session: Session) -> None:
    keeper, lead = coordinator(session), organisation(session)
    there = written(session, keeper, begun(session, keeper, lead, begun_plan(session, keeper)))
    session.refresh(there, ["milestones"])
    of = Promised(there, lead, keeper, keeper)
    rename(session, of, why=Why())
    promise(session, of, replace(WHOLE, how_ar="كيف"), Why())
    deliver(session, of, why=Why())
    assert (changes(session), of.milestone.title_en) == ([], "Pages")


def act(session: Session, of: Promised, kind: CommitmentActKind) -> None:
    services.act_on_commitment(
        session, actor=of.keeper, now=NOW, zone=UTC, commitment_id=of.commitment.id, kind=kind, happened_on=NOW.date(),
        reason=WHY,
    )  # fmt: skip


def test_taking_the_adoption_back_does_not_let_adopted_words_vanish(session: Session, made: Promised) -> None:
    for kind in (CommitmentActKind.TAKEN_BACK, CommitmentActKind.RETURNED):
        act(session, made, kind)
    officer = replace(SINCE, seen=mark_of(milestone_fields(made.milestone)))
    assert refusals(lambda: deliver(session, made, actor=made.officer, why=Why())) == {
        ("write-either", "reason_ar")
    }
    deliver(session, made, actor=made.officer, why=officer)
    assert [each.recorded_by_id for each in changes(session)] == [made.officer.user_id]


def test_of_a_withdrawn_commitment_nobody_changes_the_words(session: Session, made: Promised) -> None:
    act(session, made, CommitmentActKind.WITHDRAWN)
    gone = {("commitment-withdrawn", None)}
    assert refusals(lambda: rename(session, made)) == gone
    assert refusals(lambda: promise(session, made, replace(WHOLE, how_ar="كيف"))) == gone


def test_what_was_brought_along_changes_with_a_reason_too(session: Session) -> None:
    of = brought_along(session)
    assert refusals(lambda: rename(session, of, why=Why())) == {("write-either", "reason_ar")}
    promise(session, of, WHOLE)
    (change,) = changes(session)
    assert change.before == dict.fromkeys(change.before, "") | {"challenges": [], "areas": []}


def test_import_leaves_adopted_words_to_their_page(session: Session, made: Promised) -> None:
    head = [
        "commitment_number",
        "title_en",
        "problem_en",
        "areas",
        "milestone_id",
        "milestone_title_en",
        "deliverable_en",
    ]
    own: Rows = [head, ["1", "Another", "Another problem", "health", str(made.milestone.id), "Else", "More"]]
    assert problems(seen(session, made.commitment.plan, own)) == [
        (2, name, "words-with-a-reason")
        for name in ("title_en", "problem_en", "areas", "milestone_title_en", "deliverable_en")
    ]
    assert refusals(lambda: carry(session, made.keeper, made.commitment.plan, own)) == {
        ("import-refused", None)
    }
    act(session, made, CommitmentActKind.TAKEN_BACK)
    assert len(problems(seen(session, made.commitment.plan, own))) == 5
    assert changes(session) == []
