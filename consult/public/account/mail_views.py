"""Which mails come, by the link in each of them: it works signed out, and is no way in."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.errors import TokenError
from consult.accounts.models import User
from consult.accounts.services import MAILS, UNSUBSCRIBE, read_token, set_mails, stop_mails
from consult.public import blueprint
from consult.public.account import presenters
from consult.public.account.forms import MailsForm
from consult.web.access import access
from consult.web.database import reading, writing
from consult.web.limits import limited
from consult.web.rendering import render_page
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


@blueprint.route("/unsubscribe/<any(receipts, answers):mails>/<token>", methods=["GET", "POST"])
@access("public")
@limited("unsubscribe")
def unsubscribe(mails: str, token: str) -> str | tuple[str, int]:
    """Show the button that stops mails of one kind; take its press, or a mail program's for its reader (RFC 8058).

    Such a program sends no token of a form (``web.csrf.EXEMPT``), and follows no redirect: the page is the answer.
    """
    try:
        if request.method == "POST":
            if request.form.get("List-Unsubscribe") != "One-Click":
                abort(400)
            with writing() as database:
                stop_mails(database, user=_unsubscribing(database, mails, token), mails=mails)
        user = _unsubscribing(reading(), mails, token)
    except TokenError:
        return render_template("public/account/mails_link_used.html"), 410
    come = user.mails_receipts if mails == "receipts" else user.mails_answers
    return render_page("public/account/unsubscribe.html", presenters.UnsubscribePage(mails, come))


def _unsubscribing(session: Session, mails: str, token: str) -> User:
    return read_token(session, settings().secret_key, purpose=UNSUBSCRIBE[mails], token=token)
