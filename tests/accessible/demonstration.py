"""The pages of the demonstration, where texts have the length and the words that real ones have."""

from __future__ import annotations

import re
from collections import Counter, deque
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from consult.accounts.models import User
from consult.accounts.queries import actor_for
from tests.access.people import Visitor, _at_a_browser
from tests.access.visiting import browser
from tests.accessible.gathering import Seen, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from tests.databases import MigratedDatabase

# So many pages of one address and one kind of query; each further one shows other words in the same parts.
_OF_EACH = 2
_HREF = re.compile(r'href="(/en/[^"#]*)')
STAFF = ("officer", "moderator", "publisher", "coordinator", "administrator")


def gather_demonstration(app: Flask, database: MigratedDatabase) -> list[Seen]:
    """Load the demonstration and return what a reader comes to from the home page, and staff from their desk."""
    loaded = app.test_cli_runner().invoke(args=["demo", "load"])
    assert loaded.exit_code == 0, loaded.exception
    client = browser(app)
    found = list(_walk(app, client, Visitor("nobody", None), "/en/", ""))
    with Session(database.engine.execution_options(write=True)) as session, session.begin():
        visitors = [_staff(session, app, role) for role in STAFF]
    for visitor in visitors:
        found += _walk(app, client, visitor, "/en/desk/", "/en/desk/")
    return found


def _staff(session: Session, app: Flask, role: str) -> Visitor:
    user = session.scalars(select(User).where(User.email == f"{role}@demo.example")).one()
    actor = actor_for(session, user)
    return _at_a_browser(session, app, role, actor, actor)


def _walk(app: Flask, client: FlaskClient, visitor: Visitor, start: str, below: str) -> Iterator[Seen]:
    """Yield the pages that links lead to from ``start``, those under ``below`` alone, in English and in Arabic."""
    adapter, often = app.url_map.bind("localhost"), Counter[str]()
    waiting, known = deque([start]), {start}
    while waiting:
        path = waiting.popleft()
        try:
            endpoint, _args = adapter.match(urlsplit(path).path, method="GET")
        except HTTPException:
            continue
        shape = endpoint + re.sub(r"=[^&]*", "", urlsplit(path).query)
        often[shape] += 1
        if often[shape] > _OF_EACH:
            continue
        page = read(client, Seen("demonstration", endpoint, "", "", "en", 0, {}, ""), path, visitor)
        if page is not None:
            yield page
            other = read(client, page, f"/ar/{path[4:]}", visitor)
            assert other is not None, f"{path} is there in English alone"
            yield other
            links = [
                link.replace("&amp;", "&") for link in _HREF.findall(page.body) if link.startswith(below)
            ]
            waiting.extend(link for link in dict.fromkeys(links) if link not in known)
            known.update(links)
