"""Another name of a body, recorded with its day and its reason."""

from __future__ import annotations

from flask import flash, redirect
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies import may
from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.organisations import naming_presenters as presenters
from consult.desk.organisations.forms import NameForm
from consult.organisations import queries, services
from consult.organisations.models import Organisation, Standing
from consult.organisations.queries.names import names_of
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.dates import site_zone
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.route("/organisations/<slug>/name", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("Change its name"))
def rename_body(slug: str) -> Page:
    """Record what a verified body is called since a day; what it was called before stays."""
    there = _named(slug)
    form = NameForm(name_ar=there.name_ar, name_en=there.name_en)
    if not sent():
        return _name(there, form)

    def act(session: Session) -> None:
        services.rename_body(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), slug=slug, said=form.said,
            seen_id=form.seen_id,
        )  # fmt: skip

    if not (form.validate() and form.carried_out(act)):
        return _name(_named(slug), form, anew=True), 422
    flash(_("Recorded. The former name stands on the body’s public page."), "good")
    return redirect(presenters.address(slug), 303)


def _named(slug: str) -> Organisation:
    organisation = or_404(queries.in_any_standing(reading(), slug))
    allowed = may(signed_in_actor(), Act.ENTER_BODY) and organisation.standing == Standing.VERIFIED
    return or_404(organisation, allowed)


def _name(there: Organisation, form: NameForm, *, anew: bool = False) -> str:
    names = names_of(reading(), organisation_id=there.id)
    newest = names[0].id if names else 0
    saved_since = anew and form.seen_id != newest
    # Whoever has now read which name another recorded may record one after it.
    form.see(newest)
    page = presenters.name_page(there, names, form, anew=saved_since)
    return render_page("desk/organisations/name.html", page, form=form)
