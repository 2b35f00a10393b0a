"""Public bodies, which do not apply: a coordinator enters them and keeps what is said of them."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies import may
from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.organisations import presenters
from consult.desk.organisations.forms import AboutForm, NewBodyForm
from consult.organisations import queries, services
from consult.organisations.models import Organisation, Standing
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("Enter a public body"))
def new_body() -> Page:
    """Enter a government body, a municipality or an independent body."""
    actor, form = signed_in_actor(), NewBodyForm()
    or_404(actor, may(actor, Act.ENTER_BODY))
    if not sent():
        return render_template("desk/organisations/new.html", form=form)

    def act(session: Session) -> None:
        services.enter_body(session, actor=actor, now=arrived_at(), slug=form.address, said=form.said)

    if not (form.measured() and form.carried_out(act)):
        return render_template("desk/organisations/new.html", form=form), 422
    flash(_("The body was entered. It is public, and roles can be granted in it."), "good")
    return redirect(url_for("desk.organisations"), 303)


@blueprint.route("/organisations/<slug>/about", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("What the body is"))
def describe_body(slug: str) -> Page:
    """Write what a verified body is, and its website."""
    there, form = _described(slug), AboutForm()
    if not sent():
        form = AboutForm(obj=there)
        form.see(there)
        return _about(there, form)

    def act(session: Session) -> None:
        services.describe_body(
            session, actor=signed_in_actor(), now=arrived_at(), slug=slug, about=form.about,
            website=form.website.data or "", seen=form.seen,
        )  # fmt: skip

    if not (form.measured() and form.carried_out(act)):
        there = _described(slug)
        anew = form.seen != (there.about_ar, there.about_en, there.website)
        # Whoever has now read what somebody else saved may save over it.
        form.see(there)
        return _about(there, form, anew=anew), 422
    flash(_("Saved. It stands on the body’s public page."), "good")
    return redirect(url_for("desk.organisations"), 303)


def _described(slug: str) -> Organisation:
    organisation = or_404(queries.in_any_standing(reading(), slug))
    allowed = may(signed_in_actor(), Act.ENTER_BODY) and organisation.standing == Standing.VERIFIED
    return or_404(organisation, allowed)


def _about(there: Organisation, form: AboutForm, *, anew: bool = False) -> str:
    page = presenters.about_page(there, form, anew=anew)
    return render_page("desk/organisations/about.html", page, form=form)
