"""Holidays: those that are shipped, what the desk says over them, and dates that keep clear of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import DBAPIError

from consult.accounts.models import SITE, Role
from consult.holidays import queries, services
from consult.holidays.models import Day, Holiday
from consult.holidays.models.jordan import SHIPPED
from consult.holidays.policies import may_keep, working_day
from consult.record.models import LogEntry
from consult.shared.errors import DomainError, NotFoundError
from tests.domain.parallel import at_once, codes, committed
from tests.factories import moments
from tests.factories.people import person

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from consult.accounts.policies import Actor
    from tests.databases import MigratedDatabase

CHRISTMAS, EVE = date(2026, 12, 25), date(2026, 12, 24)
EID = date(2026, 3, 20)
OWN = Day(EVE, "عطلة", "A day off", "بلاغ رئاسة الوزراء", "Prime Ministry notice")
YEAR: dict[str, date] = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


@pytest.fixture
def keeper(session: Session) -> Actor:
    """Return somebody who keeps holidays."""
    return person(session, (Role.COORDINATOR, SITE))


def logged(session: Session) -> list[tuple[str, str]]:
    """Return what the log says of holidays, as pairs of kind and subject."""
    query = select(LogEntry).where(LogEntry.kind.startswith("holiday-")).order_by(LogEntry.id)
    return [(entry.kind, entry.subject) for entry in session.scalars(query)]


def test_the_shipped_holidays_name_their_source_and_what_is_only_expected(session: Session) -> None:
    shipped = queries.between(session, **YEAR)
    fixed = [date(2026, *when) for when in ((1, 1), (5, 1), (5, 25), (12, 25))]
    assert [day for day, each in shipped.items() if not each.expected] == fixed
    assert len(shipped) == len(fixed) + 3 + 5 + 1 + 1
    assert {day.year for day in SHIPPED} == {2026, 2027}
    assert all(
        each.name_ar and each.name_en and each.source_ar and each.source_en for each in SHIPPED.values()
    )


def test_a_holiday_is_added_moved_removed_and_put_back(session: Session, keeper: Actor) -> None:
    common: dict[str, Any] = {"actor": keeper, "now": moments.DURING}
    services.keep_holiday(session, **common, holiday=OWN)
    services.keep_holiday(session, **common, holiday=replace(OWN, day=date(2026, 12, 23)), was=EVE)
    found = queries.between(session, **YEAR)
    assert EVE not in found
    assert found[date(2026, 12, 23)] == replace(OWN, day=date(2026, 12, 23))
    services.remove_holiday(session, **common, day=CHRISTMAS)
    services.remove_holiday(session, **common, day=CHRISTMAS)
    assert CHRISTMAS not in queries.between(session, **YEAR)
    assert queries.all_between(session, **YEAR)[CHRISTMAS].removed
    services.put_back_holiday(session, **common, day=CHRISTMAS)
    services.put_back_holiday(session, **common, day=CHRISTMAS)
    assert queries.between(session, **YEAR)[CHRISTMAS] == SHIPPED[CHRISTMAS]
    assert logged(session) == [
        ("holiday-added", "holiday/2026-12-24"), ("holiday-changed", "holiday/2026-12-23"),
        ("holiday-removed", "holiday/2026-12-25"), ("holiday-put-back", "holiday/2026-12-25"),
    ]  # fmt: skip


def test_an_expected_day_is_moved_to_the_one_that_was_announced(session: Session, keeper: Actor) -> None:
    announced = replace(SHIPPED[EID], day=date(2026, 3, 23), expected=False)
    services.keep_holiday(session, actor=keeper, now=moments.DURING, holiday=announced, was=EID)
    found = queries.between(session, **YEAR)
    assert EID not in found
    assert not found[date(2026, 3, 23)].expected


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"name_en": " "}, "write-this", "name_en"),
        ({"source_ar": ""}, "write-this", "source_ar"),
        ({"name_ar": "ع" * 121}, "too-long", "name_ar"),
        ({"day": CHRISTMAS}, "holiday-there", "day"),
    ],
)
def test_a_holiday_that_cannot_be_kept_is_refused_at_its_field(
    session: Session, keeper: Actor, changed: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        services.keep_holiday(session, actor=keeper, now=moments.DURING, holiday=replace(OWN, **changed))  # type: ignore[arg-type]  # fields of Day
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not logged(session)


@pytest.mark.parametrize("role", [*Role, None])
def test_only_coordinators_and_administrators_keep_holidays(session: Session, role: Role | None) -> None:
    actor = person(session, *([(role, SITE)] if role else []))
    keeps = role in {Role.COORDINATOR, Role.ADMINISTRATOR}
    assert may_keep(actor) is keeps
    if not keeps:
        for act in (services.remove_holiday, services.put_back_holiday):
            with pytest.raises(NotFoundError):
                act(session, actor=actor, now=moments.DURING, day=CHRISTMAS)
        with pytest.raises(NotFoundError):
            services.keep_holiday(session, actor=actor, now=moments.DURING, holiday=OWN)


def test_what_the_desk_said_of_a_day_is_never_deleted(session: Session, keeper: Actor) -> None:
    services.keep_holiday(session, actor=keeper, now=moments.DURING, holiday=OWN)
    with pytest.raises(DBAPIError, match="holidays_no_delete"):
        session.execute(delete(Holiday))


def test_one_of_thirty_who_add_a_holiday_at_once_does(database: MigratedDatabase) -> None:
    keeper = committed(database.engine, lambda session: person(session, (Role.ADMINISTRATOR, SITE)))

    def add(session: Session) -> None:
        services.keep_holiday(session, actor=keeper, now=moments.DURING, holiday=OWN)

    assert codes(at_once(database.engine, [add] * 30)) == ["holiday-there"] * 29
    rows = committed(database.engine, lambda session: session.scalar(select(func.count(Holiday.id))))
    assert rows == 1


def test_dates_keep_clear_of_weekends_and_holidays() -> None:
    thursday, sunday = date(2026, 12, 24), date(2026, 12, 27)
    assert working_day(thursday, SHIPPED) == thursday
    assert working_day(CHRISTMAS, SHIPPED) == sunday
    assert working_day(date(2026, 5, 25), SHIPPED) == date(2026, 5, 31), "Independence Day, Eid al-Adha"
    assert all(working_day(day, SHIPPED) - day < timedelta(days=10) for day in SHIPPED)
