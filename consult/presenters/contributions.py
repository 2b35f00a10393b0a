"""Under which name a contribution is shown, and its words in paragraphs."""

from __future__ import annotations

from consult.contributions.models import INTEREST, Contribution, ContributionRow, Revision
from consult.contributions.services import Words
from consult.shared.text import paragraphs
from consult.web.rendering import localized


def in_paragraphs(said: Revision | Words) -> list[str]:
    """Return all that was said, its title and its problem too, in paragraphs."""
    return paragraphs("\n\n".join(part for part in (said.title, said.problem, said.body) if part))


def declared(said: Contribution | ContributionRow) -> str:
    """Return the interest that an organisation declared with what it said, empty where none did, or it is not shown."""
    if said.organisation is None or not said.is_published:
        return ""
    return said.facts.get(INTEREST, "")


def speaker(contribution: Contribution | ContributionRow) -> str | None:
    """Return whose words they are: the organisation's name, else the one that the author chose; None without."""
    organisation = contribution.organisation
    return localized(organisation, "name") if organisation else contribution.shown_name
