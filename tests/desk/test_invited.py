"""An officer invites organisations at the desk; everybody reads whom, and who answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.jobs import delivery
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.organisations import verified
from tests.factories.scenes import Scene
from tests.factories.voices import comment
from tests.jobs.test_delivery import mails, text
from tests.public.conftest import Committed
from tests.review import words

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]


@pytest.fixture
def officer(client: ReviewingClient, asked: Scene, user_of: UserOf, at: At) -> ReviewingClient:
    """Return the browser of the scene's officer, while it is open."""
    at(moments.DURING)
    client.sign_in(user_of(asked.officer))
    return client


def path_of(asked: Scene) -> str:
    return f"/en/desk/consultations/{asked.consultation.slug}/invite"


def test_invited_by_mail_told_otherwise_and_read_by_all(
    app: Flask, officer: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        body, by = verified(session)
        other, speaks = verified(session)
        comment(session, asked, by=speaks, organisation=other.slug)
    assert "Nobody was invited yet" in words(officer.page(path_of(asked)).root)
    answer = officer.submit(path_of(asked), {"organisations": [body.slug]}, action="/invite")
    assert answer.status_code == 303
    told = {"told_ar": "إذاعة المحافظة", "how": "media", "told_on": "٢٦/٣/٢٠٢٦"}
    assert officer.submit(path_of(asked), told, action="/told").status_code == 303
    delivery.deliver_due(app)
    assert any(mail["To"] == by.email and asked.consultation.slug in text(mail) for mail in mails(app))
    page = words(officer.page(f"/en/consultations/{asked.consultation.slug}/invited/").root)
    assert "Invited on 27 March 2026" in page
    assert "No answer" in page
    assert "through the media · 26 March 2026" in page
    assert "إذاعة المحافظة" in page
    assert "Answered without an invitation" in page
    assert "Answered with 1 contribution" in page


def test_invited_nobody_is_said(client: ReviewingClient, asked: Scene, at: At) -> None:
    at(moments.DURING)
    page = words(client.page(f"/en/consultations/{asked.consultation.slug}/invited/").root)
    assert "Nobody was invited by name" in page
    about = client.page(f"/en/consultations/{asked.consultation.slug}/")
    assert "Who was invited, and who answered" in words(about.root)


def test_what_was_typed_stays(officer: ReviewingClient, asked: Scene, committed: Committed) -> None:
    with committed() as session:
        verified(session)
    answer = officer.submit(path_of(asked), {"told_ar": "إذاعة المحافظة"}, action="/told")
    assert answer.status_code == 422
    assert "إذاعة المحافظة" in answer.text
    assert 'id="told_on-error"' in answer.text
    nobody = officer.submit(path_of(asked), {}, action="/invite")
    assert nobody.status_code == 422
    assert 'id="organisations-error"' in nobody.text


def test_invited_no_more_once_it_has_closed(
    officer: ReviewingClient, asked: Scene, user_of: UserOf, at: At
) -> None:
    at(moments.AFTER)
    officer.sign_in(user_of(asked.officer))
    page = officer.page(path_of(asked))
    assert "Invite them" not in words(page.root)


def test_invited_nobody_is_asked_to_choose_once_it_is_closed(
    officer: ReviewingClient, asked: Scene, at: At
) -> None:
    at(moments.AFTER)
    said = words(officer.page(path_of(asked)).root)
    assert "Organisations are invited while a consultation is announced or open." in said
    assert "below" not in said
    public = words(officer.page(f"/en/consultations/{asked.consultation.slug}/invited/").root)
    assert "Nobody needs an invitation to take part." in public
