"""Sorting commitments, and adding their milestones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from consult.plans.models import CODES, Commitment, CommitmentLabel, Family, Milestone, MilestoneStatus
from consult.shared.errors import problems_of_words, raise_any

MAX_TITLE = 300


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


def add_milestone(
    session: Session, *, commitment: Commitment, title: tuple[str, str], due_on: date, status: MilestoneStatus,
    as_of: date | None = None,
) -> Milestone:  # fmt: skip
    """Add a milestone after the last one; ``title`` is Arabic and English, ``as_of`` the day the status was read."""
    raise_any(problems_of_words({"title_ar": title[0], "title_en": title[1]}, most=MAX_TITLE, needed=False))
    session.refresh(commitment, ["milestones"])
    milestone = Milestone(
        commitment_id=commitment.id, position=len(commitment.milestones) + 1, title_ar=title[0], title_en=title[1],
        due_on=due_on, status=status.value, as_of=as_of,
    )  # fmt: skip
    session.add(milestone)
    session.flush()
    session.expire(commitment, ["milestones"])
    return milestone
