"""What staff did to accounts, as staff read it: by numbers, never whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import AccountAct, ActKind, Role
from consult.accounts.queries import acts
from consult.desk.accounts.presenters import pseudonym, where
from consult.desk.lists import Listing, newest_first
from consult.plans.queries import Place, places
from consult.web import dates
from consult.web.labels import label
from consult.web.pagination import LONG, page_of

# What staff do; what people do with their own account is their own affair.
STAFF_ACTS = (
    ActKind.GRANTED, ActKind.GRANT_ENDED, ActKind.SUSPENDED, ActKind.READMITTED, ActKind.IDENTITY_SEEN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that staff did to an account."""

    number: int
    act: str
    account: str | None
    reference: str | None
    url: str | None
    role: str | None
    where: str | None
    lang: str | None
    reason: str
    by: str
    when: str
    iso: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of what staff did to accounts."""

    entries: list[Entry]
    listing: Listing


def log_page(session: Session, before_id: int | None) -> LogPage:
    """Return one page of what staff did to accounts, newest first."""
    rows = acts(session, kinds=[kind.value for kind in STAFF_ACTS], before_id=before_id, limit=LONG + 1)
    page = page_of(rows, LONG, before_id, lambda begun: url_for("desk.account_acts", before=begun))
    known = places(session)
    return LogPage(
        [_entry(row, known) for row in page.items], newest_first(page, url_for("desk.account_acts"))
    )


def _entry(row: AccountAct, known: Mapping[str, Place]) -> Entry:
    reference = row.details.get("reference")
    role, scope = row.details.get("role"), row.details.get("scope")
    name, lang = where(scope, known) if scope else (None, None)
    return Entry(
        number=row.id,
        act=label("account_act", row.kind),
        # Whose account it is stays open where a contribution is named: the log must not join the two.
        account=None if reference else pseudonym(row.user_id),
        reference=reference,
        url=url_for("public.contribution", reference=reference) if reference else None,
        role=label("role", role) if role else None,
        where=name,
        lang=lang,
        reason=row.reason,
        by=_by(row),
        when=dates.full(row.at),
        iso=dates.iso(row.at),
    )


def _by(row: AccountAct) -> str:
    """Return as what, and by which account, something was done."""
    if row.by_id is None:
        return str(_("Done by: the operator of the site"))
    known = {role.value for role in Role}
    role = label("role", row.role) if row.role in known else row.role
    return str(_("Done by: %(account)s, %(role)s", account=pseudonym(row.by_id), role=role))
