"""Signing in and out, and a new password."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask import session as browser
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.accounts.errors import TokenError
from consult.accounts.queries import user_signing_in
from consult.accounts.services import (
    RESET,
    ask_reset,
    end_session,
    hashed,
    read_token,
    reset_password,
    verified,
)
from consult.contributions.services import drop_drafts_of
from consult.public import blueprint
from consult.public.account import presenters, sign_in_flow
from consult.public.account.forms import AddressForm, LoginForm, NewPasswordForm
from consult.public.account.next_url import safe_next
from consult.public.contributions import drafts
from consult.shared.errors import DomainError
from consult.web.access import access, or_404
from consult.web.database import reading, writing
from consult.web.identity import (
    current_actor,
    current_session_id,
    forget,
    signed_in_actor,
)
from consult.web.limits import limited
from consult.web.locale import language
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.settings import settings

Page = str | Response | tuple[str, int]


@blueprint.route("/login", methods=["GET", "POST"])
@access("public")
@limited("sign_in", signs_in=True, of_typed=True)
def login() -> Page:
    """Sign in; what was written before waits on a page of its own."""
    if current_actor() is not None and request.method == "GET":
        return redirect(safe_next(request.args.get("next")) or url_for("public.account"), 303)
    form = LoginForm(next=safe_next(request.args.get("next")))
    if form.validate_on_submit():
        try:
            return redirect(_come_in(form), 303)
        except DomainError as problem:
            form.show(problem)
    answer = 422 if form.errors else 200
    shown = presenters.LoginPage(drafts.note(reading()))
    return render_page("public/account/login.html", shown, form=form), answer


def _come_in(form: LoginForm) -> str:
    """Sign in whoever the form names, and return where to go."""
    known = user_signing_in(reading(), form.email.data)
    fitting = verified(known, form.password.data)
    with writing() as database:
        begun = sign_in_flow.begin(database, user_id=or_404(known).id, password_hash=fitting)
    return sign_in_flow.lead_on(begun, safe_next(form.next.data))


@blueprint.route("/logout", methods=["POST"])
@access("signed-in")
def logout() -> Response:
    """Sign out, in the database too: what the browser kept opens nothing any more."""
    with writing() as database:
        end_session(
            database,
            now=arrived_at(),
            user_id=signed_in_actor().user_id,
            session_id=or_404(current_session_id()),
        )
    undecided = drafts.undecided(reading())
    forget()
    drafts.begin_anew(undecided)
    flash(_("You are signed out."))
    # Who opened an invitation in the wrong account goes back to it.
    return redirect(safe_next(request.form.get("next")) or url_for("public.home"), 303)


@blueprint.route("/forgotten", methods=["GET", "POST"])
@access("public")
@limited("mail")
def forgotten() -> Page:
    """Ask for a link to a new password; the answer is the same for every address."""
    form = AddressForm()
    if form.validate_on_submit():
        with writing() as database:
            ask_reset(database, now=arrived_at(), email=form.email.data, language=language())
        browser["mailed"] = {"email": form.email.data, "about": "reset"}
        return redirect(url_for("public.mailed"), 303)
    return render_template("public/account/forgotten.html", form=form), 422 if form.errors else 200


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
@access("public")
@limited("sign_in")
def reset(token: str) -> Page:
    """Choose a new password; reading the page does not use the link up."""
    form = NewPasswordForm()
    try:
        read_token(reading(), settings().secret_key, purpose=RESET, token=token)
        if form.validate_on_submit():
            _reset(token, form.password.data)
            flash(_("Your new password holds. Sign in with it."), "good")
            return redirect(url_for("public.login"), 303)
    except TokenError:
        used = presenters.LinkUsedPage("reset")
        return render_page("public/account/link_used.html", used, form=AddressForm()), 410
    except DomainError as problem:
        form.show(problem)
    return render_template("public/account/reset.html", form=form), 422 if form.errors else 200


def _reset(token: str, password: str) -> None:
    owner = read_token(reading(), settings().secret_key, purpose=RESET, token=token)
    fresh = hashed(password, email=owner.email)
    with writing() as database:
        user = read_token(database, settings().secret_key, purpose=RESET, token=token)
        if user.confirmed_at is None:
            drop_drafts_of(database, user_id=user.id)
        reset_password(database, now=arrived_at(), user=user, password_hash=fresh)
