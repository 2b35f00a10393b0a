"""S2: whatever an address asks for after its question mark, the answer is a page or a calm refusal.

Which parameters an address reads is found by watching it read them, so that a new one is tried from its first day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from werkzeug.datastructures import ImmutableMultiDict

from consult.shared.state import State
from tests.access.conftest import committed, world_of  # noqa: F401 - fixtures
from tests.access.declared import NEEDS
from tests.access.visiting import browser, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.access.conftest import WorldOf
    from tests.access.people import Visitor

MARK = '"><svg/onload=alert(1)>'
VALUES = [
    "", "0", "1", "-1", "1.5", "1e9", "NaN", "99999999999999999999999", "-9223372036854775809", "٣", "۳", "²", "½",
    "\x00", "1\x00", "%00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "\r\nSet-Cookie: a=b",
    "../../etc/passwd", "' OR 1=1 --", "{{7*7}}", "${7*7}", "javascript:alert(1)", "\u202e", "a" * 5000, "None", "true",
    "[]", "V-2026-0001", "published", "whole", MARK,
]  # fmt: skip
# Names that addresses might be thought to read.
GUESSED = [
    "page",
    "per_page",
    "sort",
    "order",
    "filter",
    "q",
    "lang",
    "email",
    "status",
    "format",
    "debug",
    "_method",
]
CALM = {200, 303, 308, 400, 404, 410}


class Watched(ImmutableMultiDict[str, str]):
    """Query parameters that remember which of them were read."""

    read: set[str] = set()  # noqa: RUF012 - one for all requests of a test, on purpose

    def __getitem__(self, key: str) -> str:
        """Remember and read."""
        Watched.read.add(key)
        return super().__getitem__(key)

    def getlist(self, key: str, *args: object, **kwargs: object) -> list[str]:  # type: ignore[override]
        """Remember and read."""
        Watched.read.add(key)
        return super().getlist(key, *args, **kwargs)


@pytest.fixture
def watched(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Return the application, whose requests remember which parameters are read; failures are answered, not raised."""

    class Request(app.request_class):  # type: ignore[name-defined,misc]  # the application's own
        parameter_storage_class = Watched

    monkeypatch.setattr(app, "request_class", Request)
    monkeypatch.setattr(app, "testing", False)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


def addresses(app: Flask, world_of: WorldOf, state: State) -> Iterator[tuple[str, Visitor]]:  # noqa: F811
    """Yield each address that can be read, with the first visitor whom it shows a page."""
    world = world_of(state)
    client = browser(app)
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint in NEEDS:
            path = path_of(app, rule, world.things)
            for visitor in world.visitors:
                if ask(client, path, visitor).status_code == 200:
                    yield path, visitor
                    break


def ask(
    client: FlaskClient, path: str, visitor: Visitor, query: list[tuple[str, str]] | None = None
) -> TestResponse:
    """Ask for an address with a query as somebody."""
    answer = client.get(
        path, query_string=query, headers={"Cookie": visitor.cookie} if visitor.cookie else {}
    )
    answer.get_data()
    answer.close()
    return answer


def queries(names: set[str]) -> Iterator[list[tuple[str, str]]]:
    """Yield what is tried: each value for each name that is read, then lists, arrays and names that nobody reads."""
    for name in sorted(names):
        yield from ([(name, value)] for value in VALUES)
        yield [(name, "1"), (name, MARK)]
        yield [(f"{name}[]", MARK), (f"{name}[a]", "1"), (name, "")]
    for value in (MARK, "\x00", "-1"):
        yield [(name, value) for name in GUESSED]
    yield [(MARK, MARK), ("", ""), ("a" * 3000, "b")]


@pytest.mark.parametrize(
    ("engine_name", "state"),
    [("sqlite", State.ANSWERED), ("postgresql", State.OPEN), ("postgresql", State.ANSWERED)],
    indirect=["engine_name"],
    scope="session",
)
def test_no_parameter_makes_an_address_fail(watched: Flask, world_of: WorldOf, state: State) -> None:  # noqa: F811
    client = browser(watched)
    failed, tried = [], set()
    for path, visitor in addresses(watched, world_of, state):
        Watched.read = set()
        ask(client, path, visitor, [("none", "1")])
        names = set(Watched.read)
        tried |= names
        for query in queries(names):
            answer = ask(client, path, visitor, query)
            calm = answer.status_code in CALM and "Set-Cookie: a=b" not in str(answer.headers)
            leads = answer.headers.get("Location", "/").startswith("/")
            if not calm or not leads or (answer.mimetype == "text/html" and "<svg/onload" in answer.text):
                failed.append((path, visitor.name, str(query)[:80], answer.status_code))
    assert failed == []
    assert {"before", "clause", "next"} <= tried, "the watch saw nothing"


@pytest.mark.parametrize("path", ["/en/consultations/", "/en/", "/en/login", "/sitemap.xml"])
def test_bytes_that_are_no_text_make_no_address_fail(watched: Flask, path: str) -> None:
    """No browser sends them unescaped; werkzeug cannot decode them, nor could the page that would say so."""
    for raw in (b"after=\xff", b"\xff=1", "next=é".encode()):
        answer = browser(watched).get(path, environ_overrides={"QUERY_STRING": raw.decode("latin-1")})
        assert answer.status_code == 200, raw


def test_bytes_that_are_no_text_are_nobody_elses_page(watched: Flask) -> None:
    client = browser(watched)
    pages = [
        client.get("/en/contributions/", environ_overrides={"QUERY_STRING": f"reference={sent}"}).text
        for sent in ("%EF%BF%BD", "%FF", "%C3%83%C2%A9", "é".encode().decode("latin-1"))
    ]
    assert len(set(pages)) == len(pages)
