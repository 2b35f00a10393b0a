"""The mails of a demonstration, to be read by everyone who tries it."""

from __future__ import annotations

from dataclasses import asdict

from flask import render_template

from consult.public import blueprint
from consult.public.demonstration.mail_folder import newest
from consult.web import dates
from consult.web.access import access
from consult.web.settings import settings


@blueprint.route("/demonstration/mail/")
@access("demonstration")
def mails() -> str:
    """List the mails that the demonstration has written, newest first."""
    shown = [
        {**asdict(mail), "when": dates.full(mail.sent_at), "when_iso": dates.iso(mail.sent_at)}
        for mail in newest(settings().var_dir / "mail")
    ]
    return render_template("public/account/mails.html", mails=shown)
