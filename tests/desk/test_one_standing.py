"""Where a consultation stands is said in the same words to those who run it and to everybody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from consult.accounts.models import SITE, Role
from consult.presenters.consultations import standing
from consult.shared.state import State
from tests.factories import moments
from tests.factories.answers import answered
from tests.factories.people import person
from tests.factories.scenes import scene as make_scene

if TYPE_CHECKING:
    from consult.accounts.models import User
    from consult.accounts.policies import Actor
    from tests.client import ReviewingClient
    from tests.conftest import At
    from tests.public.conftest import Committed

LATE = moments.CLOSES + timedelta(days=200)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_both_faces_say_where_it_stands_in_the_same_words(
    app: Flask,
    client: ReviewingClient,
    committed: Committed,
    user_of: Callable[[Actor], User],
    at: At,
    lang: str,
) -> None:
    with committed() as session:
        kinds = (State.DRAFT, State.OPEN, State.CANCELLED)
        made = {state: make_scene(session, state).consultation for state in kinds}
        made[State.ANSWERED] = answered(session).scene.consultation
        auditor = person(session, (Role.AUDITOR, SITE))
    client.sign_in(user_of(auditor))
    last_day = moments.CLOSES - timedelta(hours=2)
    for now in (moments.BEFORE, moments.DURING, last_day, moments.AFTER, LATE):
        at(now)
        home = unescape(client.get(f"/{lang}/desk/").text)
        for state, consultation in made.items():
            with app.test_request_context(f"/{lang}/"):
                app.preprocess_request()
                where = standing(consultation, now)
            public = unescape(client.get(f"/{lang}/consultations/{consultation.slug}/").text)
            assert f">{where.line}<" in home, (state, now)
            assert f">{where.text}<" in public, (state, now)
