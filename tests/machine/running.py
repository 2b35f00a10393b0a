"""How lives are lived: on a ground that is undone in the end, and counted, so that a rule that never fires is seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from consult.shared.state import State
from tests.machine.life import PHASES, Life
from tests.machine.stage import Stage, Tally, set_up

# Long lives are slow on purpose, and their rules filter on purpose.
SETTINGS = settings(
    deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.reuse, Phase.generate, Phase.shrink]
)
NEVER_REFUSED = {"later", "send again"}
RULES = {
    "add theme", "announce", "answer", "ask erasure", "cancel", "clarify", "comment", "correct", "erase",
    "extend", "hide", "keep", "key in", "look again", "later", "place", "propose", "publish", "publish what waited",
    "refuse erasure",
    "remove theme", "rename theme", "reply", "restore", "save", "save point", "say anew", "send again",
    "speak for a body",
    "take a vote back", "take back erasure", "translate", "unplace", "vote beside", "vote on clause",
    "vote on voice", "withdraw",
}  # fmt: skip


@contextmanager
def ground(engine: Engine) -> Iterator[Stage]:
    """Give the ground of all lives: one transaction, undone in the end."""
    with engine.connect() as plain:
        connection = plain.execution_options(write=True)
        outer = connection.begin()
        yield set_up(connection)
        outer.rollback()


def live(stage: Stage, how: settings) -> Tally:
    """Live one life from each beginning, and then as many as ``how`` says; return what was done in them."""
    for phase, busy in product(dict.fromkeys(PHASES), (True, False)):
        life = Life(stage)
        life.begin(phase, 4, saved=True, busy=busy)
        for _ in range(5):
            life.later("hour")
            life.everything_holds()
        life.teardown()
    run_state_machine_as_test(lambda: Life(stage), settings=how)  # type: ignore[arg-type]  # what makes one will do
    return stage.tally


def too_seldom(tally: Tally, *, done: int, refused: int, steps: int) -> list[str]:
    """Return what happened too seldom for the lives to prove anything."""
    seldom = [f"{rule}: done {tally.done[rule]}" for rule in sorted(RULES) if tally.done[rule] < done]
    seldom += [
        f"{rule}: refused {tally.refused[rule]}"
        for rule in sorted(RULES - NEVER_REFUSED)
        if tally.refused[rule] < refused
    ]
    seldom += [f"{state}: {tally.states[state]} steps" for state in State if tally.states[state] < steps]
    return seldom + sorted((set(tally.done) | set(tally.refused)) - RULES)
