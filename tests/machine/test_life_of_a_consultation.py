"""Lives of a consultation, drawn at random, on both engines: the services against the model, step by step.

The same 200 lives every time; `make soak` lives thousands of others.
"""

from __future__ import annotations

from hypothesis import settings

from tests.databases import MigratedDatabase
from tests.machine.running import SETTINGS, ground, live, too_seldom

LIVES = {"sqlite": 120, "postgresql": 80}
STEPS = 14


def test_every_life_keeps_the_invariants(migrated: MigratedDatabase, engine_name: str) -> None:
    how = settings(
        SETTINGS, max_examples=LIVES[engine_name], stateful_step_count=STEPS, derandomize=True, database=None
    )
    with ground(migrated.engine) as stage:
        tally = live(stage, how)
    assert too_seldom(tally, done=1, refused=0, steps=10) == [], tally.table()
    assert tally.refused.total() > 500, tally.table()
