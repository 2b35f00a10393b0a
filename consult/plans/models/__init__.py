"""Plans, their commitments, each with a text of its own, and milestones; and the dated facts that are said of them."""

from __future__ import annotations

from consult.plans.models.acts import (
    CommitmentAct,
    CommitmentActKind,
    CommitmentTemplate,
    PlanAct,
    PlanActKind,
    RecordedAct,
)
from consult.plans.models.commitments import Commitment, CommitmentLabel, Milestone, MilestoneStatus
from consult.plans.models.facts import BodyRole, CommitmentBody, CommitmentFact, MilestoneFact, PlanFact
from consult.plans.models.families import CODES, Area, Challenge, Family, OpenGovChallenge, Principle
from consult.plans.models.marks import CommitmentCarry, CommitmentTick, SmartTest
from consult.plans.models.plans import CountedBy, PeriodOf, Plan, PlanLevel, PlanStatement
from consult.plans.models.progress import MilestoneAct, MilestoneActKind, ProgressUpdate
from consult.plans.models.rewordings import Reworded, Rewording
from consult.plans.models.rows import (
    CommitmentPlace,
    NamedCommitment,
    NamedPlan,
    RecordedCommitment,
    RecordedMilestone,
    Stated,
    StatedPlan,
)
from consult.plans.models.steps import PlanStep

__all__ = [
    "CODES",
    "Area",
    "BodyRole",
    "Challenge",
    "Commitment",
    "CommitmentAct",
    "CommitmentActKind",
    "CommitmentBody",
    "CommitmentCarry",
    "CommitmentFact",
    "CommitmentLabel",
    "CommitmentPlace",
    "CommitmentTemplate",
    "CommitmentTick",
    "CountedBy",
    "Family",
    "Milestone",
    "MilestoneAct",
    "MilestoneActKind",
    "MilestoneFact",
    "MilestoneStatus",
    "NamedCommitment",
    "NamedPlan",
    "OpenGovChallenge",
    "PeriodOf",
    "Plan",
    "PlanAct",
    "PlanActKind",
    "PlanFact",
    "PlanLevel",
    "PlanStatement",
    "PlanStep",
    "Principle",
    "ProgressUpdate",
    "RecordedAct",
    "RecordedCommitment",
    "RecordedMilestone",
    "Reworded",
    "Rewording",
    "SmartTest",
    "Stated",
    "StatedPlan",
]  # fmt: skip
