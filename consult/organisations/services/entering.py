"""Public bodies, which do not apply: a coordinator enters them, verified from the start, and says what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
from consult.organisations.services.noting import note, publish
from consult.shared.errors import DomainError, NotFoundError, raise_any

MOST_SLUG = 60
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class BodyWords:
    """What is said of a public body: its kind, its names and, where there are any, an introduction and a website."""

    kind: str = ""
    name_ar: str = ""
    name_en: str = ""
    about_ar: str = ""
    about_en: str = ""
    website: str = ""


def enter_body(session: Session, *, actor: Actor, now: datetime, slug: str, said: BodyWords) -> Organisation:
    """Enter a government body, a municipality or an independent body, and return it: it is public at once.

    Raises DomainError at the fields: ``name-taken``, ``body-slug-unfit``, ``body-slug-taken``; NotFoundError where it
    is not ``actor``'s to do.
    """
    if not may(actor, Act.ENTER_BODY):
        raise NotFoundError
    tidy = tidied(_application(said))
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


def _application(said: BodyWords) -> Application:
    return Application(said.kind, said.name_ar, said.name_en, said.about_ar, said.about_en, said.website)


def _problems(tidy: Application, slug: str) -> list[DomainError]:
    problems = checked(tidy, about_needed=False)
    if tidy.kind in set(OrganisationKind) - ENTERED:
        problems.append(DomainError("choose-one", field="kind"))
    if len(slug) > MOST_SLUG or _SLUG.fullmatch(slug) is None:
        problems.append(DomainError("body-slug-unfit", field="slug"))
    return problems


def _note(
    session: Session, actor: Actor, now: datetime, body: Organisation, kind: OrganisationActKind
) -> None:
    act = note(session, now=now, organisation=body, kind=kind, by_id=actor.user_id, role=Role.COORDINATOR)
    publish(session, now=now, organisation=body, act=act)
