"""The minutes of a meeting: names by reference, on their page and file alone, gone from every version once removed."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from consult.forum.services import Attendee, add_attendee, leave_out, remove_name
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.meetings import NAME, attendee, came, minuted, planned, written
from tests.factories.minuted import POST, Minuted, fully_minuted
from tests.factories.scenes import REASON
from tests.factories.texts import organisation
from tests.review import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.public.conftest import Committed


@pytest.fixture
def made(committed: Committed, at: Callable[[datetime], datetime]) -> Minuted:
    """Return a meeting with two versions of minutes."""
    at(moments.DURING)
    with committed() as session:
        return fully_minuted(session)


def with_names(slug: str, lang: str) -> list[str]:
    """Return the addresses on which names stand."""
    home = f"/{lang}/forum/meetings/{slug}/minutes"
    return [f"{home}/", f"{home}/versions/1/", f"{home}/versions/2/"]


def in_pdf(data: bytes) -> set[str]:
    """Return the words of a PDF."""
    return set(
        re.findall(r"\w+", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))
    )


@pytest.mark.parametrize(("lang", "place"), [("ar", 0), ("en", 1)])
def test_minutes_name_who_came_and_who_spoke(
    client: ReviewingClient, made: Minuted, lang: str, place: int
) -> None:
    for path in with_names(made.slug, lang):
        page = client.page(path)
        # In the attendance, and beside the two clauses that they said.
        assert page.source.count(NAME[place]) == 3
        assert POST[place] in page.source
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert page.headers["Cache-Control"] == "private, no-store"
        assert [meta.get("content") for meta in page.every("meta") if meta.get("name") == "robots"] == [
            "noindex"
        ]
        about = [str(meta.get("content")) for meta in page.every("meta") if meta.get("content")]
        assert not [said for said in about if NAME[place] in said]
    paper = client.get(f"/{lang}/forum/meetings/{made.slug}/minutes.pdf")
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    assert paper.headers["X-Robots-Tag"] == "noindex"
    assert paper.headers["Cache-Control"] == "private, no-store"
    assert {*NAME[place].split(), *POST[place].split()} <= in_pdf(paper.data)


@pytest.mark.parametrize(("lang", "place", "removed"), [("ar", 0, "حُذف الاسم"), ("en", 1, "Name removed")])
def test_a_name_that_is_removed_is_gone_from_every_version_of_the_minutes_and_from_their_file(
    client: ReviewingClient, made: Minuted, committed: Committed, lang: str, place: int, removed: str
) -> None:
    assert made.speaker.person_id
    with committed() as session:
        remove_name(session, actor=made.keeper, now=moments.DURING, person_id=made.speaker.person_id)
    for path in with_names(made.slug, lang):
        page = client.page(path)
        assert NAME[place] not in page.source
        assert page.source.count(removed) == 3
        assert POST[place] in page.source
    paper = client.get(f"/{lang}/forum/meetings/{made.slug}/minutes.pdf").data
    assert not set(NAME[place].split()) & in_pdf(paper)
    assert set(POST[place].split()) <= in_pdf(paper)


def test_minutes_that_never_named_anybody_have_no_column_for_names(
    client: ReviewingClient, committed: Committed, at: Callable[[datetime], datetime]
) -> None:
    at(moments.DURING)
    with committed() as session:
        meeting = planned(session)
        attendee(session, meeting, name=("", ""), honorific=("", ""), email="")
        came(session, meeting)
        written(session, meeting)
        minuted(session, meeting)
    page = client.page(f"/en/forum/meetings/{meeting.slug}/minutes/")
    assert "Name" not in [words(cell) for cell in page.every("th")]
    assert "Name removed" not in page.source
    assert client.get(f"/en/forum/meetings/{meeting.slug}/minutes.pdf").status_code == 200


def test_versions_of_minutes_say_why_and_are_compared(client: ReviewingClient, made: Minuted) -> None:
    newest = words(client.page(f"/en/forum/meetings/{made.slug}/minutes/").root)
    assert REASON[1] in newest
    assert "Said later." in newest
    assert "There is a newer version" not in newest
    first = words(client.page(f"/en/forum/meetings/{made.slug}/minutes/versions/1/").root)
    assert "Said later." not in first
    assert "There is a newer version" in first
    beside = client.page(f"/en/forum/meetings/{made.slug}/minutes/compare/1...2/")
    assert "added" in words(beside.root)
    assert "Said later." in beside.source
    assert beside.headers["X-Robots-Tag"] == "noindex"
    assert NAME[1] not in beside.source


@pytest.mark.parametrize("rest", ["minutes/versions/3/", "minutes/compare/1...3/", "minutes/compare/0...1/"])
def test_versions_of_minutes_that_are_not_there_are_not_found(
    client: ReviewingClient, made: Minuted, rest: str
) -> None:
    assert client.get(f"/en/forum/meetings/{made.slug}/{rest}").status_code == 404


def test_a_draft_of_minutes_is_read_by_nobody(
    client: ReviewingClient, committed: Committed, made: Minuted
) -> None:
    with committed() as session:
        later = planned(session, by=made.keeper)
        attendee(session, later, by=made.keeper)
        draft = written(session, later, "agreed", by=made.keeper, heading=("مسودة", "A draft"))
        written(session, made.meeting, by=made.keeper, heading=("مسودة", "A draft"))
    for path in ("", "minutes/", "minutes/versions/1/", "minutes/compare/1...1/", "minutes.pdf"):
        assert client.get(f"/en/forum/meetings/{later.slug}/{path}").status_code == 404
    assert client.get(f"/en/forum/action-items/{draft.id}/").status_code == 404
    for path in (
        f"meetings/{made.slug}/",
        f"meetings/{made.slug}/minutes/",
        "action-items/",
        "action-items.csv",
    ):
        assert "A draft" not in client.get(f"/en/forum/{path}").text
    assert client.get(f"/en/forum/meetings/{made.slug}/minutes/versions/3/").status_code == 404


def test_whoever_was_forgotten_in_published_attendance_says_since_when_they_stand_there(
    client: ReviewingClient, committed: Committed, made: Minuted
) -> None:
    with committed() as session:
        who = Attendee(organisation(session).slug, ("أمينة الصندوق", "Treasurer"), "guest")
        add_attendee(session, actor=made.keeper, now=moments.DURING, meeting_id=made.meeting.id, who=who)
    day = "added on "
    for path in (with_names(made.slug, "en")[1], f"/en/forum/meetings/{made.slug}/"):
        page = words(client.page(path).root)
        assert page.count(day) == 1
        assert page.index("Treasurer") < page.index(day)


def test_whoever_is_taken_out_of_published_attendance_leaves_post_and_reason(
    client: ReviewingClient, committed: Committed, at: Callable[[datetime], datetime]
) -> None:
    at(moments.DURING)
    with committed() as session:
        made = fully_minuted(session)
        extra = attendee(session, made.meeting, by=made.keeper, post=("منصب آخر", "Another post"), email="")
        leave_out(
            session, actor=made.keeper, now=moments.DURING, meeting_id=made.meeting.id, attendance_id=extra.id,
            reason=("لم يكن في الاجتماع", "Was not at the meeting"),
        )  # fmt: skip
    said = words(client.page(f"/en/forum/meetings/{made.slug}/minutes/").root)
    assert "Taken out of the attendance since" in said
    assert "Another post" in said
    assert "Was not at the meeting" in said
    assert "2 people came" in said
