"""Nobody hides, shows again or erases past the public log: the database asks for the decision first, whoever writes."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Status
from consult.contributions.services import withdraw
from consult.moderation.models import DecisionKind, ModerationDecision
from consult.record.services import append
from tests.domain.refusal import refused
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.factories.voices import comment, decision, erased, hide, restore

GUARD = "contributions_decided"


def put(session: Session, said: Contribution, status: str) -> None:
    """Set a status as an operator would, past the product."""
    session.execute(
        text("UPDATE contributions SET status = :status WHERE id = :id"), {"status": status, "id": said.id}
    )


@pytest.fixture
def shown(session: Session, scene: Scene) -> Contribution:
    """Return a comment that is shown."""
    return comment(session, scene, by=scene.author)


@pytest.fixture
def hidden(session: Session, scene: Scene, shown: Contribution) -> Contribution:
    """Return one that was hidden by its decision; others were hidden and restored beside it."""
    hide(session, scene, shown)
    other = comment(session, scene)
    hide(session, scene, other)
    restore(session, scene, other)
    return shown


@pytest.mark.parametrize("status", ["hidden", "erased"])
def test_nothing_is_hidden_or_erased_without_a_decision(
    session: Session, scene: Scene, shown: Contribution, status: str
) -> None:
    hide(session, scene, comment(session, scene))  # A decision on another is none on this.
    with refused(session, GUARD):
        put(session, shown, status)
    with refused(session, GUARD):
        shown.status = status
        session.flush()


@pytest.mark.parametrize("status", ["published", "erased", "held", "withdrawn", ""])
def test_what_is_hidden_comes_to_nothing_else_without_one(
    session: Session, hidden: Contribution, status: str
) -> None:
    with refused(session, f"({GUARD}|contributions_withdrawn|contributions_standing)"):
        put(session, hidden, status)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("hide", "published"),
        ("hide", "erased"),
        ("restore", "erased"),
        ("restore", "held"),
        ("erase", "published"),
    ],
)
def test_another_decision_does_not_do(
    session: Session, scene: Scene, hidden: Contribution, kind: str, status: str
) -> None:
    decision(session, scene, hidden, DecisionKind(kind))
    with refused(session, GUARD):
        put(session, hidden, status)


def test_an_earlier_decision_does_not_do(session: Session, scene: Scene, hidden: Contribution) -> None:
    restore(session, scene, hidden)
    with refused(session, GUARD):
        put(session, hidden, "hidden")
    hide(session, scene, hidden)
    with refused(session, GUARD):
        put(session, hidden, "published")


def test_the_decision_opens_the_way(session: Session, scene: Scene, shown: Contribution) -> None:
    for kind, status in (("hide", "hidden"), ("restore", "published"), ("hide", "hidden")):
        decision(session, scene, shown, DecisionKind(kind))
        put(session, shown, status)
    session.expire_all()
    assert shown.status == Status.HIDDEN
    restore(session, scene, shown)
    assert shown.status == Status.PUBLISHED
    erased(session, scene, shown)
    assert (shown.status, shown.body) == (Status.ERASED, None)


def test_other_changes_of_what_is_hidden_go_on(session: Session, hidden: Contribution) -> None:
    put(session, hidden, "hidden")
    session.execute(text("UPDATE contributions SET status_at = status_at WHERE id = :id"), {"id": hidden.id})


def test_nothing_is_withdrawn_without_its_entry(session: Session, scene: Scene, shown: Contribution) -> None:
    other = comment(session, scene, by=scene.author)
    withdraw(session, actor=scene.author, now=moments.DURING, reference=other.reference)
    with refused(session, "contributions_withdrawn"):
        put(session, shown, "withdrawn")


def test_taking_back_needs_no_decision(session: Session, scene: Scene, shown: Contribution) -> None:
    withdraw(session, actor=scene.author, now=moments.DURING, reference=shown.reference)
    assert shown.status == Status.WITHDRAWN


@pytest.mark.parametrize("status", ["gone", "Hidden", "hidden ", ""])
def test_no_other_word_is_a_status(session: Session, shown: Contribution, status: str) -> None:
    with refused(session, "contributions_standing"):
        put(session, shown, status)


@pytest.mark.parametrize("status", ["published", "held", "hidden"])
def test_what_was_withdrawn_stays_so(
    session: Session, scene: Scene, shown: Contribution, status: str
) -> None:
    withdraw(session, actor=scene.author, now=moments.DURING, reference=shown.reference)
    with refused(session, f"({GUARD}|contributions_standing)"):
        put(session, shown, status)


@pytest.mark.parametrize("status", ["hidden", "erased", "gone"])
def test_nothing_begins_hidden(session: Session, shown: Contribution, status: str) -> None:
    row = session.execute(select(Contribution.__table__).where(Contribution.id == shown.id)).mappings().one()
    given = {**row, "reference": "V-2026-900001", "idempotency_key": "another", "status": status}
    del given["id"]
    with refused(session, "contributions_new"):
        session.execute(insert(Contribution.__table__).values(**given))  # type: ignore[arg-type]
    given["status"] = "published"
    session.execute(insert(Contribution.__table__).values(**given))  # type: ignore[arg-type]


def test_a_decision_has_an_entry_of_its_kind_about_its_contribution(
    session: Session, scene: Scene, shown: Contribution
) -> None:
    other = comment(session, scene)
    for kind, subject in (
        ("contribution-received", shown.reference), ("moderation-restore", shown.reference),
        ("moderation-hide", other.reference),
    ):  # fmt: skip
        entry = append(session, now=moments.DURING, kind=kind, subject=subject, role="moderator", details={})
        with refused(session, "moderation_decisions_entered"):
            session.execute(
                insert(ModerationDecision).values(
                    contribution_id=shown.id, kind="hide", rule=7, reason_ar="سبب", reason_en="A reason",
                    moderator_id=scene.moderator.user_id, at=moments.DURING, log_entry_id=entry.id,
                )
            )  # fmt: skip
