"""Where a milestone that an answer named stands today: what a voice led to, and what became of that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from consult.outcomes.queries import NamedMilestone
from consult.presenters.progress import notes_of, progress_at
from consult.public.plans.presenters import MilestoneRow, milestone_rows
from consult.web import dates


def milestones_today(rows: Sequence[NamedMilestone], now: datetime) -> list[MilestoneRow]:
    """Return these milestones in their order, each with where it stands today, and the address of its updates."""
    found = {row.milestone.id: progress_at(row.milestone, now) for row in rows if row.reported_on}
    notes = notes_of(found, now)
    return [
        shown._replace(
            url=url_for(
                "public.commitment", slug=row.plan_slug, number=row.number, _anchor=f"milestone-{row.milestone.id}"
            ),
            link=_("as of %(day)s", day=dates.day(row.milestone.as_of)) if row.milestone.as_of else None,
        )
        for row, shown in zip(rows, milestone_rows((row.milestone for row in rows), notes=notes), strict=True)
    ]  # fmt: skip
