"""The server is killed at any moment: whatever it acknowledged is stored, and nothing is stored by halves."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPException
from random import Random
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Revision
from consult.outbox.models import OutboxMessage
from consult.record.models import LogEntry
from consult.shared import clock
from consult.shared.state import State
from consult.votes.models import Vote
from tests.databases import MigratedDatabase
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import Scene, announce
from tests.factories.scenes import scene as make_scene
from tests.faults.server import Browser, Server, browser_of

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

# How often it is killed; for longer in tests/soak.
KILLS = 3
SEED = 20261122
WRITERS = 4
PATIENCE = 5.0


@pytest.fixture
def asked(database: MigratedDatabase, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Return a consultation that is open by the machine's own clock, which a server of its own goes by."""
    now = clock.now()
    monkeypatch.setattr(moments, "OPENS", now - timedelta(days=10))
    monkeypatch.setattr(moments, "CLOSES", now + timedelta(days=30))
    with (
        Session(database.engine.execution_options(write=True), expire_on_commit=False) as session,
        session.begin(),
    ):
        made = make_scene(session, State.DRAFT)
        announce(session, made, now=now - timedelta(days=40))
    return made


@pytest.fixture
def server(database: MigratedDatabase, tmp_path: Path) -> Iterator[Server]:
    """Return a server that runs."""
    made = Server(database.url, tmp_path)
    made.start()
    yield made
    made.kill()


@dataclass
class Writer:
    """Somebody who comments and votes without pause, and sends again what got no answer."""

    browser: Browser
    scene: Scene
    name: str
    stop: Event
    receipts: dict[str, str] = field(default_factory=dict)
    choice: str = ""
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def run(self) -> None:
        """Write until told to stop; what was begun is brought to its end."""
        path = f"/en/consultations/{self.scene.consultation.slug}"
        clause, version = str(self.scene.clauses[0]), str(self.scene.version.id)
        for number in range(10_000):
            if self.stop.is_set():
                return
            body = f"Voice {number} of {self.name}"
            typed = {"key": body, "body": body, "clause": clause, "version": version, "speak_as": "unnamed"}
            self.receipts[body] = self._until_answered(f"{path}/contribute", typed).rpartition("/")[2]
            choice = "agree" if number % 2 else "disagree"
            self._until_answered(f"{path}/clauses/{clause}/vote", {"choice": choice})
            self.choice = choice

    def _until_answered(self, path: str, typed: dict[str, str]) -> str:
        while True:
            try:
                status, location = self.browser.post(path, typed)
            except (OSError, HTTPException):
                time.sleep(0.05)
                continue
            if status != 303:
                self.wrong.append((status, path))
            return location.partition("?")[0].partition("#")[0]


def disturb(server: Server, writers: list[Writer], random: Random) -> None:
    """Kill the workers or everything, at moments that nobody chose, each time after somebody got through."""
    for number in range(KILLS):
        before = sum(len(writer.receipts) for writer in writers)
        until = time.monotonic() + PATIENCE
        while sum(len(writer.receipts) for writer in writers) == before and time.monotonic() < until:
            server.watch_over()
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.4))
        if number % 3 == 2:
            server.kill()
            server.start()
        else:
            server.kill_workers(random)


def test_what_was_acknowledged_is_stored_and_nothing_by_halves(
    server: Server, app: Flask, asked: Scene, database: MigratedDatabase, engine_name: str
) -> None:
    with Session(database.engine.execution_options(write=True)) as session, session.begin():
        people = [person(session).user_id for _number in range(WRITERS)]
    stop = Event()
    writers = [
        Writer(browser_of(app, server.port, user_id), asked, f"writer {user_id}", stop) for user_id in people
    ]
    threads = [Thread(target=writer.run, daemon=True) for writer in writers]
    for thread in threads:
        thread.start()
    disturb(server, writers, Random(SEED))  # noqa: S311 - chance, not a secret
    stop.set()
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive()
    acknowledged = {body: reference for writer in writers for body, reference in writer.receipts.items()}
    assert [wrong for writer in writers for wrong in writer.wrong] == []
    assert len(acknowledged) >= KILLS, "they came to write"
    for reference in list(acknowledged.values())[-3:]:
        status, page = writers[0].browser.page(f"/en/contributions/{reference}")
        assert (status, reference in page) == (200, True)
    server.kill()
    with Session(database.engine) as session:
        stored = session.execute(
            select(Revision.body, Contribution.reference, Revision.fingerprint).join(Contribution.revision)
        ).all()
        assert {body: reference for body, reference, _fingerprint in stored} == acknowledged
        assert len(stored) == len(acknowledged), "nothing twice"
        logged = Counter(
            session.scalars(select(LogEntry.subject).where(LogEntry.kind == "contribution-received"))
        )
        assert logged == Counter(acknowledged.values())
        told = Counter(session.scalars(select(OutboxMessage.key).where(OutboxMessage.kind == "receipt")))
        assert told == Counter(f"receipt:{reference}" for reference in acknowledged.values())
        votes = dict(session.execute(select(Vote.user_id, Vote.choice)).all())
        assert votes == dict(zip(people, (writer.choice for writer in writers), strict=True))
        if engine_name == "sqlite":
            assert session.scalars(text("PRAGMA integrity_check")).all() == ["ok"]
