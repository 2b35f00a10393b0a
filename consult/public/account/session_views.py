"""Where one is signed in, and what was done to one's account."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.accounts.queries import acts_on, running_sessions
from consult.accounts.services import end_session as end_one_session
from consult.accounts.services import end_sessions
from consult.public import blueprint
from consult.public.account.security import done
from consult.web.access import access, or_404
from consult.web.database import reading, writing
from consult.web.identity import current_session_id, forget, signed_in_actor
from consult.web.pagination import before, page_of
from consult.web.request_time import arrived_at

_ACTS = 20


@blueprint.route("/account/security")
@access("signed-in")
def security() -> str:
    """Show the sessions that run, and what was done to the account: kind, role and reason, never who."""
    actor = signed_in_actor()
    sessions = running_sessions(reading(), user_id=actor.user_id, now=arrived_at())
    acts = acts_on(reading(), user_id=actor.user_id, before_id=before(), limit=_ACTS + 1)
    page = page_of(acts, _ACTS, before(), lambda begun: url_for("public.security", before=begun))
    return render_template(
        "public/account/security.html",
        sessions=sessions,
        this=current_session_id(),
        done=[done(act) for act in page.items],
        older_url=page.older_url,
        newer_url=page.newer_url,
    )


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
