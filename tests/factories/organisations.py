"""Organisations that apply, those that were verified, and their coordinators and representatives."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.policies import Actor
from consult.accounts.queries import actor_for, user_by_id
from consult.organisations import services
from consult.organisations.models import Organisation
from consult.organisations.queries.names import names_of
from consult.organisations.services import Application
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import REASON

_NUMBERS = count(1)


def application(**changed: str) -> Application:
    """Return an application under names that no other has, with what is ``changed``."""
    number = next(_NUMBERS)
    good = {
        "kind": "youth", "name_ar": f"هيئة شبابية مثالية {number}", "name_en": f"An example youth body {number}",
        "about_ar": "نجمع آراء الشباب.",
    }  # fmt: skip
    return Application(**{**good, **changed})


def applied(session: Session, *, by: Actor | None = None, **changed: str) -> Organisation:
    """Return an organisation that waits, applied for by a new person or by ``by``."""
    return services.apply(
        session, actor=by or person(session), now=moments.DRAFTED, application=application(**changed)
    )


def coordinator(session: Session) -> Actor:
    """Return a new coordinator of the site."""
    return person(session, (Role.COORDINATOR, SITE))


def verified(session: Session, **changed: str) -> tuple[Organisation, Actor]:
    """Return a verified organisation and the representative who applied for it."""
    applicant = person(session)
    organisation = applied(session, by=applicant, **changed)
    services.verify(
        session, actor=coordinator(session), now=moments.ANNOUNCED, slug=organisation.slug, reason=REASON
    )
    return organisation, again(session, applicant)


def again(session: Session, actor: Actor) -> Actor:
    """Return an actor with the grants in force now, as the next request would."""
    user = user_by_id(session, actor.user_id)
    assert user is not None
    return actor_for(session, user)


def ended(session: Session, organisation: Organisation, *, now: datetime) -> Organisation:
    """Return an organisation whose standing one coordinator asked to end, and another ended."""
    act = services.ask_ending(
        session, actor=coordinator(session), now=now, slug=organisation.slug, reason=REASON
    )
    return services.confirm_ending(
        session, actor=coordinator(session), now=now, slug=organisation.slug, asked=act.id
    )


def renamed(session: Session, body: Organisation, name_ar: str, name_en: str) -> None:
    """Record that a body is called so now, since a day before today."""
    names = names_of(session, organisation_id=body.id)
    services.rename_body(
        session, actor=coordinator(session), now=moments.DRAFTED, zone=UTC, slug=body.slug,
        said=services.Renaming(name_ar, name_en, moments.DRAFTED.date(), "تغيّر الاسم", "Renamed"),
        seen_id=names[0].id if names else 0,
    )  # fmt: skip
