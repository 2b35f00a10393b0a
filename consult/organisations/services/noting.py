"""What every act on an organisation leaves: its row, its entry in the public log, and mails to whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.models import Role, User
from consult.organisations.models import Organisation, OrganisationAct, OrganisationActKind
from consult.outbox.services import Message, enqueue
from consult.record.services import append
from consult.shared.text import clean

ENDING_CONFIRMED = "organisation-ending-confirmed"
UNNAMED = "organisations"


def note(
    session: Session,
    *,
    now: datetime,
    organisation: Organisation,
    kind: OrganisationActKind,
    by_id: int | None,
    role: str,
    reason: tuple[str, str] = ("", ""),
) -> OrganisationAct:
    """Write one act on an organisation and return it; ``reason`` is public, in Arabic and in English."""
    act = OrganisationAct(
        organisation_id=organisation.id, kind=kind.value, at=now, by_id=by_id, role=role,
        reason_ar=clean(reason[0]), reason_en=clean(reason[1]),
    )  # fmt: skip
    session.add(act)
    session.flush()
    return act


def publish(session: Session, *, now: datetime, organisation: Organisation, act: OrganisationAct) -> None:
    """Put an act in the record log; what was refused is not named there, for it is shown to nobody."""
    named = act.kind != OrganisationActKind.REFUSED
    kind = act.kind if act.kind.startswith(Role.REPRESENTATIVE.value) else f"organisation-{act.kind}"
    append(
        session, now=now, kind=kind, subject=f"organisation/{organisation.slug}" if named else UNNAMED, role=act.role,
        details={"kind": organisation.kind},
    )  # fmt: skip


def tell(session: Session, *, now: datetime, act: OrganisationAct, users: Iterable[User]) -> None:
    """Put a mail about an act in the outbox for each of ``users``; it is written from the act when it is sent."""
    messages = [
        Message(
            f"organisation:{act.id}:{user.id}",
            f"organisation-{act.kind}",
            user.email,
            user.language,
            {"act": act.id},
        )
        for user in users
    ]
    enqueue(session, now=now, messages=messages)


def tell_confirmed(session: Session, *, now: datetime, act: OrganisationAct, users: Iterable[User]) -> None:
    """Tell whoever asked for an ending that somebody else confirmed it: another mail about the same act."""
    messages = [
        Message(
            f"{ENDING_CONFIRMED}:{act.id}:{user.id}",
            ENDING_CONFIRMED,
            user.email,
            user.language,
            {"act": act.id},
        )
        for user in users
    ]
    enqueue(session, now=now, messages=messages)
