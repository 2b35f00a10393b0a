"""What erasing somebody's words does to the rows of each subject: each declares it beside them.

``moderation.services.erase`` takes the declared steps in the order of their places, in its transaction and after the
decision, which the database asks for. Every column that can hold a person's words, or names an account, is a step's or
is said to be kept, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Erased:
    """The contribution that is erased, and when."""

    contribution_id: int
    reference: str
    now: datetime


Step = Callable[[Session, Erased], None]
# The steps by their places; and what becomes of a column, ``table.column`` or ``table.*``: the step that empties it, or
# why it is kept.
STEPS: dict[int, Step] = {}
DECLARED: dict[str, Step | str] = {}


def erases(place: int, table: str, *columns: str) -> Callable[[Step], Step]:
    """Declare a step of the erasing, at its place among all, and the columns in which it leaves nothing."""

    def declare(step: Step) -> Step:
        if place in STEPS:
            message = f"{step.__name__} and {STEPS[place].__name__} want place {place}"
            raise ValueError(message)
        STEPS[place] = step
        _declare(table, columns, step)
        return step

    return declare


def keeps(why: str, table: str, *columns: str) -> None:
    """Declare that erasing leaves these columns of a table, or all of them, as they are, and why."""
    _declare(table, columns or ("*",), why)


def _declare(table: str, columns: Iterable[str], what: Step | str) -> None:
    for column in columns:
        name = f"{table}.{column}"
        if isinstance(DECLARED.setdefault(name, what), str) is not isinstance(what, str):
            message = f"{name} is emptied and kept"
            raise ValueError(message)


def erase(session: Session, erased: Erased) -> None:
    """Take every step, in the order of their places."""
    for _place, step in sorted(STEPS.items()):
        step(session, erased)
