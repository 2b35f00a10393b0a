"""How the record ages: late, delayed, silent, due and not reported, on grids of days."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest

from consult.plans.models import MilestoneStatus, RecordedMilestone
from consult.plans.policies.progress import (
    Ageing,
    Standing,
    ageing,
    due_unreported,
    goes_back,
    months_after,
    progress_of,
    silent_since,
    standing,
)

DUE = date(2027, 6, 30)
BEFORE, ON, AFTER = date(2027, 6, 29), DUE, date(2027, 7, 1)
MONTHS = 6


class Milestone(NamedTuple):
    """A milestone, as these rules read it."""

    due_on: date = DUE
    starts_on: date | None = None
    plan_begun_on: date | None = None
    status: str = MilestoneStatus.IN_PROGRESS.value
    as_of: date | None = None
    withdrawn: bool = False
    delayed: bool = False

    @property
    def begun_on(self) -> date | None:
        """The day on which it or its plan began."""
        return self.starts_on or self.plan_begun_on


@pytest.mark.parametrize("status", list(MilestoneStatus))
@pytest.mark.parametrize("today", [BEFORE, ON, AFTER])
@pytest.mark.parametrize("delayed", [False, True])
@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_milestone_is_late_once_it_was_due_and_is_not_completed(
    status: MilestoneStatus, today: date, delayed: bool, withdrawn: bool  # noqa: FBT001 - a grid
) -> None:  # fmt: skip
    there = Milestone(status=status.value, delayed=delayed, withdrawn=withdrawn)
    completed = status is MilestoneStatus.COMPLETED
    late = today == AFTER and not completed and not withdrawn
    expected = Standing(status.value)
    if delayed and not completed:
        expected = Standing.DELAYED
    if late:
        expected = Standing.LATE
    if withdrawn:
        expected = Standing.WITHDRAWN
    assert standing(there, today) is expected
    found = progress_of(there, today, MONTHS)
    assert (found.late, found.delayed) == (late, delayed and not completed and not withdrawn)


@pytest.mark.parametrize(
    ("as_of", "starts_on", "today", "since"),
    [
        (date(2027, 1, 15), None, date(2027, 7, 15), None),
        (date(2027, 1, 15), None, date(2027, 7, 16), date(2027, 1, 15)),
        # Nothing was said: since it began.
        (None, date(2027, 1, 15), date(2027, 7, 15), None),
        (None, date(2027, 1, 15), date(2027, 7, 16), date(2027, 1, 15)),
        (None, None, date(2030, 1, 1), None),
        # It has not begun.
        (date(2026, 1, 1), date(2027, 6, 1), date(2027, 5, 1), None),
        (date(2026, 1, 1), date(2027, 6, 1), date(2027, 12, 1), None),
        (date(2026, 1, 1), date(2027, 6, 1), date(2027, 12, 2), date(2026, 1, 1)),
    ],
)
def test_a_milestone_is_silent_once_nothing_was_said_for_half_a_year(
    as_of: date | None, starts_on: date | None, today: date, since: date | None
) -> None:
    there = Milestone(due_on=date(2030, 1, 1), as_of=as_of, starts_on=starts_on)
    assert silent_since(there, today, MONTHS) == since
    assert silent_since(there._replace(status="completed"), today, MONTHS) is None
    assert silent_since(there._replace(withdrawn=True), today, MONTHS) is None


@pytest.mark.parametrize(
    ("as_of", "today", "due"),
    [
        (None, ON, None), (None, AFTER, DUE), (BEFORE, AFTER, DUE), (ON, AFTER, None), (AFTER, AFTER, None),
    ],
)  # fmt: skip
def test_a_milestone_that_was_due_is_reported_by_a_word_of_that_day_or_later(
    as_of: date | None, today: date, due: date | None
) -> None:
    there = Milestone(as_of=as_of)
    assert due_unreported(there, today) == due
    assert progress_of(there, today, MONTHS).word_is_due is (due is not None)
    assert due_unreported(there._replace(status="completed"), today) is None


def test_what_milestones_come_to_is_counted_and_a_year_without_a_word_is_told() -> None:
    said, unsaid = Milestone(as_of=date(2026, 1, 10)), Milestone(as_of=date(2026, 3, 10), delayed=True)
    gone = Milestone(as_of=date(2025, 1, 1), withdrawn=True)
    every = [said, unsaid, gone]
    assert ageing(every, date(2026, 7, 11), MONTHS) == Ageing(
        delayed=1, silent=1, silent_since=date(2026, 1, 10)
    )
    assert ageing(every, date(2027, 3, 9), MONTHS).quiet_since is None
    assert ageing(every, date(2027, 3, 10), MONTHS).quiet_since == date(2026, 3, 10)
    assert ageing(every, AFTER, MONTHS) == Ageing(
        late=2, delayed=1, silent=2, unreported=2, silent_since=date(2026, 1, 10), due_unreported=DUE,
        quiet_since=date(2026, 3, 10),
    )  # fmt: skip
    # That another began says nothing of them.
    begins = Milestone(starts_on=date(2026, 12, 1), due_on=date(2030, 1, 1))
    assert ageing([*every, begins], date(2027, 3, 10), MONTHS).quiet_since == date(2026, 3, 10)
    # One that was completed since is a word on the whole.
    done = Milestone(status="completed", as_of=date(2026, 12, 1))
    assert ageing([*every, done], date(2027, 3, 10), MONTHS).quiet_since is None
    assert ageing([done, gone], date(2040, 1, 1), MONTHS) == Ageing()


def test_a_milestone_without_a_beginning_ages_from_that_of_its_plan() -> None:
    there = Milestone(due_on=date(2030, 1, 1), plan_begun_on=date(2027, 1, 15))
    assert silent_since(there, date(2027, 7, 15), MONTHS) is None
    assert silent_since(there, date(2027, 7, 16), MONTHS) == date(2027, 1, 15)
    assert ageing([there], date(2027, 7, 16), MONTHS) == Ageing(silent=1, silent_since=date(2027, 1, 15))
    assert ageing([there], date(2028, 1, 15), MONTHS).quiet_since == date(2027, 1, 15)
    assert silent_since(there._replace(as_of=date(2027, 7, 1)), date(2027, 7, 16), MONTHS) is None


@pytest.mark.parametrize(
    ("starts_on", "plan_year", "adopted_on", "begun"),
    [
        (date(2027, 3, 1), 2026, date(2026, 5, 1), date(2027, 3, 1)), (None, 2026, None, date(2026, 1, 1)),
        (None, 2026, date(2026, 5, 1), date(2026, 5, 1)), (None, 2026, date(2025, 12, 1), date(2026, 1, 1)),
        (None, None, date(2026, 5, 1), date(2026, 5, 1)), (None, None, None, None),
    ],
)  # fmt: skip
def test_a_word_is_waited_for_from_its_beginning_else_that_of_the_plan_or_the_adoption(
    starts_on: date | None, plan_year: int | None, adopted_on: date | None, begun: date | None
) -> None:
    row = RecordedMilestone(
        1, "م", "M", DUE, "not_started", None, starts_on=starts_on, plan_year=plan_year, adopted_on=adopted_on
    )
    assert row.begun_on == begun


def test_where_nothing_was_ever_said_a_year_counts_from_the_first_beginning() -> None:
    first, second = (Milestone(due_on=date(2030, 1, 1), starts_on=date(2026, month, 10)) for month in (3, 9))
    for today, since in ((date(2027, 3, 9), None), (date(2027, 3, 10), date(2026, 3, 10))):
        assert ageing([first, second], today, MONTHS).quiet_since == since
    # One without a beginning waits as well, from the last word on the others.
    endless = Milestone(due_on=date(2030, 1, 1))
    done = Milestone(status="completed", as_of=date(2026, 3, 10))
    assert ageing([endless, done], date(2027, 3, 10), MONTHS).quiet_since == date(2026, 3, 10)
    assert ageing([endless], date(2040, 1, 1), MONTHS).quiet_since is None


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2027, 8, 31), 6, date(2028, 2, 29)), (date(2027, 12, 31), 6, date(2028, 6, 30)),
        (date(2027, 1, 15), 12, date(2028, 1, 15)), (date(2027, 6, 30), 6, date(2027, 12, 30)),
    ],
)  # fmt: skip
def test_months_end_with_the_last_day_that_there_is(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_going_back_is_to_a_status_before() -> None:
    order = list(MilestoneStatus)
    assert [goes_back(before, after) for before in order for after in order] == [
        False, False, False, True, False, False, True, True, False,
    ]  # fmt: skip
