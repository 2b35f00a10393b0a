"""The mails of a demonstration, to be read by everyone who tries it."""

from __future__ import annotations

from consult.public import blueprint
from consult.public.demonstration import presenters
from consult.public.demonstration.mail_folder import newest
from consult.web.access import access
from consult.web.rendering import render_page
from consult.web.settings import settings


@blueprint.route("/demonstration/mail/")
@access("demonstration")
def mails() -> str:
    """List the mails that the demonstration has written, newest first."""
    shown = presenters.mails(newest(settings().var_dir / "mail"))
    return render_page("public/demonstration/mails.html", shown)
