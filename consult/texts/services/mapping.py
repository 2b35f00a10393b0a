"""Recording what becomes of clauses in a draft: one is split, several are joined, and what is left out was dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.shared.errors import NotFoundError
from consult.texts import queries
from consult.texts.models import ClauseMapping, TextVersion
from consult.texts.services.holding import hold_draft

FEWEST = 2


def split_clause(
    session: Session, *, actor: Actor, version: TextVersion, drafter: Organisation, clause_id: int,
    into: Collection[int],
) -> None:  # fmt: skip
    """Record that a clause of the version before stands in several clauses of this draft; it may be one of them.

    What was recorded of it in this draft is replaced. Raises NotFoundError where one of them does not stand there,
    ValueError where they are fewer than two.
    """
    _record(session, actor, version, drafter, [(clause_id, to_id) for to_id in dict.fromkeys(into)])


def join_clauses(
    session: Session, *, actor: Actor, version: TextVersion, drafter: Organisation, clause_ids: Collection[int],
    into: int,
) -> None:  # fmt: skip
    """Record that several clauses of the version before stand in one of this draft; it may have the id of one of them.

    What was recorded of them in this draft is replaced. Raises the same as ``split_clause``.
    """
    _record(session, actor, version, drafter, [(from_id, into) for from_id in dict.fromkeys(clause_ids)])


def _record(
    session: Session, actor: Actor, version: TextVersion, drafter: Organisation, steps: list[tuple[int, int]]
) -> None:
    if len(steps) < FEWEST:
        message = "one clause alone is neither split nor joined"
        raise ValueError(message)
    hold_draft(session, actor=actor, version=version, drafter=drafter)
    from_ids, to_ids = ({step[side] for step in steps} for side in (0, 1))
    standing = {row.clause_id for row in version.clauses}
    if not from_ids <= set(queries.standing_before(session, version)) or not to_ids <= standing:
        raise NotFoundError
    for row in queries.mapped(session, version_id=version.id):
        if row.from_clause_id in from_ids:
            session.delete(row)
    session.flush()
    for from_id, to_id in steps:
        session.add(ClauseMapping(version_id=version.id, from_clause_id=from_id, to_clause_id=to_id))
    session.flush()


def forget_untrue(session: Session, version: TextVersion) -> None:
    """Forget what was recorded of a draft and is so no more: its clauses, or the version before, are others now.

    A clause that would stand in itself alone is then neither split nor joined.
    """
    rows = queries.mapped(session, version_id=version.id)
    if not rows:
        return
    before, now = set(queries.standing_before(session, version)), {row.clause_id for row in version.clauses}
    true = [row for row in rows if row.from_clause_id in before and row.to_clause_id in now]
    out, into = Counter(row.from_clause_id for row in true), Counter(row.to_clause_id for row in true)
    for row in rows:
        itself = (
            row.from_clause_id == row.to_clause_id and out[row.from_clause_id] == into[row.to_clause_id] == 1
        )
        if row not in true or itself:
            session.delete(row)
    session.flush()


def lead_back(session: Session, version: TextVersion, base: TextVersion) -> None:
    """Record in a version that begins with the clauses of ``base`` where clauses lead that came between the two.

    The version before it may be one that was withdrawn: what was split or joined there stands again as it did in
    ``base``, and whoever spoke of a part is led on to the whole.
    """
    before = queries.version_before(session, version)
    if before is None or before == base.id:
        return
    now = {row.clause_id for row in version.clauses}
    for clause_id in queries.standing_before(session, version):
        if clause_id in now:
            continue
        for to_id in queries.came_from(session, clause_id=clause_id, version_id=before, earlier_id=base.id):
            session.add(ClauseMapping(version_id=version.id, from_clause_id=clause_id, to_clause_id=to_id))
    session.flush()


def record_drops(session: Session, version: TextVersion) -> None:
    """Record of each clause of the version before that it was dropped, where it stands no more and in no other."""
    now = {row.clause_id for row in version.clauses}
    lost = [each for each in queries.standing_before(session, version) if each not in now]
    if not lost:
        return
    known = {row.from_clause_id for row in queries.mapped(session, version_id=version.id)}
    for clause_id in lost:
        if clause_id not in known:
            session.add(ClauseMapping(version_id=version.id, from_clause_id=clause_id))
    session.flush()
