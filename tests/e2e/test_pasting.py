"""Lists that are pasted into a clause keep their lines and numbers, all other formatting is dropped; in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.shared.state import State
from tests.e2e.conftest import NewPage
from tests.e2e.test_autosave import signed_in
from tests.factories.scenes import scene

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.databases import MigratedDatabase

FIELD = "#clauses-0-text_en"
PASTE = """([field, html, plain]) => {
  const held = new DataTransfer();
  held.setData("text/html", html);
  held.setData("text/plain", plain);
  const paste = new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true });
  return document.querySelector(field).dispatchEvent(paste);
}"""
LISTS = [
    ("<p>Of <b>these</b>:</p><ol><li>One</li><li>Two<ul><li>Sub</li></ul></li></ol><p>After</p>",
     "Of these:\n1. One\n2. Two\n  - Sub\nAfter"),
    ("<ol start=3 type=a><li><p>Third</p></li><li value=9><p>Ninth</p><p>More</p></li></ol>",
     "c. Third\ni. Ninth\nMore"),
    ("<ol type=I><li> Four </li></ol><ol type=i start=4><li>iv</li></ol><ol type=a start=30><li>x</li></ol>",
     "I. Four\niv. iv\n30. x"),
    ("<style>p{}</style><script>bad()</script><ul style='color: red'><li>&lt;b&gt; stays<br>here</li></ul>",
     "- <b> stays\nhere"),
    ("<div dir=rtl><ol><li>\u0623\u0648\u0644</li></ol></div>", "1. \u0623\u0648\u0644"),
]  # fmt: skip


@pytest.fixture
def editor(app: Flask, new_page: NewPage, database: MigratedDatabase) -> Page:
    """Return a browser at the clauses of a draft."""
    writing = Session(database.engine.execution_options(write=True), expire_on_commit=False)
    with writing as session, session.begin():
        made = scene(session, State.DRAFT)
        officer = session.get_one(User, made.officer.user_id)
    page = signed_in(app, new_page(), officer)
    page.goto(f"/en/desk/texts/{made.version.id}/")
    page.locator(FIELD).fill("")
    return page


def test_pasted_lists_keep_their_lines_and_numbers(editor: Page) -> None:
    for html, words in LISTS:
        editor.locator(FIELD).fill("")
        assert editor.evaluate(PASTE, [FIELD, html, "plain"]) is False
        expect(editor.locator(FIELD)).to_have_value(words)


def test_numbers_of_word_stand_before_a_blank_and_all_else_is_pasted_by_the_browser(editor: Page) -> None:
    word = "<p class=MsoListParagraph><![if !supportLists]><span>1.</span><![endif]>One</p>"
    editor.evaluate(PASTE, [FIELD, word, "1.\tOne\na)\tTwo\nplain\twords are left"])
    expect(editor.locator(FIELD)).to_have_value("1. One\na) Two\nplain words are left")
    assert editor.evaluate(PASTE, [FIELD, "<p><b>No</b> list</p>", "No list"]) is True
    assert editor.evaluate(PASTE, ["#clauses-0-heading_en", "<ul><li>One</li></ul>", "One"]) is True
