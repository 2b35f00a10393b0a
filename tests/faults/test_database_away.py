"""Without a database, or without room in it, the site says so calmly, stores no halves, and recovers by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.orm import Session

from consult.accounts.models import Submission, User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution
from consult.contributions.services import posting as services
from consult.orm import make_engine
from consult.outbox.models import OutboxMessage
from consult.record.models import LogEntry
from consult.record.services import append as append_to_log
from consult.votes.models import Vote
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.public.conftest import Committed, asked, committed, user_of

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import At

__all__ = ["asked", "committed", "user_of"]
WORDS = "What I say about the school of my children"
LONG = "ماء " * 700
# Nobody listens on the discard port of the loopback address.
NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:9/nothing?connect_timeout=2"


@pytest.fixture
def served(app: Flask) -> Flask:
    """Return the application as it is served: failures become pages."""
    app.testing = False
    return app


@pytest.fixture
def author(served: Flask, asked: Scene, user_of: Callable[[Actor], User], at: At) -> ReviewingClient:
    """Return the browser of somebody who is signed in while the consultation is open."""
    at(moments.DURING)
    client = served.test_client()
    assert isinstance(client, ReviewingClient)
    client.sign_in(user_of(asked.author))
    return client


def stored(committed: Committed) -> tuple[int, ...]:
    """Return how many rows each table holds that speaking writes to."""
    with committed() as session:
        tables = (Contribution, Vote, LogEntry, OutboxMessage, Submission)
        return tuple(session.scalar(select(func.count()).select_from(each)) or 0 for each in tables)


def propose(client: ReviewingClient, scene: Scene, body: str = WORDS) -> Any:  # noqa: ANN401 - an answer
    """Send a proposal by its form."""
    slug = scene.consultation.slug
    return client.submit(
        f"/en/consultations/{slug}/propose", {"title": "A title", "problem": "A problem", "body": body}
    )


@contextmanager
def away(app: Flask) -> Iterator[None]:
    """Let the application's database be gone."""
    kept: Engine = app.extensions["engine"]
    app.extensions["engine"] = make_engine(NOWHERE)
    yield
    app.extensions["engine"] = kept


@pytest.mark.parametrize("path", ["/en/", "/ar/consultations/", "/en/moderation-log/", "/readyz"])
def test_every_page_says_calmly_that_the_database_is_away(served: Flask, path: str) -> None:
    client = served.test_client()
    with away(served):
        answer = client.get(path, may_set_cookie=True)
        assert answer.status_code == 503, answer.text[answer.text.index("<main") :][:2500]
    assert answer.headers["Retry-After"] == "30"
    assert client.get(path, may_set_cookie=True).status_code == 200


def test_what_was_typed_is_given_back_and_can_be_sent_again(
    served: Flask, author: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    assert propose(author, asked, body="").status_code == 422
    author.last[1]["body"] = WORDS
    before = stored(committed)
    with away(served):
        answer = author.submit_again()
    assert answer.status_code == 503, answer.text[answer.text.index("<main") :][:2500]
    assert answer.headers["Retry-After"] == "30"
    assert WORDS in answer.text
    assert stored(committed) == before
    assert author.submit_again().status_code == 303
    assert stored(committed)[0] == before[0] + 1


def test_a_connection_that_breaks_in_the_midst_leaves_nothing(
    author: ReviewingClient,
    asked: Scene,
    committed: Committed,
    monkeypatch: pytest.MonkeyPatch,
    engine_name: str,
) -> None:
    if engine_name == "sqlite":
        return  # A file has no connection that somebody else could end.
    append = append_to_log
    done: list[bool] = []

    def end_the_connection(session: Session, **entry: Any) -> Any:  # noqa: ANN401 - as the service has it
        given = append(session, **entry)
        if not done:
            done.append(True)
            ours = session.scalar(text("SELECT pg_backend_pid()"))
            with committed() as other:
                other.execute(text("SELECT pg_terminate_backend(:ours)"), {"ours": ours})
        return given

    before = stored(committed)
    monkeypatch.setattr(services, "append", end_the_connection)
    answer = propose(author, asked)
    assert done
    assert answer.status_code == 503
    assert WORDS in answer.text
    assert stored(committed) == before
    assert author.submit_again().status_code == 303


def test_connections_that_were_ended_between_two_requests_are_not_noticed(
    author: ReviewingClient, asked: Scene, committed: Committed, engine_name: str
) -> None:
    if engine_name == "sqlite":
        return
    author.page("/en/")
    with committed() as session:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        session.execute(text(f"{others} AND pid <> pg_backend_pid()"))
    author.page("/en/")
    assert propose(author, asked).status_code == 303


def test_on_a_full_disk_reading_goes_on_and_writing_waits(
    served: Flask, author: ReviewingClient, asked: Scene, committed: Committed, engine_name: str
) -> None:
    if engine_name == "postgresql":
        return  # Its disk is the server's; what it says of a full one is the same kind of error.
    assert propose(author, asked, body="").status_code == 422
    author.last[1]["body"] = LONG
    before = stored(committed)
    engine: Engine = served.extensions["engine"]
    engine.dispose()
    with closing(sqlite3.connect(str(engine.url.database))) as file:
        file.execute("VACUUM")  # The migrations left pages free.

    def leave_no_room(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
        connection.execute("PRAGMA max_page_count = 1")  # As many as there are: it cannot be fewer.

    event.listen(engine, "connect", leave_no_room)
    answer = author.submit_again()
    assert answer.status_code == 503, answer.text[answer.text.index("<main") :][:2500]
    assert answer.headers["Retry-After"] == "30"
    assert LONG.strip() in answer.text
    slug = asked.consultation.slug
    for path in ("/en/", f"/ar/consultations/{slug}/", f"/ar/consultations/{slug}/text/", "/en/account/"):
        assert author.get(path).status_code == 200
    assert stored(committed) == before
    with committed() as session:
        assert session.scalars(text("PRAGMA integrity_check")).all() == ["ok"]
    event.remove(engine, "connect", leave_no_room)
    engine.dispose()
    assert author.submit_again().status_code == 303
    assert stored(committed)[0] == before[0] + 1
