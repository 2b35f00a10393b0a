"""Registering, and confirming an address."""

from __future__ import annotations

from contextlib import suppress

from flask import redirect, render_template, request, url_for
from flask import session as browser
from werkzeug.wrappers import Response

from consult.accounts.errors import SignInError, TokenError
from consult.accounts.services import (
    CONFIRM,
    Registration,
    ask_confirmation,
    hashed,
    read_token,
    verified,
)
from consult.accounts.services import confirm as confirm_address
from consult.accounts.services import register as register_account
from consult.organisations.queries import name_skeletons
from consult.public import blueprint
from consult.public.account import presenters, sign_in_flow
from consult.public.account.forms import AddressForm, ConfirmForm, RegistrationForm
from consult.public.account.next_url import safe_next
from consult.public.contributions import drafts
from consult.shared.errors import DomainError
from consult.web.access import access
from consult.web.database import reading, writing
from consult.web.idempotency import DoneAlreadyError, claim_for_address
from consult.web.identity import current_actor
from consult.web.limits import limited
from consult.web.locale import language
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.settings import settings

Page = str | Response | tuple[str, int]


@blueprint.route("/register", methods=["GET", "POST"])
@access("public")
@limited("mail")
def register() -> Page:
    """Register; the answer is the same for every address."""
    if current_actor() is not None:
        return redirect(url_for("public.account"), 303)
    form = RegistrationForm(next=safe_next(request.args.get("next")))
    if form.validate_on_submit():
        try:
            _register(form)
        except DomainError as problem:
            form.show(problem)
        else:
            browser["mailed"] = {"email": form.email.data, "about": "confirm"}
            return redirect(url_for("public.mailed"), 303)
    answer = 422 if form.errors else 200
    shown = presenters.RegisterPage(drafts.note(reading()))
    return render_page("public/account/register.html", shown, form=form), answer


def _register(form: RegistrationForm) -> None:
    words = Registration(
        email=form.email.data,
        password_hash=hashed(form.password.data, email=form.email.data),
        language=language(),
        public_name=form.public_name.data or None,
        of_age=form.of_age.data,
    )
    # Sent again it is answered as it was, and no second mail goes out.
    with suppress(DoneAlreadyError), writing() as database:
        taken = name_skeletons(database)
        user_id = register_account(database, now=arrived_at(), registration=words, taken=taken)
        drafts.claim(database, user_id=user_id)
        claim_for_address(database, words.email)


@blueprint.route("/mailed")
@access("public")
def mailed() -> Page:
    """Say where a link was sent, if the address is known: the same page either way."""
    sent = browser.get("mailed")
    if not isinstance(sent, dict):
        return redirect(url_for("public.login"), 303)
    shown = presenters.MailedPage(
        sent["email"], sent["about"], drafts.note(reading()), settings().confirm_hours
    )
    return render_page("public/account/mailed.html", shown)


@blueprint.route("/confirm", methods=["GET", "POST"])
@access("public")
@limited("mail")
def resend() -> Page:
    """Ask for the confirmation mail again; the answer is the same for every address."""
    actor = current_actor()
    form = AddressForm(email=actor.email if actor else None)
    if form.validate_on_submit():
        with writing() as database:
            ask_confirmation(database, now=arrived_at(), email=form.email.data, language=language())
        browser["mailed"] = {"email": form.email.data, "about": "confirm"}
        return redirect(url_for("public.mailed"), 303)
    return render_template("public/account/resend.html", form=form), 422 if form.errors else 200


@blueprint.route("/confirm/<token>", methods=["GET", "POST"])
@access("public")
@limited("sign_in", signs_in=True)
def confirm(token: str) -> Page:
    """With the password, confirm, sign in and lead to what waits; confirming publishes nothing.

    The password shows that whoever registered and whoever reads the address's mail are the same person.
    """
    form = ConfirmForm()
    try:
        user = read_token(reading(), settings().secret_key, purpose=CONFIRM, token=token)
        shown = presenters.ConfirmPage(user.email, waits=drafts.anything(reading(), user_id=user.id))
        if form.validate_on_submit():
            return redirect(_confirm(token, form.password.data), 303)
    except TokenError:
        used = presenters.LinkUsedPage("confirm")
        return render_page("public/account/link_used.html", used, form=AddressForm()), 410
    except SignInError as problem:
        form.show(problem)
    return render_page("public/account/confirm.html", shown, form=form), 422 if form.errors else 200


def _confirm(token: str, password: str) -> str:
    fitting = verified(read_token(reading(), settings().secret_key, purpose=CONFIRM, token=token), password)
    with writing() as database:
        user = read_token(database, settings().secret_key, purpose=CONFIRM, token=token)
        confirm_address(database, now=arrived_at(), user=user)
        begun = sign_in_flow.begin(database, user_id=user.id, password_hash=fitting)
    return sign_in_flow.lead_on(begun)
