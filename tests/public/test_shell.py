"""What stands around every page is made once, and is right on each: its section, its language, and nobody's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from jinja2 import nodes

from consult.web.shell import shell

if TYPE_CHECKING:
    from flask import Flask

    from tests.client import ReviewingClient

SECTIONS = ("/", "/consultations/", "/plans/", "/moderation-log/")


def _current(page: str) -> list[str]:
    header = page.partition("<header")[2].partition("</header>")[0]
    return re.findall(r'<a href="([^"]+)" aria-current="true"', header)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_each_page_marks_its_own_section_and_no_other(client: ReviewingClient, lang: str) -> None:
    for path in (*SECTIONS, *reversed(SECTIONS)):
        page = client.get(f"/{lang}{path}").get_data(as_text=True)
        assert _current(page) == ([] if path == "/" else [f"/{lang}{path}"])


def test_it_follows_the_place_of_the_site(app: Flask) -> None:
    for root in ("", "/consult", ""):
        with app.test_request_context("/ar/plans/", environ_overrides={"SCRIPT_NAME": root}):
            app.preprocess_request()
            assert f'href="{root}/ar/plans/" aria-current="true"' in shell("header", "plans")


def test_what_is_kept_of_it_is_bounded(app: Flask) -> None:
    for number in range(2000):
        with app.test_request_context("/ar/", environ_overrides={"SCRIPT_NAME": f"/{number}"}):
            shell("links")
    assert len(app.extensions["shell"]) <= 500


def test_no_macro_of_it_asks_who_reads(app: Flask) -> None:
    loader = app.jinja_env.loader
    assert loader is not None
    source, _filename, _fresh = loader.get_source(app.jinja_env, "layouts/_shell.html")
    names = {name.name for name in app.jinja_env.parse(source).find_all(nodes.Name)}
    assert names == {"asset", "font", "fonts", "locale", "menu", "menu_entries", "section"}
    entries = [entry for of in ("header", "footer") for _endpoint, entry in app.extensions["menus"][of]]
    assert entries
    assert all(entry.needs is None for entry in entries), "a menu that is made once is everybody's"
