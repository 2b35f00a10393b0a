"""A body gets another name: a dated fact, so that what it was called before stays to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.organisations import queries
from consult.organisations.models import (
    NamedSince,
    Organisation,
    OrganisationActKind,
    OrganisationName,
    Standing,
    orders_of,
)
from consult.organisations.queries.names import names_of
from consult.organisations.services.applying import names_taken, problems_of_names
from consult.organisations.services.naming import Renaming
from consult.organisations.services.noting import note, publish
from consult.record.services import check_day
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean, clean_line, has_words


def rename_body(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, slug: str, said: Renaming, seen_id: int
) -> None:
    """Record what a verified body is called since a day; the row follows the newest fact, and lists its order.

    ``seen_id`` is the newest name when the page was opened, 0 where there was none. What is sent again is done
    once, and the same name since the same day is one fact. Raises DomainError at the fields, ``edited-meanwhile`` where
    somebody recorded another since.
    """
    found = queries.in_any_standing(session, slug)
    body = queries.lock(session, found.id) if found else None
    if body is None or not may(actor, Act.ENTER_BODY) or body.standing != Standing.VERIFIED:
        raise NotFoundError
    said = _tidy(said)
    names = names_of(session, organisation_id=body.id)
    newest = names[0].id if names else 0
    if newest != seen_id:
        if any(row.id > seen_id and _says(row.name_ar, row.name_en, said) for row in names):
            return
        raise DomainError("edited-meanwhile")
    if _stands_before(names, said):
        return
    _check(session, body, said)
    check_day(said.happened_on, now, zone)
    fact = OrganisationName(
        organisation_id=body.id, name_ar=said.name_ar, name_en=said.name_en, happened_on=said.happened_on,
        reason_ar=said.reason_ar, reason_en=said.reason_en, recorded_at=now, recorded_by_id=actor.user_id,
    )  # fmt: skip
    session.add(fact)
    session.flush()
    session.refresh(body, ["name_ar", "name_en"])
    body.order_ar, body.order_en = orders_of(body.kind, body.name_ar, body.name_en)
    act = note(
        session, now=now, organisation=body, kind=OrganisationActKind.RENAMED, by_id=actor.user_id,
        role=Role.COORDINATOR, reason=(said.reason_ar, said.reason_en),
    )  # fmt: skip
    publish(session, now=now, organisation=body, act=act)


def _stands_before(names: Sequence[NamedSince], said: Renaming) -> bool:
    """Whether a former name of the same day says the same; recorded late, it does not become the newest one."""
    of_that_day = next((row for row in names if row.since == said.happened_on), None)
    return (
        of_that_day is not None
        and of_that_day is not names[0]
        and _says(of_that_day.name_ar, of_that_day.name_en, said)
    )


def _check(session: Session, body: Organisation, said: Renaming) -> None:
    problems = problems_of_names(said.name_ar, said.name_en)
    fields = {"name_ar": said.name_ar, "name_en": said.name_en}
    problems += [
        DomainError("name-taken", field=field) for field in names_taken(session, fields, but=body.id)
    ]
    if not problems and _says(body.name_ar, body.name_en, said):
        problems.append(DomainError("name-is-same", field="name_ar"))
    reasons = {"reason_ar": said.reason_ar, "reason_en": said.reason_en}
    if not any(has_words(reason) for reason in reasons.values()):
        problems.append(DomainError("write-either", field="reason_ar"))
    raise_any(problems + problems_of_words(reasons, needed=False))


def _tidy(said: Renaming) -> Renaming:
    return replace(
        said, name_ar=clean_line(said.name_ar), name_en=clean_line(said.name_en), reason_ar=clean(said.reason_ar),
        reason_en=clean(said.reason_en),
    )  # fmt: skip


def _says(name_ar: str, name_en: str, said: Renaming) -> bool:
    return (name_ar, name_en) == (said.name_ar, said.name_en)
