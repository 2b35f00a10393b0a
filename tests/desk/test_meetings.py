"""A secretary takes a meeting from its planning to its published minutes on one screen, and says what became of it."""
# ruff: noqa: RUF001 - a day is typed in other digits

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.orm import Session

from consult.accounts.models import Role, User
from consult.accounts.policies import Actor
from consult.forum import queries
from consult.forum.models import Meeting
from consult.forum.services import draft_of
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.forum import secretary
from tests.factories.meetings import NAME, agenda_of, attendee, came, held, planned, written
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.public.conftest import Committed
from tests.review import words

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
BOTH = {"reason_ar": "سبب منشور.", "reason_en": "A published reason."}
SCREEN = "/en/desk/forum/meetings/2026-02-10/"
TEXT = {"heading_ar": "عنوان", "heading_en": "A heading", "text_ar": "قيل كذا.", "text_en": "This was said."}


@pytest.fixture
def keeping(client: ReviewingClient, committed: Committed, user_of: UserOf, at: At) -> ReviewingClient:
    """Return the browser of a secretary."""
    at(moments.DURING)
    with committed() as session:
        actor = secretary(session)
    client.sign_in(user_of(actor))
    return client


def made(committed: Committed, of: Callable[[Session], Any]) -> Any:  # noqa: ANN401 - whatever is made
    with committed() as session:
        return of(session)


def read(client: ReviewingClient, path: str = SCREEN) -> str:
    return " ".join(words(client.page(path).root).split())


def meeting(session: Session) -> Meeting:
    found = queries.meeting_by_slug(session, "2026-02-10", shown=False)
    assert found is not None
    return found


def test_a_meeting_begins_with_nothing_and_says_what_comes_next(
    keeping: ReviewingClient, asked: Scene
) -> None:
    assert "No meeting is entered yet" in read(keeping, "/en/desk/forum/")
    typed = {
        "title_ar": "اجتماع", "title_en": "A meeting", "day": "٥/٤/٢٠٢٦", "begins": "٣ مساءً", "ends": "4:30 pm",
        "place_ar": "مقر", "place_en": "A seat", "keeper": asked.organisation.slug,
    }  # fmt: skip
    refused = keeping.submit("/en/desk/forum/meetings/new", typed | {"begins": "noon-ish"}, button="Plan it")
    assert refused.status_code == 422
    assert "This cannot be read as a time." in refused.text
    assert "noon-ish" in refused.text
    led = location(keeping.submit("/en/desk/forum/meetings/new", typed, button="Plan it"))
    assert led == "/en/desk/forum/meetings/2026-04-05/"
    screen = read(keeping, led)
    assert "Sunday 5 April 2026, from 3:00 pm to 4:30 pm" in screen
    assert "Nobody is in it yet" in screen
    assert keeping.get("/en/forum/meetings/2026-04-05/").status_code == 404


def test_whoever_is_known_is_added_by_one_choice_and_invited_once(
    keeping: ReviewingClient, committed: Committed
) -> None:
    def ready(session: Session) -> int:
        known = queries.attendances(session, meeting_id=held(session).id)[0].person_id
        planned(session)
        assert known is not None
        return known

    known = made(committed, ready)
    screen = "/en/desk/forum/meetings/2026-02-10-2/"
    added = keeping.submit(f"{screen}people", {"known_person": str(known)}, button="Add them")
    assert location(added) == screen
    assert NAME[1] in read(keeping, screen)
    over = keeping.submit(f"{screen}invite", {}, button="Send the invitations")
    assert over.status_code == 422
    assert "The day of this meeting has passed." in over.text
    out = next(
        str(link.get("href")) for link in keeping.page(screen).every("a") if "/out" in str(link.get("href"))
    )
    assert location(keeping.submit(out.partition("#")[0], {}, button="Remove from this meeting")) == screen
    assert "Nobody is in it yet" in read(keeping, screen)


def test_minutes_are_written_arranged_and_published_on_the_screen(
    keeping: ReviewingClient, committed: Committed, asked: Scene
) -> None:
    def ready(session: Session) -> None:
        there = planned(session, asked.organisation)
        attendee(session, there)
        came(session, there)

    made(committed, ready)
    first = keeping.submit(
        f"{SCREEN}minutes/new", TEXT | {"entry_kind": "question"}, button="Save in the draft"
    )
    assert location(first) == SCREEN
    refused = keeping.submit(
        f"{SCREEN}minutes/new", TEXT | {"text_en": f"{NAME[1]} said so"}, button="Save in the draft"
    )
    assert refused.status_code == 422
    assert f"{NAME[1]} said so" in refused.text
    agreed = TEXT | {"entry_kind": "agreed", "heading_en": "A list", "owner": asked.organisation.slug}
    keeping.submit(f"{SCREEN}minutes/new", agreed, button="Save in the draft")
    assert "Due: not stated in the minutes." in read(keeping)
    with committed() as session:
        draft = draft_of(session, meeting(session))
        assert draft is not None
        one, two = (row.clause_id for row in draft.clauses)
    there = f"{SCREEN}minutes/{two}"
    assert location(keeping.submit(SCREEN, {}, button="arrange=up", action=f"/{two}/arrange")) == SCREEN
    assert read(keeping).index("A list") < read(keeping).index("Question")
    keeping.submit(SCREEN, {}, button="arrange=out", action=f"/{one}/arrange")
    assert "1 clause was taken out" in read(keeping)
    keeping.submit(SCREEN, {}, button="Put it back", action=f"/{one}/arrange")
    assert "A list" in keeping.page(there).source
    asking = read(keeping, f"{SCREEN}publish")
    assert "Everybody reads the minutes, with the names of who came." in asking
    assert location(keeping.submit(f"{SCREEN}publish", {}, button="Publish the minutes")) == SCREEN
    assert "Version 1" in read(keeping)
    again = keeping.submit(there, {"heading_en": "A longer list"}, button="Save in the draft")
    assert location(again) == SCREEN
    assert keeping.submit(f"{SCREEN}publish", {}, button="Publish the minutes").status_code == 422
    assert location(keeping.submit(f"{SCREEN}discard", {}, button="Discard the draft")) == SCREEN
    assert "A longer list" not in read(keeping)


