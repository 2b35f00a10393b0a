"""Where plans and commitments stand, who may keep them, and what a commitment lacks before it can be submitted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Protocol, TypeVar

from consult.accounts.models import SITE
from consult.accounts.policies import Actor, has_right, may
from consult.accounts.policies.permissions import Act
from consult.plans.models import CommitmentActKind, CommitmentTemplate, Milestone, PlanActKind, Principle
from consult.shared.errors import DomainError
from consult.shared.state import CommitmentState, PlanState
from consult.shared.text import has_words

Kind = TypeVar("Kind", PlanActKind, CommitmentActKind)

# What each act asks for, and the state that it leads to; None: to the one before.
PLAN_ACTS: dict[PlanActKind, tuple[Act, PlanState | None]] = {
    PlanActKind.ADOPTED: (Act.ADOPT_PLAN, PlanState.ADOPTED),
    PlanActKind.BROUGHT_INTO_FORCE: (Act.BRING_INTO_FORCE, PlanState.IN_FORCE),
    PlanActKind.REFRESHED: (Act.REFRESH_PLAN, PlanState.REFRESHED),
    PlanActKind.ENDED: (Act.END_PLAN, PlanState.ENDED),
    PlanActKind.TAKEN_BACK: (Act.TAKE_BACK_PLAN, None),
}

COMMITMENT_ACTS: dict[CommitmentActKind, tuple[Act, CommitmentState | None]] = {
    CommitmentActKind.SUBMITTED: (Act.SUBMIT_COMMITMENT, CommitmentState.SUBMITTED),
    CommitmentActKind.RETURNED: (Act.RETURN_COMMITMENT, CommitmentState.RETURNED),
    CommitmentActKind.ADOPTED: (Act.ADOPT_COMMITMENT, CommitmentState.ADOPTED),
    CommitmentActKind.WITHDRAWN: (Act.WITHDRAW_COMMITMENT, CommitmentState.WITHDRAWN),
    CommitmentActKind.TAKEN_BACK: (Act.TAKE_BACK_COMMITMENT, None),
}


def standing_acts(kinds: Iterable[Kind]) -> list[Kind]:
    """Return the acts that hold, oldest first: those that were taken back since are not among them."""
    held: list[Kind] = []
    for kind in kinds:
        if kind == PlanActKind.TAKEN_BACK:
            held[-1:] = []
        else:
            held.append(kind)
    return held


def plan_state(kinds: Iterable[PlanActKind]) -> PlanState:
    """Return where a plan stands after these acts, oldest first."""
    held = standing_acts(kinds)
    return (PLAN_ACTS[held[-1]][1] if held else None) or PlanState.DRAFTING


def commitment_state(kinds: Iterable[CommitmentActKind]) -> CommitmentState:
    """Return where a commitment stands after these acts, oldest first."""
    held = standing_acts(kinds)
    return (COMMITMENT_ACTS[held[-1]][1] if held else None) or CommitmentState.DRAFT


def recorded_from_beginning(done: Iterable[tuple[PlanActKind, date]], began: date) -> bool:
    """Whether the record of a plan, which ``began`` on this day, reaches back to its drafting.

    ``done`` are its acts with their days, oldest first. Of a plan that was adopted before the record began, nobody can
    tell from it what was done while the plan was drafted.
    """
    held: list[date] = []
    for kind, day in done:
        if kind is PlanActKind.TAKEN_BACK:
            held[-1:] = []
        else:
            held.append(day)
    return not held or held[0] >= began


class Stepped(Protocol):
    """What of a step the rule of notice asks."""

    @property
    def starts_on(self) -> date:
        """Its first day."""

    @property
    def known_since(self) -> datetime:
        """When its first day was published."""


def missed_since(step: Stepped, zone: tzinfo, notice_days: int) -> date | None:
    """Return the day by which a co-creation's first day should have been published; None where it was by then."""
    due = step.starts_on - timedelta(days=notice_days)
    return due if step.known_since.astimezone(zone).date() > due else None


def may_keep_plan(actor: Actor | None, scope: str) -> bool:
    """Whether ``actor`` may change what is recorded of the plan with this scope."""
    return may(actor, Act.KEEP_PLAN, scope=scope)


def may_on_commitment(
    actor: Actor | None, act: Act, scopes: Iterable[str], state: CommitmentState | None = None
) -> bool:
    """Whether ``actor`` may do ``act`` with a commitment that stands so; without a state, in any.

    ``scopes`` are those of its plan and of the body that leads it.
    """
    every = (SITE, *scopes)
    if state is None:
        return any(has_right(actor, act, scope=scope) for scope in every)
    return any(may(actor, act, scope=scope, state=state) for scope in every)


class Done(Protocol):
    """What of an act these rules ask."""

    @property
    def kind(self) -> str:
        """What was done."""


def open_acts(
    actor: Actor | None, scopes: Sequence[str], state: CommitmentState, acts: Iterable[Done]
) -> list[CommitmentActKind]:
    """Return what ``actor`` may do with a commitment that stands so after these acts, oldest first.

    Where none of them holds there is none to take back, as of one that the record brought along.
    """
    held = standing_acts(CommitmentActKind(act.kind) for act in acts)
    return [
        kind
        for kind, (act, _leads_to) in COMMITMENT_ACTS.items()
        if may_on_commitment(actor, act, scopes, state) and (held or kind is not CommitmentActKind.TAKEN_BACK)
    ]


def missing(
    template: CommitmentTemplate | None, *, led: bool, challenges: int, milestones: Sequence[Milestone],
    years: tuple[int, int] | None,
) -> list[DomainError]:  # fmt: skip
    """Return what a commitment lacks before it can be submitted, each at the field where it is written.

    ``years`` are the first and the last of the plan's period, None where no source gives them.
    """
    lacking = [
        DomainError("commitment-lacks", field=f"{name}_ar")
        for name in ("problem", "what", "how")
        if template is None or not written(template, name)
    ]
    if not served(template):
        lacking.append(DomainError("no-principle", field="information_ar"))
    if not challenges:
        lacking.append(DomainError("no-challenge", field="challenges"))
    if template is None or not written(template, "contact_name") or not template.contact_email:
        lacking.append(DomainError("no-contact", field="contact_name_ar"))
    if not led:
        lacking.append(DomainError("no-lead", field="lead"))
    if not any(deliverable(milestone, years) for milestone in milestones):
        lacking.append(DomainError("no-milestone", field="milestones"))
    return lacking


def written(template: CommitmentTemplate, name: str) -> bool:
    """Whether a field of the template is written, in one language at least."""
    return any(has_words(getattr(template, f"{name}_{lang}")) for lang in ("ar", "en"))


def served(template: CommitmentTemplate | None) -> list[Principle]:
    """Return the principles that a commitment serves: those of which a sentence says how."""
    return [each for each in Principle if template is not None and written(template, each.value)]


def deliverable(milestone: Milestone, years: tuple[int, int] | None) -> bool:
    """Whether a milestone says what it delivers, and when it begins and ends, within the plan's period."""
    if milestone.starts_on is None or not (milestone.deliverable_ar or milestone.deliverable_en):
        return False
    return years is None or (years[0] <= milestone.starts_on.year and milestone.due_on.year <= years[1])
