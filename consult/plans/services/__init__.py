"""Sorting commitments; what the record says of them is written in ``recording``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from consult.plans.models import CODES, Commitment, CommitmentLabel, Family
from consult.plans.services.recording import (
    add_commitment,
    add_milestone,
    add_plan,
    record_body,
    record_commitment,
    record_milestone,
    record_plan,
)
from consult.plans.services.words import CommitmentWords, MilestoneWords, PlanWords

__all__ = [
    "CommitmentWords",
    "MilestoneWords",
    "PlanWords",
    "add_commitment",
    "add_milestone",
    "add_plan",
    "record_body",
    "record_commitment",
    "record_milestone",
    "record_plan",
    "sort_commitment",
]


def sort_commitment(
    session: Session, *, commitment: Commitment, labels: Mapping[Family, Sequence[str]]
) -> None:
    """Say which challenges a commitment answers, which principles it serves and which areas it cuts across.

    Raises ValueError for a code that its family does not have.
    """
    session.refresh(commitment, ["labels"])
    commitment.labels.clear()
    session.flush()
    for family, codes in labels.items():
        known = CODES[family]
        commitment.labels += [
            CommitmentLabel(family=family.value, code=known(code).value) for code in dict.fromkeys(codes)
        ]
    session.flush()
