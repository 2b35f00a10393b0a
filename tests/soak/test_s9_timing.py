"""S9, timed: 500 tries each for a known and an unknown address cannot be told apart (Welch's t-test, |t| < 4.5).

Run by `make soak` alone: it measures, and wants a machine that does nothing else.
"""

from __future__ import annotations

import random
import statistics
import time
from typing import TYPE_CHECKING

import pytest

from tests.attack.attackers import WRONG, script, send, token_on
from tests.attack.conftest import committed, make_app, owner  # noqa: F401 - fixtures

if TYPE_CHECKING:
    from flask import Flask

    from consult.accounts.models import User

TRIES, BOUND = 500, 4.5
ASKING = {
    "/en/register": {"password": "a sentence of my own", "of_age": "y"},
    "/en/forgotten": {},
    "/en/confirm": {},
    "/en/login": {"password": WRONG},
}


def welch(first: list[float], second: list[float]) -> float:
    """Return Welch's t for two samples: the difference of the means by its standard error (Welch 1947)."""
    error = statistics.variance(first) / len(first) + statistics.variance(second) / len(second)
    return float((statistics.mean(first) - statistics.mean(second)) / error**0.5)


def middle(values: list[float]) -> list[float]:
    """Return the values without the slowest tenth, which tells of the machine."""
    return sorted(values)[: len(values) * 9 // 10]


@pytest.mark.parametrize("path", list(ASKING))
def test_known_and_unknown_addresses_take_the_same_time(app: Flask, owner: User, path: str) -> None:  # noqa: F811
    client = script(app)
    token = token_on(client, path)
    order = [True, False] * TRIES
    random.Random(9).shuffle(order)  # noqa: S311 - an order, not a secret
    taken: dict[bool, list[float]] = {True: [], False: []}
    for number, known in enumerate(order):
        email = owner.email if known else f"nobody-{number}@example.org"
        begun = time.perf_counter()
        send(client, path, {"email": email, **ASKING[path]}, token)
        taken[known].append(time.perf_counter() - begun)
    t = welch(middle(taken[True]), middle(taken[False]))
    print(f"{path}: t = {t:.2f}")  # noqa: T201 - the figure is what the soak is for
    assert abs(t) < BOUND
