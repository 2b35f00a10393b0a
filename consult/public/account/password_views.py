"""Changing one's password while signed in."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.accounts.errors import SignInError
from consult.accounts.queries import user_by_id
from consult.accounts.services import change_password as put_password
from consult.accounts.services import hashed, renew_session, verified
from consult.public import blueprint
from consult.public.account.forms import PasswordChangeForm
from consult.public.contributions import drafts
from consult.shared.errors import DomainError
from consult.web.access import access, or_404
from consult.web.database import reading, writing
from consult.web.identity import current_session_id, current_token, remember, signed_in_actor
from consult.web.limits import limited
from consult.web.request_time import arrived_at


@blueprint.route("/account/password", methods=["GET", "POST"])
@access("signed-in")
@limited("sign_in")
def change_password() -> str | Response | tuple[str, int]:
    """Choose another password; every other browser is signed out, and this one goes on under a new token."""
    form = PasswordChangeForm(email=signed_in_actor().email)
    if form.validate_on_submit():
        try:
            _change(form)
            flash(_("Your new password holds. Every other browser is signed out."), "good")
            return redirect(url_for("public.security"), 303)
        except SignInError:
            form.show(DomainError("password-wrong", field="present"))
        except DomainError as problem:
            form.show(problem)
    return render_template("public/account/password.html", form=form), 422 if form.errors else 200


def _change(form: PasswordChangeForm) -> None:
    actor, session_id, token = signed_in_actor(), or_404(current_session_id()), or_404(current_token())
    fitting = verified(user_by_id(reading(), actor.user_id), form.present.data)
    fresh = hashed(form.password.data, email=actor.email)
    with writing() as database:
        put_password(
            database,
            now=arrived_at(),
            user_id=actor.user_id,
            fitting=fitting,
            password_hash=fresh,
            session_id=session_id,
        )
        renewed = renew_session(database, token=token)
    remember(renewed, keep=drafts.KEYS)
