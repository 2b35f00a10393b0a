"""Granting roles, and resolving addresses that came to be two accounts'."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.queries import user_by_email
from consult.accounts.services import (
    Collision,
    find_collisions,
    give_address,
    grant_as_operator,
    offer_address,
)
from consult.organisations import queries as organisations
from consult.plans import queries as plans
from consult.shared import clock
from consult.shared.errors import DomainError, NotFoundError
from consult.web.database import writing

_REFUSED = {
    "no-such-account": "its address is not confirmed yet, or the account is suspended",
    "scope-does-not-fit": "this role cannot be granted there",
}
_UNFIT = {
    "address-taken": "another account has this address",
    "email-local": "mail servers do not take what stands before the @",
    "email-domain": "there is no such name for what stands after the @",
}
group = AppGroup("accounts", help="Grant roles; resolve addresses that are two accounts'.")


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


@group.command("collisions")
def list_collisions() -> None:
    """List the accounts that get no mail until their address is resolved, and why."""
    with writing() as session:
        lines = [_line(each) for each in find_collisions(session)]
    for line in lines:
        click.echo(line)
    click.echo(f"Accounts whose address has to be resolved: {len(lines)}.")


@group.command("resolve")
@click.argument("account", type=click.IntRange(1, 2**31 - 1))
@click.argument("email")
@click.option(
    "--at-once", is_flag=True, help="Do not wait for the link: its owner has lost the password as well."
)
def resolve(account: int, email: str, *, at_once: bool) -> None:
    """Give the held account of number ACCOUNT the address EMAIL, by a link that its owner opens with the password."""
    act = give_address if at_once else offer_address
    try:
        with writing() as session:
            address = act(session, now=clock.now(), user_id=account, email=email)
    except NotFoundError as missing:
        raise click.BadParameter("no such account waits to be resolved", param_hint="ACCOUNT") from missing
    except DomainError as problem:
        raise click.BadParameter(
            _UNFIT.get(problem.code, "it is no address"), param_hint="EMAIL"
        ) from problem
    if at_once:
        click.echo(f"Account {account} is at {address} now. A link to a new password is on its way there.")
    else:
        click.echo(f"A link is on its way to {address}. Account {account} moves when it is opened.")


def _line(each: Collision) -> str:
    """Return what an operator reads of one account; what cannot be shown is written as escapes."""
    kept = ascii(each.user.email)[1:-1] if not each.user.email.isprintable() else each.user.email
    if each.address is None:
        return f"account {each.user.id}: {kept}, which mail servers do not take"
    others = ", ".join(f"account {number}" for number in each.others) or "nobody else by now"
    return f"account {each.user.id}: {kept}, written {each.address} as for {others}"


def scope_exists(session: Session, scope: str) -> bool:
    """Whether a scope names the site, an organisation or a plan that is there."""
    kind, _, slug = scope.partition(":")
    if kind == "organisation":
        return organisations.by_slug(session, slug) is not None
    if kind == "plan":
        return plans.plan_by_slug(session, slug) is not None
    return scope == SITE
