"""What stands around the form of the body that runs the site."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from consult.desk.meanwhile import Difference, differing
from consult.desk.organisations.site_forms import NAMES, SiteForm
from consult.organisations.models import SiteBody
from consult.web import dates
from consult.web.operator import of_settings


@dataclass(frozen=True, slots=True)
class SitePage:
    """Since when it stands, None while the settings say it; ``differing`` is what somebody else saved meanwhile."""

    action: str
    since: str | None
    differing: list[Difference]


def site_page(there: SiteBody | None, form: SiteForm) -> SitePage:
    """Return the page of the form as it was typed."""
    saved = {name: getattr(there, name) for name in NAMES} if there else {}
    anew = there is not None and form.seen_number != there.number
    since = dates.full(there.recorded_at) if there else None
    return SitePage(url_for("desk.site_body"), since, differing(form, saved) if anew else [])


def form_of(there: SiteBody | None) -> SiteForm:
    """Return the form with what stands: what was saved last, else what the settings say."""
    if there is None:
        first = of_settings()
        return SiteForm(
            data={"name_ar": first.name_ar, "name_en": first.name_en, "email": first.email, "seen": "0"}
        )
    return SiteForm(data={**{name: getattr(there, name) for name in NAMES}, "seen": str(there.number)})
