"""Action items: what was agreed, whose it is, and what became of it, carried to each meeting until it is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.forum import queries
from consult.forum.models import ActionUpdate, Entry
from consult.forum.policies import is_overdue
from consult.forum.services import UpdateWords, update_action_item
from consult.shared.errors import NotFoundError
from tests.domain.refusal import problems, refused
from tests.factories import moments
from tests.factories.forum import ZONE, secretary
from tests.factories.meetings import MEETING, NAME, attendee, came, held, minuted, planned, written
from tests.factories.people import person
from tests.factories.scenes import REASON
from tests.factories.texts import organisation

DUE = date(2026, 2, 20)
SAID = UpdateWords("in-progress", date(2026, 2, 15), REASON)


def agreed(session: Session, **said: Any) -> Entry:  # noqa: ANN401 - a test names the fields
    meeting = planned(session)
    attendee(session, meeting)
    came(session, meeting)
    row = written(session, meeting, "agreed", **said)
    minuted(session, meeting)
    return row


def told(
    session: Session, row: Entry, said: UpdateWords = SAID, *, seen: int = 0, by: Actor | None = None
) -> ActionUpdate | None:
    return update_action_item(
        session, actor=by or secretary(session), now=moments.ANNOUNCED, zone=ZONE, entry_id=row.id, said=said, seen=seen
    )  # fmt: skip


def test_an_action_item_whose_owner_and_day_the_minutes_do_not_state(session: Session) -> None:
    row = agreed(session)
    [item] = queries.action_items(session)
    assert (item.said.entry_id, item.status, item.owner, item.due_on, item.number) == (
        row.id,
        "open",
        None,
        None,
        0,
    )
    assert queries.numbers_of_items(session, date(2027, 1, 1)) == (1, 0, 0)


def test_an_action_item_is_none_before_its_minutes_are_published(session: Session) -> None:
    meeting = planned(session)
    row = written(session, meeting, "outcome")
    assert queries.action_items(session) == []
    with pytest.raises(NotFoundError):
        told(session, row)
    statement = held(session, "statement")
    for entry in queries.entries(session, meeting_id=statement.id).values():
        with pytest.raises(NotFoundError):
            told(session, entry)


def test_an_action_item_is_updated_and_every_update_stays(session: Session) -> None:
    body = organisation(session)
    row = agreed(session, owner=body.slug, due_on=DUE)
    first = told(session, row, replace(SAID, owner=body.slug, due_on=DUE))
    assert first is not None
    assert [item.number for item in queries.action_items(session, closed=False)] == [1]
    assert told(session, row, replace(SAID, owner=body.slug, due_on=DUE)) is None
    with problems(("edited-meanwhile", None)):
        told(session, row, replace(SAID, status="done"))
    done = replace(
        SAID,
        status="done",
        as_of=date(2026, 2, 18),
        evidence_url="example.org/letter",
        evidence=("كتاب", "Letter"),
    )
    assert told(session, row, done, seen=1) is not None
    [item] = queries.action_items(session, closed=True)
    assert (item.status, item.owner, item.number) == ("done", None, 2)
    assert queries.action_items(session, closed=False) == []
    updates = queries.updates_of(session, entry_ids=[row.id])[row.id]
    assert [update.number for update in updates] == [1, 2]
    assert updates[1].evidence_url == "https://example.org/letter"
    assert is_overdue(updates[0].status, updates[0].due_on, date(2026, 3, 1))
    assert not is_overdue(updates[0].status, None, date(2026, 3, 1))
    assert not is_overdue(updates[1].status, DUE, date(2026, 3, 1))
    with refused(session, "forum_action_updates_no_update"):
        session.execute(update(ActionUpdate).values(status="open"))
    with refused(session, "forum_action_updates_no_delete"):
        session.execute(delete(ActionUpdate))


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"status": "forgotten"}, "choose-one", "status"),
        ({"as_of": None}, "day-needed", "as_of"),
        ({"as_of": date(2026, 3, 2)}, "day-to-come", "as_of"),
        ({"as_of": date(2026, 2, 9)}, "before-last-word", "as_of"),
        ({"note": ("", "Said")}, "write-this", "note_ar"),
        ({"note": (f"أعدّها {NAME[0]}.", "Said")}, "name-in-words", "note_ar"),
        ({"owner": "nobody"}, "choose-one", "owner"),
        (
            {"evidence_url": "ftp://example.org", "evidence": ("كتاب", "Letter")},
            "source-url-unfit",
            "evidence_url",
        ),
        ({"evidence": ("كتاب", "Letter")}, "write-this", "evidence_url"),
    ],
)
def test_what_is_wrong_with_an_update_of_an_action_item_is_said_at_its_field(
    session: Session, changes: dict[str, Any], code: str, field: str
) -> None:
    row = agreed(session)
    with problems((code, field)):
        told(session, row, replace(SAID, **changes))
    assert queries.updates_of(session, entry_ids=[row.id]) == {}


def test_officers_of_its_owner_say_what_became_of_an_action_item_and_name_no_other_owner(
    session: Session,
) -> None:
    body, other = organisation(session), organisation(session)
    row = agreed(session, owner=body.slug, due_on=DUE)
    officer = person(session, (Role.OFFICER, body.scope))
    with pytest.raises(NotFoundError):
        told(session, row, by=person(session, (Role.OFFICER, other.scope)))
    update = told(session, row, replace(SAID, owner=other.slug, due_on=date(2027, 1, 1)), by=officer)
    assert update is not None
    assert (update.owner_id, update.due_on, update.role) == (body.id, DUE, "officer")


def test_an_action_item_is_carried_to_each_meeting_until_it_is_closed(session: Session) -> None:
    row = agreed(session)
    second = planned(session, words=replace(MEETING, day=date(2026, 2, 16)))
    third = planned(session, words=replace(MEETING, day=date(2026, 4, 1)))
    assert [
        [item.said.entry_id for item in queries.carried_to(session, each)] for each in (second, third)
    ] == [[row.id]] * 2
    told(session, row, replace(SAID, status="done", as_of=date(2026, 2, 18)))
    assert [len(queries.carried_to(session, each)) for each in (second, third)] == [1, 0]
    told(session, row, replace(SAID, status="done", as_of=date(2026, 2, 20), due_on=DUE), seen=1)
    fourth = planned(session, words=replace(MEETING, day=date(2026, 2, 19)))
    assert queries.carried_to(session, fourth) == [], "closed before it, whatever was said of it afterwards"
    told(session, row, replace(SAID, as_of=date(2026, 2, 21)), seen=2)
    assert [len(queries.carried_to(session, each)) for each in (second, third, fourth)] == [1, 1, 0]


def test_action_items_are_chosen_by_owner_meeting_and_day(session: Session) -> None:
    body = organisation(session)
    late, other = agreed(session, owner=body.slug, due_on=DUE), agreed(session)

    def found(**chosen: Any) -> list[int]:  # noqa: ANN401 - as above
        return [item.said.entry_id for item in queries.action_items(session, **chosen)]

    assert found() == [late.id, other.id]
    assert found(limit=1) == [late.id]
    first = queries.action_items(session)[0]
    assert found(begun=queries.item_place(first)) == [other.id]
    assert found(owner_ids=[body.id]) == [late.id]
    assert found(meeting_id=other.meeting_id) == [other.id]
    assert found(due_before=date(2026, 2, 21)) == [late.id]
    assert queries.numbers_of_items(session, date(2026, 2, 21)) == (2, 1, 0)
