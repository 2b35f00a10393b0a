"""What stands in the place of a form that could only be refused: why not now, and the way on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from consult.accounts.policies import Actor, may
from consult.plans.models import Commitment, Milestone, PlanActKind
from consult.plans.policies import PLAN_ACTS
from consult.plans.queries.standing import plan_state_of
from consult.shared.errors import DomainError
from consult.web.database import reading
from consult.web.labels import label
from consult.web.rendering import lang_of, localized, render_page
from consult.web.wording import sentence


@dataclass(frozen=True, slots=True)
class NotNowPage:
    """What was asked for, about what, why it cannot be done now, and where somebody goes from here."""

    heading: str
    about: str
    lang: str
    why: str
    on_url: str
    on: str


def not_now(
    heading: str, there: Commitment, problem: DomainError, actor: Actor, milestone: Milestone | None = None
) -> str:
    """Return the page that says why a form is not offered now."""
    about = milestone or there
    url, on = _way_on(there, problem, actor, milestone)
    page = NotNowPage(
        heading, localized(about, "title"), lang_of(about, "title"), str(sentence(problem)), url, on
    )
    return render_page("desk/plans/not_now.html", page)


def _way_on(
    there: Commitment, problem: DomainError, actor: Actor, milestone: Milestone | None
) -> tuple[str, str]:
    slug, number = there.plan.slug, there.number
    if problem.code == "plan-takes-none":
        act, kind = PLAN_ACTS[PlanActKind.REFRESHED][0], PlanActKind.REFRESHED
        state = plan_state_of(reading(), plan_id=there.plan_id)
        if may(actor, act, scope=there.plan.scope, state=state):
            return url_for("desk.plan_act", slug=slug, kind=kind.value), label("plan-do", kind)
        return url_for("desk.plan", slug=slug), str(_("What was done with the plan"))
    if milestone is not None and problem.code == "milestone-withdrawn":
        at = url_for("desk.milestone_progress", slug=slug, number=number, milestone_id=milestone.id)
        return at, str(_("What was done with this milestone"))
    return url_for("desk.commitment", slug=slug, number=number), str(_("What was done with the commitment"))
