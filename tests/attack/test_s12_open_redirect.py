"""S12: whatever an address, a form field or a browser's word asks for, one is led on within this site."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest

from tests.attack.attackers import PASSWORD, browser, send, token_on
from tests.factories import moments
from tests.factories.scenes import scene
from tests.factories.voices import comment

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from consult.accounts.models import User
    from tests.attack.conftest import Committed
    from tests.conftest import At

ELSEWHERE = [
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
    "https://evil.example/en/", "http:///evil.example", "%09//evil.example", "\t//evil.example", "/\t/evil.example",
    "/%0d%0aLocation:%20//evil.example", "@evil.example", "//evil.example@localhost/", "//localhost@evil.example/",
    "//evil。example", "//evil\uff0eexample", "/en/\u2028//evil.example", "javascript:alert(1)", "data:text/html,x",
    "//localhost.evil.example/", "/.//evil.example", "/en/..//evil.example",
]  # fmt: skip


def stays(answer: TestResponse) -> bool:
    """Whether a browser that follows the answer is still on this site."""
    target = urlsplit(urljoin("http://localhost/en/login", answer.headers["Location"]))
    return (target.scheme, target.netloc) == ("http", "localhost")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_on_within_this_site(app: Flask, owner: User, target: str) -> None:
    by_field = send(browser(app), "/en/login", {"email": owner.email, "password": PASSWORD, "next": target})
    assert by_field.status_code == 303
    assert stays(by_field)
    reader = browser(app)
    reader.get("/en/login", query_string={"next": target}, may_set_cookie=True)
    by_address = reader.submit("/en/login", {"email": owner.email, "password": PASSWORD})
    assert stays(by_address)
    again = reader.get("/en/login", query_string={"next": target})
    assert again.status_code == 303
    assert stays(again)


@pytest.mark.parametrize(
    "target", ["//evil.example/en/", "http://evil.example/en/consultations/", "\\\\evil"]
)
def test_a_vote_leads_back_to_this_site(app: Flask, committed: Committed, at: At, target: str) -> None:
    at(moments.DURING)
    with committed() as session:
        made = scene(session)
        said = comment(session, made)
    path = f"/en/consultations/{made.consultation.slug}/text/?clause={made.clauses[0]}"
    reader = browser(app)
    token = token_on(reader, path)
    for action in (
        f"/en/contributions/{said.reference}/vote",
        f"/en/consultations/{made.consultation.slug}/clauses/{made.clauses[0]}/vote",
    ):
        answer = reader.post(
            action,
            data={"csrf_token": token, "choice": "agree", "next": target},
            headers={"Sec-Fetch-Site": "same-origin", "Referer": target},
        )
        assert answer.status_code in {303, 400}
        assert "Location" not in answer.headers or stays(answer)


@pytest.mark.parametrize("path", ["/en//evil.example", "/en/plans", "/\\evil.example"])
def test_a_missing_slash_leads_nowhere_else(app: Flask, path: str) -> None:
    answer = browser(app).get(path, headers={"Host": "localhost"})
    assert answer.status_code in {301, 303, 308, 404}
    assert "Location" not in answer.headers or stays(answer)
