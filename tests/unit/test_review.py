"""The reviewer itself: a good page passes, and each thing it looks for is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, Response, request

from tests.client import ReviewError, ReviewingClient, location
from tests.review import Page, review

POLICY = {"Content-Security-Policy": "default-src 'none'; style-src 'self'"}
GOOD = (
    '<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>استشارات – تشاور</title></head>'
    '<body><h1 id="top"><bdi>استشارات</bdi></h1><!-- a comment --><a href="#top">إلى الأعلى</a>'
    '<svg viewBox="0 0 1 1" aria-hidden="true"><path d="M0 0"/></svg>'
    '<form action="/ar/send" method="post"><input type="hidden" name="key" value="k1">'
    '<label for="body">النص</label><textarea id="body" name="body">مسودة</textarea>'
    '<label>نعم <input type="checkbox" name="yes" value="1" checked></label>'
    '<select name="kind" aria-label="النوع"><option value="a">أ</option><option value="b" selected>ب</option></select>'
    '<button name="act" value="send">أرسل</button></form></body></html>'
)


def findings(source: str, path: str = "/ar/", headers: dict[str, str] = POLICY) -> str:
    """Return what the reviewer says, in one text."""
    return "\n".join(review(Page(path, headers, source)))


def test_a_good_page_passes() -> None:
    assert findings(GOOD) == ""


def test_a_page_with_something_to_correct_says_so_first() -> None:
    wrong = GOOD.replace("<title>", "<title>خطأ: ").replace(
        "</h1>", '</h1><h2 id="what-to-correct">أمر للتصحيح</h2>'
    )
    assert findings(wrong) == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("</h1>", "</h2>", "not valid HTML"),
        ("<h1 ", "<h1>استشارات</h1><h1 ", "2 h1 elements"),
        ("<title>استشارات", "<title>أخرى", "does not begin with"),
        ("<title>استشارات", "<title>خطأ: استشارات", "does not begin with"),
        ("</h1>", '</h1><h2 id="what-to-correct">أمر للتصحيح</h2>', "does not begin with 'خطأ: استشارات'"),
        ('id="body"', 'id="top"', "is used 2 times"),
        ('for="body"', 'for="nothing"', "refers to no element"),
        ('href="#top"', 'href="#bottom"', "leads nowhere"),
        ('dir="rtl"', 'dir="ltr"', "lang and dir"),
        ("<h1 ", '<h1 style="color:red" ', "an inline style"),
        ("<h1 ", '<h1 onclick="x()" ', "an inline onclick"),
        ("</body>", "<script>x()</script></body>", "an inline <script>"),
        ("</head>", "<style>p{}</style></head>", "an inline <style>"),
        ('href="#top"', 'href=" JavaScript:x()"', "a script in href"),
        (' aria-label="النوع"', "", "has no label"),
        ("أرسل", "", "says nothing"),
        (
            '<button name="act"',
            '<button name="switch_language">En</button><button name="act"',
            "only shows it again",
        ),
        (
            '<form action="/ar/send" method="post">',
            '<button form="send" name="switch_language">En</button><form id="send" action="/ar/send" method="post">',
            "only shows it again",
        ),
        (
            "<h1 ",
            '<div role="alert"><a href="#body">النص</a><a href="#top">الرأس</a></div><h1 ',
            "does not list its fields as they stand",
        ),
    ],
)
def test_what_is_wrong_is_found(old: str, new: str, said: str) -> None:
    assert old in GOOD
    assert said in findings(GOOD.replace(old, new))


def test_the_language_fits_the_address() -> None:
    assert "lang and dir" in findings(GOOD, path="/en/")
    assert findings(GOOD, path="/elsewhere") == ""


def test_a_policy_is_asked_for() -> None:
    assert "no Content-Security-Policy" in findings(GOOD, headers={})
    assert "unsafe" in findings(GOOD, headers={"Content-Security-Policy": "default-src 'unsafe-inline'"})


@pytest.fixture
def reader(tmp_path: Path) -> ReviewingClient:
    """Return a client of an application of one page and one form."""
    app = Flask("reviewed", root_path=str(tmp_path))
    app.test_client_class = ReviewingClient

    @app.get("/ar/page")
    def page() -> Response:
        return Response(GOOD, headers=POLICY, mimetype="text/html")

    @app.get("/ar/cookie")
    def cookie() -> Response:
        return Response(GOOD, headers={**POLICY, "Set-Cookie": "a=b"}, mimetype="text/html")

    @app.post("/ar/send")
    def send() -> Response:
        sent = "&".join(f"{key}={value}" for key, value in sorted(request.form.items()))
        return Response(status=303, headers={"Location": f"/ar/page?{sent}"})

    client = app.test_client()
    assert isinstance(client, ReviewingClient)
    return client


def test_a_form_is_sent_as_it_stands_but_for_what_is_typed(reader: ReviewingClient) -> None:
    answer = reader.submit("/ar/page", {"body": "x"}, button="أرسل")
    assert location(answer) == "/ar/page?act=send&body=x&key=k1&kind=b&yes=1"


@pytest.mark.parametrize("wrong", [{"fields": {"role": "x"}}, {"button": "احذف"}, {"action": "/elsewhere"}])
def test_what_a_person_could_not_send_is_refused(reader: ReviewingClient, wrong: dict[str, object]) -> None:
    with pytest.raises(AssertionError, match="0 forms"):
        reader.submit("/ar/page", **wrong)  # type: ignore[arg-type]


def test_a_cookie_for_a_reader_is_found(reader: ReviewingClient) -> None:
    with pytest.raises(ReviewError, match="set a cookie"):
        reader.get("/ar/cookie")
    assert reader.get("/ar/cookie", may_set_cookie=True).status_code == 200
