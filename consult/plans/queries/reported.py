"""Every update and every act of a plan's milestones, as open files have them: of what everybody reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import and_, bindparam, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from consult.documents.models import Document
from consult.organisations.models import Organisation
from consult.plans.models import Commitment, Milestone, MilestoneAct, ProgressUpdate


class Entry(NamedTuple):
    """An update with its body and its document, or an act, and the milestone and commitment that it is of.

    ``corrected_by`` is the id of the update that took this one's place, None where it stands.
    """

    commitment: Commitment
    milestone: Milestone
    update: ProgressUpdate | None
    body: Organisation | None
    document: Document | None
    act: MilestoneAct | None
    corrected_by: int | None


def entries(session: Session, *, plan_id: int) -> Iterator[Entry]:
    """Yield all that was reported of a plan's milestones and done with them, in bounded memory.

    By commitment and milestone in their order, acts before updates, each as it was recorded.
    """
    for row in session.execute(_ENTRIES.execution_options(yield_per=500), {"plan": plan_id}):
        yield Entry._make(row)


# Built once: building a statement costs more than sending it.
_SAID = union_all(
    select(literal("update").label("kind"), ProgressUpdate.id.label("id"), ProgressUpdate.milestone_id),
    select(literal("act"), MilestoneAct.id, MilestoneAct.milestone_id),
).subquery()
_AFTER = aliased(ProgressUpdate)
_ENTRIES = (
    select(Commitment, Milestone, ProgressUpdate, Organisation, Document, MilestoneAct, _AFTER.id)
    .select_from(_SAID)
    .join(Milestone, Milestone.id == _SAID.c.milestone_id)
    .join(Commitment, Commitment.id == Milestone.commitment_id)
    .outerjoin(ProgressUpdate, and_(_SAID.c.kind == "update", ProgressUpdate.id == _SAID.c.id))
    .outerjoin(_AFTER, _AFTER.corrects_id == ProgressUpdate.id)
    .outerjoin(Organisation, Organisation.id == ProgressUpdate.organisation_id)
    .outerjoin(Document, Document.id == ProgressUpdate.document_id)
    .outerjoin(MilestoneAct, and_(_SAID.c.kind == "act", MilestoneAct.id == _SAID.c.id))
    .where(Commitment.plan_id == bindparam("plan"), Commitment.shown_at.is_not(None))
    .order_by(Commitment.position, Commitment.id, Milestone.position, _SAID.c.kind, _SAID.c.id)
)
