"""The body that runs the site, as the desk says it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.organisations.models import SiteBody


def site_body(session: Session) -> SiteBody | None:
    """Return what was saved last of the body that runs the site; None where nothing was."""
    return session.scalars(_NEWEST).first()


_NEWEST = select(SiteBody).order_by(SiteBody.id.desc()).limit(1)
