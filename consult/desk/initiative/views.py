"""The page on the initiative: its draft, the outline to begin with, and publishing it."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.initiative import presenters
from consult.desk.initiative.forms import EditionForm
from consult.desk.initiative.loaders import keeper
from consult.desk.initiative.outline import outline
from consult.initiative import services
from consult.web import operator
from consult.web.access import access
from consult.web.database import reading, writing
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.navigation import in_menu
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.get("/initiative/")
@access("coordinator")
@in_menu(
    "doors", 7, _l("About the initiative"), needs=Act.KEEP_INITIATIVE,
    about=_l("The page on the Open Government Partnership and on joining it: its sections and facts."),
)  # fmt: skip
def initiative() -> str:
    """Show the draft of the page."""
    keeper()
    return render_page("desk/initiative/overview.html", presenters.overview(reading()))


@blueprint.post("/initiative/begin")
@access("coordinator")
def begin_initiative() -> Response:
    """Begin with the outline: headings and empty fields."""
    keeper()
    with writing() as session:
        services.begin(session, actor=signed_in_actor(), now=arrived_at(), outline=outline())
    flash(_("The sections are there, with empty fields. Nothing is public yet."), "good")
    return redirect(url_for("desk.initiative"), 303)


@blueprint.route("/initiative/publish", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("Publish the page"))
def publish_initiative() -> Page:
    """Show what would be published; publish it with its reason."""
    keeper()
    form = EditionForm()
    if not sent():
        return _publishing(form)

    def act(session: Session) -> None:
        services.publish(
            session, actor=signed_in_actor(), now=arrived_at(), seen=form.seen.data or "",
            reason=(form.reason_ar.data or "", form.reason_en.data or ""),
        )  # fmt: skip

    if not (form.validate() and form.carried_out(act)):
        return _publishing(form), 422
    operator.renew()
    flash(_("Published. Readers see it from now on, and the earlier editions stay readable."), "good")
    return redirect(url_for("desk.initiative"), 303)


def _publishing(form: EditionForm) -> str:
    page = presenters.publish_page(reading())
    # What is shown now is what the next press publishes.
    form.seen.data = page.mark
    return render_page("desk/initiative/publish.html", page, form=form)
