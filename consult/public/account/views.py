"""The account: what one has said and what became of it, how one is shown, and which mails come."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from consult.accounts.models import User
from consult.accounts.queries import user_by_id
from consult.accounts.services import set_mails, set_preferences
from consult.organisations.queries import name_skeletons
from consult.public import blueprint
from consult.public.account import presenters
from consult.public.account.forms import PreferencesForm
from consult.shared.errors import DomainError
from consult.web.access import access, or_404
from consult.web.database import reading, writing
from consult.web.identity import signed_in_actor
from consult.web.navigation import in_menu
from consult.web.pagination import before
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.route("/account/")
@access("signed-in")
@in_menu("account", 10, _l("What you said"), name="said")
def account() -> str:
    """Show what one has said, newest first, and what waits."""
    shown = presenters.account(reading(), signed_in_actor(), arrived_at(), before())
    return render_page("public/account/account.html", shown)


@blueprint.route("/account/settings", methods=["GET", "POST"])
@access("signed-in")
@in_menu("account", 20, _l("Name, language and mails"), name="settings")
def account_settings() -> str | Response | tuple[str, int]:
    """Show and save how one is shown, the language of mails, and which of them come."""
    user: User = or_404(user_by_id(reading(), signed_in_actor().user_id))
    form = PreferencesForm(
        public_name=user.public_name,
        language=user.language,
        receipts=user.mails_receipts,
        answers=user.mails_answers,
    )
    if form.validate_on_submit():
        try:
            _save(form)
        except DomainError as problem:
            form.show(problem)
        else:
            flash(_("Saved."), "good")
            return redirect(url_for("public.account_settings"), 303)
    shown = presenters.AddressPage(user.email)
    return render_page("public/account/settings.html", shown, form=form), 422 if form.errors else 200


def _save(form: PreferencesForm) -> None:
    with writing() as session:
        user = or_404(user_by_id(session, signed_in_actor().user_id))
        set_preferences(
            session,
            user=user,
            public_name=form.public_name.data or "",
            language=form.language.data,
            taken=name_skeletons(session),
        )
        set_mails(session, user=user, receipts=form.receipts.data, answers=form.answers.data)
