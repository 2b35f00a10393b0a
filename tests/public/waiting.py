"""Somebody who comes with words or votes that wait: where they write, who they are, how they sign in."""

from __future__ import annotations

import pytest

from consult.accounts.models import User
from consult.accounts.services import hashed
from tests.client import ReviewingClient, location
from tests.factories.people import user as make_user
from tests.factories.scenes import Scene
from tests.public.conftest import Committed

PASSWORD = "twelve characters and more"
WAITING = "/en/account/waiting"


def text_url(asked: Scene) -> str:
    """Return the address of the text with its first clause open."""
    return f"/en/consultations/{asked.consultation.slug}/text/?clause={asked.clauses[0]}"


@pytest.fixture
def somebody(committed: Committed) -> User:
    """Return somebody with a password and a confirmed address."""
    with committed() as session:
        made = make_user(session, name="A public name")
        made.password_hash = hashed(PASSWORD)
    return made


def sign_in(client: ReviewingClient, user: User) -> str:
    """Sign in; return where that leads."""
    answer = client.submit("/en/login", {"email": user.email, "password": PASSWORD})
    assert answer.status_code == 303
    return location(answer)
