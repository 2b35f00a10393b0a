"""A database that goes away while a page is read leads to the page or to the calm one, never to a bare failure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from consult.public.contributions import export
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.factories.voices import comment
from tests.faults.test_database_away import away, served
from tests.public.conftest import Committed, asked, committed

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import At

__all__ = ["asked", "committed", "served"]
Breaks = Callable[..., None]


def gone(*_given: Any, **_named: Any) -> None:  # noqa: ANN401 - called in place of several
    """Fail as the driver does when the server no longer answers."""
    raise OperationalError("", None, ConnectionError("the server is gone"))


def failing_rollback(patch: pytest.MonkeyPatch, engine: Engine) -> None:
    """Let no transaction end: the database is gone by then."""
    patch.setattr(engine.dialect, "do_rollback", gone)


def test_a_page_that_was_read_is_sent(
    served: Flask, asked: Scene, at: At, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    at(moments.DURING)
    client = served.test_client()
    path = f"/en/consultations/{asked.consultation.slug}/"
    client.get("/en/")  # The engine has its first connection.
    with monkeypatch.context() as patch:
        failing_rollback(patch, served.extensions["engine"])
        assert client.get(path).status_code == 200
    assert "the database went away during a read" in caplog.text
    assert client.get(path).status_code == 200


def test_one_that_was_not_is_the_calm_page(
    served: Flask, asked: Scene, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(moments.DURING)
    client = served.test_client()
    path = f"/en/consultations/{asked.consultation.slug}/contributions/"
    engine: Engine = served.extensions["engine"]
    client.get("/en/")
    with monkeypatch.context() as patch:
        event.listen(engine, "before_cursor_execute", gone)
        failing_rollback(patch, engine)
        answer = client.get(path, may_set_cookie=True)
        event.remove(engine, "before_cursor_execute", gone)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert client.get(path).status_code == 200


def csv_of(scene: Scene) -> str:
    return f"/en/consultations/{scene.consultation.slug}/contributions.csv"


def test_without_the_outcome_the_open_file_is_the_calm_page(
    served: Flask, asked: Scene, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(moments.DURING)
    client = served.test_client()
    with monkeypatch.context() as patch:
        patch.setattr(export, "latest", gone)
        answer = client.get(csv_of(asked), may_set_cookie=True)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


def test_the_open_file_is_whole_with_its_length_or_the_calm_page(
    served: Flask, asked: Scene, committed: Committed, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = [comment(session, asked).reference for _ in range(3)]
    client = served.test_client()
    sent = client.get(csv_of(asked))
    whole = sent.text
    assert all(reference in whole for reference in said)
    assert sent.content_length == len(sent.data)
    with monkeypatch.context() as patch:
        failing_rollback(patch, served.extensions["engine"])
        assert client.get(csv_of(asked)).text == whole
    with monkeypatch.context() as patch:
        patch.setattr(export, "BATCH", 1)
        asked_for: list[int] = []

        def votes(_session: Session, **_named: Any) -> Any:  # noqa: ANN401 - as the query has it
            asked_for.append(1)
            return gone() if len(asked_for) > 1 else {}

        patch.setattr(export, "vote_counts", votes)
        answer = client.get(csv_of(asked), may_set_cookie=True)
    assert (answer.status_code, said[0] in answer.text) == (503, False)
    assert len(asked_for) == 2


def test_without_a_database_the_open_file_is_the_calm_page(served: Flask, asked: Scene) -> None:
    client = served.test_client()
    assert isinstance(client, ReviewingClient)
    with away(served):
        assert client.get(csv_of(asked), may_set_cookie=True).status_code == 503
