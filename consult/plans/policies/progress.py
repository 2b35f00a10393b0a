"""How the record ages: whether a milestone is late, what was said of it last, and what is due and was not reported."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.plans.models import MilestoneAct, MilestoneActKind, MilestoneStatus, ProgressUpdate
from consult.shared.state import CommitmentState

YEAR = 12
_ORDER = (MilestoneStatus.NOT_STARTED, MilestoneStatus.IN_PROGRESS, MilestoneStatus.COMPLETED)


class Standing(StrEnum):
    """Where a milestone stands today: what was said of it, unless it is late, delayed or withdrawn."""

    COMPLETED = "completed"
    IN_PROGRESS = "in_progress"
    NOT_STARTED = "not_started"
    LATE = "late"
    DELAYED = "delayed"
    WITHDRAWN = "withdrawn"


class Stands(Protocol):
    """What of a milestone is asked for where it stands."""

    @property
    def due_on(self) -> date:
        """The day by which it is to be delivered."""

    @property
    def status(self) -> str:
        """Where it stood at the last word."""

    @property
    def withdrawn(self) -> bool:
        """Whether it was withdrawn."""

    @property
    def delayed(self) -> bool:
        """Whether a delay was declared."""


class Followed(Stands, Protocol):
    """What of a milestone is asked for how it ages."""

    @property
    def starts_on(self) -> date | None:
        """The day on which it begins."""

    @property
    def begun_on(self) -> date | None:
        """The same, else the day from which its plan is under way; None where nobody knows."""

    @property
    def as_of(self) -> date | None:
        """The day of the last word; None where nothing was said."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a milestone stands on a day: ``late`` and ``delayed`` may both hold, ``standing`` names the graver.

    ``silent_since`` is the last word, where it is longer ago than it may be, ``due_unreported`` the day on which it
    was due, where nothing was said since; ``begins``: it has a beginning of its own.
    """

    standing: Standing
    as_of: date | None
    due_on: date
    late: bool
    delayed: bool
    silent_since: date | None
    due_unreported: date | None
    begins: bool

    @property
    def word_is_due(self) -> bool:
        """Whether somebody has to say something of it."""
        return self.silent_since is not None or self.due_unreported is not None


@dataclass(frozen=True, slots=True)
class Ageing:
    """What the milestones of a commitment or plan come to.

    ``quiet_since`` is the last word on any of them, where that is a year ago or longer; where there never was one, the
    day on which the first began.
    """

    late: int = 0
    delayed: int = 0
    silent: int = 0
    unreported: int = 0
    silent_since: date | None = None
    due_unreported: date | None = None
    quiet_since: date | None = None


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def first_day(entered: date, starts_on: date | None, plan_year: int | None) -> date:
    """Return the first day of which anything can be said of a milestone that was ``entered`` here on a day.

    It is the day on which its plan or it itself begins, where the record knows that and it is sooner. ``plan_year`` is
    the first year of its plan, None where no source gives it.
    """
    begun = date(plan_year, 1, 1) if plan_year else entered
    return min(entered, begun, starts_on or entered)


def is_open(milestone: Stands) -> bool:
    """Whether something is still to be said of a milestone: it is neither completed nor withdrawn."""
    return not milestone.withdrawn and milestone.status != MilestoneStatus.COMPLETED


def is_late(milestone: Stands, today: date) -> bool:
    """Whether the day on which a milestone was due has passed, and it is not completed."""
    return is_open(milestone) and milestone.due_on < today


def standing(milestone: Stands, today: date) -> Standing:
    """Return where a milestone stands today, in one word."""
    if milestone.withdrawn:
        return Standing.WITHDRAWN
    if is_late(milestone, today):
        return Standing.LATE
    if milestone.delayed and is_open(milestone):
        return Standing.DELAYED
    return Standing(milestone.status)


def last_word(milestone: Followed, today: date) -> date | None:
    """Return the day of the last word on a milestone, or, where there is none, on which it or its plan began."""
    if milestone.as_of is not None:
        return milestone.as_of
    return milestone.begun_on if milestone.begun_on and milestone.begun_on <= today else None


def silent_since(milestone: Followed, today: date, months: int) -> date | None:
    """Return the day of the last word on an open milestone, where that is more than so many months ago; else None.

    One that has not begun is waited for until ``months`` after its beginning.
    """
    word = last_word(milestone, today)
    if word is None or not is_open(milestone):
        return None
    begun = max(word, milestone.starts_on) if milestone.starts_on else word
    return word if months_after(begun, months) < today else None


def due_unreported(milestone: Followed, today: date) -> date | None:
    """Return the day on which an open milestone was due, where it has passed and nothing was said since; else None."""
    unsaid = milestone.as_of is None or milestone.as_of < milestone.due_on
    return milestone.due_on if is_late(milestone, today) and unsaid else None


def progress_of(milestone: Followed, today: date, months: int) -> Progress:
    """Return where a milestone stands today, and what has to be said of it."""
    return Progress(
        standing=standing(milestone, today),
        as_of=milestone.as_of,
        due_on=milestone.due_on,
        late=is_late(milestone, today),
        delayed=milestone.delayed and is_open(milestone),
        silent_since=silent_since(milestone, today, months),
        due_unreported=due_unreported(milestone, today),
        begins=milestone.starts_on is not None,
    )


def ageing(milestones: Sequence[Followed], today: date, months: int) -> Ageing:
    """Return what these milestones come to; those that are completed or withdrawn say nothing."""
    still = [each for each in milestones if is_open(each)]
    every = [progress_of(each, today, months) for each in still]
    silent = [each.silent_since for each in every if each.silent_since]
    # Of one without any beginning nobody has ever said that it had begun: it waits as those that had.
    waits = bool(silent) or any(each.as_of is None and each.begun_on is None for each in still)
    unreported = [each.due_unreported for each in every if each.due_unreported]
    # A word on one that is completed since is a word on the whole as well.
    newest = max((each.as_of for each in milestones if each.as_of), default=None)
    if newest is None:
        begun = (each.begun_on for each in still if each.begun_on and each.begun_on <= today)
        newest = min(begun, default=None)
    quiet = waits and newest is not None and months_after(newest, YEAR) <= today
    return Ageing(
        late=sum(each.late for each in every),
        delayed=sum(each.delayed for each in every),
        silent=len(silent),
        unreported=len(unreported),
        silent_since=min(silent, default=None),
        due_unreported=min(unreported, default=None),
        quiet_since=newest if quiet else None,
    )


def goes_back(before: MilestoneStatus, after: MilestoneStatus) -> bool:
    """Whether a milestone is said to stand further back than before."""
    return _ORDER.index(after) < _ORDER.index(before)


def standing_updates(updates: Iterable[ProgressUpdate]) -> list[ProgressUpdate]:
    """Return the updates that no other corrects, by the day of which they speak; the last of them is the last word.

    Of one day they stand as they were first said: a correction stands where what it corrects stood.
    """
    every = list(updates)
    before = {update.id: update.corrects_id for update in every}
    gone = set(before.values())

    def first(update_id: int) -> int:
        while (corrected := before[update_id]) is not None:
            update_id = corrected
        return update_id

    stands = [update for update in every if update.id not in gone]
    return sorted(stands, key=lambda update: (update.as_of, first(update.id)))


def may_correct(actor: Actor, *, plan_scope: str, author_scope: str | None) -> bool:
    """Whether ``actor`` may correct an update: as coordinator of the plan, or as officer of the body that said it.

    ``author_scope`` is None where it was said by a coordinator, or by a body that reports no more.
    """
    own = author_scope is not None and actor.holds(Role.OFFICER, author_scope)
    return own or actor.holds(Role.COORDINATOR, plan_scope)


def holding(acts: Iterable[MilestoneAct]) -> list[MilestoneAct]:
    """Return the acts on a milestone that hold, as they come: those that were taken back are not among them."""
    every = list(acts)
    gone = {act.takes_back_id for act in every}
    return [act for act in every if act.id not in gone and act.kind != MilestoneActKind.TAKEN_BACK]


def is_withdrawn(acts: Iterable[MilestoneAct]) -> bool:
    """Whether a milestone with these acts is withdrawn."""
    return any(act.kind == MilestoneActKind.WITHDRAWN for act in holding(acts))


def declared_delay(acts: Iterable[MilestoneAct]) -> MilestoneAct | None:
    """Return the act by which a milestone with these acts is delayed, or None."""
    told = {MilestoneActKind.DELAYED, MilestoneActKind.DELAY_ENDED}
    last = next((act for act in reversed(holding(acts)) if act.kind in told), None)
    return last if last is not None and last.kind == MilestoneActKind.DELAYED else None


def reporting_state(state: CommitmentState | None, *, brought_along: bool) -> CommitmentState:
    """Return where a commitment stands, given as it stands by its acts, None where none of them holds.

    One that the record brought along counts as adopted until something is done with it here: no account began it.
    """
    if state is None:
        return CommitmentState.ADOPTED if brought_along else CommitmentState.DRAFT
    return state


def is_followed(state: CommitmentState | None, *, brought_along: bool) -> bool:
    """Whether a commitment is followed: it is reported on, and its milestones change by acts with a reason."""
    return reporting_state(state, brought_along=brought_along) is CommitmentState.ADOPTED
