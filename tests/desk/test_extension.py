"""An extension has an upper bound, says what it will do, and is confirmed before it is done."""

# ruff: noqa: RUF001 - Arabic digits that look like others are what is typed here

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.consultations.models import Consultation, ConsultationAct
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.scenes import REASON, Scene
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from datetime import datetime

    from werkzeug.test import TestResponse

    from tests.conftest import At

UserOf = Callable[[Actor], User]
# The scene closes on Sunday 19 April 2026 at 9:00.
LATER, LATER_UTC = "٢٦/٤/٢٠٢٦ ٩:٠٠ ص", "2026-04-26T06:00:00+00:00"
DAY = timedelta(days=1)


@pytest.fixture
def officer(client: ReviewingClient, asked: Scene, user_of: UserOf, at: At) -> ReviewingClient:
    """Return a browser in which the consultation's officer is signed in while it is open."""
    at(moments.DURING)
    client.sign_in(user_of(asked.officer))
    return client


def send(client: ReviewingClient, asked: Scene, closes_at: str, confirmed: str = "") -> TestResponse:
    """Send the form of the extension with a reason."""
    path = f"/en/desk/consultations/{asked.consultation.slug}/extend"
    typed = {"closes_at": closes_at, "reason_ar": REASON[0], "reason_en": REASON[1], "confirmed": confirmed}
    return client.submit(path, typed)


def closing(committed: Committed, asked: Scene) -> datetime:
    """Return the closing as it is stored."""
    with committed() as session:
        return session.get_one(Consultation, asked.id).closes_at


def test_an_extension_says_what_it_will_do_before_it_is_done(
    officer: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    shown = send(officer, asked, LATER)
    assert shown.status_code == 200
    assert "What this will do" in shown.text
    assert (
        "The closing moves by 7 days: from Sunday 19 April 2026, 9:00 am to Sunday 26 April 2026, 9:00 am."
        in shown.text
    )
    assert "The answer is then due by 19 July 2026 instead of 12 July 2026." in shown.text
    assert "Nobody gets a mail about it." in shown.text
    assert f'value="{LATER_UTC}"' in shown.text
    assert f'value="{LATER}"' in shown.text, "what was typed stands in its field"
    assert closing(committed, asked) == moments.CLOSES
    done = send(officer, asked, LATER, LATER_UTC)
    assert done.status_code == 303
    assert closing(committed, asked) == moments.CLOSES + 7 * DAY


def test_an_extension_to_another_day_than_was_confirmed_is_shown_once_more(
    officer: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    shown = send(officer, asked, "27/4/2026 9:00", LATER_UTC)
    assert shown.status_code == 200
    assert "The closing moves by 8 days" in shown.text
    assert 'value="2026-04-27T06:00:00+00:00"' in shown.text
    assert closing(committed, asked) == moments.CLOSES


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("26/4/2099 9:00", "Choose a closing at most 90 days after the one that was announced"),
        ("20/7/2026 9:00", "Choose a closing at most 90 days after the one that was announced"),
        ("18/4/2026 9:00", "The closing can only be moved later."),
        ("26/4/2026", "Write the time after the day"),
    ],
)
def test_an_extension_that_cannot_be_is_refused_at_its_field(
    officer: ReviewingClient, asked: Scene, committed: Committed, typed: str, told: str
) -> None:
    for confirmed in ("", LATER_UTC, "2099-04-26T06:00:00+00:00"):
        refused = send(officer, asked, typed, confirmed)
        assert refused.status_code == 422
        assert told in refused.text
        assert 'id="closes_at-error"' in refused.text
        assert f'value="{typed}"' in refused.text
        assert "What this will do" not in refused.text
    assert closing(committed, asked) == moments.CLOSES


def test_an_extension_sent_again_is_done_once(
    officer: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    first = send(officer, asked, LATER, LATER_UTC)
    second = officer.submit_again()
    assert (second.status_code, location(second)) == (303, location(first))
    with committed() as session:
        query = select(ConsultationAct.kind).where(ConsultationAct.consultation_id == asked.id)
        assert sorted(session.scalars(query)) == ["announced", "drafted", "extended"]
