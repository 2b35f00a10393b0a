"""Inviting organisations to a consultation, and saying whom the asking body told otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations import queries
from consult.consultations.models import Consultation, ConsultationInvitation, Told
from consult.consultations.services.acting import held, require
from consult.organisations.models import Organisation, Standing
from consult.organisations.queries import by_slugs, representatives, spoken_for
from consult.outbox.services import Message, enqueue
from consult.record.services import append
from consult.shared.errors import DomainError, problems_of_words, raise_any
from consult.shared.text import clean_title

# So many at once: each of their representatives gets a mail.
MOST_INVITED = 100
# So many stand on one page.
MOST_TOLD = 300
OTHERWISE = frozenset(Told) - {Told.MAIL}
_MOST_NAME = 200


@dataclass(frozen=True)
class ToldOtherwise:
    """Somebody whom the asking body told on another way: a name in one language or both, how, and on which day."""

    name_ar: str
    name_en: str
    how: str
    told_on: date | None


def invite(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, consultation_id: int, slugs: Sequence[str]
) -> list[ConsultationInvitation]:
    """Invite organisations by mail to each who speaks for them; return the new invitations.

    Who was invited before is not invited again. Raises NotFoundError where it is not ``actor``'s to do, StateError by
    the state, ``pick-a-body`` at ``organisations`` where none is named, or one that is not verified, and
    ``nobody-speaks`` where no mail would reach one of them.
    """
    asked = _open_to(session, actor, now, consultation_id)
    named = list(dict.fromkeys(slugs))
    if len(named) > MOST_INVITED:
        raise DomainError("too-many-invited", field="organisations", most=MOST_INVITED)
    bodies = {row.slug: row for row in by_slugs(session, named) if row.standing == Standing.VERIFIED}
    if not named or bodies.keys() != set(named) or asked.organisation.slug in bodies:
        raise DomainError("pick-a-body", field="organisations")
    there = {row.organisation_id for row in queries.invitations(session, consultation_id=asked.id)}
    anew = [bodies[slug] for slug in named if bodies[slug].id not in there]
    if {body.scope for body in anew} - spoken_for(session):
        raise DomainError("nobody-speaks", field="organisations")
    return [_invited(session, actor, now, zone, asked, body) for body in anew]


def tell(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, consultation_id: int, told: ToldOtherwise
) -> ConsultationInvitation:
    """Say whom the asking body told otherwise; the same again is the first. Raises as ``invite``, and at fields."""
    asked = _open_to(session, actor, now, consultation_id)
    names = {"told_ar": clean_title(told.name_ar), "told_en": clean_title(told.name_en)}
    problems = problems_of_words(names, most=_MOST_NAME, needed=False)
    if not any(names.values()):
        problems.append(DomainError("write-either", field="told_ar"))
    if told.how not in OTHERWISE:
        problems.append(DomainError("choose-one", field="how"))
    today = now.astimezone(zone).date()
    if told.told_on is None:
        problems.append(DomainError("told-day-needed", field="told_on"))
    elif told.told_on > today:
        problems.append(DomainError("day-to-come", field="told_on"))
    elif asked.announced_at is not None and told.told_on < asked.announced_at.astimezone(zone).date():
        problems.append(DomainError("told-before", field="told_on"))
    raise_any(problems)
    said = {
        "name_ar": names["told_ar"], "name_en": names["told_en"], "how": told.how, "told_on": told.told_on or today,
    }  # fmt: skip
    others = [
        row for row in queries.invitations(session, consultation_id=asked.id) if row.organisation_id is None
    ]
    for row in others:
        if all(getattr(row, name) == value for name, value in said.items()):
            return row
    if len(others) >= MOST_TOLD:
        raise DomainError("too-many-told", field="told_ar", most=MOST_TOLD)
    row = ConsultationInvitation(consultation_id=asked.id, at=now, invited_by_id=actor.user_id, **said)
    session.add(row)
    session.flush()
    append(
        session, now=now, kind="told-otherwise", subject=f"consultation/{asked.slug}", role="officer",
        details={"how": row.how, "name_ar": row.name_ar, "name_en": row.name_en},
    )  # fmt: skip
    return row


def _open_to(session: Session, actor: Actor, now: datetime, consultation_id: int) -> Consultation:
    asked = held(session, consultation_id, actor, Act.INVITE_TO_ANSWER)
    require(asked, actor, Act.INVITE_TO_ANSWER, now)
    return asked


def _invited(
    session: Session, actor: Actor, now: datetime, zone: tzinfo, asked: Consultation, body: Organisation
) -> ConsultationInvitation:
    row = ConsultationInvitation(
        consultation_id=asked.id, organisation_id=body.id, name_ar="", name_en="", how=Told.MAIL.value,
        told_on=now.astimezone(zone).date(), at=now, invited_by_id=actor.user_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    append(
        session, now=now, kind="organisation-invited", subject=f"consultation/{asked.slug}", role="officer",
        details={"organisation": body.slug},
    )  # fmt: skip
    messages = [
        Message(
            f"invited:{row.id}:{user.id}",
            "consultation-invitation",
            user.email,
            user.language,
            {"invitation": row.id},
        )
        for _grant, user in representatives(session, scope=body.scope)
        if user.suspended_at is None
    ]
    enqueue(session, now=now, messages=messages)
    return row
