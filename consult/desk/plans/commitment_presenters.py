"""What the desk shows of a commitment: what it promises, what it lacks, who carries it out, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.desk.plans.mark_presenters import CarriedRow, TickRow, carried_rows, tick_rows
from consult.desk.plans.moves import Moves, moves
from consult.desk.plans.presenters import ActRow, Offer, act_rows
from consult.desk.plans.progress_presenters import notes_at_desk
from consult.plans.models import (
    BodyRole,
    Commitment,
    CommitmentActKind,
    CommitmentTemplate,
    Family,
    Milestone,
)
from consult.plans.policies import may_on_commitment, open_acts
from consult.plans.queries import standing
from consult.plans.queries.promised import promised
from consult.plans.services import lacking
from consult.presenters.rewordings import Changed, changes
from consult.shared.errors import DomainError
from consult.shared.state import CommitmentState
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import lang_of, localized
from consult.web.wording import sentence

_PARTS = (
    "problem",
    "what",
    "how",
    "information",
    "accountability",
    "participation",
    "technology",
    "resources",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A field of the template as it stands, in both languages."""

    title: str
    ar: str
    en: str


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing before it can be submitted, and where it is written."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone with what it delivers and its period; ``notes`` say what is late or was not reported."""

    title: str
    lang: str
    period: str
    deliverable: str
    deliverable_lang: str
    url: str
    notes: list[str]
    moves: Moves


@dataclass(frozen=True, slots=True)
class BodyRow:
    """That a body took or gave up a role: since when, and why."""

    text: str
    since: str
    reason: str
    reason_lang: str
    meeting: str
    meeting_lang: str


@dataclass(frozen=True, slots=True)
class Delay:
    """That a commitment is declared delayed: why, and what is done about it; empty words where nobody wrote them."""

    reason: str
    reason_lang: str
    recovery: str
    recovery_lang: str


@dataclass(frozen=True, slots=True)
class CommitmentPage:
    """A commitment at the desk; addresses are None where its reader may not write."""

    title: str
    lang: str
    named: str
    plan: str
    plan_lang: str
    plan_url: str
    state: str
    public_url: str | None
    parts: list[Part]
    remark: str
    remark_lang: str
    contact: str
    labels: list[str]
    lacks: list[Lack]
    milestones: list[MilestoneRow]
    bodies: list[BodyRow]
    acts: list[ActRow]
    nothing_done: str
    changed: list[Changed]
    offers: list[Offer]
    title_url: str | None
    template_url: str | None
    body_url: str | None
    milestone_url: str | None
    text_url: str | None
    ticks: list[TickRow]
    carried: list[CarriedRow]
    tests_url: str | None
    carried_url: str | None
    delay: Delay | None


def commitment_page(
    session: Session, commitment: Commitment, actor: Actor, now: datetime, *, drafts: bool
) -> CommitmentPage:
    """Return a commitment with what it lacks and what ``actor`` may do next; ``drafts`` where they may begin texts."""
    template, acts, ticks, carried, _labelled, found, began, reworded, _delivered = promised(
        session, commitment_id=commitment.id
    )
    state = standing.state_after(session, commitment_id=commitment.id, acts=acts)
    facts = standing.bodies_of(session, commitment_id=commitment.id)
    leads = {fact.organisation.scope for fact in facts if fact.organisation.id == commitment.lead_id}
    scopes = [commitment.plan.scope, *leads, *(b.scope for b in standing.holding(facts, BodyRole.CO_LEAD))]
    writes = may_on_commitment(actor, Act.DRAFT_COMMITMENT, scopes, state) or may_on_commitment(
        actor, Act.RECORD_COMMITMENT, scopes
    )
    live = commitment.shown_at is not None and state is CommitmentState.ADOPTED
    told = notes_at_desk(commitment, found, began, now) if live else {}
    waits = state in {CommitmentState.DRAFT, CommitmentState.RETURNED}
    slug, number, gone = commitment.plan.slug, commitment.number, state is CommitmentState.WITHDRAWN

    def own(endpoint: str) -> str | None:
        return url_for(endpoint, slug=slug, number=number) if writes else None

    return CommitmentPage(
        title=localized(commitment, "title"), lang=lang_of(commitment, "title"),
        named=_("Commitment %(number)s", number=number), plan=localized(commitment.plan, "title"),
        plan_lang=lang_of(commitment.plan, "title"), plan_url=url_for("desk.plan", slug=slug),
        state=label("commitment-state", state),
        public_url=url_for("public.commitment", slug=slug, number=number) if commitment.shown_at else None,
        parts=_parts(template), remark=localized(commitment, "note"), remark_lang=lang_of(commitment, "note"),
        contact=_contact(template), labels=_labels(commitment),
        lacks=_lacks(session, commitment) if waits else [],
        milestones=_milestones(commitment, told, writes=writes),
        bodies=_bodies(facts), acts=act_rows("commitment-act", acts), changed=changes(reworded),
        nothing_done=str(
            _("Nothing yet: it was adopted before the record was kept here.") if state is CommitmentState.ADOPTED
            else _("Nothing yet: it is a draft.")
        ),
        offers=[
            *_offers(commitment, open_acts(actor, scopes, state, acts)),
            *(_delays(commitment) if live and may_on_commitment(actor, Act.REPORT_PROGRESS, scopes) else ()),
        ],
        delay=_delay(commitment), title_url=None if gone else own("desk.commitment_title"),
        template_url=None if gone else own("desk.commitment_template"), body_url=own("desk.commitment_body"),
        milestone_url=None if gone else own("desk.new_milestone"),
        text_url=url_for("desk.new_text", commitment=commitment.id) if drafts else None,
        ticks=tick_rows(session, ticks), carried=carried_rows(carried), tests_url=own("desk.commitment_tests"),
        carried_url=own("desk.commitment_carried"),
    )  # fmt: skip


