"""Menus: a view declares where its page stands, and no template lists the pages of others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from flask_babel import lazy_gettext as _l

from consult.accounts.policies.permissions import Act
from consult.web import navigation
from consult.web.access import access
from consult.web.navigation import Menu, in_menu
from tests.architecture import sources

if TYPE_CHECKING:
    from flask import Flask

    from tests.client import ReviewingClient

# What stands in the header is no list: signing in and out, and the way to one's own rooms.
TOOLS = {"public.home", "public.login", "public.logout", "public.account", "desk.home"}


def declare(app: Flask, menu: Menu, place: int, needs: Act | None = None) -> None:
    """Add a page that declares its place, as the noun that owns it would."""

    @access("public")
    @in_menu(menu, place, _l("Sections"), name="sections", needs=needs)
    def sections() -> str:
        return ""

    app.add_url_rule("/<any(ar, en):lang>/sections/", "public.sections", sections)
    navigation.init(app)


def texts(page: str) -> list[str]:
    """Return the words of the header's list."""
    return re.findall(r'href="[^"]+"[^>]*>([^<]+)</a></li>', page[page.index("<nav") : page.index("</nav>")])


def test_a_page_stands_in_the_header_by_its_own_word(app: Flask, client: ReviewingClient) -> None:
    declare(app, "header", 15)
    shown = texts(client.get("/en/consultations/").text)
    assert shown == ["Consultations", "Sections", "Plan record", "Moderation log"]


def test_what_somebody_may_not_do_is_not_in_their_menu(app: Flask, client: ReviewingClient) -> None:
    declare(app, "header", 15, needs=Act.VERIFY)
    assert "Sections" not in texts(client.get("/en/").text)


def test_two_pages_do_not_want_one_place(app: Flask) -> None:
    with pytest.raises(
        ValueError, match=r"public\.sections and public\.consultations|public\.consultations and public"
    ):
        declare(app, "header", 10)


def test_the_frames_of_pages_list_no_page_of_others() -> None:
    for path in sources.ROOT.glob("templates/layouts/*.html"), [sources.ROOT / "templates/base.html"]:
        for each in path:
            linked = re.findall(r"<li>.*?url_for\('([^']+)'", each.read_text("utf-8"))
            assert set(linked) <= TOOLS, each.name
