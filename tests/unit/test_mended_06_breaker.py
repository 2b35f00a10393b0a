"""What gave no answer is left alone for a while, then asked by one, then by all."""

from __future__ import annotations

import pytest

from consult.shared import breaker
from consult.shared.breaker import Breaker


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the seconds that have passed, in a list that a test may change."""
    passed = [1000.0]
    monkeypatch.setattr(breaker, "monotonic", lambda: passed[0])
    return passed


def test_it_is_asked_until_it_fails_and_again_after_a_rest(clock: list[float]) -> None:
    held = Breaker(rest=30)
    assert held.allows()
    assert not held.answered(), "no news"
    assert held.failed(), "that is news"
    assert not held.allows()
    clock[0] += 29.9
    assert not held.allows()
    clock[0] += 0.1
    assert held.allows()
    assert not held.allows(), "one asks, the others wait for what comes of it"
    assert not held.failed(), "the same failure is no news"
    clock[0] += 30
    assert held.allows()
    assert held.answered()
    assert held.allows()
    assert held.allows()


def test_whoever_was_let_through_and_died_keeps_nobody_waiting_for_ever(clock: list[float]) -> None:
    held = Breaker(rest=30)
    held.failed()
    clock[0] += 30
    assert held.allows()
    clock[0] += 30
    assert held.allows()
