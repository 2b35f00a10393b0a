"""What is said in facts of the record, and what the rules ask of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from consult.plans.models import MilestoneStatus
from consult.shared.errors import DomainError, problems_of_words, raise_any

MAX_NAME = 300


@dataclass(frozen=True)
class PlanWords:
    """What a plan is called and what it is about, in both languages."""

    title_ar: str
    title_en: str
    topics_ar: str | None = None
    topics_en: str | None = None


@dataclass(frozen=True)
class CommitmentWords:
    """What a commitment is called, what is noted of it, and whether it is delayed, in both languages."""

    title_ar: str
    title_en: str
    note_ar: str | None = None
    note_en: str | None = None
    delayed: bool = False
    delay_note_ar: str | None = None
    delay_note_en: str | None = None


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


def check_words(said: PlanWords | CommitmentWords | MilestoneWords | BodyWords) -> None:
    """Raise what is wrong with the words, each at its field; a title in one language is enough, and one is needed."""
    words = {name: value for name, value in asdict(said).items() if name.endswith(("_ar", "_en")) and value}
    titles = {name: words.pop(name) for name in list(words) if name.startswith("title_")}
    missing = [] if titles or isinstance(said, BodyWords) else [DomainError("write-this", field="title_ar")]
    raise_any(missing + problems_of_words(titles, most=MAX_NAME) + problems_of_words(words))
