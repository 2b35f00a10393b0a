"""Writing plans, drafting and publishing versions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.orm import insert_if_new
from consult.plans import queries
from consult.plans.models import (
    CODES,
    Clause,
    ClauseDifference,
    ClauseText,
    Commitment,
    CommitmentLabel,
    CommitmentVersion,
    Family,
)
from consult.plans.policies import may_draft
from consult.plans.services.recording import (
    CommitmentWords,
    MilestoneWords,
    PlanWords,
    add_commitment,
    add_milestone,
    add_plan,
    record_body,
    record_commitment,
    record_milestone,
    record_plan,
)
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean, clean_title
from consult.shared.words import diff

__all__ = [
    "CommitmentWords",
    "MilestoneWords",
    "PlanWords",
    "Wording",
    "add_commitment",
    "add_milestone",
    "add_plan",
    "digest",
    "draft_version",
    "keep_differences",
    "publish_changed_version",
    "publish_version",
    "record_body",
    "record_commitment",
    "record_milestone",
    "record_plan",
    "save_clauses",
    "sort_commitment",
]

MAX_HEADING = 300


@dataclass(frozen=True)
class Wording:
    """A clause as it is to stand: its id where it stood before, its words in both languages."""

    clause_id: int | None
    heading_ar: str
    heading_en: str
    text_ar: str
    text_en: str


def draft_version(
    session: Session, *, actor: Actor, now: datetime, commitment: Commitment, drafter: Organisation
) -> CommitmentVersion:
    """Begin a new version of ``commitment`` with the clauses of its newest published one."""
    if not may_draft(actor, drafter_scope=drafter.scope):
        raise NotFoundError
    base = queries.newest_published(session, commitment_id=commitment.id)
    version = CommitmentVersion(
        commitment_id=commitment.id,
        number=queries.newest_number(session, commitment_id=commitment.id) + 1,
        drafter_id=drafter.id,
        created_at=now,
    )
    session.add(version)
    session.flush()
    _write_clauses(session, version, [_as_wording(row) for row in base.clauses] if base else [])
    return version


def save_clauses(
    session: Session,
    *,
    actor: Actor,
    version: CommitmentVersion,
    drafter: Organisation,
    clauses: Sequence[Wording],
    seen: str | None = None,
) -> None:
    """Replace the clauses of a draft, in order; ``seen`` is the digest of those that the officer opened.

    Raises DomainError where it is published, at each field whose words are missing or too long, or where somebody saved
    since (``edited-meanwhile``).
    """
    if version.drafter_id != drafter.id or not may_draft(actor, drafter_scope=drafter.scope):
        raise NotFoundError
    # Of two who save at one instant, the second waits here and then sees what the first one saved.
    queries.lock_version(session, version.id)
    session.refresh(version, ["published_at"])
    session.expire(version, ["clauses"])
    if version.published_at is not None:
        raise DomainError("text-is-published")
    if seen is not None and seen != digest(version):
        raise DomainError("edited-meanwhile")
    if not clauses:
        raise DomainError("text-without-clauses", field="clauses-0-text_ar")
    # One that somebody else dropped meanwhile may come back under its own id.
    known = queries.clause_ids(session, commitment_id=version.commitment_id)
    if not {wording.clause_id for wording in clauses} - {None} <= known:
        raise NotFoundError
    raise_any([problem for index, wording in enumerate(clauses) for problem in _problems(index, wording)])
    for row in list(version.clauses):
        session.delete(row)
    session.flush()
    session.expire(version, ["clauses"])
    _write_clauses(session, version, clauses)


def _problems(index: int, wording: Wording) -> list[DomainError]:
    """Return what is wrong with the words of the clause at ``index``: missing, or more than there is room for."""
    headings = {
        f"clauses-{index}-{name}": clean_title(getattr(wording, name))
        for name in ("heading_ar", "heading_en")
    }
    texts = {f"clauses-{index}-{name}": clean(getattr(wording, name)) for name in ("text_ar", "text_en")}
    return problems_of_words(headings, most=MAX_HEADING) + problems_of_words(texts)


def digest(version: CommitmentVersion) -> str:
    """Return what changes whenever the clauses of a version do."""
    words = [
        (row.clause_id, row.position, row.heading_ar, row.heading_en, row.text_ar, row.text_en)
        for row in version.clauses
    ]
    return hashlib.sha256(repr(words).encode()).hexdigest()


def publish_version(session: Session, *, now: datetime, version: CommitmentVersion, role: str) -> None:
    """Publish a draft: from here on its words do not change. Publishing again changes nothing.

    What changed since the version before it, and until one after it, is compared here once and kept.
    """
    if version.published_at is not None:
        return
    version.published_at = now
    session.flush()
    beside = queries.neighbours(session, commitment_id=version.commitment_id)
    keep_differences(session, pairs=[pair for pair in beside if version.id in pair])
    append(
        session, now=now, kind="version-published", role=role,
        subject=f"commitment/{version.commitment_id}/{version.number}", details={"version": version.number},
    )  # fmt: skip


def keep_differences(session: Session, *, pairs: Iterable[tuple[int, int]]) -> int:
    """Compare each pair of published versions, given by their ids, and keep what changed in the clauses of both.

    What is kept already stays. Returns how many clauses were added.
    """
    pairs = list(pairs)
    kept = queries.differences(session, pairs=pairs)
    versions = queries.versions_by_ids(session, {version_id for pair in pairs for version_id in pair})
    added = 0
    for pair in pairs:
        before, after = ({row.clause_id: row for row in versions[each].clauses} for each in pair)
        for clause_id in sorted(before.keys() & after.keys()):
            if (*pair, clause_id) not in kept:
                added += _keep_difference(session, before[clause_id], after[clause_id])
    return added


def publish_changed_version(
    session: Session,
    *,
    now: datetime,
    base: CommitmentVersion,
    changes: dict[int, tuple[str, str]],
    reason: tuple[str, str],
) -> CommitmentVersion:
    """Publish the version after ``base`` with the words of ``changes`` (clause id to Arabic and English) and return it.

    Clauses keep their ids and order; those not named keep their words.
    """
    version = CommitmentVersion(
        commitment_id=base.commitment_id,
        number=queries.newest_number(session, commitment_id=base.commitment_id) + 1,
        drafter_id=base.drafter_id,
        reason_ar=reason[0],
        reason_en=reason[1],
        created_at=now,
    )
    session.add(version)
    session.flush()
    wordings = []
    for row in base.clauses:
        text_ar, text_en = changes.get(row.clause_id, (row.text_ar, row.text_en))
        wordings.append(Wording(row.clause_id, row.heading_ar, row.heading_en, text_ar, text_en))
    _write_clauses(session, version, wordings)
    publish_version(session, now=now, version=version, role="publisher")
    return version


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


def _keep_difference(session: Session, before: ClauseText, after: ClauseText) -> int:
    """Keep what changed in a clause; return 1 where anything did and nobody kept it meanwhile, else 0."""
    pieces = {}
    for name in ("heading_ar", "heading_en", "text_ar", "text_en"):
        words = getattr(before, name), getattr(after, name)
        if words[0] != words[1]:
            pieces[name] = diff(*words)
    if not pieces:
        return 0
    key = {
        "from_version_id": before.version_id, "to_version_id": after.version_id, "clause_id": after.clause_id,
    }  # fmt: skip
    insert = insert_if_new(session, ClauseDifference, *key).values(**key, **pieces)
    return len(session.execute(insert.returning(ClauseDifference.id)).all())


def _as_wording(row: ClauseText) -> Wording:
    return Wording(row.clause_id, row.heading_ar, row.heading_en, row.text_ar, row.text_en)


def _write_clauses(session: Session, version: CommitmentVersion, clauses: Sequence[Wording]) -> None:
    for position, wording in enumerate(clauses, start=1):
        clause_id = wording.clause_id
        if clause_id is None:
            clause = Clause(commitment_id=version.commitment_id)
            session.add(clause)
            session.flush()
            clause_id = clause.id
        session.add(
            ClauseText(
                version_id=version.id, clause_id=clause_id, position=position,
                heading_ar=clean_title(wording.heading_ar), heading_en=clean_title(wording.heading_en),
                text_ar=clean(wording.text_ar), text_en=clean(wording.text_en),
            )
        )  # fmt: skip
    session.flush()
    session.expire(version, ["clauses"])
