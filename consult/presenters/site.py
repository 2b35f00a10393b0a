"""The body that runs the site, as every page and mail names it, from what the desk keeps."""

from __future__ import annotations

from sqlalchemy.orm import Session

from consult.organisations.queries.site import site_body
from consult.web.operator import Operator


def kept_operator(session: Session) -> Operator | None:
    """Return what the desk says of the body that runs the site; None where it said nothing yet."""
    row = site_body(session)
    if row is None:
        return None
    return Operator(
        row.name_ar, row.name_en, row.email, row.unit_ar, row.unit_en, row.phone, tuple(row.links.splitlines())
    )  # fmt: skip
