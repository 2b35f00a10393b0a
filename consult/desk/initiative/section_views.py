"""Sections of the page on the initiative: added, written anew, left out and taken in again."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.desk import blueprint
from consult.desk.initiative import presenters
from consult.desk.initiative.forms import NewSectionForm, SectionForm, written
from consult.desk.initiative.loaders import keeper, kept_section
from consult.desk.meanwhile import differing
from consult.initiative import services
from consult.web.access import access
from consult.web.database import reading
from consult.web.forms import Form, sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.number_field import number_of
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.route("/initiative/sections/new", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("New section"))
def new_initiative_section() -> Page:
    """Add a section."""
    keeper()
    form = NewSectionForm(data={"page_place": presenters.next_place(reading()), "shape": "facts"})
    if not sent():
        return _new(form)

    def act(session: Session) -> None:
        services.add_section(
            session, actor=signed_in_actor(), now=arrived_at(), shape=form.chosen, said=form.said
        )

    if not (form.validate() and form.carried_out(act)):
        return _new(form), 422
    flash(_("Saved in the draft. Readers see it once it is published."), "good")
    return redirect(url_for("desk.initiative"), 303)


@blueprint.route("/initiative/sections/<slug>/", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("A section of the page on the initiative"))
def initiative_section(slug: str) -> Page:
    """Write a section anew."""
    found = kept_section(slug)
    form = SectionForm(data=written(found.words) | {"seen": str(found.words.number)})
    if not sent():
        return _section(slug, form)

    def act(session: Session) -> None:
        services.save_section(
            session, actor=signed_in_actor(), now=arrived_at(), slug=slug, said=form.said, seen=form.seen_number
        )  # fmt: skip

    if not (form.validate() and form.carried_out(act)):
        return _section(slug, form), 422
    flash(_("Saved in the draft. Readers see it once it is published."), "good")
    return redirect(url_for("desk.initiative", _anchor=slug), 303)


@blueprint.post("/initiative/sections/<slug>/withdraw")
@access("coordinator")
def withdraw_initiative_section(slug: str) -> Response:
    """Leave a section out of the next edition."""
    kept_section(slug)

    def act(session: Session) -> None:
        services.withdraw_section(
            session, actor=signed_in_actor(), now=arrived_at(), slug=slug,
            seen=number_of(request.form.get("seen")) or 0,
        )  # fmt: skip

    if Form().carried_out(act):
        flash(_("Left out of the next edition. Saving it again takes it in."), "good")
    return redirect(url_for("desk.initiative", _anchor=slug), 303)


def _new(form: NewSectionForm) -> str:
    return render_page("desk/initiative/section.html", presenters.new_section_page(), form=form)


def _section(slug: str, form: SectionForm) -> str:
    """Show what was typed, beside what somebody else saved meanwhile; whoever has read that may save over it."""
    found = kept_section(slug)
    anew = form.seen_number != found.words.number
    other = differing(form, written(found.words)) if anew else []
    page = presenters.section_page(reading(), found, other)
    form.seen.data = str(page.seen)
    return render_page("desk/initiative/section.html", page, form=form)
