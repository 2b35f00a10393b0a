"""On the desk's first page: of how many milestones a word is due in the plans that somebody coordinates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.policies import Actor
from consult.desk.home.drafts import coordinated
from consult.desk.plans.due_presenters import Due, due_in
from consult.plans.queries import commitments_kept
from consult.plans.queries.standing import owing
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class OwedRow:
    """A plan in which words are due, in ``words``, and whether any is ``late``; ``url`` is where they stand."""

    title: str
    lang: str
    url: str
    words: str
    late: bool


def owed_words(every: Sequence[Due]) -> str:
    """Return in words of how many milestones a word is due, and how many of them are late; empty where of none."""
    late = sum(each.found.late for each in every)
    said = [
        ngettext("Of %(num)s milestone a word is due.", "Of %(num)s milestones a word is due.", len(every))
        if every
        else "",
        ngettext("%(num)s of them is late.", "%(num)s of them are late.", late) if late else "",
    ]
    return " ".join(str(each) for each in said if each)


def owed_in_plans(session: Session, actor: Actor, now: datetime) -> list[OwedRow]:
    """Return the plans that ``actor`` coordinates, all of them for the whole site, in which a word is due."""
    slugs, everywhere = coordinated(actor), (Role.COORDINATOR, SITE) in actor.grants
    if not slugs and not everywhere:
        return []
    kept = commitments_kept(session, slugs=None if everywhere else slugs)
    by_plan: dict[int, list[Due]] = defaultdict(list)
    for each in due_in(owing(session, kept), now):
        by_plan[each.commitment.plan.id].append(each)
    plans = [(due[0].commitment.plan, due) for due in by_plan.values()]
    return [
        OwedRow(
            localized(plan, "title"), lang_of(plan, "title"), url_for("desk.plan_progress", slug=plan.slug),
            owed_words(due), any(each.found.late for each in due),
        )
        for plan, due in plans
    ]  # fmt: skip
