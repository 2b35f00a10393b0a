"""Public bodies, which do not apply: a coordinator enters them, verified from the start, and says what they are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.organisations import queries
from consult.organisations.models import Organisation, OrganisationActKind, OrganisationKind, Standing
from consult.organisations.policies import ENTERED
from consult.organisations.services.applying import Application, checked, names_taken, tidied
from consult.organisations.services.naming import first_name
from consult.organisations.services.noting import note, publish
from consult.shared.errors import DomainError, NotFoundError, raise_any
from consult.shared.slugs import is_slug

MOST_SLUG = 60


def enter_body(
    session: Session, *, actor: Actor, now: datetime, slug: str, said: Application
) -> Organisation:
    """Enter a government body, a municipality or an independent body, and return it: it is public at once.

    Introduction and website may be empty. Raises DomainError at the fields: ``name-taken``, ``body-slug-unfit``,
    ``body-slug-taken``; NotFoundError where it is not ``actor``'s to do.
    """
    if not may(actor, Act.ENTER_BODY):
        raise NotFoundError
    tidy = tidied(said)
    names = {"name_ar": tidy.name_ar, "name_en": tidy.name_en}
    problems = _problems(tidy, slug)
    problems += [DomainError("name-taken", field=field) for field in names_taken(session, names)]
    raise_any(problems)
    body = Organisation(
        slug=slug, kind=tidy.kind, **names, about_ar=tidy.about_ar, about_en=tidy.about_en, website=tidy.website,
        standing=Standing.VERIFIED.value, created_at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(body)
            session.flush()
    except IntegrityError as taken:
        raise DomainError("body-slug-taken", field="slug") from taken
    first_name(session, organisation=body, now=now, by_id=actor.user_id)
    _note(session, actor, now, body, OrganisationActKind.ENTERED)
    return body


def describe_body(
    session: Session, *, actor: Actor, now: datetime, slug: str, about: tuple[str, str], website: str,
    seen: tuple[str, str, str],
) -> None:  # fmt: skip
    """Save what is said of a verified body; ``seen`` is what stood when the page was opened.

    Raises DomainError at the fields, ``edited-meanwhile`` where somebody saved since.
    """
    found = queries.in_any_standing(session, slug)
    body = queries.lock(session, found.id) if found else None
    if body is None or not may(actor, Act.ENTER_BODY) or body.standing != Standing.VERIFIED:
        raise NotFoundError
    if seen != (body.about_ar, body.about_en, body.website):
        raise DomainError("edited-meanwhile")
    tidy = tidied(Application(body.kind, body.name_ar, body.name_en, *about, website))
    raise_any(checked(tidy, about_needed=False))
    body.about_ar, body.about_en, body.website = tidy.about_ar, tidy.about_en, tidy.website
    session.flush()
    _note(session, actor, now, body, OrganisationActKind.DESCRIBED)


def _problems(tidy: Application, slug: str) -> list[DomainError]:
    problems = checked(tidy, about_needed=False)
    if tidy.kind in set(OrganisationKind) - ENTERED:
        problems.append(DomainError("choose-one", field="kind"))
    if not is_slug(slug, MOST_SLUG):
        problems.append(DomainError("body-slug-unfit", field="slug"))
    return problems


def _note(
    session: Session, actor: Actor, now: datetime, body: Organisation, kind: OrganisationActKind
) -> None:
    act = note(session, now=now, organisation=body, kind=kind, by_id=actor.user_id, role=Role.COORDINATOR)
    publish(session, now=now, organisation=body, act=act)
