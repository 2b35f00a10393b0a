"""Moving an account to another address: asked for with the password, done by a link sent there."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask import session as browser
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.accounts.errors import SignInError, TokenError
from consult.accounts.queries import user_by_id
from consult.accounts.services import (
    ask_address,
    read_address_token,
    verified,
)
from consult.accounts.services import change_address as move_address
from consult.public import blueprint
from consult.public.account import presenters, sign_in_flow
from consult.public.account.forms import AddressChangeForm, ConfirmForm
from consult.shared.errors import DomainError
from consult.web.access import access
from consult.web.database import reading, writing
from consult.web.identity import signed_in_actor
from consult.web.limits import limited
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.settings import settings

Page = str | Response | tuple[str, int]


@blueprint.route("/account/address", methods=["GET", "POST"])
@access("signed-in")
@limited("mail")
def change_address() -> Page:
    """Ask for a link at another address; the answer is the same for one that has an account already."""
    form = AddressChangeForm()
    if form.validate_on_submit():
        try:
            _ask(form)
        except SignInError:
            form.show(DomainError("password-wrong", field="present"))
        except DomainError as problem:
            form.show(problem)
        else:
            browser["mailed"] = {"email": form.email.data, "about": "address"}
            return redirect(url_for("public.mailed"), 303)
    shown = presenters.AddressPage(signed_in_actor().email)
    return render_page("public/account/address.html", shown, form=form), 422 if form.errors else 200


def _ask(form: AddressChangeForm) -> None:
    user_id = signed_in_actor().user_id
    fitting = verified(user_by_id(reading(), user_id), form.present.data)
    with writing() as database:
        ask_address(database, now=arrived_at(), user_id=user_id, fitting=fitting, email=form.email.data)


@blueprint.route("/address/<token>", methods=["GET", "POST"])
@access("public")
@limited("sign_in")
def confirm_address(token: str) -> Page:
    """Move the account to this address, with the password; reading the page does not use the link up.

    The password shows that whoever asked and whoever reads the new address's mail are the same person.
    """
    form = ConfirmForm()
    try:
        _user, address = read_address_token(reading(), settings().secret_key, token=token)
        if form.validate_on_submit():
            return redirect(_move(token, form.password.data), 303)
    except TokenError:
        return render_template("public/account/address_link_used.html"), 410
    except SignInError:
        form.show(DomainError("password-wrong", field="password"))
    shown = presenters.AddressPage(address)
    return render_page("public/account/confirm_address.html", shown, form=form), 422 if form.errors else 200


def _move(token: str, password: str) -> str:
    """Move the account, sign out everywhere, sign in here; return where to go."""
    secret = settings().secret_key
    fitting = verified(read_address_token(reading(), secret, token=token)[0], password)
    with writing() as database:
        user = move_address(database, now=arrived_at(), secret=secret, token=token, fitting=fitting)
        begun = sign_in_flow.begin(database, user_id=user.id, password_hash=fitting)
    return sign_in_flow.lead_on(
        begun, url_for("public.security"), told=_("Your account has its new address.")
    )
