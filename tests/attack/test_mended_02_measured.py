"""What is sent is measured before anything works on it: nobody can keep a worker busy, and nobody's words are lost."""

from __future__ import annotations

import io
from time import process_time
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.services import passwords
from consult.contributions.models import Contribution, Draft
from consult.shared.state import State
from tests.access.conftest import committed, world_of  # noqa: F401 - fixtures
from tests.attack.attackers import browser, script, send, token_on
from tests.attack.forms import pages_due, shown
from tests.attack.forms import send as send_form
from tests.factories import moments
from tests.factories.scenes import scene
from tests.on_one_engine import on_sqlite

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.access.conftest import WorldOf
    from tests.attack.conftest import Committed
    from tests.conftest import At

# 240 KB of marks of two classes: sorting them takes a minute.
FLOOD = "a" + "\u0301\u0323" * 60_000
PILE, FEW = "نص" + "\u064e" * 31, "نص" + "\u064e" * 9
SAID = ("marks stand on one letter", "على حرف واحد هنا أكثر")
OURS = {"Sec-Fetch-Site": "same-origin"}
BOUNDARY = "parted-here"


def parts(fields: dict[str, str]) -> bytes:
    """Return a form in parts, in which a letter takes no more than its bytes: so the most marks fit into a body."""
    lines = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    return ("".join(lines) + f"--{BOUNDARY}--\r\n").encode()


def flooded(app: Flask, path: str, fields: dict[str, str], token: str) -> tuple[TestResponse, float]:
    """Send a form; return the answer and the seconds of work that it took."""
    client, began = script(app), 0.0
    token = token_on(client, token)
    body = parts({"csrf_token": token, **fields})
    began = process_time()
    answer = client.post(
        path, data=body, content_type=f"multipart/form-data; boundary={BOUNDARY}", headers=OURS
    )
    answer.get_data()
    return answer, process_time() - began


@pytest.mark.parametrize("path", ["/en/register", "/en/login", "/en/forgotten"])
def test_what_is_no_form_reaches_none(app: Flask, path: str) -> None:
    client = script(app)
    token = token_on(client, path)
    headers = {**OURS, "X-CSRFToken": token}
    fields = {
        "csrf_token": token,
        "email": "a@b.example",
        "password": 5,
        "public_name": ["x"],
        "of_age": True,
    }
    assert client.post(path, json=fields, headers=headers).status_code == 415
    assert client.post(path, data="email=a", content_type="text/plain", headers=headers).status_code == 415
    file = {"csrf_token": token, "email": (io.BytesIO(b"a@b.example"), "a.txt")}
    assert (
        client.post(path, data=file, content_type="multipart/form-data", headers=headers).status_code == 415
    )
    # A token in a header is none: it stands in the form.
    assert client.post(path, data={"email": "a@b.example"}, headers=headers).status_code == 400


@pytest.mark.parametrize(
    ("path", "fields", "kept"),
    [
        ("/en/login", {"email": FLOOD, "password": "x"}, True),
        ("/ar/login", {"email": "a@b.example", "password": FLOOD}, False),
        ("/en/register", {"email": FLOOD, "password": "a sentence that holds"}, True),
        (
            "/en/register",
            {"email": "a@b.example", "password": FLOOD[:30_000], "public_name": FLOOD[:90_000]},
            True,
        ),
        ("/en/forgotten", {"email": FLOOD}, True),
        ("/en/confirm", {"email": FLOOD}, True),
    ],
)
def test_two_requests_cannot_silence_the_site(
    app: Flask,
    path: str,
    fields: dict[str, str],
    kept: bool,  # noqa: FBT001 - a case
) -> None:
    script(app).get(path)
    answer, took = flooded(app, path, fields, path)
    assert (answer.status_code, took < 1) == (422, True), f"{answer.status_code} after {took:.1f} s"
    assert 'aria-invalid="true"' in answer.text
    assert (FLOOD[:1000] in answer.text) is kept, "what was typed stands in its field, a password never"
    assert answer.text.count('class="error"') == sum(1 for value in fields.values() if len(value) > 1000)


