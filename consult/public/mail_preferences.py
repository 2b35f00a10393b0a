"""Which mails come, by the link in each of them: it works signed out, and is no way in."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.accounts.errors import TokenError
from consult.accounts.services import MAILS, read_token, set_mails
from consult.public import blueprint
from consult.public.forms.account import MailsForm
from consult.web.access import access
from consult.web.database import reading, writing
from consult.web.settings import settings


@blueprint.route("/mail-preferences/<token>", methods=["GET", "POST"])
@access("public")
def mail_preferences(token: str) -> str | Response | tuple[str, int]:
    """Show and save which mails come. The page says nothing else of the account, not even its address."""
    try:
        user = read_token(reading(), settings().secret_key, purpose=MAILS, token=token)
        form = MailsForm(receipts=user.mails_receipts, answers=user.mails_answers)
        if form.validate_on_submit():
            _save(token, form)
            flash(_("Saved."), "good")
            return redirect(url_for("public.mail_preferences", token=token), 303)
    except TokenError:
        return render_template("public/account/mails_link_used.html"), 410
    return render_template("public/account/mail_preferences.html", form=form)


def _save(token: str, form: MailsForm) -> None:
    with writing() as database:
        user = read_token(database, settings().secret_key, purpose=MAILS, token=token)
        set_mails(database, user=user, receipts=form.receipts.data, answers=form.answers.data)
