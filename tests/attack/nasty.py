"""One text with everything that an outlet might change, the fields that people write words in, and how outlets read."""
# ruff: noqa: RUF001 - letters, marks and blanks of every kind are meant.

from __future__ import annotations

import re
import unicodedata
from http import HTTPStatus
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import html5lib
from wtforms import Form as PlainForm
from wtforms import HiddenField, PasswordField, StringField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from playwright.sync_api import Browser, Route

# Why a field that is typed in takes no words.
ADDRESS = "an address, whose canonical form is another one"
NAME = "a name: what cannot be seen is refused or left out"
NUMBER = "a number, a moment or references"
_UNTYPED = (HiddenField, PasswordField)
_LONG = "كلمةبلافراغ" * 15
_BODY = (
    "=1+1 {0}\n"
    "قَالَ: العِلْمُ نُورٌ، ولا ﻻ اللّٰه\n"
    "هاتف \u200e+962 6 555 0000\u200e أو \u200f(06)\n"
    "2026. سنة\n2027. سنة\n"
    "+ 5\n2*3*4 و2**3**4\n"
    "\tعمود\tآخر\n"
    "<b>غليظ</b> &amp; \"قول\"; 'آخر', ‘ثالث’\n"
    "👨\u200d👩\u200d👧\u200d👦 e\u0301 می\u200cخواهم\n"
    "فاصل\u2028سطر\r\nوسطر\x0bثم\x0cثم\x85ثم\u2029ثم\r\n"
    "- وحيد\n> x\n# y\n"
    "  مزاح  بفراغين  \n"
    "https://example.org/خطة،ثم (نص)\n"
    f"{_LONG}\n\n\n\n"
    "فقرة بعد فراغ\n\nوأخيرة  "
)
_TITLE = " =1+1 {0} \u200e+962 6\u200e\u2028<b>&amp; 2*3*4\te\u0301 ; 'x'  "


def body(name: str) -> str:
    """Return the text as it is typed, which says for which field it is."""
    return _BODY.format(name)


def title(name: str) -> str:
    """Return the same for a field of one line."""
    return _TITLE.format(name)


def kept(typed: str) -> str:
    """Return what has to be kept of a text: all but line ends, which become LF, NFC and blank ends."""
    ends = re.sub("\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", typed)
    return unicodedata.normalize("NFC", ends).strip()


def kept_line(typed: str) -> str:
    """Return the same of a title, in which white space is one space."""
    return " ".join(kept(typed).split())


def kept_items(typed: str) -> str:
    """Return the same of what is shown as a list of its lines."""
    return "\n".join(line for line in kept(typed).split("\n") if line.strip())


def typed_fields() -> set[tuple[str, str]]:
    """Return every field of every form of ours that is typed in, as the form's name and its own."""
    found: set[tuple[str, str]] = set()
    for form in _forms(PlainForm):
        for name in dir(form):
            kind = getattr(getattr(form, name), "field_class", None)
            if kind is not None and issubclass(kind, StringField) and not issubclass(kind, _UNTYPED):
                found.add((form.__name__, name))
    return found


def _forms(above: type) -> Iterator[type]:
    below: list[type] = above.__subclasses__()
    for form in below:
        if form.__module__.startswith("consult.") and "<locals>" not in form.__qualname__:
            yield form
        yield from _forms(form)


def sealed_fields(content: bytes) -> dict[str, str]:
    """Return the fields of a sealed file, read as the guide says: a name, a length in bytes, a value."""
    left, fields = content[17:], {}
    while left:
        head, _, rest = left.partition(b"\n")
        name, _, length = head.decode().partition(" ")
        fields[name], left = rest[: int(length)].decode(), rest[int(length) + 1 :]
    return fields


def words_of_html(source: str) -> str:
    """Return the words of a mail's HTML part as a program that knows no pre-wrap but breaks shows them."""
    root = html5lib.parse(source, treebuilder="etree", namespaceHTMLElements=False)
    page = root.find("body")
    assert page is not None
    return "".join(_words(page))


def _words(element: Element) -> Iterator[str]:
    if element.tag == "br":
        yield "\n"
    yield element.text or ""
    for inner in element:
        yield from _words(inner)
        yield "\n\n" if inner.tag in {"p", "div", "blockquote"} else ""
        yield inner.tail or ""


def visible(app: Flask, chromium: Browser, sources: dict[str, str]) -> dict[str, str]:
    """Return the text that a reader sees of each page, everything on it unfolded, with our own stylesheet."""
    client = app.test_client()
    context = chromium.new_context()
    page = context.new_page()
    current = ""

    def answer(route: Route) -> None:
        if route.request.is_navigation_request():
            route.fulfill(body=current, content_type="text/html; charset=utf-8")
        elif route.request.resource_type == "stylesheet":
            sheet = client.get(re.sub(r"^https?://[^/]+", "", route.request.url))
            assert sheet.status_code == HTTPStatus.OK, route.request.url
            route.fulfill(body=sheet.get_data(), content_type="text/css")
        else:
            route.fulfill(body="")

    page.route("**/*", answer)
    shown = {}
    for path, source in sources.items():
        current = source
        page.goto(f"http://127.0.0.1{path}", wait_until="load")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        shown[path] = page.evaluate("document.body.innerText")
    context.close()
    return shown