def test_a_flood_of_words_is_refused_at_its_field_and_kept(app: Flask, committed: Committed, at: At) -> None:  # noqa: F811
    at(moments.DURING)
    with committed() as session:
        slug = scene(session).consultation.slug
    path = f"/en/consultations/{slug}"
    for words in (FLOOD, "\U0001f1ef" * 59_000, PILE):
        answer, took = flooded(
            app, f"{path}/contribute", {"body": words, "key": "k"}, f"{path}/text/?clause=whole"
        )
        assert (answer.status_code, took < 1) == (422, True)
        assert words in answer.text
        assert 'id="body-error"' in answer.text
    with committed() as session:
        assert [*session.scalars(select(Contribution.id)), *session.scalars(select(Draft.id))] == []


@pytest.mark.parametrize(
    "path",
    ["/en/contributions/?reference=", "/en/?nobody=", "/en/login?next=", "/ar/contributions/", "/en/?"],
)
def test_an_address_that_nobody_types_gets_a_calm_page(app: Flask, path: str) -> None:
    client = browser(app)
    took = []
    # A busy machine makes one measurement longer, and not every one.
    for _ in range(3):
        began = process_time()
        answers = [
            client.get(path + quote(flood), may_set_cookie=True)
            for flood in (FLOOD[:40_000], "V" + "-" * 240_000)
        ]
        took.append(process_time() - began)
    assert min(took) < 2
    assert {answer.status_code for answer in answers} <= {400, 404}
    assert all("<h1>" in answer.text for answer in answers)


def test_what_nobody_types_into_a_form_is_refused_as_a_whole(app: Flask) -> None:
    token = token_on(script(app), "/en/login")
    for name in ("csrf_token", "once", "next", "x" * 300):
        fields = {"csrf_token": token, "email": "a@b.example", "password": "x", name: FLOOD[:5000]}
        assert script(app).post("/en/login", data=fields, headers=OURS).status_code == 400


def test_a_password_is_measured_before_it_is_normalised_and_hashed(
    app: Flask, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked: list[str] = []
    normal = passwords.normal_password

    def noted(typed: str) -> str:
        worked.append(typed)
        return normal(typed)

    monkeypatch.setattr(passwords, "normal_password", noted)
    client = script(app)
    for password in (FLOOD[:30_000], "م" * 513, PILE):
        assert send(client, "/en/login", {"email": owner.email, "password": password}).status_code == 422
    assert worked == []
    assert send(client, "/en/login", {"email": owner.email, "password": "م" * 512}).status_code == 422
    assert len(worked) == 1


def test_the_measure_is_taken_before_anything_reads_what_was_sent(app: Flask) -> None:
    hooks = [hook.__module__.rpartition(".")[2] for hook in app.before_request_funcs[None]]
    # These read the clock, and the name of the host.
    assert set(hooks[: hooks.index("measuring")]) <= {"timing", "request_time", "access_log", "hosts"}


@on_sqlite  # what is measured before anything works on it reaches no database
def test_no_form_takes_a_pile_of_marks(app: Flask, world_of: WorldOf) -> None:  # noqa: F811
    """Whoever types it and wherever: it is refused at its field, and stored nowhere."""
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    world = world_of(State.CLOSED)
    wrong, said, done = set(), set(), set()
    for form in shown(app, pages_due(app, world)):
        for name, kind in form.typed.items():
            if kind not in {"textarea", "text"} or (form.endpoint, name) in done:
                continue
            done.add((form.endpoint, name))
            filled = form.sent | {each: ["نص"] for each in form.typed} | {name: [FEW]}
            answer = send_form(app, form, filled)
            said |= {form.endpoint} if any(each in answer.text for each in SAID) else set()
            if answer.status_code >= 500:
                wrong.add((form.endpoint, name, answer.status_code))
    assert wrong == set()
    assert len(said) >= 10
    with Session(app.extensions["engine"]) as session:
        stored = {
            f"{table.name}.{column.name}"
            for table in User.metadata.sorted_tables
            for column in table.columns
            for value in session.scalars(select(column))
            if isinstance(value, str) and FEW[-9:] in value
        }
    assert stored == set()
