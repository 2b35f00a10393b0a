"""The pages of the forum's meetings: agenda, attendance by post and body, what the minutes say by kind; no name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from consult.documents.models import Attached
from consult.documents.services import attach
from consult.forum.services import cancel_meeting, change_meeting, invite
from consult.forum.services.meetings import last_act
from consult.presenters import meetings
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.documents import filed
from tests.factories.forum import secretary
from tests.factories.meetings import DAY, ITEMS, MEETING, NAME, TODAY, agenda_of, attendee, planned
from tests.factories.minuted import POST, Minuted, fully_minuted
from tests.factories.organisations import coordinator
from tests.factories.scenes import REASON
from tests.review import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.public.conftest import Committed

COMING = replace(MEETING, day=date(2026, 4, 20))


@pytest.fixture
def minuted(committed: Committed, at: Callable[[datetime], datetime]) -> Minuted:
    """Return a meeting with everything, read some days after its minutes were published."""
    at(moments.DURING)
    with committed() as session:
        made = fully_minuted(session)
        assert made.scene.commitment.plan.slug
    return made


def read(client: ReviewingClient, path: str) -> str:
    """Return the words of a page."""
    return " ".join(words(client.page(path).root).split())


def test_a_meeting_is_told_of_with_its_agenda_and_by_kind(client: ReviewingClient, minuted: Minuted) -> None:
    said = read(client, f"/en/forum/meetings/{minuted.slug}/")
    for told in (
        "Tuesday 10 February 2026, from 10:00 am to 12:00 pm, Amman time", "In person", "The ministry",
        "It was held. Version 2 of its minutes was published on 1 March 2026.", "Welcome", "after the meeting",
        "Questions and answers", "Offers of cooperation", "What was agreed", "To write a list",
        "Neither an owner nor a day is stated in the minutes", "Read the minutes",
    ):  # fmt: skip
        assert told in said
    assert said.index("A question") < said.index("The reply") < said.index("An offer")
    in_arabic = read(client, f"/ar/forum/meetings/{minuted.slug}/")
    for told in (
        "الثلاثاء 10 شباط 2026",
        "وجاهي",
        "مقر الوزارة",
        "ما اتُّفق عليه",
        "لا يذكر المحضر جهة مسؤولة ولا موعد إنجاز",
    ):
        assert told in in_arabic


def test_attendance_stands_by_body_and_post_without_any_name(
    client: ReviewingClient, minuted: Minuted
) -> None:
    for lang, place in (("ar", 0), ("en", 1)):
        page = client.page(f"/{lang}/forum/meetings/{minuted.slug}/")
        assert POST[place] in page.source
        assert not [name for name in NAME if name in page.source]
    assert "2 people came, from 1 body." in read(client, f"/en/forum/meetings/{minuted.slug}/")


def test_the_forum_tells_of_the_next_meeting_and_what_the_last_one_agreed_in_its_minutes(
    client: ReviewingClient, minuted: Minuted, committed: Committed
) -> None:
    with committed() as session:
        coming = planned(session, words=COMING)
        agenda_of(session, coming)
    said = read(client, "/en/forum/")
    for told in (
        "The next meeting", "Monday 20 April 2026", "What the last meeting agreed", "To write a list", "Overdue",
        "2 action items are open. 1 of them is overdue.", "2 people came, from 1 body.", "To come",
    ):  # fmt: skip
        assert told in said
    carried = read(client, f"/en/forum/meetings/{coming.slug}/")
    assert "What earlier meetings left to do" in carried
    assert "To send it" in carried
    assert "It is still to come." in carried
    assert minuted.slug != coming.slug


def test_the_forum_is_warned_that_no_meeting_with_an_agenda_came_in_time(
    client: ReviewingClient, minuted: Minuted, at: Callable[[datetime], datetime]
) -> None:
    assert "The forum met last" not in read(client, "/en/forum/")
    at(moments.DURING.replace(month=8, day=13))
    said = read(client, "/en/forum/")
    assert "The forum met last on 10 February 2026." in said
    assert "should have met again by 12 August 2026" in said
    assert minuted.slug


def test_an_agenda_shows_a_meeting_and_its_later_editions_say_why(
    client: ReviewingClient, committed: Committed, at: Callable[[datetime], datetime]
) -> None:
    at(moments.DURING)
    with committed() as session:
        by = secretary(session)
        meeting = planned(session, by=by, words=COMING)
    path = f"/en/forum/meetings/{meeting.slug}/"
    assert client.get(path).status_code == 404
    with committed() as session:
        agenda_of(session, meeting, by=by)
        agenda_of(session, meeting, by=by, items=ITEMS[:1], seen=1, reason=REASON)
    said = read(client, path)
    assert "Published on 1 March 2026, before the meeting" in said
    assert "1 earlier edition of the agenda" in said
    assert REASON[1] in said
    assert "Read the minutes" not in said
    assert client.get(f"{path}minutes/").status_code == 404
    assert client.get(f"/en/forum/meetings/{meeting.slug}/minutes.pdf").status_code == 404


def test_attendance_before_the_minutes_is_who_was_sent_an_invitation(
    client: ReviewingClient, committed: Committed, at: Callable[[datetime], datetime]
) -> None:
    at(moments.DURING)
    with committed() as session:
        by = secretary(session)
        meeting = planned(session, by=by, words=COMING)
        agenda_of(session, meeting, by=by)
        attendee(session, meeting, by=by, post=POST)
    path = f"/en/forum/meetings/{meeting.slug}/"
    assert POST[1] not in client.page(path).source
    with committed() as session:
        invite(session, actor=by, now=moments.ANNOUNCED, meeting_id=meeting.id, today=TODAY)
    said = read(client, path)
    assert "1 person is invited, from 1 body." in said
    assert POST[1] in said
    assert NAME[1] not in said


def test_a_meeting_that_was_moved_and_called_off_says_why_and_what_stood_beside_its_agenda(
    client: ReviewingClient, committed: Committed, at: Callable[[datetime], datetime]
) -> None:
    at(moments.DURING)
    with committed() as session:
        by = secretary(session)
        meeting = planned(session, by=by, words=COMING)
        agenda_of(session, meeting, by=by)
        change_meeting(
            session, actor=by, now=moments.BEFORE, meeting_id=meeting.id, reason=REASON,
            words=replace(COMING, day=date(2026, 4, 27), begins=time(11, 0), place_en="The town hall"),
            seen=last_act(session, meeting).id,
        )  # fmt: skip
    path = f"/en/forum/meetings/{meeting.slug}/"
    said = read(client, path)
    for told in (
        "Changed on",
        REASON[1],
        "Day: Monday 20 April 2026",
        "Begins: 10:00 am",
        "Place: The ministry",
    ):
        assert told in said
    assert "Ends:" not in said
    with committed() as session:
        cancel_meeting(
            session,
            actor=by,
            now=moments.BEFORE,
            meeting_id=meeting.id,
            reason=("ألغي", "No quorum"),
        )
    said = read(client, path)
    assert "It was called off." in said
    assert "No quorum" in said
    assert "Called off" in read(client, "/en/forum/")


def test_a_commitment_and_a_body_lead_to_the_sentences_of_minutes_about_them(
    client: ReviewingClient, minuted: Minuted
) -> None:
    anchor = f"/en/forum/meetings/{minuted.slug}/#clause-{minuted.entries['agreed'].clause_id}"
    plan = minuted.scene.commitment.plan.slug
    for path in (f"/en/plans/{plan}/commitments/{minuted.scene.commitment.number}/",
                 f"/en/organisations/{minuted.scene.organisation.slug}/"):  # fmt: skip
        page = client.page(path)
        assert "In the minutes of the forum" in page.source
        assert f'href="{anchor}"' in page.source
        assert POST[1] in page.source
        assert NAME[1] not in page.source
    target = client.page(anchor.partition("#")[0])
    assert target.ids[anchor.partition("#")[2]] == 1


def test_of_the_sentences_of_minutes_about_a_body_the_latest_are_shown(
    client: ReviewingClient, minuted: Minuted, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"/en/organisations/{minuted.scene.organisation.slug}/"
    whole = client.page(page).source
    assert "Older sentences stand in the minutes" not in whole
    monkeypatch.setattr(meetings, "MOST_SENTENCES", 1)
    monkeypatch.setattr(meetings, "FIRST_SENTENCES", 1)
    bounded = client.page(page).source
    assert "Older sentences stand in the minutes" in bounded
    assert whole.count("#clause-") > bounded.count("#clause-") == 1


def test_documents_of_a_meeting_stand_with_its_agenda_and_name_it(
    client: ReviewingClient, minuted: Minuted, committed: Committed
) -> None:
    with committed() as session:
        document = filed(
            session, minuted.scene.organisation, storage=client.application.extensions["storage"]
        )
        attach(
            session, actor=coordinator(session), now=moments.ANNOUNCED, slug=document.slug, kind=Attached.MEETING,
            subject_id=minuted.meeting.id,
        )  # fmt: skip
    assert f"/en/documents/{document.slug}/" in client.page(f"/en/forum/meetings/{minuted.slug}/").source
    assert f"/en/forum/meetings/{minuted.slug}/" in client.page(f"/en/documents/{document.slug}/").source


def test_meetings_are_paged_by_places_and_what_is_none_is_the_first_page_of_the_agenda(
    client: ReviewingClient, committed: Committed, at: Callable[[datetime], datetime]
) -> None:
    at(moments.DURING)
    with committed() as session:
        by = secretary(session)
        for month in range(1, 13):
            meeting = planned(session, by=by, words=replace(MEETING, day=DAY.replace(year=2025, month=month)))
            agenda_of(session, meeting, by=by)
    first = client.page("/en/forum/").source
    assert "/meetings/2025-12-10/" in first
    assert "/meetings/2025-01-10/" not in first
    older = next(
        str(link.get("href")) for link in client.page("/en/forum/").every("a") if link.get("rel") == "next"
    )
    assert "after=2025-03-10~" in older
    assert "/meetings/2025-01-10/" in client.page(older.partition("#")[0]).source
    for wrong in ("x", "2025-13-01~1", "20250310~1", "2025-03-10~0", "1999-01-01~1"):
        assert "/meetings/2025-12-10/" in client.page(f"/en/forum/?after={wrong}").source
