"""Granting roles."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.queries import user_by_email
from consult.accounts.services import grant_as_operator
from consult.organisations import queries as organisations
from consult.plans import queries as plans
from consult.shared import clock
from consult.shared.errors import DomainError
from consult.web.database import writing

_REFUSED = {
    "no-such-account": "its address is not confirmed yet, or the account is suspended",
    "scope-does-not-fit": "this role cannot be granted there",
}
group = AppGroup("accounts", help="Grant roles.")


@group.command("grant")
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.argument("scope")
def grant(email: str, role: str, scope: str) -> None:
    """Grant ROLE to the account of EMAIL within SCOPE: site, organisation:<slug> or plan:<slug>."""
    with writing() as session:
        user = user_by_email(session, email)
        if user is None:
            raise click.BadParameter("nobody has registered with it", param_hint="EMAIL")
        if not scope_exists(session, scope):
            raise click.BadParameter(
                "it must be site, or organisation: or plan: with the slug of one that is there",
                param_hint="SCOPE",
            )
        try:
            grant_as_operator(session, now=clock.now(), user=user, role=Role(role), scope=scope)
        except DomainError as problem:
            raise click.ClickException(_REFUSED[problem.code]) from problem
    click.echo(f"{user.email} is now {role} within {scope}.")


def scope_exists(session: Session, scope: str) -> bool:
    """Whether a scope names the site, an organisation or a plan that is there."""
    kind, _, slug = scope.partition(":")
    if kind == "organisation":
        return organisations.by_slug(session, slug) is not None
    if kind == "plan":
        return plans.plan_by_slug(session, slug) is not None
    return scope == SITE
