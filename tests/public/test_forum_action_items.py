"""What the forum agreed: each action item with owner, day, status, evidence and history, as pages and open files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from consult.forum.services import UpdateWords, update_action_item
from consult.public.forum.action_items_file import COLUMNS
from consult.shared import csv as cells
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.forum import ZONE, secretary
from tests.factories.meetings import MEETING, attendee, came, minuted, planned, written
from tests.factories.minuted import Minuted, fully_minuted
from tests.review import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from consult.forum.models import Entry
    from tests.public.conftest import Committed

DONE = UpdateWords(
    "done", date(2026, 2, 20), ("كُتبت القائمة.", "The list was written."), due_on=None,
    evidence_url="https://example.org/list", evidence=("القائمة", "The list"),
)  # fmt: skip


@pytest.fixture
def made(committed: Committed, at: Callable[[datetime], datetime]) -> Minuted:
    """Return a meeting that agreed two things, one with an owner and a day that has passed."""
    at(moments.DURING)
    with committed() as session:
        return fully_minuted(session)


@pytest.fixture
def told(committed: Committed, made: Minuted) -> Entry:
    """Return the one without an owner, of which somebody said that it was begun, and then that it was done."""
    entry = made.entries["agreed"]
    with committed() as session:
        for seen, said in enumerate(
            (replace(DONE, status="in-progress", note=("بدأت.", "It was begun.")), DONE)
        ):
            update_action_item(
                session,
                actor=made.keeper,
                now=moments.DURING,
                zone=ZONE,
                entry_id=entry.id,
                said=said,
                seen=seen,
            )
    return entry


def read(client: ReviewingClient, path: str) -> str:
    """Return the words of the middle of a page."""
    return " ".join(words(next(client.page(path).every("main"))).split())


def test_action_items_say_whose_they_are_by_when_and_where_they_stand(
    client: ReviewingClient, made: Minuted
) -> None:
    said = read(client, "/en/forum/action-items/")
    for told in (
        "2 action items are open. 1 of them is overdue.", "To write a list", "To send it", "Not begun", "Overdue",
        "Neither an owner nor a day is stated in the minutes", "Due: 5 March 2026", "Meeting of 10 February 2026",
    ):  # fmt: skip
        assert told in said
    assert said.index("To write a list") < said.index("To send it"), "in the order of the meeting"
    assert "بند" in read(client, "/ar/forum/action-items/")
    assert made.slug


def test_action_items_are_filtered_by_links_and_what_means_nothing_is_not_heeded(
    client: ReviewingClient, made: Minuted, told: Entry
) -> None:
    body = made.scene.organisation.slug
    shown = {
        "": (True, True), "?state=open": (False, True), "?state=overdue": (False, True), "?state=closed": (True, False),
        f"?owner={body}": (False, True), f"?state=closed&owner={body}": (False, False), "?state=x": (True, True),
        "?owner=nobody": (True, True), "?after=x": (True, True), "?after=1999-01-01~5": (True, True),
    }  # fmt: skip
    for query, (first, second) in shown.items():
        said = read(client, f"/en/forum/action-items/{query}")
        assert ("To write a list" in said, "To send it" in said) == (first, second), query
    assert "Nothing of this kind" in read(client, f"/en/forum/action-items/?state=closed&owner={body}")
    links = {str(a.get("href")) for a in client.page("/en/forum/action-items/?state=open").every("a")}
    assert {
        "/en/forum/action-items/?state=closed",
        f"/en/forum/action-items/?state=open&owner={body}",
    } <= links
    assert told.id


def test_an_action_item_has_its_whole_history_with_evidence(
    client: ReviewingClient, made: Minuted, told: Entry
) -> None:
    page = client.page(f"/en/forum/action-items/{told.id}/")
    said = " ".join(words(page.root).split())
    assert said.index("The list was written.") < said.index("It was begun.")
    commitment = made.scene.commitment
    for part in ("Being carried out", "Done", "forum secretary", f"Commitment {commitment.number}"):
        assert part in said
    assert "2 updates, the last as of 20 February 2026" in read(client, "/en/forum/action-items/")
    evidence = [link for link in page.every("a") if link.get("href") == "https://example.org/list"]
    assert {link.get("rel") for link in evidence} == {"nofollow noopener noreferrer"}
    assert f"/en/forum/meetings/{made.slug}/#clause-{told.clause_id}" in page.source
    assert client.get(f"/en/forum/action-items/{made.entries['question'].id}/").status_code == 404
    assert client.get("/en/forum/action-items/2147483646/").status_code == 404


def test_action_items_are_an_open_file_in_two_forms_that_say_the_same(
    client: ReviewingClient, made: Minuted, told: Entry
) -> None:
    lines = [json.loads(line) for line in client.get("/en/forum/action-items.jsonl").text.splitlines()]
    sheet = client.get("/en/forum/action-items.csv").text
    assert sheet.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(sheet.removeprefix("\ufeff"), newline="")))
    assert [tuple(row) for row in rows] == [COLUMNS] * 2 == [tuple(line) for line in lines]
    for row, line in zip(rows, lines, strict=True):
        as_cells = {
            name: ""
            if value is None
            else {True: "yes", False: "no"}[value]
            if isinstance(value, bool)
            else str(value)
            for name, value in line.items()
        }
        assert {name: cells.typed(value) for name, value in row.items()} == as_cells
    first, second = lines
    assert (first["item"], first["status"], first["updates"], first["owner"]) == (told.id, "done", 2, None)
    assert (second["owner"], second["due_on"], second["as_of"]) == (
        made.scene.organisation.slug,
        "2026-03-05",
        None,
    )


def test_action_items_are_paged_and_nothing_is_passed_over(
    client: ReviewingClient, committed: Committed, at: Callable[[datetime], datetime]
) -> None:
    at(moments.DURING)
    with committed() as session:
        by = secretary(session)
        for month in (1, 2):
            meeting = planned(session, by=by, words=replace(MEETING, day=date(2026, month, 10)))
            attendee(session, meeting, by=by)
            came(session, meeting, by=by)
            for number in range(13):
                written(
                    session,
                    meeting,
                    "agreed",
                    by=by,
                    heading=(f"بند {month}-{number}", f"Item {month}-{number}."),
                )
            minuted(session, meeting, by=by)
    seen, path = [], "/en/forum/action-items/"
    while path:
        page = client.page(path)
        seen += [words(link) for link in page.every("a") if words(link).startswith("Item ")]
        path = next((str(link.get("href")) for link in page.every("a") if link.get("rel") == "next"), "")
    assert seen == [f"Item {month}-{number}." for month in (2, 1) for number in range(13)]


def test_no_action_item_page_is_there_before_a_forum_is(client: ReviewingClient) -> None:
    assert client.get("/en/forum/action-items/").status_code == 404
    assert client.get("/en/forum/").status_code == 404
