"""S18: bodies that are too large, too many fields, and broken ones are refused with a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.attack.attackers import browser, token_on

if TYPE_CHECKING:
    from flask import Flask

OURS = {"Sec-Fetch-Site": "same-origin"}
PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("path", ["/en/register", "/en/login", "/en/consultations/none/contribute"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"email=" + b"a" * 10_000_000, FORM),
        ("&".join(f"f{number}=1" for number in range(10_000)).encode(), FORM),
        (b"&".join([b"a=1"] * 10_000), FORM),
        (b"\r\n".join([PART] * 3000), "multipart/form-data; boundary=x"),
        (b"[" * 100_000, "application/json"),
        (b"%" * 1000, FORM),
        (b"\xff\xfe=\xff", FORM),
        (b"", "multipart/form-data"),
        (b"--x", "multipart/form-data; boundary=x"),
    ],
)  # fmt: skip
def test_a_body_that_nobody_types_is_refused_calmly(app: Flask, path: str, body: bytes, kind: str) -> None:
    client = browser(app)
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.post(path, data=body, content_type=kind, headers=OURS)
    assert answer.status_code in {400, 413, 404, 415}
    assert "<h1>" in answer.text


def test_a_form_with_very_many_fields_is_too_large_even_with_its_token(app: Flask) -> None:
    client = browser(app)
    fields = {"csrf_token": token_on(client, "/en/login"), **{f"f{number}": "1" for number in range(1001)}}
    assert client.post("/en/login", data=fields, headers=OURS).status_code == 413
    fields = {"csrf_token": token_on(client, "/en/login"), **{f"f{number}": "1" for number in range(900)}}
    assert client.post("/en/login", data=fields, headers=OURS).status_code == 422
