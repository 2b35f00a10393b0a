"""The demonstration's forum says what the minutes say: ten bodies by their posts, and no person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.forum import queries
from consult.forum.policies import balance
from consult.record.models import LogEntry
from consult.shared import clock
from tests.client import ReviewingClient
from tests.commands.conftest import Loaded
from tests.review import words

# How the minutes name the bodies to which those who attended belong; two of them sent two.
BODIES = {
    "mopic": 2, "mofa": 1, "nchr": 1, "moppa": 1, "gbd": 1, "jiacc": 1, "all-jordan-youth": 1, "jnfw": 1, "himam": 1,
    "jncw": 2,
}  # fmt: skip


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine of these tests: pages ask the same queries on both."""
    return "sqlite"


@pytest.fixture
def session(loaded: Loaded) -> Iterator[Session]:
    """Return a session that reads the demonstration."""
    with Session(loaded.database.engine) as opened:
        yield opened


@pytest.fixture
def client(loaded: Loaded) -> ReviewingClient:
    """Return a reader who is not signed in."""
    made = loaded.app.test_client()
    assert isinstance(made, ReviewingClient)
    return made


def test_the_seats_are_those_of_the_ten_bodies_of_the_meeting(session: Session) -> None:
    seats = queries.seats(session)
    assert Counter(seat.organisation.slug for seat in seats) == BODIES
    assert not any(seat.organisation.illustrative for seat in seats)
    assert {str(seat.since) for seat in seats} == {"2023-10-15"}
    shares = {sector.value: number for sector, number in balance(seats, clock.now().date())}
    assert {sector: number for sector, number in shares.items() if number} == {
        "government": 5, "independent": 4, "civil-society": 3,
    }  # fmt: skip


def test_it_is_entered_by_the_secretary_once_the_minutes_are_there(session: Session) -> None:
    entries = session.scalars(select(LogEntry).where(LogEntry.subject == "forum")).all()
    assert Counter(entry.kind for entry in entries) == {"forum-rules-published": 1, "forum-seat-taken": 12}
    assert {entry.role for entry in entries} == {"secretary"}
    assert all(str(entry.at.date()) > "2023-10-15" for entry in entries)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_its_page_says_what_the_minutes_do_not_and_names_them(client: ReviewingClient, lang: str) -> None:
    said = {
        "ar": ("لا تتوفر هنا قواعد عمل اعتمدها فريق العمل الوطني نفسه", "ما لا يقوله المحضر", "المصدر: محضر فريق"),
        "en": ("No rules that the national working team itself adopted", "What the minutes do not say", "Source: "),
    }  # fmt: skip
    read = " ".join(words(client.page(f"/{lang}/forum/").root).split())
    for told in said[lang]:
        assert told in read
    # Nobody is called anything.
    for title in ("السيد ", "السيدة ", "السفير ", "Mr ", "Ms ", "Mrs "):
        assert title not in read


def test_the_page_of_a_body_names_its_seats(client: ReviewingClient) -> None:
    read = words(client.page("/en/organisations/jncw/").root)
    assert "In the forum" in read
    assert "Coordinator of gender mainstreaming programmes" in read
    assert "In the forum" not in words(client.page("/en/organisations/salt-municipality/").root)
