"""Limits slow whoever tries too often, keep what was typed, and lock nobody out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from limits.errors import StorageError
from limits.storage import MemoryStorage

from consult.accounts.models import User
from tests.attack.attackers import PASSWORD, WRONG, browser, script, send, sign_out, token_on, try_password
from tests.attack.conftest import Committed, MakeApp, with_password
from tests.client import location
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment
from tests.on_one_engine import on_sqlite

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import At

SMALL = {
    "sign_in_rate": "5 per hour", "sign_in_rate_under_attack": "2 per hour", "sign_in_account_rate": "20 per hour",
    "mail_rate": "3 per hour", "words_rate": "3 per hour", "words_address_rate": "5 per hour",
    "vote_rate": "3 per hour", "map_address_rate": "4 per hour",
}  # fmt: skip


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """Return the application with small limits."""
    return make_app(limits_url="memory://", **SMALL)


def signed_in(answer_location: str) -> bool:
    """Whether a redirect leads into the account."""
    return answer_location == "/en/account/"


def number_of_tries_left(app: Flask, email: str) -> int:
    """Return after how many wrong passwords from elsewhere an account asks to wait."""
    elsewhere = script(app, "198.51.100.200")
    return [try_password(elsewhere, email).status_code for _ in range(6)].index(429)


def test_guessing_ends_and_the_page_says_when_to_come_back(app: Flask, owner: User) -> None:
    attacker = browser(app)
    for _ in range(5):
        assert try_password(attacker, owner.email).status_code == 422
    answer = try_password(attacker, owner.email, PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3601
    assert "That was too often" in answer.text
    assert f'value="{owner.email}"' in answer.text, "what was typed is kept"
    assert PASSWORD not in answer.text


def test_known_and_unknown_accounts_are_limited_alike(app: Flask, owner: User) -> None:
    said = []
    for address, email in (("192.0.2.1", owner.email), ("192.0.2.2", "nobody@example.org")):
        attacker = script(app, address)
        said.append([try_password(attacker, email).status_code for _ in range(8)])
    assert said[0] == said[1] == [422] * 5 + [429] * 3


@on_sqlite  # limits are counted beside the database
def test_a_thousand_failures_elsewhere_lock_nobody_out(app: Flask, owner: User) -> None:
    home = browser(app, "198.51.100.7")
    assert signed_in(location(try_password(home, owner.email, PASSWORD)))
    sign_out(home)
    refused = 0
    for number in range(1000 // 20):
        attacker = script(app, f"203.0.113.{number}")
        token = token_on(attacker, "/en/login")
        for _ in range(20):
            typed = {"email": owner.email, "password": WRONG}
            refused += send(attacker, "/en/login", typed, token).status_code == 429
    assert refused > 800, "the attack is slowed down"
    for _ in range(4):
        assert try_password(home, owner.email).status_code == 422, "a known browser has tries of its own"
    assert signed_in(location(try_password(home, owner.email, PASSWORD)))
    stranger = browser(app, "198.51.100.8")
    assert signed_in(location(try_password(stranger, owner.email, PASSWORD))), (
        "a new browser has a share left"
    )


def test_the_address_of_the_attack_is_no_trap_for_a_known_browser(app: Flask, owner: User) -> None:
    """Whoever shares an address with an attacker, as on a mobile network, still comes in."""
    home = browser(app)
    try_password(home, owner.email, PASSWORD)
    sign_out(home)
    attacker = browser(app)
    assert [try_password(attacker, owner.email).status_code for _ in range(7)][-1] == 429
    assert signed_in(location(try_password(home, owner.email, PASSWORD)))


def test_a_known_browser_is_limited_too_and_for_its_accounts_alone(app: Flask, owner: User) -> None:
    home = browser(app)
    try_password(home, owner.email, PASSWORD)
    sign_out(home)
    other = "another@example.org"
    for number in range(30):
        try_password(script(app, f"203.0.113.{number}"), other)
    assert [try_password(home, other).status_code for _ in range(3)] == [422, 422, 429]
    assert [try_password(home, owner.email).status_code for _ in range(6)] == [422] * 5 + [429]


def test_ones_own_account_is_no_place_to_guess_from(app: Flask, owner: User, committed: Committed) -> None:
    with committed() as session:
        mine = with_password(session, person(session))
    attacker = browser(app)
    assert try_password(attacker, mine.email, PASSWORD).status_code == 303
    token = token_on(attacker, "/en/account/settings")
    typed = {"email": owner.email, "password": WRONG}
    codes = [send(attacker, "/en/login", typed, token).status_code for _ in range(6)]
    assert codes == [422] * 5 + [429]
    assert number_of_tries_left(app, mine.email) == 5


def test_the_cookie_of_a_known_browser_is_closed_and_names_nobody(make_app: MakeApp, owner: User) -> None:
    app = make_app(base_url="https://consult.example", limits_url="memory://")
    answer = try_password(browser(app), owner.email, PASSWORD)
    (cookie,) = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("__Host-consult-known=")]
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie
    assert owner.email not in cookie
    assert owner.email.partition("@")[0] not in cookie


@pytest.mark.parametrize("forged", ["", "x", "WyJuIixbIm0iXV0.AAAA", "null", "W10.x"])
def test_a_forged_cookie_makes_nobody_known(app: Flask, owner: User, forged: str) -> None:
    attacker = browser(app)
    attacker.set_cookie("consult-known", forged)
    attacker.reads_without_cookies = False
    assert [try_password(attacker, owner.email).status_code for _ in range(6)][-1] == 429


@pytest.mark.parametrize(
    ("path", "fields", "done"),
    [
        ("/en/register", {"public_name": "A long name", "password": PASSWORD, "of_age": "y"}, 303),
        ("/en/forgotten", {}, 303),
        ("/en/confirm", {}, 303),
    ],
)
def test_mails_to_one_address_are_limited_for_one_sender(
    app: Flask, path: str, fields: dict[str, str], done: int
) -> None:
    typed = {"email": "somebody@example.org", **fields}
    client = browser(app)
    assert [client.submit(path, typed).status_code for _ in range(3)] == [done] * 3
    answer = client.submit(path, typed)
    assert answer.status_code == 429
    assert "somebody@example.org" in answer.text
    assert fields.get("public_name", "") in answer.text
    assert client.submit(path, {**typed, "email": "other@example.org"}).status_code == done
    assert browser(app, "192.0.2.99").submit(path, typed).status_code == done, (
        "nobody can use up another's mails"
    )


def test_words_that_come_too_often_are_given_back(app: Flask, committed: Committed, at: At) -> None:
    at(moments.DURING)
    with committed() as session:
        asked = make_scene(session)
        said = comment(session, asked)
        author = session.get_one(User, asked.author.user_id)
    client = browser(app)
    client.sign_in(author)
    path = f"/en/contributions/{said.reference}/reply"
    for number in range(3):
        assert client.submit(path, {"body": f"reply {number}"}).status_code == 303
    answer = client.submit(path, {"body": "the fourth reply, long and thoughtful"})
    assert answer.status_code == 429
    assert "the fourth reply, long and thoughtful" in answer.text
    text = f"/en/consultations/{asked.consultation.slug}/text/?clause={asked.clauses[0]}"
    answer = client.submit(text, {"body": "a fifth thought"}, action="/contribute")
    assert (answer.status_code, "a fifth thought" in answer.text) == (429, True)
    proposal = f"/en/consultations/{asked.consultation.slug}/propose"
    answer = client.submit(proposal, {"title": "T", "problem": "P", "body": "a sixth thought"})
    assert (answer.status_code, "a sixth thought" in answer.text) == (429, True)
    assert client.submit(path, {"body": "x"}).status_code == 429


def test_readers_who_have_not_signed_in_are_limited_by_address(
    app: Flask, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, make_scene(session))
    path = f"/en/contributions/{said.reference}/reply"
    codes = [browser(app).submit(path, {"body": f"reply {number}"}).status_code for number in range(6)]
    assert codes == [303] * 5 + [429]
    assert browser(app, "192.0.2.2").submit(path, {"body": "elsewhere"}).status_code == 303


def test_votes_that_come_too_often_are_refused(app: Flask, committed: Committed, at: At) -> None:
    at(moments.DURING)
    with committed() as session:
        asked = make_scene(session)
        said = comment(session, asked)
        voter = session.get_one(User, asked.author.user_id)
    client = browser(app)
    client.sign_in(voter)
    path = f"/en/contributions/{said.reference}"
    codes = [client.submit(path, {}, button="choice=agree").status_code for _ in range(3)]
    assert codes == [303] * 3
    answer = client.submit(path, {}, button="choice=agree")
    assert answer.status_code == 429
    assert "Retry-After" in answer.headers
    assert "Too often in a short time" in answer.text
    # What only shows a form again is not counted, and this acts: another button sent with it changes nothing.
    for button in ("switch_language", "remove_marks", "preview"):
        typed = {"csrf_token": token_on(client, path), "choice": "agree", button: "1"}
        answer = client.post(f"{path}/vote", data=typed, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 429


def test_switching_the_language_counts_nothing(app: Flask, owner: User) -> None:
    client = browser(app)
    for _ in range(10):
        answer = client.submit("/en/register", {"email": owner.email}, button="switch_language=1")
        assert answer.status_code == 200


def test_a_storage_that_is_away_does_not_open_the_gate(
    app: Flask, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = app.extensions["limits"]

    class Away(MemoryStorage):
        def incr(self, *_args: object, **_kwargs: object) -> int:
            raise StorageError(ConnectionError("away"))

    monkeypatch.setattr(counts._shared, "storage", Away())
    attacker = browser(app)
    assert [try_password(attacker, owner.email).status_code for _ in range(6)] == [422] * 5 + [429]


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [(0, "192.0.2.1"), (1, "203.0.113.9"), (2, "203.0.113.8")],
)
def test_a_forged_forwarding_header_does_not_help(
    app: Flask, owner: User, proxies: int, seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only entries that our own proxies appended count; what a client wrote in front of them does not."""
    from werkzeug.middleware.proxy_fix import ProxyFix  # noqa: PLC0415 - as wsgi.py does

    if proxies:
        monkeypatch.setattr(app, "wsgi_app", ProxyFix(app.wsgi_app, x_for=proxies, x_host=0))
    seen_by_app: set[str] = set()

    @app.before_request
    def _note() -> None:
        from flask import request  # noqa: PLC0415 - only here

        seen_by_app.add(str(request.remote_addr))

    attacker = browser(app)
    codes = []
    for number in range(6):
        attacker.environ_base["HTTP_X_FORWARDED_FOR"] = f"10.0.0.{number}, 203.0.113.8, 203.0.113.9"
        codes.append(try_password(attacker, owner.email).status_code)
    assert seen_by_app == {seen}
    assert codes[-1] == 429


def test_one_address_does_not_have_the_map_of_the_site_built_without_end(make_app: MakeApp) -> None:
    app = make_app(limits_url="memory://", page_seconds=0, **SMALL)
    somebody, another = browser(app), script(app, "198.51.100.7")
    for path in ("/sitemap.xml", "/sitemap-1.xml") * 2:
        assert somebody.get(path).status_code == 200
    for ask in (somebody.get, somebody.head):
        answer = ask("/sitemap-1.xml", headers={"Cookie": "consult=of-nobody"})
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 3601
    assert another.get("/sitemap.xml").status_code == 200
