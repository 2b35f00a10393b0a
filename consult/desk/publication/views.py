"""Publishing the outcome: what would stand there, what is missing, and the approval."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.desk import blueprint
from consult.desk.loaders import asked, asked_for
from consult.desk.publication import presenters
from consult.desk.publication.forms import PublishForm
from consult.outcomes.services import publish as publish_it
from consult.web.access import access
from consult.web.database import reading
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.navigation import in_menu
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.wording import why_it_changed


@blueprint.get("/consultations/<slug>/publication/")
@access("staff")
@in_menu("consultation", 40, _l("Publication"), name="publication")
def publication(slug: str) -> str:
    """Show what would be published and what holds it back."""
    return _page(_asked(slug), PublishForm())


@blueprint.post("/consultations/<slug>/publish")
@access("publisher")
@keeps_typed(_l("Publication of the outcome"), on="desk.publication")
def publish(slug: str) -> str | Response | tuple[str, int]:
    """Publish the outcome; refused, the same page says what is missing."""
    consultation = asked_for(reading(), signed_in_actor(), Act.PUBLISH, slug, arrived_at())
    form = PublishForm()
    if not sent():
        return _page(consultation, form)

    def act(session: Session) -> None:
        publish_it(
            session, actor=signed_in_actor(), now=arrived_at(), consultation_id=consultation.id,
            number=form.version, reason=(form.reason_ar.data or "", form.reason_en.data or ""),
            version_reason=why_it_changed((consultation.title_ar, consultation.title_en)),
            without_summary=form.without_summary.data,
        )  # fmt: skip

    if not form.carried_out(act):
        return _page(consultation, form), 422
    frozen = _("What is published is frozen: it never changes. A correction is a new version beside it.")
    done = _("The outcome is published. Everybody who contributed is told by mail.")
    flash(f"{done} {frozen}", "good")
    return redirect(url_for("public.outcome", slug=slug), 303)


def _asked(slug: str) -> Consultation:
    return asked(reading(), signed_in_actor(), slug, arrived_at())


def _page(consultation: Consultation, form: PublishForm) -> str:
    page = presenters.publication_page(reading(), signed_in_actor(), consultation, arrived_at())
    form.number.data = str(page.next_number)
    return render_page("desk/publication/publication.html", page, form=form)
