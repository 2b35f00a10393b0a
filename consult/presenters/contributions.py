"""Under which name a contribution is shown."""

from __future__ import annotations

from consult.contributions.models import Contribution, ContributionRow
from consult.web.rendering import localized


def speaker(contribution: Contribution | ContributionRow) -> str | None:
    """Return whose words they are: the organisation's name, else the one that the author chose; None without."""
    organisation = contribution.organisation
    return localized(organisation, "name") if organisation else contribution.shown_name
