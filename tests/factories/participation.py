"""What is said of the level of participation, for tests."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from consult.participation.models import ParticipationLevel, Process
from consult.participation.services import Said, say_of_consultation, say_of_plan
from tests.factories import moments
from tests.factories.plans import keeper

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from consult.accounts.policies import Actor
    from consult.plans.models import Plan
    from tests.factories.scenes import Scene

PROMISED: dict[str, Any] = {
    "level": "involve",
    "promise_ar": "نعود إليكم.",
    "promise_en": "We come back to you.",
}
SHOWN: dict[str, Any] = {
    "reached": "collaborate",
    "evidence_ar": "يدل عليه المحضر.",
    "evidence_en": "The minutes show it.",
}


def said_of_plan(
    session: Session, of: Plan, *, by: Actor | None = None, process: Process = Process.PLAN, seen: int = 0,
    **said: Any,  # noqa: ANN401 - a test names the fields
) -> ParticipationLevel:  # fmt: skip
    """Say something of a plan or of its making: what it promises, where nothing else is given."""
    return say_of_plan(
        session, actor=by or keeper(session), now=moments.ANNOUNCED, plan_id=of.id, process=process,
        said=Said(**(said or PROMISED)), seen=seen,
    )  # fmt: skip


def said_of_asked(
    session: Session, scene: Scene, *, by: Actor | None = None, now: datetime = moments.AFTER, seen: int = 0,
    **said: Any,  # noqa: ANN401 - as above
) -> ParticipationLevel:  # fmt: skip
    """Say something of a consultation: which level it reached, where nothing else is given."""
    return say_of_consultation(
        session, actor=by or scene.officer, now=now, consultation_id=scene.id, said=Said(**(said or SHOWN)), seen=seen
    )  # fmt: skip
