"""Publishing versions of a text, and keeping what changed from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from consult.orm import insert_if_new
from consult.record.services import append
from consult.shared.errors import DomainError
from consult.shared.words import diff
from consult.texts import queries
from consult.texts.errors import unfinished_problem
from consult.texts.models import ClauseDifference, ClauseText, TextVersion
from consult.texts.policies import unfinished
from consult.texts.services.carrying import carry_summaries, drop_untrue_summaries
from consult.texts.services.drafting import Wording, write_clauses
from consult.texts.services.holding import check_newest, hold
from consult.texts.services.mapping import forget_untrue, lead_back, record_drops


def publish_version(
    session: Session,
    *,
    now: datetime,
    version: TextVersion,
    role: str,
    owner: str,
    details: Mapping[str, object] | None = None,
) -> None:
    """Publish a draft: from here on its words do not change. Publishing again changes nothing.

    A clause of the version before that is left out was dropped, where nothing else is recorded of it. What changed
    since that version, and until one after this, is compared here once and kept. ``owner`` is how the public record
    names what the text is of, ``details`` what it says beside the number. Raises DomainError where the draft was
    discarded or is not whole in both languages, and where a later version is published: what became of its clauses, and
    what answers changed in it, would be undone without a word.
    """
    hold(session, version)
    if version.published_at is not None:
        return
    if version.discarded_at is not None:
        raise DomainError("text-is-discarded", field="texts")
    if places := unfinished(version.clauses):
        raise unfinished_problem(version.id, places, field="texts")
    check_newest(session, version)
    for row in queries.dropped_clauses(session, version_id=version.id):
        session.delete(row)
    forget_untrue(session, version)
    record_drops(session, version)
    drop_untrue_summaries(session, version=version)
    version.published_at = now
    session.flush()
    beside = queries.neighbours(session, text_id=version.text_id)
    keep_differences(session, pairs=[pair for pair in beside if version.id in pair])
    append(
        session, now=now, kind="version-published", role=role, subject=f"{owner}/{version.number}",
        details={"version": version.number, **(details or {})},
    )  # fmt: skip


def publish_changed_version(
    session: Session,
    *,
    now: datetime,
    base: TextVersion,
    changes: dict[int, tuple[str, str]],
    reason: tuple[str, str],
    owner: str,
) -> TextVersion:
    """Publish the version after ``base`` with the words of ``changes`` (clause id to Arabic and English) and return it.

    Clauses keep their ids and order; those not named keep their words. ``base`` is what stands, as its caller
    found who holds the text: later ones may be proposed or withdrawn. Raises DomainError where it lacks a clause of
    ``changes``.
    """
    hold(session, base)
    if not changes.keys() <= {row.clause_id for row in base.clauses}:
        raise DomainError("clause-gone")
    version = TextVersion(
        text_id=base.text_id,
        number=queries.newest_number(session, text_id=base.text_id) + 1,
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
    write_clauses(session, version, wordings)
    lead_back(session, version, base)
    carry_summaries(session, version=version, base=base)
    publish_version(session, now=now, version=version, role="publisher", owner=owner)
    return version


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
