"""The body that runs the site: its name, its unit, and how to reach it, as every page and mail says them."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies import may
from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.organisations import site_presenters as presenters
from consult.desk.organisations.site_forms import SiteForm
from consult.organisations import services
from consult.organisations.queries.site import site_body as saved_site_body
from consult.web import operator
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.navigation import in_menu
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.route("/site/", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Who runs this site"))
@in_menu(
    "doors", 65, _l("Who runs this site"), needs=Act.KEEP_SITE,
    about=_l("The body that every page and mail names, and how to reach it."),
)  # fmt: skip
def site_body() -> Page:
    """Keep what every page and mail says of the body that runs the site."""
    or_404(signed_in_actor(), may(signed_in_actor(), Act.KEEP_SITE))
    if not sent():
        return _site(presenters.form_of(saved_site_body(reading())))
    form = SiteForm()

    def act(session: Session) -> None:
        services.keep_site(
            session, actor=signed_in_actor(), now=arrived_at(), said=form.said, seen=form.seen_number
        )

    if not (form.measured() and form.carried_out(act)):
        return _site(form), 422
    operator.renew()
    flash(_("Saved. Every page and mail says it from now on."), "good")
    return redirect(url_for("desk.site_body"), 303)


def _site(form: SiteForm) -> str:
    there = saved_site_body(reading())
    page = presenters.site_page(there, form)
    # Whoever has now read what somebody else saved may save over it.
    form.see(there.number if there else 0)
    return render_page("desk/organisations/site.html", page, form=form)
