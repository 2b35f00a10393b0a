"""What the desk shows of plans: where each stands, what was done with it, and what can be done next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.desk.lists import Listing, find
from consult.desk.meanwhile import Difference, differing
from consult.desk.plans.moves import Moves, moves
from consult.desk.plans.record_presenters import Recorded, recorded
from consult.organisations.queries import by_ids
from consult.participation.models import Process
from consult.participation.policies import may_keep as may_keep_level
from consult.plans.models import Commitment, CommitmentPlace, Plan, PlanActKind, RecordedAct
from consult.plans.policies import PLAN_ACTS, may_keep_plan, may_on_commitment, plan_state
from consult.plans.queries import standing
from consult.shared.state import PlanState
from consult.web import dates
from consult.web.forms import Form
from consult.web.labels import label
from consult.web.pagination import LONG, Page, page_of, place, written
from consult.web.rendering import lang_of, localized
from consult.web.settings import settings


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in the desk's list; ``shown`` where the public reads of it."""

    title: str
    lang: str
    url: str
    number: str
    level: str
    state: str
    shown: bool


@dataclass(frozen=True, slots=True)
class PlansPage:
    """A page of the plans; ``begins`` where its reader may begin one."""

    rows: list[PlanRow]
    listing: Listing
    begins: bool


@dataclass(frozen=True, slots=True)
class ActRow:
    """Something that was done: what, on which day, and why, in the reader's language where it was written in it."""

    text: str
    day: str
    reason: str
    lang: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be done now, and where."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A commitment in the list of its plan."""

    number: str
    title: str
    lang: str
    url: str
    state: str | None
    shown: bool
    moves: Moves


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan at the desk, with a page of its commitments. ``public_url``: its page for everyone, None before that."""

    title: str
    lang: str
    state: str
    number: str
    level: str
    body: str | None
    topics: str
    topics_lang: str
    acts: list[ActRow]
    offers: list[Offer]
    commitments: list[CommitmentRow]
    commitment_count: int
    first_url: str | None
    next_url: str | None
    public_url: str | None
    edit_url: str | None
    new_commitment_url: str | None
    progress_url: str
    import_url: str | None
    levels: list[Offer]
    record: Recorded


def plans_page(session: Session, actor: Actor) -> PlansPage:
    """Return a page of all plans."""
    found = find(
        partial(standing.plans_at_desk, session),
        "desk.plans", lambda row: (row.title_ar, row.title_en), begun=place(standing.DeskPlanPlace),
        key=lambda row: standing.DeskPlanPlace(row.number, row.id),
    )  # fmt: skip
    states = standing.plan_states(session, [row.id for row in found.rows])
    return PlansPage(
        [_row(row, states[row.id]) for row in found.rows], found.listing, begins=may(actor, Act.BEGIN_PLAN)
    )


def _row(plan: Plan, state: PlanState) -> PlanRow:
    return PlanRow(
        title=localized(plan, "title"), lang=lang_of(plan, "title"), url=url_for("desk.plan", slug=plan.slug),
        number=_("Plan %(number)s", number=plan.number), level=label("plan-level", plan.level),
        state=label("plan-state", state), shown=plan.shown_at is not None,
    )  # fmt: skip


def plan_page(session: Session, plan: Plan, actor: Actor) -> PlanPage:
    """Return a plan with what was done with it and what ``actor`` may do next."""
    acts = standing.plan_acts(session, plan_id=plan.id)
    state = plan_state(PlanActKind(act.kind) for act in acts)
    keeps = may_keep_plan(actor, plan.scope)
    drafts = may_on_commitment(actor, Act.DRAFT_COMMITMENT, [plan.scope, *_bodies(actor)])
    body = by_ids(session, [plan.body_id]).get(plan.body_id) if plan.body_id else None
    every = standing.commitments_at_desk(session, plan_id=plan.id)
    page = _page(every, plan)
    return PlanPage(
        title=localized(plan, "title"), lang=lang_of(plan, "title"), state=label("plan-state", state),
        number=_("Plan %(number)s", number=plan.number), level=label("plan-level", plan.level),
        body=localized(body, "name") if body else None, topics=localized(plan, "topics"),
        topics_lang=lang_of(plan, "topics"), acts=act_rows("plan-act", acts), offers=_offers(plan, state, actor),
        commitments=_commitments(session, plan, every, page.items, keeps=keeps), commitment_count=len(every),
        first_url=page.newer_url, next_url=page.older_url,
        public_url=url_for("public.plan", slug=plan.slug) if plan.shown_at else None,
        edit_url=url_for("desk.edit_plan", slug=plan.slug) if keeps else None,
        new_commitment_url=url_for("desk.new_commitment", slug=plan.slug) if drafts else None,
        progress_url=url_for("desk.plan_progress", slug=plan.slug),
        import_url=url_for("desk.import_plan", slug=plan.slug) if keeps else None,
        levels=_levels(plan, actor),
        record=recorded(session, plan, keeps=keeps, zone=dates.site_zone(), notice_days=settings().notice_days),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class EditPage:
    """A plan whose words are changed; ``differing`` is what somebody else recorded meanwhile, beside what was typed."""

    title: str
    lang: str
    slug: str
    action: str
    differing: list[Difference]


def edit_page(plan: Plan, form: Form) -> EditPage:
    """Return what stands around the form of a plan's words."""
    saved = {name: getattr(plan, name) for name in ("title_ar", "title_en", "topics_ar", "topics_en")}
    return EditPage(
        title=localized(plan, "title"), lang=lang_of(plan, "title"), slug=plan.slug,
        action=url_for("desk.edit_plan", slug=plan.slug), differing=differing(form, saved),
    )  # fmt: skip


