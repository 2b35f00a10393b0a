"""Beginning plans at the desk, and changing what is recorded of them."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor, has_right
from consult.accounts.policies.permissions import Act
from consult.organisations.models import OrganisationKind, Standing
from consult.organisations.queries import by_ids
from consult.plans.models import Plan, PlanLevel
from consult.plans.queries.standing import newest_plan_fact
from consult.plans.services.keeping import kept_by
from consult.plans.services.recording import add_plan, record_plan
from consult.plans.services.words import PlanWords
from consult.shared.errors import DomainError, NotFoundError, raise_any
from consult.shared.slugs import is_slug

MOST_SLUG, MOST_NUMBER = 60, 99


def begin_plan(
    session: Session, *, actor: Actor, now: datetime, slug: str, number: int | None, level: PlanLevel,
    body_id: int | None, said: PlanWords,
) -> Plan:  # fmt: skip
    """Begin a plan at the desk, and return it; nobody else reads of it until it is shown.

    Raises DomainError at the fields: ``slug-unfit``, ``plan-slug-taken``, ``plan-number-unfit``, ``plan-number-taken``,
    ``choose-municipality``; NotFoundError where it is not ``actor``'s to do.
    """
    if not has_right(actor, Act.BEGIN_PLAN):
        raise NotFoundError
    problems = [DomainError("slug-unfit", field="slug")] if not is_slug(slug, MOST_SLUG) else []
    if number is None or not 1 <= number <= MOST_NUMBER:
        problems.append(DomainError("plan-number-unfit", field="plan_number", most=MOST_NUMBER))
    if (level is PlanLevel.MUNICIPAL) != (body_id is not None and _is_municipality(session, body_id)):
        problems.append(DomainError("choose-municipality", field="municipality"))
    raise_any(problems)
    try:
        with session.begin_nested():
            return add_plan(
                session, actor=actor, now=now, slug=slug, number=number or 0, said=said, level=level,
                body_id=body_id, shown=False,
            )  # fmt: skip
    except IntegrityError as taken:
        slug_is = "slug" in str(taken.orig)
        code, field = ("plan-slug-taken", "slug") if slug_is else ("plan-number-taken", "plan_number")
        raise DomainError(code, field=field) from taken


def save_plan(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, plan_id: int, said: PlanWords,
    happened_on: date | None, seen: int,
) -> None:  # fmt: skip
    """Record what a plan is called and is about since a day; ``seen`` is the newest fact that its editor saw.

    Raises DomainError at the fields, ``edited-meanwhile`` where somebody recorded since.
    """
    plan = kept_by(session, actor, plan_id)
    if newest_plan_fact(session, plan_id=plan.id) != seen:
        raise DomainError("edited-meanwhile")
    record_plan(session, actor=actor, now=now, zone=zone, plan_id=plan.id, said=said, happened_on=happened_on)


def _is_municipality(session: Session, body_id: int) -> bool:
    body = by_ids(session, [body_id]).get(body_id)
    return body is not None and (body.kind, body.standing) == (
        OrganisationKind.MUNICIPALITY.value, Standing.VERIFIED.value,
    )  # fmt: skip
