"""Public pages are kept for two seconds, for whoever has no session, and hold nothing of anybody."""

from __future__ import annotations

import gzip
import logging
import re
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any

import brotli
import pytest
from cachetools import TTLCache
from flask import Flask
from sqlalchemy import func, select

from config import Settings
from consult import create_app
from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution
from consult.moderation.services import ask_erasure
from consult.outcomes.services import erase
from consult.web import kept_page, page_cache
from consult.web.page_cache import PAGE_CACHE, PageCache
from tests.access.visiting import browser
from tests.client import FROM_OUR_PAGE, ReviewingClient, location
from tests.factories import moments
from tests.factories.scenes import REASON, Scene
from tests.factories.voices import comment
from tests.kept_pages import page_seconds
from tests.public.conftest import Committed, asked, committed, user_of
from tests.public.waiting import WAITING
from tests.speed.counting import statements_of

if TYPE_CHECKING:
    from tests.conftest import At

__all__ = ["asked", "committed", "page_seconds", "user_of"]
PATIENCE = 10


class Time:
    """The clock by which pages are kept."""

    def __init__(self) -> None:
        """Begin at some moment."""
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """Return the clock of the caches that are made from now on; it stands still until a test moves it."""
    clock = Time()
    monkeypatch.setattr(page_cache, "monotonic", clock)
    monkeypatch.setattr(kept_page, "monotonic", clock)
    return clock


@pytest.fixture
def app(time: Time, app: Flask) -> Flask:
    """Return the application, whose cache goes by that clock."""
    app.extensions[PAGE_CACHE]._kept = TTLCache(
        page_cache.MOST_BYTES, ttl=2, timer=time, getsizeof=lambda page: page.size
    )
    return app


def cache_of(app: Flask) -> PageCache:
    found: PageCache = app.extensions[PAGE_CACHE]
    return found


def text_url(asked: Scene) -> str:
    return f"/en/consultations/{asked.consultation.slug}/text/?clause={asked.clauses[0]}"


def statements(app: Flask, path: str, **named: Any) -> tuple[int, Any]:  # noqa: ANN401 - for the client
    """Return how many statements an anonymous reader's page costs, and the answer."""
    with statements_of(app.extensions["engine"]) as sent:
        answer = app.test_client().get(path, **named)
    return len(sent), answer


def test_the_next_reader_gets_the_page_without_a_statement_until_two_seconds_are_over(
    app: Flask, asked: Scene, committed: Committed, at: At, time: Time
) -> None:
    at(moments.DURING)
    cost, first = statements(app, text_url(asked))
    assert cost > 0
    with committed() as session:
        comment(session, asked, body="Add a <b>bus</b>.")
    time.now += 1.9
    cost, second = statements(app, text_url(asked))
    assert (cost, second.data) == (0, first.data)
    time.now += 0.2
    cost, third = statements(app, text_url(asked))
    assert cost > 0
    assert "Add a &lt;b&gt;bus&lt;/b&gt;." in third.text


@pytest.mark.parametrize("whole", [True, False])
def test_the_map_of_the_site_is_kept_as_pages_are(
    app: Flask, asked: Scene, at: At, time: Time, *, whole: bool
) -> None:
    at(moments.DURING)
    assert asked.consultation.slug
    # It is cut by ids, which go on from test to test: the last part has the newest.
    parts = re.findall(r"/sitemap-\d+\.xml", app.test_client().get("/sitemap.xml").text)
    path = "/sitemap.xml" if whole else (parts or ["/sitemap-1.xml"])[-1]
    time.now += 2
    cost, first = statements(app, path)
    assert (cost > 0, "<loc>" in first.text) == (True, True)
    cost, second = statements(app, path)
    assert (cost, second.data, second.mimetype) == (0, first.data, "application/xml")
    time.now += 2
    assert statements(app, path)[0] > 0


