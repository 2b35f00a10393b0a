"""What coordinators decide about organisations: verifying and refusing."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.organisations import presenters
from consult.desk.organisations.forms import DecisionForm
from consult.organisations import queries, services
from consult.organisations.models import Organisation
from consult.organisations.policies import may_end, may_verify
from consult.shared.errors import DomainError
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.navigation import in_menu
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.get("/organisations/")
@access("coordinator")
@in_menu(
    "doors", 10, _l("Organisations to verify"), needs=Act.VERIFY,
    about=_l("Who applied to be heard as an organisation, and who is."),
)  # fmt: skip
def organisations() -> str:
    """Show the organisations that wait, and those whose standing can be ended."""
    actor = signed_in_actor()
    or_404(actor, may_end(actor))
    return render_page("desk/organisations/list.html", presenters.list_page(reading(), actor))


@blueprint.route("/organisations/<slug>/decide", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("Verify an organisation"))
def decide_organisation(slug: str) -> Page:
    """Verify or refuse an organisation that waits, with a reason for the public."""
    organisation, form = _to_decide(slug), DecisionForm()
    if not sent():
        return _decide(organisation, form)
    if form.verifies is None:
        form.show(DomainError("choose-one", field="decision"))
        return _decide(organisation, form), 422
    decide = services.verify if form.verifies else services.refuse

    def act(session: Session) -> None:
        decide(session, actor=signed_in_actor(), now=arrived_at(), slug=slug, reason=form.reason)

    if not form.carried_out(act):
        return _decide(organisation, form), 422
    verified = _("Verified. Its page is public, and whoever applied speaks for it and was told.")
    flash(verified if form.verifies else _("Refused. Whoever applied was told why."), "good")
    return redirect(url_for("desk.organisations"), 303)


def _to_decide(slug: str) -> Organisation:
    """Return an organisation that somebody else than the signed-in coordinator applied for; else 404."""
    organisation = or_404(queries.in_any_standing(reading(), slug))
    applicant = queries.applicant_id(reading(), organisation_id=organisation.id)
    or_404(organisation, applicant is not None and may_verify(signed_in_actor(), applicant))
    return organisation


def _decide(organisation: Organisation, form: DecisionForm) -> str:
    page = presenters.decision_page(reading(), organisation)
    return render_page("desk/organisations/decide.html", page, form=form)