def test_who_came_is_recorded_from_two_windows(
    keeping: ReviewingClient, committed: Committed, asked: Scene
) -> None:
    def ready(session: Session) -> tuple[int, int]:
        there = planned(session, asked.organisation)
        return attendee(session, there).id, attendee(session, there, name=("نون ميم", "Noon Meem")).id

    one, two = made(committed, ready)
    seen = " ".join(f"{each}:00" for each in (one, two))
    keeping.submit(f"{SCREEN}presence", {f"presence-{one}": "present"}, button="Save")
    stale = {f"presence-{one}": "invited", f"presence-{two}": "absent", "seen": seen}
    assert location(keeping.submit(f"{SCREEN}presence", stale, button="Save")) == SCREEN
    told = read(keeping)
    assert told.index("Came · Member") < told.index("Did not come · Member")
    stale = {f"presence-{one}": "apologised", f"presence-{two}": "invited", "seen": seen}
    assert (
        "Somebody else recorded this otherwise"
        in keeping.submit(f"{SCREEN}presence", stale, button="Save").text
    )
    # The page that came back has seen what stands: the same choice once more is meant.
    again = keeping.submit(f"{SCREEN}presence", {f"presence-{one}": "apologised"}, button="Save")
    assert location(again) == SCREEN


def test_a_meeting_is_changed_and_called_off_with_a_reason(
    keeping: ReviewingClient, committed: Committed, at: At
) -> None:
    made(committed, lambda session: agenda_of(session, planned(session)))
    at(moments.DRAFTED.replace(month=2, day=1))
    refused = keeping.submit(f"{SCREEN}details", {"place_en": "Elsewhere"}, button="Save")
    assert refused.status_code == 422
    assert (
        location(keeping.submit(f"{SCREEN}details", BOTH | {"place_en": "Elsewhere"}, button="Save"))
        == SCREEN
    )
    assert "Elsewhere" in read(keeping)
    agenda = {"topics-1-title_ar": "آخر", "topics-1-title_en": "Another", **BOTH}
    assert location(keeping.submit(f"{SCREEN}agenda", agenda, button="Publish the agenda")) == SCREEN
    assert location(keeping.submit(f"{SCREEN}cancel", BOTH, button="Call it off")) == SCREEN
    assert "It was called off" in read(keeping)


def test_a_name_is_corrected_and_removed_for_good(keeping: ReviewingClient, committed: Committed) -> None:
    who = made(
        committed, lambda session: queries.attendances(session, meeting_id=held(session).id)[0].person_id
    )
    at = f"/en/desk/forum/people/{who}/"
    assert NAME[1] in read(keeping, "/en/desk/forum/people/")
    keeping.submit(at, {"name_en": "Ess Tsad Zay"}, button="Save")
    assert "Ess Tsad Zay" in read(keeping, "/en/forum/meetings/2026-02-10/minutes/")
    assert "1 meeting" in read(keeping, f"{at}remove")
    keeping.submit(f"{at}remove", {}, button="Remove it for good")
    assert keeping.get(at).status_code == 404
    assert "It is removed already" in read(keeping, f"{at}remove")
    for page in ("", "versions/1/"):
        assert "Tsad" not in keeping.page(f"/en/forum/meetings/2026-02-10/minutes/{page}").source
    assert "Name removed" in read(keeping)


def test_an_officer_of_its_owner_says_what_became_of_an_action_item(
    keeping: ReviewingClient, committed: Committed, user_of: UserOf, asked: Scene
) -> None:
    def ready(session: Session) -> tuple[int, Actor, Actor]:
        there = planned(session, asked.organisation)
        attendee(session, there)
        came(session, there)
        item = written(session, there, "agreed", owner=asked.organisation.slug)
        return (
            item.id,
            person(session, (Role.OFFICER, asked.organisation.scope)),
            person(session, (Role.MODERATOR, "site")),
        )

    item, officer, stranger = made(committed, ready)
    keeping.submit(f"{SCREEN}publish", {}, button="Publish the minutes")
    at = f"/en/desk/forum/action-items/{item}/"
    assert "A heading" in read(keeping, "/en/desk/forum/action-items/")
    keeping.sign_in(user_of(stranger))
    assert keeping.get(at).status_code == 404
    assert "None is open" in read(keeping, "/en/desk/forum/action-items/")
    keeping.sign_in(user_of(officer))
    typed = {"status": "done", "as_of": "1/3/2026", "note_ar": "أُنجز.", "note_en": "It is done."}
    assert "owner" not in keeping.page(at).source.partition('id="typed"')[2].partition("</form>")[0]
    assert location(keeping.submit(at, typed, button="Say it")) == at
    assert "It is done." in read(keeping, f"/en/forum/action-items/{item}/")
    assert "Closed" in read(keeping, "/en/desk/forum/action-items/")
