"""All that is handed over of a plan, in a fixed number of statements however many commitments it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, Subquery, bindparam, func, inspect, select
from sqlalchemy.orm import Session

from consult.organisations.models import Organisation
from consult.plans.models import (
    BodyRole,
    Commitment,
    CommitmentLabel,
    CommitmentTemplate,
    Milestone,
)
from consult.plans.models.columns import COLUMNS, LABELLED
from consult.plans.models.exchanged import ExchangedBody, ExchangedCommitment, ExchangedMilestone
from consult.plans.policies.progress import Standing, is_open
from consult.plans.queries.bodies import in_role
from consult.plans.queries.held import delayed, reported_on, were_adopted, withdrawn

# What a template holds beside where it belongs.
PROMISED = tuple(
    column.key
    for column in CommitmentTemplate.__table__.columns
    if column.key not in {"id", "commitment_id", "recorded_at", "recorded_by_id"}
)


def exchanged(session: Session, *, plan_id: int, shown: bool) -> list[ExchangedCommitment]:
    """Return a plan's commitments in their order, each with all that is handed over of it.

    ``shown`` leaves those that the public reads of.
    """
    asked = {"plan": plan_id}
    templates = {row[0]: row[1:] for row in session.execute(_TEMPLATES, asked)}
    labels: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for commitment_id, family, code in session.execute(_LABELS, asked):
        labels[commitment_id][family].append(code)
    bodies = {
        role: _grouped(session.execute(query, asked).all(), ExchangedBody) for role, query in _BODIES.items()
    }
    milestones = _grouped(session.execute(_MILESTONES, asked).all(), _milestone)
    found = []
    rows = session.execute(_COMMITMENTS, asked).all()
    for row in rows:
        if shown and row.shown_at is None:
            continue
        template = templates.get(row.id, (0, *(None for _name in PROMISED)))
        promise = dict(zip(PROMISED, template[1:], strict=True))
        lead = (
            [ExchangedBody(row.lead_id, row.slug, row.name_ar, row.name_en)]
            if row.lead_id is not None
            else []
        )
        found.append(
            ExchangedCommitment(
                id=row.id, number=row.number, shown=row.shown_at is not None, title_ar=row.title_ar,
                title_en=row.title_en, template_id=template[0],
                promise={
                    name: value if name.endswith("s_on") else value or "" for name, value in promise.items()
                },
                labels={family: tuple(codes) for family, codes in labels[row.id].items()},
                leads=(*lead, *bodies[BodyRole.CO_LEAD][row.id]),
                supporting=tuple(bodies[BodyRole.SUPPORTING][row.id]),
                milestones=tuple(milestones[row.id]), followed=bool(row.followed),
                worded=bool(row.worded),
            )
        )  # fmt: skip
    return found


def _grouped(rows: Sequence[Sequence[Any]], make: Any) -> dict[int, list[Any]]:  # noqa: ANN401 - of any kind
    """Return what ``make`` makes of the rows, by the commitment that each begins with."""
    found: dict[int, list[Any]] = defaultdict(list)
    for commitment_id, *said in rows:
        found[commitment_id].append(make(*said))
    return found


def _milestone(*said: Any) -> ExchangedMilestone:  # noqa: ANN401 - columns
    row_id, title_ar, title_en, deliverable_ar, deliverable_en, *rest = said
    return ExchangedMilestone(row_id, title_ar, title_en, deliverable_ar or "", deliverable_en or "", *rest)


def _of_role(held: Subquery) -> Select[Any]:
    body = (Organisation.id, Organisation.slug, Organisation.name_ar, Organisation.name_en)
    return (
        select(held.c.commitment_id, *body)
        .join(Organisation, Organisation.id == held.c.organisation_id)
        .join(Commitment, Commitment.id == held.c.commitment_id)
        .where(Commitment.plan_id == bindparam("plan"))
        .order_by(held.c.commitment_id, held.c.fact_id)
    )


# Built once: building a statement costs more than sending it.
_COMMITMENTS = (
    select(
        Commitment.id, Commitment.number, Commitment.shown_at, Commitment.title_ar, Commitment.title_en,
        Commitment.lead_id, Organisation.slug, Organisation.name_ar, Organisation.name_en,
        reported_on(inspect(Commitment).local_table.c.id).label("followed"),
        were_adopted(inspect(Commitment).local_table.c.id).label("worded"),
    )
    .outerjoin(Organisation, Organisation.id == Commitment.lead_id)
    .where(Commitment.plan_id == bindparam("plan"))
    .order_by(Commitment.position, Commitment.id)
)  # fmt: skip
_NEWEST = (
    select(func.max(CommitmentTemplate.id))
    .join(Commitment, Commitment.id == CommitmentTemplate.commitment_id)
    .where(Commitment.plan_id == bindparam("plan"))
    .group_by(CommitmentTemplate.commitment_id)
)
_TEMPLATES = select(
    CommitmentTemplate.commitment_id, CommitmentTemplate.id,
    *(getattr(CommitmentTemplate, name) for name in PROMISED),
).where(CommitmentTemplate.id.in_(_NEWEST))  # fmt: skip
_LABELS = (
    select(CommitmentLabel.commitment_id, CommitmentLabel.family, CommitmentLabel.code)
    .join(Commitment, Commitment.id == CommitmentLabel.commitment_id)
    .where(Commitment.plan_id == bindparam("plan"))
    .order_by(CommitmentLabel.id)
)
_BODIES = {role: _of_role(in_role(role)) for role in (BodyRole.CO_LEAD, BodyRole.SUPPORTING)}
_MILESTONE = inspect(Milestone).local_table
_MILESTONES = (
    select(
        Milestone.commitment_id, Milestone.id, Milestone.title_ar, Milestone.title_en, Milestone.deliverable_ar,
        Milestone.deliverable_en, Milestone.starts_on, Milestone.due_on, Milestone.status, Milestone.as_of,
        withdrawn(_MILESTONE.c.id), delayed(_MILESTONE.c.id), Milestone.illustrative,
    )
    .join(Commitment, Commitment.id == Milestone.commitment_id)
    .where(Commitment.plan_id == bindparam("plan"))
    .order_by(Milestone.commitment_id, Milestone.position)
)  # fmt: skip


def rows_of(commitments: Iterable[ExchangedCommitment]) -> Iterator[list[object]]:
    """Yield the rows of a plan's file, by ``models.columns.COLUMNS``: one a milestone, one for a commitment without."""
    for commitment in commitments:
        own = _said_of(commitment)
        for milestone in commitment.milestones or (None,):
            said = own | (_said_of_milestone(milestone) if milestone else {})
            yield [said.get(column.key, "") for column in COLUMNS]


