"""Inviting organisations to answer, and saying whom the body told otherwise."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.consultations.services import invite, tell
from consult.desk import blueprint
from consult.desk.inviting import presenters
from consult.desk.inviting.forms import InviteForm, ToldForm
from consult.desk.loaders import asked_for
from consult.web.access import access
from consult.web.database import reading
from consult.web.dates import site_zone
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.route("/consultations/<slug>/invite", methods=["GET", "POST"])
@access("officer")
def invite_bodies(slug: str) -> Page:
    """Invite organisations; each who speaks for one gets a mail."""
    asked = _asked(slug)
    there = presenters.candidates(reading(), asked)
    form = InviteForm.offering(there.offered)
    made: list[int] = []

    def act(session: Session) -> None:
        rows = invite(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), consultation_id=asked.id,
            slugs=form.organisations.data or [],
        )  # fmt: skip
        made.append(len(rows))

    if not sent():
        return _page(asked, form, ToldForm(formdata=None), there)
    if not form.carried_out(act):
        return _page(_asked(slug), form, ToldForm(formdata=None), there), 422
    told = ngettext("%(num)s organisation was invited.", "%(num)s organisations were invited.", made[0])
    mailed = _("Each who speaks for one gets a mail.")
    flash(f"{told} {mailed}", "good")
    return redirect(url_for("desk.invite_bodies", slug=slug), 303)


@blueprint.route("/consultations/<slug>/told", methods=["GET", "POST"])
@access("officer")
@keeps_typed(_l("Told otherwise"))
def tell_otherwise(slug: str) -> Page:
    """Say whom the body told on another way."""
    asked, form = _asked(slug), ToldForm()

    def act(session: Session) -> None:
        tell(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), consultation_id=asked.id,
            told=form.told,
        )  # fmt: skip

    if sent() and form.validate() and form.carried_out(act):
        flash(_("It stands on the page of who was invited."), "good")
        return redirect(url_for("desk.invite_bodies", slug=slug), 303)
    there = presenters.candidates(reading(), asked)
    return _page(_asked(slug), InviteForm.offering(there.offered), form, there), 422 if sent() else 200


def _asked(slug: str) -> Consultation:
    return asked_for(reading(), signed_in_actor(), Act.INVITE_TO_ANSWER, slug, arrived_at())


def _page(asked: Consultation, form: InviteForm, told_form: ToldForm, there: presenters.Candidates) -> str:
    page = presenters.inviting_page(reading(), asked, arrived_at(), there.silent)
    return render_page("desk/inviting/invite.html", page, form=form, told_form=told_form)
