"""Under which name a contribution is shown, and its words in paragraphs."""

from __future__ import annotations

from consult.contributions.models import Contribution, ContributionRow, Revision
from consult.shared.text import paragraphs
from consult.web.rendering import localized


def in_paragraphs(said: Revision) -> list[str]:
    """Return all that was said, its title and its problem too, in paragraphs."""
    return paragraphs("\n\n".join(part for part in (said.title, said.problem, said.body) if part))


def speaker(contribution: Contribution | ContributionRow) -> str | None:
    """Return whose words they are: the organisation's name, else the one that the author chose; None without."""
    organisation = contribution.organisation
    return localized(organisation, "name") if organisation else contribution.shown_name
