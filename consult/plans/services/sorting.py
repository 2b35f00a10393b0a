"""By what a commitment is sorted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from consult.plans.models import CODES, Commitment, CommitmentLabel, Family


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
