"""Changing words of a commitment that was adopted: each change has its reason, and what stood stays to be read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.plans.models import Commitment, CommitmentTemplate, Family, Milestone, Reworded, Rewording
from consult.plans.models.columns import LABELLED
from consult.plans.queries.rewordings import last_rewording
from consult.plans.services.recording import add_row, milestone_subject
from consult.plans.services.template import Template
from consult.plans.services.words import CommitmentWords, MilestoneWords
from consult.record.services import append
from consult.shared.errors import DomainError, problems_of_words, raise_any
from consult.shared.text import clean, has_words

T = TypeVar("T")
Fields = Mapping[str, object]
_OF_TITLE = ("title_ar", "title_en", "note_ar", "note_en")
_DAYS = ("starts_on", "due_on")
_OF_MILESTONE = ("title_ar", "title_en", "deliverable_ar", "deliverable_en", *_DAYS)
_OF_TEMPLATE = tuple(Template.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Why:
    """Why adopted words are changed, in one language or both; ``seen`` is the mark (``mark_of``) of what was shown."""

    reason_ar: str = ""
    reason_en: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Words of a commitment, or of a milestone of it, that are to be changed: all fields as they stand and as said."""

    kind: Reworded
    commitment: Commitment
    before: Fields
    after: Fields
    milestone: Milestone | None = None


def title_fields(of: Commitment | CommitmentWords) -> dict[str, object]:
    """Return what a commitment is called and what is noted of it, by field."""
    return {name: _plain(getattr(of, name)) for name in _OF_TITLE}


def milestone_fields(of: Milestone | MilestoneWords) -> dict[str, object]:
    """Return what a milestone is called and delivers, and its days, by field."""
    return {name: _plain(getattr(of, name)) for name in _OF_MILESTONE}


def template_fields(
    of: CommitmentTemplate | Template | None, labels: Mapping[Family, Sequence[str]]
) -> dict[str, object]:
    """Return what a commitment promises, and by what it is sorted, by field; empty where nothing was written yet."""
    said = {name: _plain(getattr(of, name) if of else "") for name in _OF_TEMPLATE}
    return said | {name: sorted(labels.get(family, ())) for name, family in LABELLED.items()}


def labels_of(commitment: Commitment) -> dict[Family, list[str]]:
    """Return by what a commitment is sorted, beside the principles, which follow from what it promises."""
    return {
        family: [row.code for row in commitment.labels if row.family == family]
        for family in LABELLED.values()
    }


def mark_of(fields: Fields) -> str:
    """Return a mark of words as they were shown: another one where any of them is another; days are moved by acts."""
    words = {name: fields[name] for name in sorted(fields) if name not in _DAYS}
    told = json.dumps(words, ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def with_reason(why: Why | None, check: Callable[[], T]) -> T:
    """Return what ``check`` returns; what it raises is told together with what is wrong with the reason."""
    problems = _problems_of(why or Why())
    try:
        said = check()
    except DomainError as problem:
        raise_any([*getattr(problem, "problems", [problem]), *problems])
        raise
    raise_any(problems)
    return said


def reword(
    session: Session, *, actor: Actor, now: datetime, role: str, change: Change, why: Why, stale: bool
) -> Rewording | None:
    """Note that words were changed, and tell the log by field, never their words; whoever calls it saves them.

    Returns None where the same was sent and noted before. The commitment is held. ``stale``: it changed since it was
    shown. Raises DomainError: ``edited-meanwhile`` where it is stale, ``nothing-changed``.
    """
    changed = [name for name, value in change.after.items() if change.before[name] != value]
    reason = {"reason_ar": clean(why.reason_ar), "reason_en": clean(why.reason_en)}
    milestone_id = change.milestone.id if change.milestone else None
    if not changed:
        last = last_rewording(
            session, commitment_id=change.commitment.id, kind=change.kind, milestone_id=milestone_id
        )
        if last is not None and last.recorded_by_id == actor.user_id and _says(last, reason):
            return None
        raise DomainError("edited-meanwhile" if stale else "nothing-changed")
    if stale:
        raise DomainError("edited-meanwhile")
    row = Rewording(
        commitment_id=change.commitment.id, milestone_id=milestone_id, kind=change.kind.value, recorded_at=now,
        recorded_by_id=actor.user_id, before={name: change.before[name] for name in changed},
        after={name: change.after[name] for name in changed}, **reason,
    )  # fmt: skip
    done = add_row(session, row)
    subject = (
        milestone_subject(change.milestone) if change.milestone else f"commitment/{change.commitment.id}"
    )
    append(
        session, now=now, kind="words-changed", subject=subject, role=role,
        details={"of": change.kind.value, "change": done.id, "fields": changed},
    )  # fmt: skip
    return done


def _says(row: Rewording, reason: Mapping[str, str]) -> bool:
    return all(getattr(row, name) == value for name, value in reason.items())


def _problems_of(why: Why) -> list[DomainError]:
    words = {"reason_ar": clean(why.reason_ar), "reason_en": clean(why.reason_en)}
    if not any(has_words(value) for value in words.values()):
        return [DomainError("write-either", field="reason_ar")]
    return problems_of_words(words, needed=False)


def _plain(value: Any) -> str:  # noqa: ANN401 - words, a day, or nothing
    return value.isoformat() if isinstance(value, date) else value or ""
