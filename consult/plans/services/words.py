"""What is said in facts of the record, and what the rules ask of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, TypeVar

from consult.plans.models import MilestoneStatus
from consult.shared.errors import DomainError, problems_of_words, raise_any
from consult.shared.text import clean, clean_title

MAX_NAME = 300
# What stands on one line; the rest is prose.
_LINES = ("title_", "meeting_")


@dataclass(frozen=True)
class PlanWords:
    """What a plan is called and what it is about, in both languages."""

    title_ar: str
    title_en: str
    topics_ar: str | None = None
    topics_en: str | None = None


@dataclass(frozen=True)
class CommitmentWords:
    """What a commitment is called, what is noted of it, and whether it is delayed and how that is made good."""

    title_ar: str
    title_en: str
    note_ar: str | None = None
    note_en: str | None = None
    delayed: bool = False
    delay_note_ar: str | None = None
    delay_note_en: str | None = None
    recovery_ar: str | None = None
    recovery_en: str | None = None


@dataclass(frozen=True)
class MilestoneWords:
    """What a milestone is called and delivers, when it begins and is due, and where it stands, read on ``as_of``."""

    title_ar: str
    title_en: str
    due_on: date
    status: MilestoneStatus
    as_of: date | None = None
    starts_on: date | None = None
    deliverable_ar: str | None = None
    deliverable_en: str | None = None


@dataclass(frozen=True)
class BodyWords:
    """Why a body took or gave up a role, and at which meeting that was agreed; None where nobody wrote it down."""

    reason_ar: str | None = None
    reason_en: str | None = None
    meeting_ar: str | None = None
    meeting_en: str | None = None


W = TypeVar("W", bound=PlanWords | CommitmentWords | MilestoneWords | BodyWords)


def checked(said: W) -> W:
    """Return the words in their canonical form, what may be unsaid as None where it is empty.

    Raises what is wrong with them, each at its field; a title in one language is enough, and one is needed.
    """
    typed = {name: value for name, value in asdict(said).items() if name.endswith(("_ar", "_en"))}
    clean_words: dict[str, Any] = {
        name: clean_title(value or "") if name.startswith(_LINES) else clean(value or "") or None
        for name, value in typed.items()
    }
    clean_words |= {name: clean_words[name] or None for name in clean_words if name.startswith("meeting_")}
    words = {name: value for name, value in clean_words.items() if value}
    lines = {name: words.pop(name) for name in list(words) if name.startswith(_LINES)}
    missing = [] if lines or isinstance(said, BodyWords) else [DomainError("write-either", field="title_ar")]
    raise_any(missing + problems_of_words(lines, most=MAX_NAME) + problems_of_words(words))
    return replace(said, **clean_words)
