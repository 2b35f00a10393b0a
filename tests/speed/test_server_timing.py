"""``Server-Timing``: what an answer cost, for whoever measures, and for nobody else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from config import Settings
from consult import create_app
from tests.client import ReviewingClient
from tests.speed.counting import statements_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

FORM = re.compile(r'sql;desc="(?P<number>\d+)";dur=(?P<sql>\d+\.\d\d), total;dur=(?P<total>\d+\.\d\d)')
PAGES = ("/en/", "/ar/consultations/", "/en/plans/")


@pytest.fixture
def measured(settings: Settings) -> Iterator[Flask]:
    made = create_app(settings.model_copy(update={"expose_timings": True}))
    made.testing = True
    made.test_client_class = ReviewingClient
    yield made
    made.extensions["engine"].dispose()


@pytest.mark.parametrize("path", PAGES)
def test_it_tells_statements_and_milliseconds(measured: Flask, path: str) -> None:
    client = measured.test_client()
    client.get(path)
    with statements_of(measured.extensions["engine"]) as sent:
        answer = client.get(path)
    told = FORM.fullmatch(answer.headers["Server-Timing"])
    assert told is not None, answer.headers["Server-Timing"]
    assert int(told["number"]) == len(sent) > 0
    assert 0 < float(told["sql"]) < float(told["total"])


def test_each_answer_tells_its_own(measured: Flask) -> None:
    client = measured.test_client()
    client.get("/en/")
    first = FORM.fullmatch(client.get("/en/").headers["Server-Timing"])
    second = FORM.fullmatch(client.get("/en/").headers["Server-Timing"])
    assert first is not None
    assert second is not None
    assert first["number"] == second["number"]


def test_an_answer_without_the_database_says_so(measured: Flask) -> None:
    client = measured.test_client()
    # The first request of all finds the key under which that day's addresses are hashed.
    client.get("/healthz")
    told = FORM.fullmatch(client.get("/healthz").headers["Server-Timing"])
    assert told is not None
    assert told["number"] == "0"
    assert told["sql"] == "0.00"


def test_refusals_tell_it_too(measured: Flask) -> None:
    answer = measured.test_client().get("/en/consultations/none-of-this-name/")
    assert answer.status_code == 404
    assert FORM.fullmatch(answer.headers["Server-Timing"])


def test_nobody_is_told_unless_asked_for(client: ReviewingClient) -> None:
    for path in (*PAGES, "/healthz"):
        assert "Server-Timing" not in client.get(path).headers


def test_the_environment_turns_it_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings(environment="test").expose_timings is False
    monkeypatch.setenv("EXPOSE_TIMINGS", "1")
    assert Settings(environment="test").expose_timings is True
