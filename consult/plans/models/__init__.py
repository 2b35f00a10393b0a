"""Plans, their commitments, each with a text of its own, and milestones; and the dated facts that are said of them."""

from __future__ import annotations

from consult.plans.models.commitments import Commitment, CommitmentLabel, Milestone, MilestoneStatus
from consult.plans.models.facts import BodyRole, CommitmentBody, CommitmentFact, MilestoneFact, PlanFact
from consult.plans.models.families import CODES, Area, Challenge, Family, Principle
from consult.plans.models.plans import Plan, PlanLevel, PlanStatement
from consult.plans.models.rows import (
    ClauseWords,
    DatedText,
    NamedCommitment,
    NamedPlan,
    RecordedCommitment,
    RecordedMilestone,
    Stated,
    StatedPlan,
)

__all__ = [
    "CODES", "Area", "BodyRole", "Challenge", "ClauseWords", "Commitment", "CommitmentBody", "CommitmentFact",
    "CommitmentLabel", "DatedText", "Family", "Milestone", "MilestoneFact", "MilestoneStatus",
    "NamedCommitment", "NamedPlan", "Plan", "PlanFact", "PlanLevel", "PlanStatement", "Principle",
    "RecordedCommitment", "RecordedMilestone", "Stated", "StatedPlan",
]  # fmt: skip