def _said_of(commitment: ExchangedCommitment) -> dict[str, object]:
    said: dict[str, object] = {
        "commitment_number": commitment.number, "title_ar": commitment.title_ar, "title_en": commitment.title_en,
        **commitment.promise, "reported_on": "yes" if commitment.followed else "",
    }  # fmt: skip
    for role, held in (("lead_bodies", commitment.leads), ("supporting_bodies", commitment.supporting)):
        for lang in ("ar", "en"):
            said[f"{role}_{lang}"] = "; ".join(_name(body, lang) for body in held)
    for key, family in LABELLED.items():
        said[key] = "; ".join(commitment.labels.get(family.value, ()))
    return said


def _name(body: ExchangedBody, lang: str) -> str:
    """Return what a body is called, in the other language where it has no name in this one.

    Its address where the name would be read as several.
    """
    name = (body.name_ar or body.name_en) if lang == "ar" else (body.name_en or body.name_ar)
    return body.slug if any(sign in name for sign in ";؛|•\n") else name


def _said_of_milestone(milestone: ExchangedMilestone) -> dict[str, object]:
    return {
        "milestone_id": str(milestone.id), "milestone_title_ar": milestone.title_ar,
        "milestone_title_en": milestone.title_en, "deliverable_ar": milestone.deliverable_ar,
        "deliverable_en": milestone.deliverable_en, "milestone_starts_on": milestone.starts_on,
        "milestone_due_on": milestone.due_on, "status": milestone.status, "status_as_of": milestone.as_of,
        "milestone_state": _state_of(milestone), "illustrative": "yes" if milestone.illustrative else "",
    }  # fmt: skip


def _state_of(milestone: ExchangedMilestone) -> str:
    """Return what was declared of a milestone: that it was withdrawn, or is delayed while it is open."""
    if milestone.withdrawn:
        return Standing.WITHDRAWN
    return Standing.DELAYED if milestone.delayed and is_open(milestone) else ""
