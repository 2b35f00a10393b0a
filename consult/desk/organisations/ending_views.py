"""Ending a standing by two persons: asked for, confirmed or taken back, and restored."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies import may
from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.consultations.lifecycle_forms import ReasonForm
from consult.desk.organisations import ending_presenters as presenters
from consult.desk.organisations.forms import ConfirmEndingForm
from consult.organisations import queries, services
from consult.organisations.models import Organisation, Standing
from consult.organisations.policies import may_end
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.navigation import in_menu
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.get("/organisations/endings")
@access("staff")
@in_menu(
    "doors", 11, _l("Standings to end"), needs=Act.CONFIRM_ENDING,
    about=_l("What waits for a second person, and what has ended."),
)  # fmt: skip
def endings() -> str:
    """Show the endings that wait for a second person, and what ended."""
    actor = signed_in_actor()
    or_404(actor, may(actor, Act.CONFIRM_ENDING))
    return render_page("desk/organisations/endings.html", presenters.endings_page(reading(), actor))


@blueprint.route("/organisations/<slug>/end", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("End the standing of an organisation"))
def end_organisation(slug: str) -> Page:
    """Ask that an organisation's standing be ended, with a reason for the public; a second person confirms."""
    organisation, form = _stands(slug), ReasonForm()
    or_404(organisation, may_end(signed_in_actor()))
    if not sent():
        return _ask(slug, form)

    def act(session: Session) -> None:
        services.ask_ending(session, actor=signed_in_actor(), now=arrived_at(), slug=slug, reason=form.reason)

    if not form.carried_out(act):
        return _ask(slug, form), 422
    flash(_("Asked. Nothing has ended yet: a second person confirms it, and was told."), "good")
    return redirect(url_for("desk.confirm_ending", slug=slug), 303)


@blueprint.route("/organisations/<slug>/end/confirm", methods=["GET", "POST"])
@access("staff")
def confirm_ending(slug: str) -> Page:
    """End an organisation's standing as the second person, for the reason that the first gave."""
    form = ConfirmEndingForm()
    _second(slug)
    if not sent():
        return _confirm(slug, form)

    def act(session: Session) -> None:
        services.confirm_ending(
            session, actor=signed_in_actor(), now=arrived_at(), slug=slug, asked=form.asked_id
        )

    if not form.carried_out(act):
        return _confirm(slug, form), 422
    flash(_("Its standing has ended. Nobody speaks for it any more; what it said stays."), "good")
    return redirect(url_for("desk.endings"), 303)


@blueprint.post("/organisations/<slug>/end/take-back")
@access("staff")
def take_back_ending(slug: str) -> Page:
    """Take back what asks for an ending: by whoever asked, or by the second person, who refuses it."""
    form = ConfirmEndingForm()
    _second(slug)

    def act(session: Session) -> None:
        services.take_back_ending(
            session, actor=signed_in_actor(), now=arrived_at(), slug=slug, asked=form.asked_id
        )

    if not form.carried_out(act):
        return _confirm(slug, form), 422
    flash(_("Taken back. Its standing is as it was."), "good")
    return redirect(url_for("desk.endings"), 303)


@blueprint.route("/organisations/<slug>/restore", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("Restore a standing"))
def restore_organisation(slug: str) -> Page:
    """Restore the standing of an organisation, with a reason for the public."""
    organisation, form = _stands(slug), ReasonForm()
    or_404(organisation, may_end(signed_in_actor()))
    if not sent():
        return _restore(slug, form)

    def act(session: Session) -> None:
        services.restore_standing(
            session, actor=signed_in_actor(), now=arrived_at(), slug=slug, reason=form.reason
        )

    if not form.carried_out(act):
        return _restore(slug, form), 422
    flash(_("Restored. Who spoke for it speaks for it again, and was told."), "good")
    return redirect(url_for("desk.endings"), 303)


def _stands(slug: str) -> Organisation:
    organisation = or_404(queries.in_any_standing(reading(), slug))
    return or_404(organisation, organisation.standing in {Standing.VERIFIED, Standing.ENDED})


def _second(slug: str) -> Organisation:
    return or_404(_stands(slug), may(signed_in_actor(), Act.CONFIRM_ENDING))


def _ask(slug: str, form: ReasonForm) -> str:
    page = presenters.ask_page(reading(), _stands(slug), arrived_at())
    return render_page("desk/organisations/end.html", page, form=form)


def _confirm(slug: str, form: ConfirmEndingForm) -> str:
    page = presenters.confirm_page(reading(), _second(slug), signed_in_actor(), arrived_at())
    form.see(page.asked)
    return render_page("desk/organisations/confirm_ending.html", page, form=form)


def _restore(slug: str, form: ReasonForm) -> str:
    page = presenters.restore_page(reading(), _stands(slug))
    return render_page("desk/organisations/restore.html", page, form=form)
