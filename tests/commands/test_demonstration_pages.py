"""Every page of the demonstration answers, in both languages; whoever follows the links meets no dead end."""

from __future__ import annotations

from collections.abc import Iterator
from csv import DictReader
from http import HTTPStatus
from io import StringIO
from urllib.parse import urljoin, urlsplit

import pytest
from flask_babel import force_locale, gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.queries import user_by_email
from consult.contributions.models import Contribution
from consult.jobs.emails import compose
from consult.outbox.models import OutboxMessage
from tests.client import ReviewingClient
from tests.commands.conftest import Loaded
from tests.review import Page

# A page that needs a cookie to be read, or writes mail as it is opened, is no page of the demonstration's content.
APART = (
    "/login",
    "/register",
    "/forgotten",
    "/account",
    "/logout",
    "/desk",
    "/resend",
    "/reply",
    "/propose",
    "/apply",
)
MOST_PAGES = 1500


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine of these tests: pages ask the same queries on both."""
    return "sqlite"


@pytest.fixture
def client(loaded: Loaded) -> ReviewingClient:
    """Return a reader who is not signed in."""
    made = loaded.app.test_client()
    assert isinstance(made, ReviewingClient)
    return made


def links(page: Page) -> Iterator[str]:
    """Yield the addresses on this site that a page leads to, without the place on the page."""
    for element in page.every("a"):
        parts = urlsplit(urljoin(page.path, element.get("href", "")))
        if parts.netloc in {"", "localhost"} and parts.scheme in {"", "http"}:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_page_answers(loaded: Loaded, client: ReviewingClient, language: str) -> None:
    waiting, seen = [f"/{language}/"], set[str]()
    while waiting:
        path = waiting.pop()
        if path in seen or not path.startswith(f"/{language}/") or any(part in path for part in APART):
            continue
        seen.add(path)
        assert len(seen) < MOST_PAGES, path
        answer = client.get(path)
        assert answer.status_code == HTTPStatus.OK, path
        if answer.mimetype == "text/html":
            assert answer.headers["X-Robots-Tag"] == "noindex"
            waiting += links(Page(path, dict(answer.headers), answer.text))
    with Session(loaded.database.engine) as session:
        said = {
            f"/{language}/contributions/{each}" for each in session.scalars(select(Contribution.reference))
        }
    # To what its author withdrew nothing leads but the receipt.
    for path in said - seen:
        assert client.get(path).status_code == HTTPStatus.OK
    assert len(said - seen) == 3
    assert {f"/{language}/plans/plan-{number}/" for number in range(1, 7)} <= seen
    assert f"/{language}/consultations/online-consultation-rules/outcome/" in seen
    assert not [path for path in seen if "rules-for-associations" in path]


ILLUSTRATIVE = "Illustrative: written for this demonstration, not by the body itself."


def test_each_invented_answer_of_a_real_body_says_so(loaded: Loaded, client: ReviewingClient) -> None:
    slug = "online-consultation-rules"
    with Session(loaded.database.engine) as session:
        place = select(Contribution).where(Contribution.idempotency_key == "demonstration-karak-one-month")
        reference = session.scalars(place).one().reference
    outcome = client.get(f"/en/consultations/{slug}/outcome/").text
    assert outcome.count(ILLUSTRATIVE) == outcome.count('class="theme-answer"') == 6
    # The answer to the voice, and the clarification below it.
    assert client.get(f"/en/contributions/{reference}").text.count(ILLUSTRATIVE) == 2
    assert ILLUSTRATIVE in client.get("/en/").text
    rows = list(DictReader(StringIO(client.get(f"/en/consultations/{slug}/contributions.csv").text)))
    marks = {row["answer_illustrative"] for row in rows if row["outcome"]}
    assert marks == {"yes"}
    assert {row["answer_illustrative"] for row in rows if not row["outcome"]} == {""}


def test_so_does_the_mail_that_brings_it(loaded: Loaded) -> None:
    with Session(loaded.database.engine) as session, loaded.app.test_request_context("/en/"):
        kept = select(OutboxMessage).where(OutboxMessage.kind == "answered").order_by(OutboxMessage.id)
        message = session.scalars(kept).all()[0]
        letter = compose(session, message)
        with force_locale("ar_JO" if message.language == "ar" else "en"):
            mark = gettext(ILLUSTRATIVE)
    assert letter is not None
    answers = [block for block in letter.blocks if block.kind == "facts"]
    assert len(answers) == [block.text for block in letter.blocks].count(mark) > 0


def test_a_commitment_says_who_sorted_it_and_as_of_when_it_stands(client: ReviewingClient) -> None:
    page = client.get("/en/plans/plan-5/commitments/3/").text
    assert "Gender" in page
    assert "Sorted by the editors of this demonstration" in page
    assert "Last word: 20 September 2024." in client.get("/en/plans/plan-5/commitments/2/").text
    assert "Last word: 20 September 2024." in client.get("/en/plans/plan-5/").text
    draft = client.get("/en/plans/plan-6/").text
    assert "adopted by nobody" in draft


@pytest.mark.parametrize("name", ["officer", "moderator"])
def test_staff_read_the_draft_and_the_work_that_waits(loaded: Loaded, name: str) -> None:
    client = loaded.app.test_client()
    assert isinstance(client, ReviewingClient)
    with Session(loaded.database.engine) as session:
        user = user_by_email(session, f"{name}@demo.example")
    assert user is not None
    client.sign_in(user)
    assert "Where do young people sit" in client.get("/en/desk/").text
    answer = client.get("/en/consultations/rules-for-associations/")
    assert answer.status_code == (HTTPStatus.OK if name == "officer" else HTTPStatus.NOT_FOUND)
