"""Organisations: who is heard as one, what each said and asks, and applying for one's own."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from consult.organisations import queries
from consult.organisations.models import Organisation
from consult.organisations.policies import is_shown, may_see
from consult.organisations.services import apply
from consult.public import blueprint
from consult.public.organisations import presenters
from consult.public.organisations.forms import ApplicationForm
from consult.shared.errors import DomainError
from consult.web.access import access, or_404
from consult.web.database import reading, writing
from consult.web.identity import current_actor, signed_in_actor
from consult.web.limits import limited
from consult.web.locale import language
from consult.web.navigation import in_menu
from consult.web.page_cache import cacheable
from consult.web.pagination import before, place
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.get("/organisations/")
@access("public")
@cacheable("after")
@in_menu("footer", 10, _l("Organisations"))
def organisations() -> str:
    """List the organisations by kind, with what each asked and how often it is heard."""
    shown = presenters.listed(reading(), current_actor(), arrived_at(), place(queries.Place, lang=language()))
    return render_page("public/organisations/list.html", shown)


@blueprint.get("/organisations/<slug>/")
@access("public")
@cacheable("after", "before")
def organisation(slug: str) -> str:
    """Show an organisation: what it is, who verified it and why, what it asks and what it said."""
    found = or_404(queries.in_full(reading(), slug))
    applicant = None if is_shown(found) else queries.applicant_id(reading(), organisation_id=found.id)
    or_404(found, may_see(current_actor(), found, applicant))
    begun = place(presenters.AskedPlace)
    shown = presenters.whole(reading(), found, current_actor(), arrived_at(), before(), begun)
    return render_page("public/organisations/organisation.html", shown)


@blueprint.route("/organisations/apply", methods=["GET", "POST"])
@access("signed-in")
@limited("words")
def apply_for_organisation() -> str | Response | tuple[str, int]:
    """Apply for an organisation."""
    form = ApplicationForm()
    if form.validate_on_submit():
        try:
            with writing() as session:
                made = apply(session, actor=signed_in_actor(), now=arrived_at(), application=form.application)
        except DomainError as problem:
            form.show(problem)
            return render_template("public/organisations/apply.html", form=form), 422
        flash(_("Your application has arrived. You get a mail when it is decided."), "good")
        return redirect(url_for("public.organisation", slug=made.slug), 303)
    return render_template("public/organisations/apply.html", form=form)


def seen(slug: str) -> Organisation:
    """Return the organisation with this slug; 404 where it is not there for this reader."""
    row: Organisation = or_404(queries.in_any_standing(reading(), slug))
    applicant = queries.applicant_id(reading(), organisation_id=row.id)
    or_404(row, may_see(current_actor(), row, applicant))
    return row
