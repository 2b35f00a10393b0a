"""What stands around every page, from what the desk keeps: who runs the site, and which pages it has published."""

from __future__ import annotations

from sqlalchemy.orm import Session

from consult.forum.queries import has_forum
from consult.initiative.queries import is_published
from consult.organisations.queries.site import site_body
from consult.web.operator import Kept, Operator

INITIATIVE, FORUM = "initiative", "forum"


def kept_site(session: Session) -> Kept:
    """Return what the desk says of the body that runs the site, where it said anything, and what is published."""
    row = site_body(session)
    body = None
    if row is not None:
        body = Operator(
            row.name_ar, row.name_en, row.email, row.unit_ar, row.unit_en, row.phone, tuple(row.links.splitlines())
        )  # fmt: skip
    there = {INITIATIVE: is_published(session), FORUM: has_forum(session)}
    return Kept(body, frozenset(name for name, published in there.items() if published))
