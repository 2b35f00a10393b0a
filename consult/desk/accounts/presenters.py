"""Accounts as staff see them: a number and a masked address, never whose they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import groupby

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, RoleGrant, User
from consult.accounts.policies import Actor, may_grant
from consult.accounts.queries import GrantPlace, all_grants_in_force, grants_in_force
from consult.desk.lists import Listing, find
from consult.plans.queries import Place, places
from consult.web import dates
from consult.web.labels import label
from consult.web.pagination import place
from consult.web.rendering import lang_of, localized

_HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A role that somebody holds. ``where`` and ``lang`` are None where the list says it above.

    ``address`` and the addresses of pages are None for whoever may only read who holds what.
    """

    account: str
    address: str | None
    url: str | None
    end_url: str | None
    role: str
    since: str
    suspended: bool
    where: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The grants that hold in one place."""

    number: int
    name: str
    lang: str | None
    rows: list[GrantRow]


@dataclass(frozen=True, slots=True)
class RolesPage:
    """A page of the grants in force; ``administers`` says that the reader may grant and end them."""

    groups: list[Group]
    administers: bool
    listing: Listing


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One account; ``suspended`` says since when it is."""

    account: str
    user_id: int
    address: str | None
    suspended: str | None
    confirmed: bool
    own: bool
    roles: list[GrantRow]


@dataclass(frozen=True, slots=True)
class SuspensionPage:
    """An account that is to be suspended, or let back in."""

    account: str
    user_id: int
    address: str | None
    suspended: str | None
    suspending: bool


@dataclass(frozen=True, slots=True)
class EndingPage:
    """A grant that is about to be ended; ``ended`` says since when, where it was already."""

    grant: GrantRow
    ended: str | None


@dataclass(frozen=True, slots=True)
class About:
    """Whose identity is looked up: that of ``reference``, or of ``account``; and the way back from there."""

    back_url: str
    back: str
    reference: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class IdentityPage:
    """The question for a reason of at least so many characters."""

    about: About
    least: int


@dataclass(frozen=True, slots=True)
class SeenPage:
    """Who it is; ``name`` None where they chose none."""

    about: About
    address: str
    name: str | None


def pseudonym(user_id: int) -> str:
    """Return what an account is called at the desk."""
    return str(_("Account %(number)s", number=user_id))


def masked(email: str) -> str:
    """Return an address by which only who knows it knows it: ``o•••@d•••.example``."""
    local, _at, domain = email.rpartition("@")
    host, _dot, top = domain.rpartition(".")
    return f"{local[:1]}{_HIDDEN}@{(host or top)[:1]}{_HIDDEN}.{top if host else _HIDDEN}"


def where(scope: str, known: Mapping[str, Place]) -> tuple[str, str | None]:
    """Return the name of a scope, and the language it is in where that is another than the page's."""
    if scope == SITE:
        return str(_("The whole site")), None
    place = known.get(scope)
    return (localized(place, "name"), lang_of(place, "name")) if place else (scope, "en")


def roles_page(session: Session, actor: Actor) -> RolesPage:
    """Return a page of the grants in force, grouped by where they hold; addresses, masked, for administrators alone."""
    known, administers = places(session), may_grant(actor)
    found = find(
        partial(all_grants_in_force, session), "desk.accounts", partial(_names, known), begun=place(GrantPlace),
        key=lambda row: GrantPlace(row[0].scope, row[0].id),
    )  # fmt: skip
    return RolesPage(
        [
            Group(
                number,
                *where(scope, known),
                [_grant(each, user, administers=administers) for each, user in held],
            )
            for number, (scope, held) in enumerate(groupby(found.rows, key=lambda row: row[0].scope))
        ],
        administers,
        found.listing,
    )


def _names(known: Mapping[str, Place], row: tuple[RoleGrant, User]) -> list[str]:
    """Return what a grant is found by: the place in both languages, the role, the account's number; no address."""
    held, user = row
    place = known.get(held.scope)
    there = [place.name_ar, place.name_en] if place else [where(held.scope, known)[0]]
    return [*there, str(label("role", held.role)), pseudonym(user.id)]


def account_page(session: Session, user: User, actor: Actor) -> AccountPage:
    """Return one account with the roles it holds."""
    known = places(session)
    rows = grants_in_force(session, user_id=user.id)
    return AccountPage(
        account=pseudonym(user.id),
        user_id=user.id,
        address=_address(user, rows),
        suspended=_moment(user.suspended_at),
        confirmed=user.confirmed_at is not None,
        own=user.id == actor.user_id,
        roles=[_placed(held, user, known) for held, _user in rows],
    )


def suspension_page(session: Session, user: User, *, suspending: bool) -> SuspensionPage:
    """Return an account before it is suspended, or let back in."""
    rows = grants_in_force(session, user_id=user.id)
    return SuspensionPage(
        account=pseudonym(user.id),
        user_id=user.id,
        address=_address(user, rows),
        suspended=_moment(user.suspended_at),
        suspending=suspending,
    )


def ending_page(session: Session, held: RoleGrant, user: User) -> EndingPage:
    """Return a grant before it is ended."""
    grant = replace(_placed(held, user, places(session)), end_url=None)
    return EndingPage(grant, _moment(held.ended_at))


def _grant(held: RoleGrant, user: User, *, administers: bool) -> GrantRow:
    return GrantRow(
        account=pseudonym(user.id),
        address=masked(user.email) if administers else None,
        url=url_for("desk.account", user_id=user.id) if administers else None,
        end_url=url_for("desk.end_role", grant_id=held.id) if administers else None,
        role=label("role", held.role),
        since=dates.day(held.granted_at),
        suspended=user.suspended_at is not None,
    )


def _placed(held: RoleGrant, user: User, known: Mapping[str, Place]) -> GrantRow:
    """Return a grant, for an administrator, with the place where it holds."""
    name, lang = where(held.scope, known)
    return replace(_grant(held, user, administers=True), where=name, lang=lang)


def _address(user: User, rows: Sequence[object]) -> str | None:
    """Return the mask of an account that holds ``rows``; who holds no role is a number alone."""
    return masked(user.email) if rows else None


def _moment(moment: datetime | None) -> str | None:
    return dates.full(moment) if moment else None
