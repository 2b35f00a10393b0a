"""On which level people take part in a plan and in its making, where anything is said of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.participation.models import Process
from consult.participation.queries import said_of
from consult.presenters.participation import Ladder, ladder_of
from consult.web.labels import label

_PROCESSES = (Process.CO_CREATION, Process.PLAN)


@dataclass(frozen=True, slots=True)
class PlanLadder:
    """The ladder of one process, by its name."""

    title: str
    anchor: str
    ladder: Ladder


def ladders_of(session: Session, plan_id: int) -> list[PlanLadder]:
    """Return the ladders of a plan's making and of the plan, in this order, those of which something was said."""
    every = said_of(session, processes=_PROCESSES, process_id=plan_id)
    found = [(process, [row for row in every if row.process == process]) for process in _PROCESSES]
    return [
        PlanLadder(label("process", process), f"level-{process}", ladder_of(said))
        for process, said in found
        if said
    ]