def slowly(app: Flask, time: Time, seconds: float) -> Callable[..., Any]:
    """Return the view of a text as it is when it takes so many seconds."""
    view = app.view_functions["public.text"]

    @wraps(view)
    def slow(**named: Any) -> Any:  # noqa: ANN401 - the view
        time.now += seconds
        return view(**named)

    return slow


def test_what_took_longer_than_it_may_be_kept_takes_no_room(
    app: Flask, asked: Scene, at: At, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(moments.DURING)
    monkeypatch.setitem(app.view_functions, "public.text", slowly(app, time, 2))
    assert app.test_client().get(text_url(asked)).status_code == 200
    assert cache_of(app).pages() == []


def test_a_page_counts_from_the_moment_its_building_began(
    app: Flask, asked: Scene, at: At, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(moments.DURING)
    monkeypatch.setitem(app.view_functions, "public.text", slowly(app, time, 1.5))
    answer = app.test_client().get(text_url(asked))
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=0"
    time.now += 0.6
    assert statements(app, text_url(asked))[0] > 0


def test_caches_on_the_way_add_nothing_to_the_two_seconds(
    app: Flask, asked: Scene, at: At, time: Time
) -> None:
    at(moments.DURING)
    for age in (0, 0.5, 0.6, 0.7):
        time.now += age
        answer = app.test_client().get(text_url(asked))
        rules = answer.headers["Cache-Control"]
        assert (found := re.fullmatch(r"public, max-age=0, s-maxage=(\d)", rules)) is not None
        assert time.now - 1000 + int(found[1]) <= 2
        assert set(answer.headers["Vary"].split(", ")) == {"Cookie", "Accept-Encoding"}


def test_two_kept_copies_and_two_texts_are_two_contributions(
    app: Flask, asked: Scene, committed: Committed, user_of: Callable[[Actor], User], at: At
) -> None:
    at(moments.DURING)
    pages = [app.test_client().get(text_url(asked)).text for _ in range(2)]
    assert pages[0] == pages[1]
    token = re.search(r'name="csrf_token" value="([^"]+)"', pages[0])
    assert token is not None
    assert 'name="key" value=""' in pages[0]
    client = app.test_client()
    assert isinstance(client, ReviewingClient)
    action = f"/en/consultations/{asked.consultation.slug}/contribute"
    for body in ("Add a bus.", "Add two buses.", "Add two buses."):
        sent = client.post(
            action,
            data={"csrf_token": token[1], "key": "", "body": body, "clause": str(asked.clauses[0])},
            headers=FROM_OUR_PAGE,
        )
        assert location(sent) == "/en/login?next=/en/draft"
    client.sign_in(user_of(asked.author))
    waiting = re.findall(r'action="(/en/account/waiting/\d+)"', client.get(WAITING).text)
    assert len(waiting) == 2
    for action in waiting:
        assert client.submit(WAITING, action=action).status_code == 303
    with committed() as session:
        assert session.scalar(select(func.count()).select_from(Contribution)) == 2


def test_nothing_is_kept_of_who_has_signed_in_or_has_a_session(
    app: Flask, asked: Scene, user_of: Callable[[Actor], User], at: At
) -> None:
    at(moments.DURING)
    client = app.test_client()
    assert isinstance(client, ReviewingClient)
    client.sign_in(user_of(asked.author))
    own = client.get(text_url(asked), headers={"Accept-Encoding": "br, gzip"})
    assert asked.author.display_name in own.text
    assert own.headers["Cache-Control"] == "private, no-store"
    # A page that holds a secret beside words of others is not compressed: its length would tell of both (BREACH).
    assert "Content-Encoding" not in own.headers
    sent_away = app.test_client()
    assert sent_away.get("/en/account/", may_set_cookie=True).status_code == 303
    assert "Sign in to go on." in sent_away.get(text_url(asked), may_set_cookie=True).text
    assert cache_of(app).pages() == []
    assert "Sign in to go on." not in app.test_client().get(text_url(asked)).text


def test_a_cookie_that_is_no_session_is_no_reason_to_build_anew(app: Flask, asked: Scene, at: At) -> None:
    at(moments.DURING)
    first = app.test_client().get(text_url(asked))
    cost, second = statements(app, text_url(asked), headers={"Cookie": "remember_token=1|x; consult-known=y"})
    assert (cost, second.data) == (0, first.data)


def test_who_asks_is_not_told_to_whom_builds_the_page(
    app: Flask, asked: Scene, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(moments.DURING)
    told: list[set[str]] = []
    view = app.view_functions["public.text"]

    @wraps(view)
    def listening(**named: Any) -> Any:  # noqa: ANN401 - the view
        from flask import request  # noqa: PLC0415 - of this request

        told.append({name for name in request.environ if name.startswith("HTTP_")})
        return view(**named)

    monkeypatch.setitem(app.view_functions, "public.text", listening)
    app.test_client().get(
        text_url(asked),
        headers={"Cookie": "consult-known=mine", "User-Agent": "Mine", "Referer": "http://localhost/mine"},
    )
    assert told == [{"HTTP_HOST"}]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"query_string": "clause=whole&utm=1"}, "an unknown parameter"),
        ({"query_string": "clause=whole&clause=1"}, "a parameter twice"),
        ({"query_string": "clause=" + "x" * 600}, "a very long query"),
        ({"headers": {"Range": "bytes=0-10"}}, "a part of a page"),
        ({"headers": {"Authorization": "Basic bWluZTptaW5l"}}, "a password of a server before ours"),
        ({"environ_overrides": {"HTTP_COOKIE": "a=b; consult=of-somebody"}}, "a session"),
        ({"method": "OPTIONS"}, "no reading"),
        ({"path": "/en/login"}, "a view that does not say that its page may be kept"),
        ({"path": "/en/consultations/no-such/text/"}, "no page"),
    ],
)
def test_everything_else_passes_by(
    app: Flask, asked: Scene, at: At, changed: dict[str, Any], why: str
) -> None:
    at(moments.DURING)
    asks = {"path": f"/en/consultations/{asked.consultation.slug}/text/", **changed}
    answer = browser(app).open(**asks)
    assert "s-maxage" not in answer.headers.get("Cache-Control", ""), why
    assert cache_of(app).pages() == []


