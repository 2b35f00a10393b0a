"""Reading kept numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import BigInteger, bindparam, cast, func, inspect, select
from sqlalchemy.orm import Session

from consult.tallies.models import Tally

# The table itself: SQLAlchemy gives its rows sooner than those of an entity.
_KEPT = inspect(Tally).local_table.c
_TALLIES = (
    select(_KEPT.consultation_id, _KEPT.subject, _KEPT.name, cast(func.sum(_KEPT.value), BigInteger))
    .where(_KEPT.consultation_id.in_(bindparam("consultations", expanding=True)))
    .where(_KEPT.subject.in_(bindparam("subjects", expanding=True)))
    .group_by(_KEPT.consultation_id, _KEPT.subject, _KEPT.name)
)


def tallies(
    session: Session, *, consultation_ids: Iterable[int], subjects: Iterable[str]
) -> dict[tuple[int, str], Counter[str]]:
    """Return the kept numbers of these consultations on these subjects, by consultation id and subject, by name.

    Those of all activities are summed: voices may be, votes may not.
    What is counted is listed where it is: in contributions' services and in votes'. What never was is zero.
    """
    rows = session.execute(_TALLIES, {"consultations": list(consultation_ids), "subjects": list(subjects)})
    found: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for consultation_id, subject, name, value in rows:
        if value:
            found[consultation_id, subject][name] = value
    return found
