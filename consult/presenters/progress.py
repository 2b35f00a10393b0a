"""How the record ages, in words: to everybody, and to those who keep it. All of it follows from the day of reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.plans.models import RecordedCommitment, RecordedMilestone
from consult.plans.policies.progress import YEAR, Ageing, Progress, ageing, months_after, progress_of
from consult.web import dates
from consult.web.settings import settings


def today(now: datetime) -> date:
    """Return the day of a moment by the clocks of the site."""
    return dates.local(now).date()


def progress_at(milestone: RecordedMilestone, now: datetime) -> Progress:
    """Return where a milestone stands at a moment, by the clocks of the site."""
    return progress_of(milestone, today(now), settings().progress_months)


def progress_in(commitments: Iterable[RecordedCommitment], now: datetime) -> dict[int, Progress]:
    """Return where the milestones of these commitments stand, by their ids; of those to be reported on alone."""
    day, months = today(now), settings().progress_months
    return {
        milestone.id: progress_of(milestone, day, months)
        for commitment in commitments
        if commitment.adopted
        for milestone in commitment.milestones
    }


def ageing_of(commitments: Iterable[RecordedCommitment], now: datetime) -> Ageing:
    """Return what the milestones of these commitments come to, of those to be reported on."""
    milestones = [m for commitment in commitments if commitment.adopted for m in commitment.milestones]
    return ageing(milestones, today(now), settings().progress_months)


def notes_of(found: Mapping[int, Progress], now: datetime) -> dict[int, list[str]]:
    """Return what has to be said of milestones beside their status, by id; of most there is nothing."""
    day = today(now)
    return {milestone_id: notes(progress, day) for milestone_id, progress in found.items()}


def notes(progress: Progress, day: date) -> list[str]:
    """Return what has to be said of a milestone beside its status: what is late, and since when nothing was said."""
    said: list[str] = []
    due = dates.day(progress.due_on)
    if progress.due_unreported:
        said.append(_("Due on %(day)s, not reported.", day=due))
    elif progress.late:
        said.append(_("Due on %(day)s, not completed.", day=due))
    if progress.delayed:
        said.append(_("Declared delayed."))
    if progress.silent_since:
        since = dates.day(progress.silent_since)
        year = months_after(progress.silent_since, YEAR) <= day
        if progress.as_of is None and not progress.begins:
            said.append(_("Nothing reported since the commitment began, on %(day)s.", day=since))
        elif progress.as_of is None:
            said.append(_("Nothing reported since it began on %(day)s.", day=since))
        elif year:
            said.append(_("No update for more than a year, since %(day)s.", day=since))
        else:
            said.append(_("No update since %(day)s.", day=since))
    return [str(each) for each in said]


def quiet_commitment(age: Ageing) -> str | None:
    """Return what is said of a commitment before all else, where nothing was reported for a year."""
    if not age.quiet_since:
        return None
    since = dates.day(age.quiet_since)
    return str(_("Nothing was reported on this commitment for more than a year, since %(day)s.", day=since))


def told_of_commitment(age: Ageing) -> list[str]:
    """Return how a commitment ages: what is said before all else where nothing was reported for a year."""
    quiet = quiet_commitment(age)
    return [quiet, *told(age)] if quiet else told(age)


def told_of_plan(age: Ageing) -> list[str]:
    """Return how a plan ages: what is said before all else where nothing was reported for a year."""
    if not age.quiet_since:
        return told(age)
    since = dates.day(age.quiet_since)
    line = _("Nothing was reported on this plan for more than a year, since %(day)s.", day=since)
    return [str(line), *told(age)]


def told(age: Ageing) -> list[str]:
    """Return how many milestones are due and not reported, late, delayed and silent, each as a sentence."""
    lines = []
    if age.due_unreported:
        lines.append(
            ngettext(
                "%(num)s milestone was due and is not reported, since %(day)s.",
                "%(num)s milestones were due and are not reported, the first since %(day)s.",
                age.unreported, day=dates.day(age.due_unreported),
            )
        )  # fmt: skip
    if age.late > age.unreported:
        lines.append(
            ngettext(
                "%(num)s milestone was due, was reported on since, and is not completed.",
                "%(num)s milestones were due, were reported on since, and are not completed.",
                age.late - age.unreported,
            )
        )  # fmt: skip
    if age.delayed:
        lines.append(
            ngettext(
                "%(num)s milestone is declared delayed.", "%(num)s milestones are declared delayed.", age.delayed
            )
        )  # fmt: skip
    if age.silent_since:
        lines.append(
            ngettext(
                "%(num)s milestone has had no update since %(day)s.",
                "%(num)s milestones have had no update for months, the first since %(day)s.",
                age.silent, day=dates.day(age.silent_since),
            )
        )  # fmt: skip
    return [str(line) for line in lines]
