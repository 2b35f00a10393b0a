"""Endings of a standing: asked for by one person, confirmed by a second, or taken back; each is an act."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from consult.organisations.models import Organisation, OrganisationAct, OrganisationActKind, Standing

_OF_ENDINGS = tuple(
    kind.value
    for kind in (
        OrganisationActKind.ENDING_ASKED,
        OrganisationActKind.ENDING_TAKEN_BACK,
        OrganisationActKind.ENDED,
        OrganisationActKind.RESTORED,
    )
)
Ending = tuple[Organisation, OrganisationAct]


def waiting(session: Session, *, organisation_id: int) -> OrganisationAct | None:
    """Return the act that asks to end a standing and waits for a second person, or None."""
    last = last_act(session, organisation_id=organisation_id)
    return last if last is not None and last.kind == OrganisationActKind.ENDING_ASKED else None


def last_act(session: Session, *, organisation_id: int) -> OrganisationAct | None:
    """Return the last act on the ending of a standing: asked for, taken back, ended or restored; or None."""
    query = select(OrganisationAct).where(
        OrganisationAct.organisation_id == organisation_id, OrganisationAct.kind.in_(_OF_ENDINGS)
    )
    return session.scalars(query.order_by(OrganisationAct.id.desc()).limit(1)).one_or_none()


def all_waiting(session: Session, *, limit: int) -> Sequence[Ending]:
    """Return the verified organisations whose ending waits for a second person, with what asks for it, oldest first."""
    query = _last(Standing.VERIFIED, OrganisationActKind.ENDING_ASKED).order_by(OrganisationAct.id)
    return [(row[0], row[1]) for row in session.execute(query.limit(limit))]


def ended(session: Session, *, limit: int) -> Sequence[Ending]:
    """Return the organisations whose standing has ended, with the act that ended it, newest first."""
    query = _last(Standing.ENDED, OrganisationActKind.ENDED).order_by(OrganisationAct.id.desc())
    return [(row[0], row[1]) for row in session.execute(query.limit(limit))]


def _last(standing: Standing, kind: OrganisationActKind) -> Select[Organisation, OrganisationAct]:
    newest = (
        select(OrganisationAct.organisation_id, func.max(OrganisationAct.id).label("id"))
        .where(OrganisationAct.kind.in_(_OF_ENDINGS))
        .group_by(OrganisationAct.organisation_id)
        .subquery()
    )
    return (
        select(Organisation, OrganisationAct)
        .join(newest, newest.c.organisation_id == Organisation.id)
        .join(OrganisationAct, and_(OrganisationAct.id == newest.c.id, OrganisationAct.kind == kind.value))
        .where(Organisation.standing == standing.value)
    )
