"""The map of the site names what everybody may read, in both languages, and nothing else; in parts where it is long."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from consult.contributions.services import withdraw
from consult.public.sitemap import addresses
from consult.shared.state import State
from consult.web import page_cache
from tests.factories import moments
from tests.factories.answers import answered
from tests.factories.organisations import applied, verified
from tests.factories.scenes import NOW
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, erased, hide, reply
from tests.review import Page
from tests.site_map import HERE, NAMES, mapped, named, parts, read
from tests.speed.counting import statements_of

if TYPE_CHECKING:
    from flask import Flask

    from tests.access.conftest import WorldOf
    from tests.conftest import At
    from tests.databases import MigratedDatabase
    from tests.public.conftest import Committed


@pytest.fixture
def page_seconds() -> float:
    """Return that nothing is kept: these tests change what is there, and ask again at once."""
    return 0


@pytest.fixture(autouse=True)
def numbers_begin_anew(database: MigratedDatabase) -> None:
    """Let the numbers of the empty database begin at 1: by them the map is cut, and tests before have used some up."""
    if database.engine.dialect.name == "postgresql":
        with database.engine.begin() as connection:
            connection.execute(text("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"))


@pytest.mark.parametrize("state", list(State))
def test_each_page_it_names_is_there_for_everybody(app: Flask, world_of: WorldOf, state: State) -> None:
    things = world_of(state).things
    client = FlaskClient(app)
    paths = named(read(client))
    assert f"/ar/consultations/{things['slug']}/" in paths or state is State.DRAFT
    assert f"/en/organisations/{things['speaking']}/" in paths
    assert f"/en/organisations/{things['applied']}/" not in paths
    for path in paths:
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (200, "text/html"), path
        canonical = [
            each.get("href")
            for each in Page(path, {}, answer.text).every("link")
            if each.get("rel") == "canonical"
        ]
        assert canonical == [f"{HERE}{path}"], "a map names pages by the address that they give themselves"


def test_what_is_not_public_is_not_in_it(app: Flask, committed: Committed, at: At) -> None:
    with committed() as session:
        made, draft = make_scene(session), make_scene(session, State.DRAFT)
        kept, hidden, gone, back = (comment(session, made) for _ in range(4))
        own = comment(session, made, by=made.author)
        answer = reply(session, kept)
        hide(session, made, hidden)
        erased(session, made, gone)
        withdraw(session, actor=made.author, now=moments.DURING, reference=own.reference)
        waiting, (speaking, _actor) = applied(session), verified(session)
        bodies = {waiting.slug, speaking.slug}
        held = [each.reference for each in (hidden, gone, own)]
    at(moments.DURING)
    paths = named(read(FlaskClient(app)))
    assert not [path for path in paths if draft.consultation.slug in path]
    assert not [path for path in paths for reference in held if reference in path]
    assert not [path for path in paths if "versions" in path and f"/{draft.commitment.plan.slug}/" in path]
    for said in (kept, back, answer):
        assert {f"/{lang}/contributions/{said.reference}" for lang in ("ar", "en")} <= set(paths)
    assert {slug for slug in bodies for path in paths if path.endswith(f"/organisations/{slug}/")} == {
        speaking.slug
    }
    at(moments.ANNOUNCED - moments.TICK)
    paths = named(read(FlaskClient(app)))
    assert not [path for path in paths if made.consultation.slug in path], "not before it is announced"
    assert not [path for path in paths if path.startswith("/ar/contributions/V")]


def test_each_address_names_its_like_and_when_it_changed(app: Flask, committed: Committed, at: At) -> None:
    with committed() as session:
        made = answered(session)
    at(NOW[State.ANSWERED])
    changed = {}
    for url in read(FlaskClient(app)).iterfind("map:url", NAMES):
        loc, links = url.findtext("map:loc", "", NAMES), url.findall("xhtml:link", NAMES)
        path = urlsplit(loc).path
        beside = {each.attrib["hreflang"]: urlsplit(each.attrib["href"]).path for each in links}
        assert beside == {"ar": f"/ar{path[3:]}", "en": f"/en{path[3:]}", "x-default": f"/ar{path[3:]}"}
        day = url.findtext("map:lastmod", None, NAMES)
        changed[path] = datetime.fromisoformat(day) if day else None
    slug = made.scene.consultation.slug
    outcome = f"/en/consultations/{slug}/outcome/"
    assert changed[outcome] == made.outcome.published_at.replace(microsecond=0)
    assert changed[f"{outcome}themes/{made.theme.id}/"] == changed[outcome]
    assert changed[f"/ar/contributions/{made.comment.reference}"] == made.comment.status_at.replace(
        microsecond=0
    )
    assert changed["/ar/"] is None


def test_a_long_one_is_cut_into_parts(
    app: Flask, committed: Committed, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    with committed() as session:
        made = answered(session, lambda scene, _said: [comment(session, scene) for _ in range(3)])
    at(NOW[State.ANSWERED])
    client = FlaskClient(app)
    whole = named(read(client))
    assert client.get("/sitemap-1.xml").data == client.get("/sitemap.xml").data
    assert client.get("/sitemap-2.xml").status_code == 404
    # PostgreSQL goes on counting where other tests have left off: so the parts are not always as short as here. A
    # consultation has five pages, and they stand in one part.
    most = max(5, made.comment.id // 4)
    monkeypatch.setattr(addresses, "MOST", most)
    listed = read(client)
    assert listed.tag.endswith("sitemapindex")
    cut = parts(listed)
    assert cut == [f"/sitemap-{number}.xml" for number in range(1, len(cut) + 1)]
    found = [named(read(client, part)) for part in cut]
    assert mapped(client) == [path for part in found for path in part]
    assert sorted(path for part in found for path in part) == sorted(whole)
    # What always stands is one part, however small the others are made here.
    assert max(map(len, found[1:])) <= 2 * most
    assert len([part for part in found if part]) > 3
    assert client.get(f"/sitemap-{len(cut) + 1}.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


def test_a_part_asks_the_database_as_often_however_much_was_said(
    app: Flask, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    client, asked = FlaskClient(app), []
    with committed() as session:
        made = make_scene(session)
        comment(session, made)
    for more in (0, 30):
        with committed() as session:
            for _ in range(more):
                comment(session, made)
        with statements_of(app.extensions["engine"]) as sent:
            paths = named(read(client))
        assert len([path for path in paths if path.startswith("/en/contributions/V")]) == 1 + more
        asked.append(len(sent))
    assert asked[0] == asked[1] <= 22


def test_a_part_has_room_in_the_page_cache(app: Flask, committed: Committed, at: At) -> None:
    at(moments.DURING)
    with committed() as session:
        made = make_scene(session)
        for _ in range(30):
            comment(session, made)
    client = FlaskClient(app)
    of_each = 2 * len(client.get("/sitemap.xml").data) / len(named(read(client)))
    assert 2 * of_each * addresses.MOST < page_cache.MOST_BYTES / page_cache._LARGEST_PART


def test_robots_are_told_of_it(app: Flask) -> None:
    lines = FlaskClient(app).get("/robots.txt").text.splitlines()
    assert f"Sitemap: {HERE}/sitemap.xml" in lines
