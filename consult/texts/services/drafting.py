"""Drafting a version of a text, clause by clause."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean, clean_title
from consult.texts import queries
from consult.texts.models import Clause, ClauseText, DroppedClause, TextVersion
from consult.texts.policies import may_draft
from consult.texts.services.carrying import carry_summaries
from consult.texts.services.holding import hold_draft
from consult.texts.services.mapping import forget_untrue, lead_back

MAX_HEADING = 300
# The form that shows all of them, and blank ones beside them, has fewer fields than are read of a form.
MAX_CLAUSES = 160


@dataclass(frozen=True)
class Wording:
    """A clause as it is to stand: its id where it stood before, its words in both languages."""

    clause_id: int | None
    heading_ar: str
    heading_en: str
    text_ar: str
    text_en: str


def draft_version(
    session: Session, *, actor: Actor, now: datetime, text_id: int, drafter: Organisation, base: TextVersion | None
) -> TextVersion:  # fmt: skip
    """Begin a new version of a text with the clauses of ``base``, with none where there is no such.

    Whoever asks knows which of the published versions stands (``consultations.services.begin_text``).
    """
    if not may_draft(actor, drafter_scope=drafter.scope):
        raise NotFoundError
    return begin_version(session, now=now, text_id=text_id, drafter_id=drafter.id, base=base)


def begin_version(
    session: Session, *, now: datetime, text_id: int, drafter_id: int, base: TextVersion | None
) -> TextVersion:
    """Begin a new version for whoever may, by the rule of the text's owner; else as ``draft_version`` does."""
    queries.lock_text(session, text_id)
    version = TextVersion(
        text_id=text_id,
        number=queries.newest_number(session, text_id=text_id) + 1,
        drafter_id=drafter_id,
        created_at=now,
    )
    session.add(version)
    session.flush()
    if base is not None:
        write_clauses(session, version, wordings_of(base))
        lead_back(session, version, base)
        carry_summaries(session, version=version, base=base)
    return version


def wordings_of(version: TextVersion) -> list[Wording]:
    """Return the clauses of a version as they are written."""
    return [
        Wording(row.clause_id, row.heading_ar, row.heading_en, row.text_ar, row.text_en)
        for row in version.clauses
    ]


def save_clauses(
    session: Session,
    *,
    actor: Actor,
    version: TextVersion,
    drafter: Organisation,
    clauses: Sequence[Wording],
    seen: str | None = None,
) -> None:
    """Replace the clauses of a draft, in order; ``seen`` is the digest of those that the officer opened.

    What is missing may be written another day: it holds back the publishing alone. A clause that is left out is kept
    with its words until the text is published. Raises DomainError where it is published, at each field whose words are
    too many, where there are too many clauses, or where somebody saved since (``edited-meanwhile``).
    """
    open_draft(session, actor=actor, version=version, drafter=drafter, seen=seen)
    replace_clauses(session, version, clauses)


def open_draft(
    session: Session, *, actor: Actor, version: TextVersion, drafter: Organisation, seen: str | None
) -> None:
    """Hold a draft that ``actor`` may write on, and raise DomainError where somebody saved since it was ``seen``."""
    hold_draft(session, actor=actor, version=version, drafter=drafter)
    if seen is not None and seen != digest(version):
        raise DomainError("edited-meanwhile")


def replace_clauses(
    session: Session, version: TextVersion, clauses: Sequence[Wording], *, merged: int | None = None
) -> None:
    """Let these clauses stand in a draft that is held; ``merged`` is the one whose words stand in another now."""
    if not clauses:
        raise DomainError("text-without-clauses", field="clauses-0-text_ar")
    # A longer one from before there was a bound can be shortened, a clause at a time.
    if len(clauses) > max(MAX_CLAUSES, len(version.clauses) - 1):
        raise DomainError("too-many-clauses", most=MAX_CLAUSES)
    # One that somebody else dropped meanwhile may come back under its own id.
    known = queries.clause_ids(session, text_id=version.text_id)
    if not {wording.clause_id for wording in clauses} - {None} <= known:
        raise NotFoundError
    check_words(clauses)
    keep_dropped(session, version, {wording.clause_id for wording in clauses}, merged)
    for row in list(version.clauses):
        session.delete(row)
    session.flush()
    session.expire(version, ["clauses"])
    write_clauses(session, version, clauses)
    forget_untrue(session, version)


def check_words(clauses: Sequence[Wording]) -> None:
    """Raise DomainError at each field whose words are too many or refused; clauses are numbered as they stand here."""
    raise_any([problem for index, wording in enumerate(clauses) for problem in _problems(index, wording)])


def keep_dropped(
    session: Session, version: TextVersion, standing: Collection[int | None], merged: int | None
) -> None:
    """Keep the words of the clauses that leave a draft, and let go of those that came back."""
    kept = {row.clause_id: row for row in queries.dropped_clauses(session, version_id=version.id)}
    for clause_id in kept.keys() & set(standing):
        session.delete(kept[clause_id])
    leaving = [row for row in version.clauses if row.clause_id not in standing and row.clause_id != merged]
    if not leaving:
        return
    came_from = queries.origins(session, version)
    for row in leaving:
        session.add(
            DroppedClause(
                version_id=version.id, clause_id=row.clause_id, position=row.position,
                heading_ar=row.heading_ar, heading_en=row.heading_en, text_ar=row.text_ar, text_en=row.text_en,
                came_from=sorted(came_from[row.clause_id]),
            )
        )  # fmt: skip


def digest(version: TextVersion) -> str:
    """Return what changes whenever the clauses of a version do."""
    words = [
        (row.clause_id, row.position, row.heading_ar, row.heading_en, row.text_ar, row.text_en)
        for row in version.clauses
    ]
    return hashlib.sha256(repr(words).encode()).hexdigest()


def write_clauses(session: Session, version: TextVersion, clauses: Sequence[Wording]) -> None:
    """Add the clauses of a version that has none; those without an id are new clauses of its text."""
    for position, wording in enumerate(clauses, start=1):
        clause_id = wording.clause_id
        if clause_id is None:
            clause = Clause(text_id=version.text_id)
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


def _problems(index: int, wording: Wording) -> list[DomainError]:
    """Return what is wrong with the words of the clause at ``index``: more than there is room for, or refused marks."""
    headings = {
        f"clauses-{index}-{name}": clean_title(getattr(wording, name))
        for name in ("heading_ar", "heading_en")
    }
    texts = {f"clauses-{index}-{name}": clean(getattr(wording, name)) for name in ("text_ar", "text_en")}
    return problems_of_words(headings, most=MAX_HEADING, needed=False) + problems_of_words(
        texts, needed=False
    )
