"""Changing one's own words; what others then read of the earlier ones is said before and after."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.contributions.policies import is_author, may_revise
from consult.contributions.services import revise as say_anew
from consult.public import blueprint
from consult.public.contributions.forms import ChangeForm
from consult.public.contributions.revised import revise_page
from consult.public.contributions.views import visible
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.identity import signed_in_actor
from consult.web.limits import limited
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.settings import settings


@blueprint.route("/contributions/<reference>/change", methods=["GET", "POST"])
@access("signed-in")
@limited("words")
def revise(reference: str) -> str | Response | tuple[str, int]:
    """Change one's own words, stance or shown name while the consultation takes words."""
    actor, said = signed_in_actor(), visible(reference)
    or_404(said, is_author(actor, said))
    form = ChangeForm.on(said, actor)
    corrections = []

    def act(session: Session) -> None:
        revision = say_anew(
            session, actor=actor, now=arrived_at(), reference=reference, anew=form.anew(), seen=form.seen,
            change_minutes=settings().change_minutes,
        )  # fmt: skip
        corrections.append(revision.correction)

    # Whoever has typed already reads why it is not taken, above their words.
    or_404(said, request.method == "POST" or may_revise(actor, said, arrived_at()))
    if form.validate_on_submit() and form.carried_out(act):
        flash(_corrected() if corrections[0] else _changed(), "good")
        return redirect(url_for("public.contribution", reference=reference), 303)
    page = revise_page(reading(), visible(reference), actor, arrived_at(), form.seen)
    refused = request.method == "POST" and form.is_submitted()
    return render_page("public/contributions/revise.html", page, form=form), 422 if refused else 200


def _changed() -> str:
    return str(_("It is changed, and has a receipt of its own. Nobody else sees what it said before."))


def _corrected() -> str:
    return str(
        _("It is corrected, and has a receipt of its own. What it said before stands beside it, dated.")
    )
