"""Facts of the page on the initiative: added, corrected, withdrawn."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.desk import blueprint
from consult.desk.initiative import presenters
from consult.desk.initiative.forms import InitiativeFactForm, stated
from consult.desk.initiative.loaders import kept_fact, kept_section
from consult.desk.meanwhile import differing
from consult.initiative import services
from consult.initiative.queries import in_its_place
from consult.web.access import access
from consult.web.database import reading
from consult.web.dates import site_zone
from consult.web.forms import Form, sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]
_FACT = "/initiative/facts/<int(max=2147483647):fact_id>"


@blueprint.route("/initiative/sections/<slug>/facts/new", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("New fact"))
def new_initiative_fact(slug: str) -> Page:
    """Add a fact to a section."""
    found = kept_section(slug)
    form = InitiativeFactForm(data={"page_place": presenters.next_place_in(found)})
    page = presenters.new_fact_page(found)
    if not sent():
        return render_page("desk/initiative/fact.html", page, form=form)

    def act(session: Session) -> None:
        services.add_fact(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), slug=slug, said=form.said
        )  # fmt: skip

    if not (form.validate() and form.carried_out(act)):
        return render_page("desk/initiative/fact.html", page, form=form), 422
    flash(_("Saved in the draft. Readers see it once it is published."), "good")
    return redirect(url_for("desk.initiative", _anchor=slug), 303)


@blueprint.route(f"{_FACT}/", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("Correction of a fact"))
def correct_initiative_fact(fact_id: int) -> Page:
    """Put another in the place of a fact, or add it again; an address of an earlier one leads to what stands now."""
    found, row = kept_fact(fact_id)
    form = InitiativeFactForm(data=stated(row))
    if not sent():
        newest = in_its_place(reading(), row)
        if newest.id != row.id:
            flash(
                _("That was an earlier wording of the fact. It stands on this page with what came after it."),
                "wait",
            )
            return redirect(url_for("desk.correct_initiative_fact", fact_id=newest.id), 303)
        return render_page(
            "desk/initiative/fact.html", presenters.fact_page(reading(), found, row), form=form
        )

    def act(session: Session) -> None:
        services.correct_fact(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), fact_id=row.id, said=form.said
        )  # fmt: skip

    if not (form.validate() and form.carried_out(act)):
        return _again(fact_id, form), 422
    flash(_("Saved in the draft. What stood before stays readable on the page of the fact."), "good")
    return redirect(url_for("desk.initiative", _anchor=found.section.slug), 303)


@blueprint.post(f"{_FACT}/withdraw")
@access("coordinator")
def withdraw_initiative_fact(fact_id: int) -> Response:
    """Let a fact stand in no later edition."""
    found, row = kept_fact(fact_id)

    def act(session: Session) -> None:
        services.correct_fact(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), fact_id=row.id, said=None
        )  # fmt: skip

    if Form().carried_out(act):
        flash(_("Withdrawn from the draft. It stays readable here, and can be added again."), "good")
    return redirect(url_for("desk.initiative_section", slug=found.section.slug, _anchor="withdrawn"), 303)


def _again(fact_id: int, form: InitiativeFactForm) -> str:
    """Show what was typed, beside what was put in its place meanwhile, which is corrected then."""
    found, row = kept_fact(fact_id)
    newest = in_its_place(reading(), row)
    other = [] if newest.id == row.id or newest.withdrawn else differing(form, stated(newest))
    page = presenters.fact_page(reading(), found, newest, other)
    return render_page("desk/initiative/fact.html", page, form=form)
