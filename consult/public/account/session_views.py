"""Where one is signed in, and what was done to one's account."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from consult.accounts.services import end_session as end_one_session
from consult.accounts.services import end_sessions
from consult.public import blueprint
from consult.public.account import presenters
from consult.web.access import access, or_404
from consult.web.database import reading, writing
from consult.web.identity import current_session_id, forget, signed_in_actor
from consult.web.navigation import in_menu
from consult.web.pagination import before
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.route("/account/security")
@access("signed-in")
@in_menu("account", 30, _l("Password and sessions"), name="security")
def security() -> str:
    """Show the sessions that run, and what was done to the account: kind, role and reason, never who."""
    shown = presenters.security(
        reading(), signed_in_actor(), arrived_at(), this=current_session_id(), before_id=before()
    )
    return render_page("public/account/security.html", shown)


@blueprint.route("/account/sessions/<int(max=2147483647):session_id>/end", methods=["POST"])
@access("signed-in")
def end_session(session_id: int) -> Response:
    """Sign out of one browser; of this one too, if it is the one."""
    with writing() as database:
        end_one_session(database, now=arrived_at(), user_id=signed_in_actor().user_id, session_id=session_id)
    if session_id == current_session_id():
        forget()
        flash(_("You are signed out."))
        return redirect(url_for("public.home"), 303)
    flash(_("That browser is signed out."), "good")
    return redirect(url_for("public.security"), 303)


@blueprint.route("/account/sessions/end-others", methods=["POST"])
@access("signed-in")
def end_other_sessions() -> Response:
    """Sign out of every browser but this one."""
    with writing() as database:
        end_sessions(
            database,
            now=arrived_at(),
            user_id=signed_in_actor().user_id,
            except_id=or_404(current_session_id()),
        )
    flash(_("Every other browser is signed out."), "good")
    return redirect(url_for("public.security"), 303)
