"""Who may do what: granting and ending roles, suspending and readmitting, and the log of it. Accounts are numbers."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts import services
from consult.accounts.models import User
from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.accounts.queries import grant_by_id, user_by_id, user_signing_in
from consult.desk import blueprint
from consult.desk.accounts import log_presenters, presenters
from consult.desk.accounts.forms import FindForm, GrantForm, WhyForm
from consult.plans.queries import places
from consult.shared.errors import DomainError
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.forms import Form
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.locale import language
from consult.web.navigation import in_menu
from consult.web.pagination import before
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.get("/accounts/")
@access("staff")
@in_menu("accounts", 10, _l("Roles and accounts"), name="roles")
@in_menu("doors", 20, _l("Roles and accounts"), needs=Act.READ_ACTS, about=_l("Who may do what, and where."))
def accounts() -> str:
    """Show who holds which role where."""
    actor = signed_in_actor()
    or_404(actor, may(actor, Act.READ_ACTS))
    return render_page("desk/accounts/list.html", presenters.roles_page(reading(), actor))


@blueprint.get("/accounts/log/")
@access("staff")
@in_menu("accounts", 20, _l("Log of accounts"), name="log")
@in_menu(
    "doors", 30, _l("Log of accounts"), needs=Act.READ_ACTS,
    about=_l("What staff did to accounts, and every look at somebody’s identity, with the reasons."),
)  # fmt: skip
def account_acts() -> str:
    """Show what staff did to accounts, newest first."""
    actor = signed_in_actor()
    or_404(actor, may(actor, Act.READ_ACTS))
    return render_page("desk/accounts/log.html", log_presenters.log_page(reading(), before()))


@blueprint.route("/accounts/grant", methods=["GET", "POST"])
@access("administrator")
@keeps_typed(_l("Grant a role"))
def give_role() -> Page:
    """Grant a role to the account of an address."""
    actor = _administrator(Act.GRANT)
    form = GrantForm()
    form.offer(place for place in places(reading(), lang=language()).values() if place.open)

    def act(session: Session) -> None:
        services.grant_role(
            session, actor=actor, now=arrived_at(), email=form.email.data or "", role=form.chosen_role,
            scope=form.chosen_scope, reason=form.reason.data or "",
        )  # fmt: skip

    done = _("The role is granted. The person was told, and signs in anew.")
    return _acted(form, act, done, lambda: render_template("desk/accounts/grant.html", form=form))


@blueprint.route("/accounts/grants/<int(max=999999999):grant_id>/end", methods=["GET", "POST"])
@access("administrator")
@keeps_typed(_l("End a role"))
def end_role(grant_id: int) -> Page:
    """End a grant."""
    actor = _administrator(Act.GRANT)
    held = or_404(grant_by_id(reading(), grant_id))
    user, form = or_404(user_by_id(reading(), held.user_id)), WhyForm()

    def act(session: Session) -> None:
        services.end_grant(
            session, actor=actor, now=arrived_at(), grant_id=grant_id, reason=form.reason.data or ""
        )

    page = presenters.ending_page(reading(), held, user)
    done = _("The role is ended. The person was told, and signs in anew.")
    return _acted(form, act, done, lambda: render_page("desk/accounts/end.html", page, form=form))


@blueprint.route("/accounts/find", methods=["GET", "POST"])
@access("administrator")
def find_account() -> Page:
    """Find the account of an address that somebody knows; the address stands in no link."""
    _administrator(Act.SUSPEND)
    form = FindForm()
    if request.method == "GET" or not form.is_submitted():
        return render_template("desk/accounts/find.html", form=form)
    user = user_signing_in(reading(), form.email.data or "")
    if user is None:
        form.show(DomainError("unknown-address", field="email"))
        return render_template("desk/accounts/find.html", form=form), 422
    flash(_("This is the account of the address that you typed."), "good")
    return redirect(url_for("desk.account", user_id=user.id), 303)


@blueprint.get("/accounts/<int(max=999999999):user_id>/")
@access("administrator")
def account(user_id: int) -> str:
    """Show one account: its roles and what can be done."""
    actor, user = _administrator(Act.SUSPEND), _user(user_id)
    return render_page("desk/accounts/account.html", presenters.account_page(reading(), user, actor))


@blueprint.route("/accounts/<int(max=999999999):user_id>/suspend", methods=["GET", "POST"])
@access("administrator")
@keeps_typed(_l("Suspend an account"))
def suspend(user_id: int) -> Page:
    """Suspend an account."""
    actor, user, form = _administrator(Act.SUSPEND), _user(user_id), WhyForm()

    def act(session: Session) -> None:
        services.suspend(
            session, actor=actor, now=arrived_at(), user_id=user_id, reason=form.reason.data or ""
        )

    done = _("The account is suspended. The person was told and is signed out everywhere.")
    return _acted(form, act, done, lambda: _suspension(form, user, suspending=True), user_id)


@blueprint.route("/accounts/<int(max=999999999):user_id>/readmit", methods=["GET", "POST"])
@access("administrator")
@keeps_typed(_l("Let an account back in"))
def readmit(user_id: int) -> Page:
    """Let a suspended person back in."""
    actor, user, form = _administrator(Act.SUSPEND), _user(user_id), WhyForm()

    def act(session: Session) -> None:
        services.readmit(
            session, actor=actor, now=arrived_at(), user_id=user_id, reason=form.reason.data or ""
        )

    done = _("The account is readmitted. The person was told.")
    return _acted(form, act, done, lambda: _suspension(form, user, suspending=False), user_id)


def _administrator(act: Act) -> Actor:
    actor = signed_in_actor()
    or_404(actor, may(actor, act))
    return actor


def _user(user_id: int) -> User:
    return or_404(user_by_id(reading(), user_id))


def _suspension(form: Form, user: User, *, suspending: bool) -> str:
    page = presenters.suspension_page(reading(), user, suspending=suspending)
    return render_page("desk/accounts/suspend.html", page, form=form)


def _acted(
    form: Form,
    act: Callable[[Session], None],
    done: str,
    page: Callable[[], str],
    user_id: int | None = None,
) -> Page:
    """Show the page; sent, act in one transaction and lead to the account, else to the roles, or say what is wrong."""
    if request.method == "GET" or not form.is_submitted():
        return page()
    if not form.carried_out(act):
        return page(), 422
    flash(done, "good")
    back = url_for("desk.account", user_id=user_id) if user_id else url_for("desk.accounts")
    return redirect(back, 303)
