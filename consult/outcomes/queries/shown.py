"""A published outcome as plain rows: what its page shows; what it changed and named is in ``behind``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, case, func, inspect, select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation, ConsultationText, TextOwner
from consult.consultations.queries.owners import OWNER, owner_of, with_owner
from consult.outcomes.models import OPEN, FrozenTheme, Outcome
from consult.texts.models import TextVersion


class OutcomeVersion(NamedTuple):
    """A version of an outcome, without what it says. ``copied_figures``: it only says that something was erased."""

    number: int
    published_at: datetime
    reason_ar: str
    reason_en: str
    copied_figures: bool


class OutcomeRow(NamedTuple):
    """A published outcome as its page shows it; ``content`` is what ``Outcome`` says of it."""

    id: int
    consultation_id: int
    number: int
    published_at: datetime
    figures: dict[str, Any]
    content: dict[str, Any]

    @property
    def themes(self) -> list[FrozenTheme]:
        """The themes with their answers, in their order."""
        themes: list[FrozenTheme] = self.content["themes"]
        return themes

    @property
    def copied_figures(self) -> bool:
        """Whether it stands as the version before did, but for what was erased."""
        return "counted_at" in self.content

    @property
    def counted_at(self) -> datetime:
        """When its figures were counted."""
        counted = self.content.get("counted_at")
        return datetime.fromisoformat(counted) if counted else self.published_at


class Asked(NamedTuple):
    """The consultation that an outcome answers."""

    id: int
    slug: str
    title_ar: str
    title_en: str
    illustrative: bool
    opens_at: datetime
    closes_at: datetime
    answer_due_at: datetime
    announced_at: datetime | None
    cancelled_at: datetime | None
    answered_at: datetime | None


class Published(NamedTuple):
    """One version of an outcome with its consultation, and all versions that there are, newest first."""

    asked: Asked
    outcome: OutcomeRow
    versions: list[OutcomeVersion]


def published(session: Session, *, slug: str, number: int | None = None) -> Published | None:
    """Return a consultation's outcome version with this number, the newest where none is named; or None."""
    if number is not None and not 0 < number < OPEN:
        return None
    rows = session.execute(_PUBLISHED, {"slug": slug, "number": number}).all()
    own = len(OutcomeVersion._fields)
    shown = next((row for row in rows if row[own + 1] is not None), None)
    if shown is None:
        return None
    asked = Asked._make(shown[own + 3 :])
    outcome = OutcomeRow(shown[own], asked.id, shown[0], shown[1], shown[own + 2], shown[own + 1])
    return Published(asked, outcome, [OutcomeVersion._make(row[:own]) for row in rows])


def owners_asked_about(session: Session, *, consultation_id: int) -> list[TextOwner]:
    """Return of what the texts are on which a consultation asked, in the order of its texts, each once."""
    rows = session.execute(_ASKED_ABOUT, {"consultation": consultation_id})
    return [owner for owner in dict.fromkeys(owner_of(row) for row in rows) if owner is not None]


def themes_in(session: Session, *, outcome_ids: Iterable[int]) -> dict[int, list[FrozenTheme]]:
    """Return the themes of these outcomes as they were frozen, by outcome id."""
    rows = session.execute(_CONTENTS, {"outcomes": list(outcome_ids)})
    return {row[0]: row[1]["themes"] for row in rows}


# On the tables themselves, because SQLAlchemy gives their rows sooner than those of its entities.
_OUTCOME, _ASKED = inspect(Outcome).local_table, inspect(Consultation).local_table
_VERSION = inspect(TextVersion).local_table
_TEXT = inspect(ConsultationText).local_table
BY = _OUTCOME.join(_ASKED, _ASKED.c.id == _OUTCOME.c.consultation_id)


def _published() -> Select[*tuple[Any, ...]]:
    other = _OUTCOME.alias("other")
    newest = select(func.max(other.c.number)).where(other.c.consultation_id == _ASKED.c.id)
    last = newest.correlate(_ASKED).scalar_subquery()
    is_shown = _OUTCOME.c.number == func.coalesce(bindparam("number", type_=Integer()), last)
    return (
        # What is copied says when it was counted. What the others say is not read.
        select(
            *(_OUTCOME.c[name] for name in OutcomeVersion._fields[:-1]),
            _OUTCOME.c.content["counted_at"].as_string().is_not(None),
            _OUTCOME.c.id,
            *(case((is_shown, column)) for column in (_OUTCOME.c.content, _OUTCOME.c.figures)),
            *(_ASKED.c[name] for name in Asked._fields),
        )
        .select_from(BY)
        .where(_ASKED.c.slug == bindparam("slug"))
        .order_by(_OUTCOME.c.number.desc())
    )


# Built once: building a statement costs more than sending it.
_PUBLISHED = _published()
_ASKED_ABOUT = (
    select(*OWNER)
    .select_from(with_owner(_TEXT.join(_VERSION, _VERSION.c.id == _TEXT.c.version_id), _VERSION.c.text_id))
    .where(_TEXT.c.consultation_id == bindparam("consultation"))
    .order_by(_TEXT.c.position, _TEXT.c.id)
)
_CONTENTS = (
    select(_OUTCOME.c.id, _OUTCOME.c.content)
    .where(_OUTCOME.c.id.in_(bindparam("outcomes", expanding=True)))
    .order_by(_OUTCOME.c.id)
)
