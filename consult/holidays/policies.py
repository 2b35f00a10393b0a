"""Who keeps holidays, and which days are worked on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act

# Friday and Saturday, as ``date.weekday`` counts.
WEEKEND = frozenset({4, 5})
_A_DAY = timedelta(days=1)


def may_keep(actor: Actor | None) -> bool:
    """Whether ``actor`` may add, change and remove holidays."""
    return may(actor, Act.KEEP_HOLIDAYS)


def is_weekend(day: date) -> bool:
    """Whether nobody works on that day of the week."""
    return day.weekday() in WEEKEND


def working_day(day: date, holidays: Collection[date]) -> date:
    """Return ``day``, or the first after it that is neither of the weekend nor a holiday."""
    while is_weekend(day) or day in holidays:
        day += _A_DAY
    return day