def act_rows(family: str, acts: Iterable[RecordedAct]) -> list[ActRow]:
    """Return what was done, the newest first."""
    return [
        ActRow(
            label(family, act.kind),
            dates.day(act.happened_on),
            localized(act, "reason"),
            lang_of(act, "reason"),
        )
        for act in reversed(list(acts))
    ]


def _bodies(actor: Actor) -> list[str]:
    """Return the scopes of the bodies whose officer somebody is: a commitment may be begun in the name of one."""
    return [scope for role, scope in actor.grants if role is Role.OFFICER]


def _offers(plan: Plan, state: PlanState, actor: Actor) -> list[Offer]:
    return [
        Offer(label("plan-do", kind), url_for("desk.plan_act", slug=plan.slug, kind=kind.value))
        for kind, (act, _leads_to) in PLAN_ACTS.items()
        if may(actor, act, scope=plan.scope, state=state)
    ]


def _levels(plan: Plan, actor: Actor) -> list[Offer]:
    """Return where it is said on which level people take part, where that is ``actor``'s to say."""
    if not may_keep_level(actor, plan.scope):
        return []
    return [
        Offer(
            _("Level of participation: %(process)s", process=label("process", process)),
            url_for("desk.plan_level", slug=plan.slug, process=process.value),
        )
        for process in (Process.CO_CREATION, Process.PLAN)
    ]


def _page(every: Sequence[Commitment], plan: Plan) -> Page[Commitment]:
    """Return the commitments of a plan that follow the place in the address."""
    begun = place(CommitmentPlace)

    def of(row: Commitment) -> CommitmentPlace:
        return CommitmentPlace(row.position, row.id)

    rows = [row for row in every if begun is None or of(row) > begun]
    return page_of(rows, LONG, begun, lambda last: plan_at(plan.slug, last), key=of)


def plan_at(slug: str, begun: CommitmentPlace | None) -> str:
    """Return the address of a plan's commitments at the desk that follow a place."""
    return url_for("desk.plan", slug=slug, after=written(begun), _anchor="commitments")


def _commitments(
    session: Session, plan: Plan, every: Sequence[Commitment], rows: Sequence[Commitment], *, keeps: bool
) -> list[CommitmentRow]:
    """Return a page of a plan's commitments; one that is moved leads back to the same page."""
    states = standing.reporting_states(session, [row.id for row in rows])
    nths = {row.id: nth for nth, row in enumerate(every)}
    here, found = written(place(CommitmentPlace)), []
    for row in rows:
        way = moves(
            "desk.move_commitment", nths[row.id], len(every), slug=plan.slug, number=row.number, after=here
        )
        found.append(
            CommitmentRow(
                number=row.number, title=localized(row, "title"), lang=lang_of(row, "title"),
                url=url_for("desk.commitment", slug=plan.slug, number=row.number),
                state=label("commitment-state", states[row.id]),
                shown=row.shown_at is not None, moves=way if keeps else Moves(),
            )
        )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class ActPage:
    """An act that is asked for: what it is, what it will do, and where its form is sent and left."""

    heading: str
    about: str
    lang: str
    told: list[str]
    press: str
    action: str
    back_url: str
    section: str
    danger: bool


def plan_act_page(plan: Plan, kind: PlanActKind) -> ActPage:
    """Return the page that asks before something is done with a plan."""
    told = {
        PlanActKind.ADOPTED: [
            _("The public reads the plan and what is adopted of it from this moment on."),
            _("Commitments that are drafts stay unseen until each is adopted or consulted on."),
        ],
        PlanActKind.BROUGHT_INTO_FORCE: [_("The plan record says that the plan is in force, since the day you write.")],
        PlanActKind.REFRESHED: [_("The plan record says that the plan was refreshed. Commitments stay as they are.")],
        PlanActKind.ENDED: [_("The plan record says that the plan has ended. All of it stays to be read.")],
        PlanActKind.TAKEN_BACK: [
            _("The plan stands again as before its last act. Both stay in the record, each with its reason."),
            _("What the public has seen stays public."),
        ],
    }  # fmt: skip
    return ActPage(
        heading=label("plan-do", kind), about=localized(plan, "title"), lang=lang_of(plan, "title"),
        told=[*told[kind], _("The day, the reason and your role stand in the plan record.")],
        press=label("plan-do", kind), action=url_for("desk.plan_act", slug=plan.slug, kind=kind.value),
        back_url=url_for("desk.plan", slug=plan.slug), section="plans",
        danger=kind in {PlanActKind.ENDED, PlanActKind.TAKEN_BACK},
    )  # fmt: skip
