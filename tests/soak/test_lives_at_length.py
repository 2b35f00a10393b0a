"""Thousands of lives of a consultation, others each time; what failed once is tried again first.

Run by `make soak` alone, with its histogram; `LIVES` says how many lives, both engines together.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase

from tests.databases import ROOT, MigratedDatabase
from tests.machine.running import SETTINGS, ground, live, too_seldom

LIVES = int(os.environ.get("LIVES", "5000"))


def test_lives_at_length(
    migrated: MigratedDatabase, engine_name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    share = 3 if engine_name == "sqlite" else 2
    kept = DirectoryBasedExampleDatabase(ROOT / ".hypothesis" / "examples")
    how = settings(
        SETTINGS, max_examples=LIVES * share // 5, stateful_step_count=40, derandomize=False, database=kept
    )
    with ground(migrated.engine) as stage:
        tally = live(stage, how)
    with capsys.disabled():
        print(f"\n{engine_name}: {tally.table()}")  # noqa: T201 - the histogram is what the soak is for
    assert too_seldom(tally, done=20, refused=20, steps=500) == []
