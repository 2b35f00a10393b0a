"""What was reported of milestones, and what was done with them: rows that were added, read in their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from consult.documents.models import Document
from consult.organisations.models import Organisation
from consult.plans.models import Milestone, MilestoneAct, MilestoneActKind, ProgressUpdate
from consult.plans.policies.progress import holding


class Reported(NamedTuple):
    """An update with the body for which it was said and its evidence, where that is a document."""

    update: ProgressUpdate
    body: Organisation | None
    document: Document | None


class Followed(NamedTuple):
    """What was said of a milestone, the newest update first, and what was done with it, the oldest act first."""

    updates: list[Reported]
    acts: list[MilestoneAct]


def followed(session: Session, *, commitment_id: int) -> dict[int, Followed]:
    """Return what was said of the milestones of a commitment and done with them, by milestone id, in one statement."""
    return together(
        (row[0], row[1], row[2], row[3]) for row in session.execute(_FOLLOWED, {"commitment": commitment_id})
    )


Said = tuple[ProgressUpdate | None, Organisation | None, Document | None, MilestoneAct | None]


def together(rows: Iterable[Said]) -> dict[int, Followed]:
    """Return updates and acts by milestone id, of rows that hold one of them, or nothing; the newest of each first."""
    found: dict[int, Followed] = defaultdict(lambda: Followed([], []))
    for update, body, document, act in rows:
        if update is not None:
            found[update.milestone_id].updates.append(Reported(update, body, document))
        if act is not None:
            found[act.milestone_id].acts.insert(0, act)
    return found


def milestone_acts(session: Session, *, milestone_id: int) -> Sequence[MilestoneAct]:
    """Return what was done with a milestone, as it was recorded, oldest first."""
    query = select(MilestoneAct).where(MilestoneAct.milestone_id == milestone_id)
    return session.scalars(query.order_by(MilestoneAct.id)).all()


def withdrawn_of(session: Session, milestone_ids: Iterable[int]) -> set[int]:
    """Return which of these milestones are withdrawn."""
    query = select(MilestoneAct).where(MilestoneAct.milestone_id.in_(list(milestone_ids)))
    acts = session.scalars(query.order_by(MilestoneAct.id)).all()
    return {act.milestone_id for act in holding(acts) if act.kind == MilestoneActKind.WITHDRAWN}


def newest_update(session: Session, *, milestone_id: int) -> ProgressUpdate | None:
    """Return what was reported of a milestone last, or None."""
    query = select(ProgressUpdate).where(ProgressUpdate.milestone_id == milestone_id)
    return session.scalars(query.order_by(ProgressUpdate.id.desc()).limit(1)).one_or_none()


# Built once: building a statement costs more than sending it.
_THIS: BindParameter[int] = bindparam("commitment")
_OWN = select(Milestone.id).where(Milestone.commitment_id == _THIS)
_SAID = union_all(
    select(literal("update").label("kind"), ProgressUpdate.id.label("id")).where(
        ProgressUpdate.milestone_id.in_(_OWN)
    ),
    select(literal("act"), MilestoneAct.id).where(MilestoneAct.milestone_id.in_(_OWN)),
).subquery()
_FOLLOWED = (
    select(ProgressUpdate, Organisation, Document, MilestoneAct)
    .select_from(_SAID)
    .outerjoin(ProgressUpdate, (_SAID.c.kind == "update") & (ProgressUpdate.id == _SAID.c.id))
    .outerjoin(Organisation, Organisation.id == ProgressUpdate.organisation_id)
    .outerjoin(Document, Document.id == ProgressUpdate.document_id)
    .outerjoin(MilestoneAct, (_SAID.c.kind == "act") & (MilestoneAct.id == _SAID.c.id))
    .order_by(_SAID.c.kind, _SAID.c.id.desc())
)
