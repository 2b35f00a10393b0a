"""Contributions, the revisions that hold their words, their translations, and the words that wait for their author."""

from __future__ import annotations

from consult.contributions.models.kinds import INTEREST, Channel, Kind, Stance, Status
from consult.contributions.models.letters import Governorate, Letter
from consult.contributions.models.rows import ContributionRow, Speaker
from consult.contributions.models.said import Contribution, Revision, Translation, clause_of, revision_key
from consult.contributions.models.waiting import Draft

__all__ = [
    "INTEREST", "Channel", "Contribution", "ContributionRow", "Draft", "Governorate", "Kind", "Letter", "Revision",
    "Speaker", "Stance", "Status", "Translation", "clause_of", "revision_key",
]  # fmt: skip
