"""Keeping search texts current: called by who writes what they describe, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from consult.orm import fixed
from consult.search.models import SearchText
from consult.shared.folding import fold

_NEW = sqlite.insert(SearchText)
_KEEP = fixed(
    _NEW.on_conflict_do_update(
        index_elements=["kind", "subject_id"],
        set_={"consultation_id": _NEW.excluded.consultation_id, "text": _NEW.excluded.text},
    )
)


@dataclass(frozen=True)
class Searched:
    """What is searched of one thing: ``texts`` as people wrote them. ``subject_id`` is its row in its subject."""

    kind: str
    subject_id: int
    consultation_id: int | None
    texts: Sequence[str | None]


def keep(session: Session, *things: Searched) -> None:
    """Keep the texts of these things, folded, in place of what was kept of them before."""
    rows = [
        {
            "kind": each.kind,
            "subject_id": each.subject_id,
            "consultation_id": each.consultation_id,
            "text": fold("\n".join(text for text in each.texts if text)),
        }
        for each in things
    ]
    if rows:
        session.execute(_KEEP, rows)


def drop_all(session: Session, *, kinds: Iterable[str]) -> None:
    """Keep nothing of these kinds any more: they are about to be kept anew."""
    session.execute(delete(SearchText).where(SearchText.kind.in_(list(kinds))))


def drop(session: Session, *, kinds: Iterable[str], subject_id: int) -> None:
    """Keep nothing of one thing any more, under none of these kinds."""
    session.execute(
        delete(SearchText).where(SearchText.kind.in_(list(kinds)), SearchText.subject_id == subject_id)
    )
