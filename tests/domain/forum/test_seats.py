"""The forum: its rules are published edition by edition, and seats begin and end once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.forum import queries
from consult.forum.models import ForumRules, ForumSeat
from consult.forum.policies import balance, is_held, is_past
from consult.forum.services import End, Seat, end_seat, enter_seat
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from tests.domain.refusal import problems, refused
from tests.factories import moments
from tests.factories.forum import SINCE, ZONE, ruled, seated, secretary
from tests.factories.organisations import ended as standing_ended
from tests.factories.organisations import verified
from tests.factories.people import person
from tests.factories.scenes import REASON

ENDED = date(2026, 3, 1)
END = End(ENDED, REASON)


def ended(session: Session, seat: ForumSeat, end: End = END) -> ForumSeat:
    return end_seat(
        session, actor=secretary(session), now=moments.ANNOUNCED, zone=ZONE, seat_id=seat.id, end=end
    )


def entries(session: Session) -> list[str]:
    rows = session.scalars(select(LogEntry).where(LogEntry.subject == "forum").order_by(LogEntry.id))
    return [row.kind for row in rows]


def test_rules_are_published_edition_by_edition(session: Session) -> None:
    assert queries.rules(session) is None
    first = ruled(session)
    assert ruled(session) is first
    with problems(("edited-meanwhile", None)):
        ruled(session, rules=("قواعد أخرى", "Other rules"))
    second = ruled(session, rules=("قواعد أخرى", "Other rules"), seen=1)
    assert [row.number for row in queries.editions(session)] == [2, 1]
    assert queries.rules(session) is second
    assert entries(session) == ["forum-rules-published"] * 2
    with refused(session, "forum_rules_no_update"):
        session.execute(update(ForumRules).values(rules_en="Forged"))
    with refused(session, "forum_rules_no_delete"):
        session.execute(delete(ForumRules))


def test_rules_that_say_the_same_are_no_edition(session: Session) -> None:
    ruled(session)
    with problems(("nothing-changed", None)):
        ruled(session, seen=1, reason=("سبب آخر", "Another reason"))


def test_a_seat_is_held_from_its_day_to_its_end(session: Session) -> None:
    seat = seated(session)
    assert seated(session, seat.organisation) is seat
    assert (is_held(seat, SINCE - timedelta(days=1)), is_held(seat, SINCE)) == (False, True)
    assert ended(session, seat) is ended(session, seat)
    assert (is_held(seat, ENDED - timedelta(days=1)), is_held(seat, ENDED), is_past(seat, ENDED)) == (
        True,
        False,
        True,
    )
    assert entries(session) == ["forum-seat-taken", "forum-seat-ended"]
    with problems(("seat-ended-otherwise", None)):
        ended(session, seat, replace(END, ended_on=ENDED - timedelta(days=1)))
    # Who sends what is missing for a seat that is ended already is told that it is.
    with problems(("seat-ended-otherwise", None)):
        ended(session, seat, End(None, ("", "")))
    # Held again, it is entered anew.
    assert seated(session, seat.organisation) is not seat


def test_a_seat_that_was_a_mistake_is_shown_at_the_desk_alone(session: Session) -> None:
    seat = seated(session)
    with problems(("never-held", "mistaken")):
        ended(session, seat, replace(END, mistaken=True))
    mistake = replace(END, ended_on=None, mistaken=True)
    assert ended(session, seat, mistake) is ended(session, seat, mistake)
    assert queries.seats(session) == []
    assert queries.seats_of(session, organisation_id=seat.organisation_id) == []
    assert not is_held(seat, SINCE)
    assert queries.every_seat(session) == [queries.seat(session, seat.id)] == [seat]


def test_a_seat_that_is_held_is_not_entered_since_another_day(session: Session) -> None:
    seat = seated(session)
    with problems(("seat-held-already", "since")):
        seated(session, seat.organisation, since=SINCE + timedelta(days=1))
    assert seated(session, seat.organisation, post_en="Another post") is not seat


def test_a_body_whose_standing_ended_takes_no_seat_and_keeps_those_that_it_had(session: Session) -> None:
    body, _representative = verified(session)
    seat = seated(session, body)
    standing_ended(session, body, now=moments.BEFORE)
    with problems(("choose-one", "seat_body")):
        seated(session, body, post_en="Another post")
    assert ended(session, seat).ended_on == ENDED
    with problems(("choose-one", "seat_body")):
        enter_seat(
            session, actor=secretary(session), now=moments.ANNOUNCED, zone=ZONE,
            seat=Seat("no\0where", "government", "منصب", "A post", SINCE),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"sector": "press"}, ("choose-one", "sector")),
        ({"post_ar": " "}, ("write-this", "post_ar")),
        ({"post_en": "x" * 201}, ("too-long", "post_en")),
        ({"post_ar": "\u202eمنصب"}, ("refused-marks", "post_ar")),
        ({"since": None}, ("seat-day-needed", "since")),
        ({"since": moments.ANNOUNCED.date() + timedelta(days=1)}, ("day-to-come", "since")),
    ],
)
def test_a_seat_says_what_is_wrong(
    session: Session, changed: dict[str, Any], problem: tuple[str, str]
) -> None:
    with problems(problem):
        seated(session, **changed)


def test_an_end_says_what_is_wrong(session: Session) -> None:
    seat = seated(session)
    with problems(("write-this", "reason_ar"), ("write-this", "reason_en"), ("before-it-began", "ended_on")):
        ended(session, seat, End(SINCE - timedelta(days=1), ("", " ")))
    for day, problem in (
        (None, "seat-day-needed"),
        (moments.ANNOUNCED.date() + timedelta(days=1), "day-to-come"),
    ):
        with problems((problem, "ended_on")):
            ended(session, seat, replace(END, ended_on=day))


def test_the_forum_is_kept_by_its_secretary_and_coordinators(session: Session) -> None:
    assert seated(session, by=person(session, (Role.COORDINATOR, SITE))).id
    for role in set(Role) - {Role.SECRETARY, Role.COORDINATOR, Role.REPRESENTATIVE}:
        with pytest.raises(NotFoundError):
            seated(session, by=person(session, (role, SITE)))
    with pytest.raises(NotFoundError):
        ruled(session, by=person(session))


def test_the_balance_names_every_sector(session: Session) -> None:
    for sector in ("government", "government", "civil-society"):
        seated(session, sector=sector)
    found = {sector.value: number for sector, number in balance(queries.seats(session), SINCE)}
    assert found == {
        "government": 2, "independent": 0, "municipality": 0, "civil-society": 1, "private": 0, "academia": 0,
    }  # fmt: skip


def test_guards_let_a_seat_stand_and_end_once(session: Session) -> None:
    seat = seated(session)
    with refused(session, "forum_seats_stand"):
        session.execute(update(ForumSeat).values(post_en="Forged"))
    with refused(session, "forum_seats_no_delete"):
        session.execute(delete(ForumSeat))
    ended(session, seat)
    with refused(session, "forum_seats_end_once"):
        session.execute(update(ForumSeat).values(ended_on=None))
