"""Thirty identical requests at one instant, over HTTP, leave what one would have left."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.accounts.services import ask_address, hashed, make_address_token, submissions
from consult.consultations.models import Consultation, ConsultationAct
from consult.contributions.models import Contribution
from consult.outbox.models import OutboxMessage
from consult.outcomes.models import Theme
from consult.texts.models import TextVersion
from consult.votes.models import Vote
from tests.client import FROM_OUR_PAGE, ReviewingClient, location
from tests.factories import moments
from tests.factories.people import user
from tests.factories.scenes import Scene
from tests.public.conftest import Committed, asked, committed, user_of

if TYPE_CHECKING:
    from tests.conftest import At

__all__ = ["asked", "committed", "user_of"]
UserOf = Callable[[Actor], User]
MANY = 30


def at_one_instant(
    client: ReviewingClient, page: str, fields: dict[str, Any], *, tabs: bool = False, **choice: str
) -> set[tuple[int, str]]:
    """Fill in a form of a page and send it thirty times at once; return the statuses and where they led.

    From as many ``tabs``, each form has the key of its own page.
    """
    sent: list[tuple[str, Any]] = []
    plain = client.post

    def keep(target: str, **named: Any) -> Any:  # noqa: ANN401 - in the place of the client's own
        sent.append((target, named["data"]))
        return None

    client.post = keep  # type: ignore[method-assign]
    client.submit(page, fields, **choice)  # type: ignore[arg-type]
    client.post = plain  # type: ignore[method-assign]
    ((target, typed),) = sent
    app: Flask = client.application
    cookies = "; ".join(f"{kept.key}={kept.value}" for kept in (client._cookies or {}).values())
    gate = Barrier(MANY)

    def send(number: int) -> tuple[int, str]:
        other = app.test_client(use_cookies=False)
        data = {**typed, "once": f"tab {number}"} if tabs and "once" in typed else typed
        gate.wait()
        answer = other.post(target, data=data, headers={**FROM_OUR_PAGE, "Cookie": cookies})
        return answer.status_code, location(answer) if answer.status_code == 303 else ""

    with ThreadPoolExecutor(MANY) as threads:
        return set(threads.map(send, range(MANY)))


def count(committed: Committed, model: type[Any]) -> int:
    """Return how many rows a table has."""
    with committed() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_registrations(client: ReviewingClient, committed: Committed, at: At) -> None:
    at(moments.DURING)
    typed = {"email": "new@example.org", "password": "a long enough secret of mine", "of_age": "y"}
    assert at_one_instant(client, "/en/register", typed) == {(303, "/en/mailed")}
    assert (count(committed, User), count(committed, OutboxMessage)) == (1, 1)


def test_a_link_to_a_new_address_opened_in_many_tabs(
    client: ReviewingClient, app: Flask, committed: Committed, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address is a key of the account: tabs that named the account before they hold it would wait in a circle."""
    at(moments.DURING)
    claim = submissions.claim

    def claim_slowly(session: Session, **named: Any) -> int | None:  # noqa: ANN401 - in the place of the service
        taken = claim(session, **named)
        sleep(0.2)
        return taken

    monkeypatch.setattr(submissions, "claim", claim_slowly)
    secret, password = app.extensions["settings"].secret_key, "a long enough secret of mine"
    with committed() as session:
        owner = user(session)
        owner.password_hash = hashed(password)
        ask_address(
            session,
            now=moments.DURING,
            user_id=owner.id,
            fitting=owner.password_hash,
            email="moved@example.org",
        )
        to_there = select(OutboxMessage).where(OutboxMessage.recipient == "moved@example.org")
        token = make_address_token(secret, user=owner, message=session.scalars(to_there).one())
    client.sign_in(owner)
    answers = at_one_instant(client, f"/en/address/{token}", {"password": password}, tabs=True)
    assert sorted(status for status, _location in answers) == [303, 410]
    with committed() as session:
        assert session.get_one(User, owner.id).email == "moved@example.org"


def test_comments(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.author))
    page = f"/en/consultations/{asked.consultation.slug}/propose"
    answers = at_one_instant(client, page, {"title": "A title", "problem": "A problem", "body": "A proposal"})
    ((status, receipt),) = answers
    assert (status, receipt[:18]) == (303, "/en/contributions/")
    assert (count(committed, Contribution), count(committed, OutboxMessage)) == (1, 1)


def test_votes(client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.author))
    clause = asked.clauses[0]
    page = f"/en/consultations/{asked.consultation.slug}/text/?clause={clause}"
    answers = at_one_instant(client, page, {}, button="choice=agree", action=f"/clauses/{clause}/vote")
    assert {status for status, _location in answers} == {303}
    with committed() as session:
        assert session.scalars(select(Vote.choice)).all() == ["agree"]


def test_themes(client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At) -> None:
    at(moments.AFTER)
    client.sign_in(user_of(asked.moderator))
    page = f"/en/desk/consultations/{asked.consultation.slug}/themes/"
    answers = at_one_instant(
        client, page, {"title_ar": "المدارس", "title_en": "Schools"}, action="/themes/new"
    )
    assert {status for status, _location in answers} == {303}
    assert count(committed, Theme) == 1


def test_cancellations(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.officer))
    page = f"/en/desk/consultations/{asked.consultation.slug}/cancel"
    answers = at_one_instant(client, page, {"reason_ar": "سبب", "reason_en": "A reason"})
    assert {status for status, _location in answers} <= {303}
    with committed() as session:
        kinds = session.scalars(select(ConsultationAct.kind)).all()
    assert kinds.count("cancelled") == 1


def test_a_new_consultation_is_led_to_from_every_press(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.officer))
    typed = {"slug": "pressed-often", "title_ar": "سؤال", "title_en": "A question"}
    answers = at_one_instant(client, "/en/desk/consultations/new", typed)
    assert answers == {(303, "/en/desk/consultations/pressed-often/")}
    assert count(committed, Consultation) == 2


def test_a_new_text_is_led_to_from_every_press(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.officer))
    before = count(committed, TextVersion)
    answers = at_one_instant(client, "/en/desk/texts/new", {"commitment": str(asked.commitment.id)})
    ((status, led),) = answers
    assert (status, led[:15]) == (303, "/en/desk/texts/")
    assert client.get(led).status_code == 200
    assert count(committed, TextVersion) == before + 1