def _parts(template: CommitmentTemplate | None) -> list[Part]:
    if template is None:
        return []
    parts = [
        Part(label("template", name), getattr(template, f"{name}_ar"), getattr(template, f"{name}_en"))
        for name in _PARTS
    ]
    return [part for part in parts if part.ar or part.en]


def _contact(template: CommitmentTemplate | None) -> str:
    if template is None:
        return ""
    said = (localized(template, "contact_name"), template.contact_email, template.contact_phone)
    return " · ".join(each for each in said if each)


def _labels(commitment: Commitment) -> list[str]:
    return [label(row.family, row.code) for row in commitment.labels if row.family != Family.PRINCIPLE]


def _lacks(session: Session, commitment: Commitment) -> list[Lack]:
    return [lack_of(commitment, problem) for problem in lacking(session, commitment)]


def lack_of(commitment: Commitment, problem: DomainError) -> Lack:
    """Return what is missing, and the address of the form in which it is written."""
    pages = {"lead": "desk.commitment_body", "milestones": "desk.new_milestone"}
    page, field = pages.get(problem.field or "", "desk.commitment_template"), problem.field
    name = (
        label("template", field.removesuffix("_ar")) if problem.code == "commitment-lacks" and field else None
    )
    text = _("%(field)s: %(problem)s", field=name, problem=sentence(problem)) if name else sentence(problem)
    url = url_for(
        page, slug=commitment.plan.slug, number=commitment.number, _anchor=None if field in pages else field
    )
    return Lack(str(text), url)


def _milestones(commitment: Commitment, told: Mapping[int, list[str]], *, writes: bool) -> list[MilestoneRow]:
    slug, number, rows = commitment.plan.slug, commitment.number, commitment.milestones
    return [
        _milestone(
            row, slug, number, told.get(row.id, []), writes=writes,
            way=moves("desk.move_milestone", place, len(rows), slug=slug, number=number, milestone_id=row.id),
        )
        for place, row in enumerate(rows)
    ]  # fmt: skip


def _milestone(
    row: Milestone, slug: str, number: str, told: list[str], *, writes: bool, way: Moves
) -> MilestoneRow:
    due = dates.day(row.due_on)
    period = _("%(start)s to %(end)s", start=dates.day(row.starts_on), end=due) if row.starts_on else due
    there = url_for("desk.milestone_progress", slug=slug, number=number, milestone_id=row.id)
    delivered = bool(row.deliverable_ar or row.deliverable_en)
    return MilestoneRow(
        title=localized(row, "title"), lang=lang_of(row, "title"), period=str(period),
        deliverable=localized(row, "deliverable") if delivered else "",
        deliverable_lang=lang_of(row, "deliverable") if delivered else "ar", url=there, notes=told,
        moves=way if writes else Moves(),
    )  # fmt: skip


def _bodies(facts: Sequence[standing.BodyFact]) -> list[BodyRow]:
    found = []
    for fact in facts:
        name = localized(fact.organisation, "name")
        words = {
            ("lead", True): _("%(body)s leads it", body=name),
            ("lead", False): _("%(body)s leads it no longer", body=name),
            ("co-lead", True): _("%(body)s leads it together with others", body=name),
            ("co-lead", False): _("%(body)s no longer leads it together with others", body=name),
            ("supporting", True): _("%(body)s supports it", body=name),
            ("supporting", False): _("%(body)s supports it no longer", body=name),
        }
        since = dates.day(fact.happened_on) if fact.happened_on else str(_("from the beginning"))
        found.append(
            BodyRow(
                str(words[fact.role, fact.holds]), since, localized(fact, "reason"), lang_of(fact, "reason"),
                localized(fact, "meeting"), lang_of(fact, "meeting"),
            )
        )  # fmt: skip
    return found


def _offers(commitment: Commitment, kinds: Iterable[CommitmentActKind]) -> list[Offer]:
    slug, number = commitment.plan.slug, commitment.number
    return [
        Offer(
            label("commitment-do", kind), url_for("desk.commitment_act", slug=slug, number=number, kind=kind.value)
        )
        for kind in kinds
    ]  # fmt: skip


def _delays(commitment: Commitment) -> list[Offer]:
    """Return what can be said of a commitment's delay."""
    text = _("End the delay") if commitment.delayed else _("Declare a delay")
    endpoint = "desk.end_commitment_delay" if commitment.delayed else "desk.delay_commitment"
    return [Offer(str(text), url_for(endpoint, slug=commitment.plan.slug, number=commitment.number))]


def _delay(commitment: Commitment) -> Delay | None:
    if not commitment.delayed:
        return None
    return Delay(
        localized(commitment, "delay_note"), lang_of(commitment, "delay_note"), localized(commitment, "recovery"),
        lang_of(commitment, "recovery"),
    )  # fmt: skip
