"""What is over says so from its first line and invites to nothing; what is gone says how it went."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.consultations.services import cancel
from consult.contributions.models import Contribution
from consult.contributions.services import withdraw
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.answers import Answered, answered
from tests.factories.people import person
from tests.factories.scenes import REASON, Scene
from tests.factories.voices import comment, hide
from tests.public.conftest import Committed
from tests.review import Page

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.conftest import At

UserOf = Callable[[Actor], User]
INVITING = re.compile(r"\b(?:comment|vote|propos\w+|reply|take part)\b", re.IGNORECASE)
ROOT = Path(__file__).resolve().parents[2]
# Ways by which nothing that is said reaches this site: what comes by post, by telephone or on paper is keyed in, but
# nobody writes down what is said at a meeting. «البلقاء» is a governorate, «الجلسة» a browser's.
NO_SUCH_WAY = re.compile(
    r"facilitator|\bmeetings?\b|\bsessions?\b|ميسّر|(?<!\w)(?:لقاء|جلسة)",
    re.IGNORECASE,
)
MESSAGE = re.compile(r"(?:_|_l|gettext)\(['\"]([^'\"]+)['\"]")
# Sessions in which one is signed in are no meetings.
NO_MEETING = re.compile(r"Password and sessions")


def said_in(page: Page) -> str:
    """Return the words of the main part of a page: what it offers, and not the words of those who spoke."""
    main = next(page.every("main"))
    for quoted in list(main.iter("blockquote")):
        quoted.clear()
    return " ".join(" ".join(main.itertext()).split())


def acts_of(page: Page) -> list[str]:
    """Return the words of everything in the main part that can be pressed: links, buttons and fields to fill in."""
    main = next(page.every("main"))
    pressed = [each for name in ("a", "button") for each in main.iter(name)]
    fields = [each.get("name") or "" for each in main.iter("textarea") if each.get("readonly") is None]
    return [" ".join(each.itertext()) for each in pressed] + fields


@pytest.fixture
def cancelled(committed: Committed, asked: Scene, at: At) -> tuple[Scene, Contribution]:
    """Return a consultation that was cancelled after somebody spoke in it, and what they said."""
    with committed() as session:
        said = comment(session, asked, by=person(session, name="صوت"))
        cancel(
            session, actor=asked.officer, now=moments.DURING, consultation_id=asked.id,
            reason=("أُعيدت الخطة إلى الدراسة", "The plan goes back to be studied"),
        )  # fmt: skip
    at(moments.DURING)
    return asked, said


def test_a_cancelled_consultation_says_so_first_and_invites_to_nothing(
    client: ReviewingClient, cancelled: tuple[Scene, Contribution]
) -> None:
    asked, said = cancelled
    home = f"/en/consultations/{asked.consultation.slug}/"
    clause = f"{home}text/?clause={asked.clauses[0]}"
    for path in (
        home,
        f"{home}text/",
        clause,
        f"{home}contributions/",
        f"/en/contributions/{said.reference}",
    ):
        page = client.page(path)
        words = said_in(page)
        assert "cancelled on" in words[:260], path
        assert [act for act in acts_of(page) if INVITING.search(act)] == [], path
    page = client.page(home)
    assert "".join(next(page.every("h1")).itertext()) == "Cancelled: A question"
    assert "".join(next(page.every("title")).itertext()).startswith("Cancelled: A question")
    text = said_in(page)
    assert "The plan goes back to be studied" in text[:600]
    assert "How to take part" not in text
    assert "How people could take part" not in text
    arabic = client.page(home.replace("/en/", "/ar/"))
    assert "".join(next(arabic.every("h1")).itertext()) == "أُلغيت: سؤال"


def test_lists_and_the_home_page_do_not_invite_to_it(
    client: ReviewingClient, cancelled: tuple[Scene, Contribution], committed: Committed
) -> None:
    asked, said = cancelled
    assert f"/en/consultations/{asked.consultation.slug}/" not in client.get("/en/").text
    listed = client.page("/en/consultations/")
    assert "cancelled on" in said_in(listed)
    assert [act for act in acts_of(listed) if INVITING.search(act)] == []
    with committed() as session:
        author = session.get(User, said.author_id)
    assert author is not None
    client.sign_in(author)
    account = said_in(client.page("/en/account/"))
    assert "The consultation was cancelled, and no answer follows." in account


def sent_late(
    client: ReviewingClient,
    page: Page,
    typed: dict[str, object],
    button: str,
    monkeypatch: pytest.MonkeyPatch,
) -> TestResponse:
    """Send the form of a page that was opened before, as somebody does who had it open all the while."""
    with monkeypatch.context() as patch:
        patch.setattr(client, "page", lambda *_path, **_kwargs: page)
        return client.submit(page.path, typed, button=button)


def test_what_is_sent_to_a_cancelled_one_is_refused_in_its_words(
    client: ReviewingClient, asked: Scene, at: At, committed: Committed, user_of: UserOf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    home = f"/en/consultations/{asked.consultation.slug}/"
    at(moments.DURING)
    client.sign_in(user_of(asked.author))
    propose, text = client.page(f"{home}propose"), client.page(f"{home}text/?clause={asked.clauses[0]}")
    with committed() as session:
        cancel(session, actor=asked.officer, now=moments.DURING, consultation_id=asked.id, reason=REASON)
    proposal: dict[str, object] = {"title": "A title", "problem": "A problem", "body": "A proposal"}
    sent: list[tuple[Page, dict[str, object], str]] = [
        (propose, proposal, "Send your proposal"),
        (text, {"body": "A comment"}, "Send your comment"),
    ]
    for form, typed, button in sent:
        answer = sent_late(client, form, typed, button, monkeypatch)
        assert answer.status_code == 422
        assert "The consultation was cancelled and takes no contributions." in answer.text
        assert str(typed["body"]) in answer.text
        assert "marked as late" not in answer.text
        assert button not in answer.text


def test_a_reader_is_not_sent_to_sign_in_for_a_vote_that_nobody_takes(
    client: ReviewingClient, asked: Scene, at: At, committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(moments.DURING)
    text = client.page(f"/en/consultations/{asked.consultation.slug}/text/?clause={asked.clauses[0]}")
    with committed() as session:
        cancel(session, actor=asked.officer, now=moments.DURING, consultation_id=asked.id, reason=REASON)
    answer = sent_late(client, text, {}, "choice=agree", monkeypatch)
    assert answer.status_code == 303
    assert "/login" not in answer.headers["Location"]
    assert "The consultation was cancelled and takes no votes." in client.get(answer.headers["Location"]).text


def test_a_closed_one_does_not_say_comment(
    client: ReviewingClient, asked: Scene, at: At, committed: Committed
) -> None:
    with committed() as session:
        comment(session, asked)
    at(moments.AFTER)
    home = f"/en/consultations/{asked.consultation.slug}/"
    for path in (home, f"{home}text/", f"{home}text/?clause={asked.clauses[0]}", f"{home}text/?clause=whole"):
        page = client.page(path)
        assert [act for act in acts_of(page) if "omment" in act] == [], path
    opened = said_in(client.page(f"{home}text/?clause={asked.clauses[0]}"))
    assert "A late contribution on clause 1" in opened
    assert "omment on" not in opened


@pytest.fixture
def done(committed: Committed, at: At) -> Answered:
    """Return an answered consultation, seen after its answer."""
    with committed() as session:
        made = answered(session)
    at(moments.LATER)
    return made


def test_a_voice_that_was_hidden_since_is_not_shown_as_answered(
    client: ReviewingClient, done: Answered, committed: Committed
) -> None:
    path = f"/en/contributions/{done.comment.reference}"
    assert "state-answered" in client.page(path).source
    with committed() as session:
        hide(session, done.scene, done.comment, moments.LATER)
    page = client.page(path)
    assert "state-answered" not in page.source
    assert "Hidden by rule" in said_in(page)[:200]


def test_a_withdrawn_one_says_withdrawn(
    client: ReviewingClient, asked: Scene, at: At, committed: Committed, user_of: UserOf
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked, by=asked.author)
        withdraw(session, actor=asked.author, now=moments.DURING, reference=said.reference)
    page = said_in(client.page(f"/en/contributions/{said.reference}"))
    assert "Withdrawn by its author" in page[:200]
    assert "Open now" not in page
    listed = said_in(client.page(f"/en/consultations/{asked.consultation.slug}/contributions/"))
    assert "The author withdrew this contribution" in listed
    client.sign_in(user_of(asked.author))
    assert "Withdrawn by its author" in said_in(client.page("/en/account/"))


OF_THE_FORUM = {"sentences.html", "action_items.html", "entry.html", "_waiting.html"}


def test_no_page_promises_a_way_that_is_not_there() -> None:
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "consult" / "web").glob("*.py")]
    lines = [
        f"{path.name}: {message}"
        for path in sources
        # The forum meets, and its pages say so.
        if "forum" not in path.parts and path.name not in OF_THE_FORUM
        for line in path.read_text(encoding="utf-8").splitlines()
        for message in MESSAGE.findall(line)
        if NO_SUCH_WAY.search(NO_MEETING.sub("", message))
    ]
    assert lines == []


def test_the_demonstration_promises_no_way_that_is_not_there() -> None:
    folder = ROOT / "consult" / "commands" / "demonstration" / "content" / "consultations"
    for path in sorted(folder.glob("*.json")):
        ways = json.loads(path.read_text(encoding="utf-8"))["ways"]
        assert ways, path.name
        assert [way for way in ways if NO_SUCH_WAY.search(way["ar"]) or NO_SUCH_WAY.search(way["en"])] == []
