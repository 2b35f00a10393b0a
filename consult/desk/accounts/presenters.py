"""Accounts as staff see them: a number and a masked address, never whose they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, AccountAct, ActKind, Role, RoleGrant, User
from consult.accounts.policies import Actor, may_grant
from consult.accounts.queries import acts, grants_in_force
from consult.plans.queries import Place, places
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import language
from consult.web.pagination import following, page_of
from consult.web.rendering import lang_of, localized

PAGE = 50
Shown = dict[str, Any]
_HIDDEN = "•••"
# What staff do; what people do with their own account is their own affair.
STAFF_ACTS = (
    ActKind.GRANTED, ActKind.GRANT_ENDED, ActKind.SUSPENDED, ActKind.READMITTED, ActKind.IDENTITY_SEEN,
)  # fmt: skip


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


def roles(session: Session, actor: Actor, after_id: int | None) -> Shown:
    """Return a page of the grants in force, grouped by where they hold; addresses, masked, for administrators alone."""
    known, administers = places(session, lang=language()), may_grant(actor)
    rows = grants_in_force(session)
    # The site first, then as the places stand in their own order.
    order = {scope: number for number, scope in enumerate((SITE, *known))}
    rows = sorted(rows, key=lambda row: (order.get(row[0].scope, len(order)), row[0].scope, row[0].id))
    page = page_of(
        following(rows, after_id, key=_grant_id), PAGE, after_id,
        lambda begun: url_for("desk.accounts", after=begun), key=_grant_id,
    )  # fmt: skip
    return {
        "groups": [
            _group(number, scope, list(held), known, administers=administers)
            for number, (scope, held) in enumerate(groupby(page.items, key=lambda row: row[0].scope))
        ],
        "administers": administers,
        "newer_url": page.newer_url,
        "older_url": page.older_url,
    }


def _grant_id(row: tuple[RoleGrant, User]) -> int:
    return row[0].id


def _group(
    number: int, scope: str, rows: Sequence[tuple[RoleGrant, User]], known: Mapping[str, Place], *, administers: bool
) -> Shown:  # fmt: skip
    name, lang = where(scope, known)
    return {
        "number": number,
        "name": name,
        "lang": lang,
        "rows": [_grant(held, user, administers=administers) for held, user in rows],
    }


def _grant(held: RoleGrant, user: User, *, administers: bool) -> Shown:
    return {
        "account": pseudonym(user.id),
        "address": masked(user.email) if administers else None,
        "url": url_for("desk.account", user_id=user.id) if administers else None,
        "end_url": url_for("desk.end_role", grant_id=held.id) if administers else None,
        "role": label("role", held.role),
        "since": dates.day(held.granted_at),
        "suspended": user.suspended_at is not None,
    }


def account(session: Session, user: User, actor: Actor) -> Shown:
    """Return one account with the roles it holds. Who holds none is a number: not even the mask is shown."""
    known = places(session)
    rows = grants_in_force(session, user_id=user.id)
    own = user.id == actor.user_id
    return {
        "account": pseudonym(user.id),
        "user_id": user.id,
        "address": masked(user.email) if rows else None,
        "suspended": _moment(user.suspended_at),
        "confirmed": user.confirmed_at is not None,
        "own": own,
        "roles": [
            {**_grant(held, user, administers=True), "where": name, "lang": lang}
            for held, _user in rows
            for name, lang in (where(held.scope, known),)
        ],
    }


def ending(session: Session, held: RoleGrant, user: User) -> Shown:
    """Return a grant that is about to be ended; ``ended`` says since when, where it was already."""
    name, lang = where(held.scope, places(session))
    return {
        **_grant(held, user, administers=True),
        "where": name,
        "lang": lang,
        "ended": _moment(held.ended_at),
    }


def _moment(moment: datetime | None) -> str | None:
    return dates.full(moment) if moment else None


def log(session: Session, before_id: int | None) -> Shown:
    """Return one page of what staff did to accounts, newest first, and the addresses of the pages beside it."""
    rows = acts(session, kinds=[kind.value for kind in STAFF_ACTS], before_id=before_id, limit=PAGE + 1)
    shown = page_of(rows, PAGE, before_id, lambda begun: url_for("desk.account_acts", before=begun))
    known = places(session)
    return {
        "entries": [_entry(row, known) for row in shown.items],
        "older_url": shown.older_url,
        "newer_url": shown.newer_url,
    }


def _entry(row: AccountAct, known: Mapping[str, Place]) -> Shown:
    reference = row.details.get("reference")
    role, scope = row.details.get("role"), row.details.get("scope")
    name, lang = where(scope, known) if scope else (None, None)
    return {
        "number": row.id,
        "act": label("account_act", row.kind),
        # Whose account it is stays open where a contribution is named: the log must not join the two.
        "account": None if reference else pseudonym(row.user_id),
        "reference": reference,
        "url": url_for("public.contribution", reference=reference) if reference else None,
        "role": label("role", role) if role else None,
        "where": name,
        "lang": lang,
        "reason": row.reason,
        "by": by(row),
        "when": dates.full(row.at),
        "iso": dates.iso(row.at),
    }


def by(row: AccountAct) -> str:
    """Return as what, and by which account, something was done."""
    if row.by_id is None:
        return str(_("Done by: the operator of the site"))
    known = {role.value for role in Role}
    role = label("role", row.role) if row.role in known else row.role
    return str(_("Done by: %(account)s, %(role)s", account=pseudonym(row.by_id), role=role))
