"""What was reported of milestones, and what was done with them: rows that were added, read in their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from consult.documents.models import Document
from consult.organisations.models import Organisation
from consult.plans.models import Milestone, MilestoneAct, MilestoneActKind, MilestoneFact, ProgressUpdate
from consult.plans.policies.progress import holding, standing_updates
from consult.plans.queries.held import adopted_on, first_year


class Reported(NamedTuple):
    """An update with the body for which it was said and its evidence, where that is a document.

    ``corrected_by`` is the update that stands in its place, None where it stands itself.
    """

    update: ProgressUpdate
    body: Organisation | None
    document: Document | None
    corrected_by: ProgressUpdate | None = None


class Followed(NamedTuple):
    """What was said of a milestone, the newest word first, and what was done with it, the oldest act first.

    After each update that stands come those that it corrects, the newest first.
    """

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
    acts: dict[int, list[MilestoneAct]] = defaultdict(list)
    updates: dict[int, list[Reported]] = defaultdict(list)
    for update, body, document, act in rows:
        if update is not None:
            updates[update.milestone_id].append(Reported(update, body, document))
        if act is not None:
            acts[act.milestone_id].insert(0, act)
    return {key: Followed(_in_order(updates[key]), acts[key]) for key in (*updates, *acts)}


def _in_order(every: Sequence[Reported]) -> list[Reported]:
    """Return updates as ``Followed`` has them."""
    by_id = {each.update.id: each for each in every}
    found: list[Reported] = []
    for update in reversed(standing_updates(each.update for each in every)):
        found.append(by_id[update.id])
        after = update
        while after.corrects_id is not None:
            corrected = by_id[after.corrects_id]
            found.append(corrected._replace(corrected_by=after))
            after = corrected.update
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


def updates_of(session: Session, *, milestone_id: int) -> Sequence[ProgressUpdate]:
    """Return all that was reported of a milestone, what was corrected since as well, oldest first."""
    query = select(ProgressUpdate).where(ProgressUpdate.milestone_id == milestone_id)
    return session.scalars(query.order_by(ProgressUpdate.id)).all()


Began = tuple[int | None, date | None]


def began_with(session: Session, *, commitment_id: int) -> Began:
    """Return the first year of a commitment's plan, and when the commitment, or else the plan, was adopted."""
    year, day = session.execute(_BEGAN, {"commitment": commitment_id}).one()
    return year, day


def entered_at(session: Session, *, milestone_id: int) -> datetime:
    """Return when the first fact of a milestone was recorded here."""
    query = select(MilestoneFact.recorded_at).where(MilestoneFact.milestone_id == milestone_id)
    return session.scalars(query.order_by(MilestoneFact.id).limit(1)).one()


def stood_before(session: Session, first: ProgressUpdate) -> MilestoneFact | None:
    """Return the fact of a milestone that stood before its first update, None where there is none."""
    query = select(MilestoneFact).where(MilestoneFact.milestone_id == first.milestone_id)
    before = None
    for fact in session.scalars(query.order_by(MilestoneFact.id)):
        said = (fact.recorded_at, fact.status, fact.as_of)
        if said == (first.recorded_at, first.status, first.as_of):
            break
        before = fact
    return before


# Built once: building a statement costs more than sending it.
_THIS: BindParameter[int] = bindparam("commitment")
_OWN = select(Milestone.id).where(Milestone.commitment_id == _THIS)
_BEGAN = select(first_year(_THIS), adopted_on(_THIS))
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
