"""Names of those who came to a meeting stand on the pages of its minutes and in their file, and nowhere else."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from sqlalchemy import select

from consult.forum.services import UpdateWords, remove_name, update_action_item
from consult.record.models import LogEntry
from tests.factories import moments
from tests.factories.forum import ZONE, ruled, seated
from tests.factories.meetings import NAME
from tests.factories.minuted import POST, fully_minuted
from tests.factories.scenes import REASON
from tests.site_map import mapped

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flask import Flask

    from tests.public.conftest import Committed

LINK = re.compile(r'(?:href|src|action)="([^"#]+)')
MINUTES = re.compile(r"/forum/meetings/[^/]+/minutes(?:\.pdf|/(?:versions/\d+/)?)$")
ADDRESS = "member@body.example"


def everything(client: FlaskClient) -> dict[str, bytes]:
    """Return all that a reader is led to from the map of the site, by its path: pages and open files."""
    found: dict[str, bytes] = {}
    waiting = deque(["/sitemap.xml", "/robots.txt", *mapped(client)])
    while waiting:
        path = waiting.popleft()
        if path in found or "/account" in path or path.startswith("/static/"):
            continue
        answer = client.get(path)
        found[path] = answer.data
        if answer.mimetype == "text/html" and answer.status_code == 200:
            for link in LINK.findall(answer.text):
                to = urlsplit(urljoin(f"http://localhost{path}", link.replace("&amp;", "&")))
                if to.netloc == "localhost":
                    waiting.append(f"{to.path}?{to.query}" if to.query else to.path)
    return found


def test_no_page_file_or_log_but_the_minutes_holds_a_name_of_the_attendance(
    app: Flask, committed: Committed, at: Callable[[datetime], datetime]
) -> None:
    at(moments.DURING)
    with committed() as session:
        made = fully_minuted(session)
        ruled(session)
        seated(session, made.scene.organisation)
        update_action_item(
            session, actor=made.keeper, now=moments.DURING, zone=ZONE, entry_id=made.entries["agreed"].id, seen=0,
            said=UpdateWords("in-progress", moments.ANNOUNCED.date(), REASON),
        )  # fmt: skip
    read = everything(FlaskClient(app))
    canaries = [word.encode() for word in (*NAME, ADDRESS, *NAME[1].split())]
    holding = {path for path, data in read.items() if any(canary in data for canary in canaries)}
    assert {path for path in holding if not MINUTES.search(path)} == set()
    assert {path for path in read if MINUTES.search(path) and path.endswith("/")} == holding
    home = f"/forum/meetings/{made.slug}"
    reached = {path[3:] for path in read if "/forum/" in path}
    assert {
        f"{home}/", f"{home}/minutes/", f"{home}/minutes.pdf", f"{home}/minutes/versions/1/",
        f"{home}/minutes/compare/1...2/", "/forum/action-items/", "/forum/action-items.csv",
        "/forum/action-items.jsonl", f"/forum/action-items/{made.entries['agreed'].id}/",
    } <= reached  # fmt: skip
    assert len(read) > 60
    # A post stands elsewhere: that a name would be found is no accident.
    assert POST[1].encode() in read[f"/en{home}/"]
    for query in ("?q=", "?reference="):
        assert NAME[1] not in FlaskClient(app).get(
            f"/en/contributions/{query}{NAME[1].split()[0]}"
        ).text.replace(f'value="{NAME[1].split()[0]}"', "")


def test_the_map_names_meetings_and_action_items_and_no_minutes(
    app: Flask, committed: Committed, at: Callable[[datetime], datetime]
) -> None:
    at(moments.DURING)
    with committed() as session:
        made = fully_minuted(session)
    named = set(mapped(FlaskClient(app)))
    for path in ("/forum/", f"/forum/meetings/{made.slug}/", "/forum/action-items/",
                 f"/forum/action-items/{made.entries['outcome'].id}/"):  # fmt: skip
        assert {f"/ar{path}", f"/en{path}"} <= named
    assert not [path for path in named if "minutes" in path]


def test_the_log_holds_no_name_of_the_attendance(committed: Committed) -> None:
    with committed() as session:
        made = fully_minuted(session)
        assert made.speaker.person_id
        remove_name(session, actor=made.keeper, now=moments.DURING, person_id=made.speaker.person_id)
        entries = session.scalars(select(LogEntry)).all()
        told = [f"{entry.subject} {entry.details}" for entry in entries]
    assert [line for line in told if line.startswith("forum")]
    assert len(told) >= 3
    assert not [line for line in told for word in (*NAME, ADDRESS) if word in line]
