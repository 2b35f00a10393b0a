"""What somebody typed into long forms and did not save: kept while they write, listed, gone on with or thrown away."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts import queries
from consult.accounts.services.kept_forms import discard_form
from consult.public import blueprint
from consult.public.account import kept_presenters
from consult.web import kept_forms as kept
from consult.web.access import access, or_404
from consult.web.database import reading, writing
from consult.web.dates import clock_time
from consult.web.identity import signed_in_actor
from consult.web.limits import limited
from consult.web.navigation import in_menu
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

ONE = "/account/kept/<string(length=16):form>"


@blueprint.get("/account/kept")
@access("staff")
@in_menu("account", 40, _l("Not saved yet"), name="kept")
def kept_forms() -> str:
    """Show what one typed into the forms of the desk and did not save, the newest first."""
    return render_page("public/account/kept.html", kept_presenters.kept_page(reading(), signed_in_actor()))


@blueprint.post("/account/keep")
@access("signed-in")
@limited("kept")
def keep_form() -> Response:
    """Keep what stands in a form while it is written; say when, in one line."""
    if not kept.keep_written():
        abort(422)
    said = _("Kept at %(time)s, not saved yet.", time=clock_time(arrived_at()))
    return Response(said, mimetype="text/plain")


@blueprint.route(f"{ONE}/discard", methods=["GET", "POST"])
@access("signed-in")
def discard_kept(form: str) -> str | AnyResponse:
    """Throw away what was typed into one form, after a question that shows it."""
    actor = signed_in_actor()
    row = or_404(queries.kept_form(reading(), user_id=actor.user_id, form=form))
    back = url_for("public.kept_forms") if actor.is_staff else url_for("public.account")
    if request.method == "GET":
        if row.closed_at is not None:
            return redirect(back, 303)
        return render_page("public/account/discard_kept.html", kept_presenters.discard_page(row))
    with writing() as session:
        discard_form(session, now=arrived_at(), user_id=actor.user_id, form=form)
    flash(_("Thrown away. Nothing of it was saved."), "good")
    return redirect(kept.address_of(row.page) if actor.is_staff else back, 303)
