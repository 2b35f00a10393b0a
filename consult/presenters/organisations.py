"""By what an organisation is named on a page about something of it."""

from __future__ import annotations

from dataclasses import dataclass

from consult.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation by its name and the end of its address."""

    slug: str
    name_ar: str
    name_en: str


def body_of(organisation: Organisation) -> Body:
    """Return an organisation as a page names it."""
    return Body(organisation.slug, organisation.name_ar, organisation.name_en)