def test_the_host_the_scheme_and_the_place_of_the_site_are_part_of_the_key(
    app: Flask, asked: Scene, at: At
) -> None:
    at(moments.DURING)
    path = f"/en/consultations/{asked.consultation.slug}/"
    for base in ("http://localhost", "https://localhost", "http://localhost/site", "http://127.0.0.1"):
        app.test_client().get(path, base_url=base)
    pages = [page.bodies[""].decode() for page in cache_of(app).pages()]
    assert len(pages) == 4
    assert sum('href="/site/en/' in page for page in pages) == 1
    # The order of what is asked for is none of it.
    text = f"{path}contributions/"
    first, second = (
        app.test_client().get(f"{text}?{query}")
        for query in ("clause=whole&before=9", "before=9&clause=whole")
    )
    assert (first.data, len(cache_of(app).pages())) == (second.data, 5)


def test_a_page_comes_in_the_coding_that_the_browser_takes_and_only_when_it_changed(
    app: Flask, asked: Scene, at: At
) -> None:
    at(moments.DURING)
    client, tags, bodies = browser(app), set(), set()
    for accepted, coding, unpack in (
        ("", None, bytes),
        ("gzip, deflate", "gzip", gzip.decompress),
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
    ):
        answer = client.get(text_url(asked), headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == coding
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        bodies.add(unpack(answer.data))
        tags.add(tag := answer.headers["ETag"])
        again = client.get(
            text_url(asked), headers={"Accept-Encoding": accepted, "If-None-Match": f'"other", W/{tag}'}
        )
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert {"Cache-Control", "Vary"} <= set(again.headers.keys())
    assert (len(bodies), len(tags)) == (1, 3)
    head = client.head(text_url(asked), headers={"Accept-Encoding": "br"})
    assert (head.status_code, head.data) == (200, b"")
    assert int(head.headers["Content-Length"]) > 0


@pytest.mark.parametrize("kept", [False, True])
def test_head_is_answered_as_get(app: Flask, asked: Scene, at: At, *, kept: bool) -> None:
    at(moments.DURING)
    if kept:
        app.test_client().get(text_url(asked))
    head = app.test_client().head(text_url(asked))
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == app.test_client().get(text_url(asked)).headers["ETag"]


def test_the_log_has_the_rule_of_a_kept_page_and_no_address(
    app: Flask, asked: Scene, at: At, caplog: pytest.LogCaptureFixture
) -> None:
    at(moments.DURING)
    with caplog.at_level(logging.INFO, "consult.access"):
        for _ in range(2):
            app.test_client().get(text_url(asked))
        app.test_client().get("/en/login", may_set_cookie=True)
        app.test_client().get("/en/no-such-page")
    lines = [re.sub(r"^\S+ | \S+$|\d+ms", "", record.getMessage()).strip() for record in caplog.records]
    text = "GET /<any(ar, en):lang>/consultations/<slug>/text/ 200"
    assert lines == [text, text, "GET /<any(ar, en):lang>/login 200", "GET - 404"]
    assert asked.consultation.slug not in caplog.text.replace("<slug>", "")
    hashes = {record.getMessage().split()[-1] for record in caplog.records}
    assert len(hashes) == 1
    assert "127.0.0.1" not in hashes


def test_what_it_cost_is_told_to_the_one_for_whom_it_was_built(
    settings: Settings, asked: Scene, at: At
) -> None:
    at(moments.DURING)
    measured = create_app(settings.model_copy(update={"expose_timings": True}))
    first, second = (measured.test_client().get(text_url(asked)) for _ in range(2))
    assert "sql" in first.headers["Server-Timing"]
    assert "Server-Timing" not in second.headers
    measured.extensions["engine"].dispose()


def test_what_was_erased_is_gone_after_two_seconds_in_every_process(
    app: Flask, asked: Scene, committed: Committed, at: At, time: Time
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked, by=asked.author, body="Words to be erased.")
    assert "Words to be erased." in app.test_client().get(text_url(asked)).text
    with committed() as session:
        ask_erasure(session, actor=asked.author, now=moments.DURING, reference=said.reference)
        erase(
            session, actor=asked.moderator, now=moments.DURING, reference=said.reference, rule=None, reason=REASON
        )  # fmt: skip
    time.now += 2
    assert "Words to be erased." not in app.test_client().get(text_url(asked)).text


def test_the_budget_is_in_bytes_and_one_page_may_not_take_it_all(
    app: Flask, asked: Scene, at: At, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(moments.DURING)
    cache = cache_of(app)
    app.test_client().get(text_url(asked))
    (page,) = cache.pages()
    page.body("br")
    page.body("gzip")
    assert sum(map(len, page.bodies.values())) < page.size
    large = replace(page, bodies={"": b"x" * page_cache.MOST_BYTES})
    cache.clear()
    client = browser(app)
    monkeypatch.setattr(cache, "_ask", lambda *_asked: kept_page.Answer("200 OK", [], b"", large))
    client.get(text_url(asked))
    assert cache.pages() == []
    few = replace(page, bodies={"": b"x" * (page_cache.MOST_BYTES // 10)}, until=time.now + 2)
    monkeypatch.setattr(cache, "_ask", lambda *_asked: kept_page.Answer("200 OK", [], b"", few))
    for number in range(20):
        client.get(f"{text_url(asked)[:-1]}{number}")
        assert cache.weight <= page_cache.MOST_BYTES
    assert 0 < len(cache.pages()) < 10
