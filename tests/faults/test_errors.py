"""A failure is a calm page with a reference that stands in the log, and the log holds nobody's words."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from smtplib import SMTPRecipientsRefused
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.accounts.services import REGISTERED
from consult.consultations.models import Consultation
from consult.jobs import delivery
from consult.jobs.queue import open_queue, register
from consult.outbox.models import OutboxMessage
from consult.outbox.services import Message, enqueue
from consult.public.account import registration_views
from consult.public.contributions import posting_views
from consult.shared import clock
from consult.shared.faults import kind_of, trail
from consult.web import log
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.people import user
from tests.factories.scenes import Scene
from tests.public.conftest import Committed, asked, committed, user_of

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from tests.conftest import At

__all__ = ["asked", "committed", "user_of"]
ADDRESS = "reader-of-this-test@example.org"
PASSWORD = "my very own long password"
WORDS = "What I say about the school of my children"
NAME = "Named\nE-AAAA forged line\r\n\u2028another"


@pytest.fixture
def served(app: Flask) -> Flask:
    """Return the application as it is served: failures become pages."""
    app.testing = False
    return app


def wrong_insert(session: Session, **_words: Any) -> None:  # noqa: ANN401 - whatever the service is given
    """Write a user without what each must have, so that the database refuses and quotes the row."""
    session.execute(insert(User).values(email=ADDRESS, password_hash=PASSWORD, public_name=WORDS))


def reference_on(page: str) -> str:
    """Return the reference that a page names."""
    (found,) = re.findall(r"E-[2-9A-Z]{4}", page)
    return str(found)


def test_a_failing_registration_leaves_a_reference_and_nothing_else(
    served: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(registration_views, "register_account", wrong_insert)
    client = served.test_client()
    assert isinstance(client, ReviewingClient)
    typed = {"email": ADDRESS, "password": PASSWORD, "of_age": "y", "public_name": "A name"}
    answer = client.submit("/en/register", typed)
    assert answer.status_code == 500
    assert f"{reference_on(answer.text)} public.register IntegrityError" in caplog.text
    assert "wrong_insert" in caplog.text, "the way through the code is there"
    for secret in (ADDRESS, PASSWORD, WORDS, "A name"):
        assert secret not in caplog.text
    assert PASSWORD not in answer.text
    assert "A name" in answer.text, "what was typed is given back"


def test_a_failing_comment_is_given_back_and_not_logged(
    served: Flask,
    asked: Scene,
    user_of: Callable[[Actor], User],
    at: At,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    at(moments.DURING)

    def fail(_session: Session, **words: Any) -> NoReturn:  # noqa: ANN401 - whatever the service is given
        raise LookupError(f"{words['words'].body} by {NAME}")

    monkeypatch.setattr(posting_views, "submit", fail)
    client = served.test_client()
    assert isinstance(client, ReviewingClient)
    client.sign_in(user_of(asked.author))
    slug = asked.consultation.slug
    answer = client.submit(f"/en/consultations/{slug}/propose", {"title": "A title", "body": WORDS})
    assert answer.status_code == 500
    assert WORDS in answer.text
    assert f"{reference_on(answer.text)} public.propose LookupError" in caplog.text
    for secret in (WORDS, "A title", "forged line"):
        assert secret not in caplog.text


def test_a_mail_that_fails_is_logged_without_its_recipient(
    app: Flask, committed: Committed, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with committed() as session:
        somebody = user(session, confirmed=False)
        enqueue(session, now=clock.now(), messages=[Message("1", REGISTERED, somebody.email, "en")])

    def refuse(*_given: object) -> NoReturn:
        raise SMTPRecipientsRefused({somebody.email: (550, f"no {somebody.email} here".encode())})

    monkeypatch.setattr(delivery, "send", refuse)
    assert delivery.deliver_due(app) == 0
    with committed() as session:
        assert session.scalars(select(OutboxMessage.failure)).all() == ["SMTPRecipientsRefused"]
    assert "could not be sent" in caplog.text
    assert somebody.email not in caplog.text


def test_a_task_that_fails_is_logged_without_what_it_failed_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, app: Flask
) -> None:
    def fail() -> Flask:
        raise RuntimeError(f"{app.name} {ADDRESS}")

    queue = open_queue(str(tmp_path / "jobs.db"))
    register(queue, fail)()
    task = queue.dequeue()
    assert task is not None
    queue.execute(task)
    assert "RuntimeError" in caplog.text
    assert ADDRESS not in caplog.text
    queue.storage.close()


def test_nobody_forges_a_line(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    app.logger.warning("somebody is called %s", NAME)
    (line,) = caplog.messages
    assert len(line.splitlines()) == 1
    assert r"Named\nE-AAAA forged line\r\n" in line


def test_a_logger_is_made_discreet_once(app: Flask) -> None:
    log.init(app)
    assert sum(isinstance(each, log.Discreet) for each in logging.getLogger("huey").filters) == 1


def test_the_kind_of_an_error_names_what_gave_it(committed: Committed, engine_name: str) -> None:
    with committed() as session:
        try:
            with session.begin_nested():
                wrong_insert(session)
        except Exception as error:  # noqa: BLE001 - whatever the database raises
            kind, way = kind_of(error), trail(error)
        session.scalars(select(Consultation.id)).all()
    assert kind == {
        "sqlite": "IntegrityError SQLITE_CONSTRAINT_NOTNULL", "postgresql": "IntegrityError 23502"
    }[engine_name]  # fmt: skip
    assert "\nfrom " in way
    assert "wrong_insert" in way
    assert ADDRESS not in way
    assert kind_of(OSError(28, ADDRESS)) == "OSError 28"
