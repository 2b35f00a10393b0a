"""The account: what one has said and what became of it, and how one is shown."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consult.accounts.queries import user_by_id
from consult.accounts.services import set_preferences
from consult.contributions.queries import waiting_drafts
from consult.public import blueprint, kept
from consult.public.forms.account import PreferencesForm
from consult.public.showing_account import everything_said
from consult.shared.errors import DomainError
from consult.web.access import access, found
from consult.web.arrival import arrived_at
from consult.web.database import reading, writing
from consult.web.identity import signed_in_actor


@blueprint.route("/account/", methods=["GET", "POST"])
@access("signed-in")
def account() -> str | Response | tuple[str, int]:
    """Show what one has said, what waits, and the preferences; save the preferences."""
    actor = signed_in_actor()
    form = PreferencesForm(public_name=actor.public_name, language=actor.language)
    if form.validate_on_submit():
        try:
            _save(form)
        except DomainError as problem:
            form.show(problem)
        else:
            flash(_("Saved."), "good")
            return redirect(url_for("public.account"), 303)
    said = everything_said(reading(), actor=actor, now=arrived_at())
    drafts = [kept.shown(draft) for draft in waiting_drafts(reading(), user_id=actor.user_id)]
    page = render_template("public/account/account.html", form=form, actor=actor, said=said, drafts=drafts)
    return page, 422 if form.errors else 200


def _save(form: PreferencesForm) -> None:
    with writing() as session:
        user = found(user_by_id(session, signed_in_actor().user_id))
        set_preferences(
            session, user=user, public_name=form.public_name.data or "", language=form.language.data
        )
