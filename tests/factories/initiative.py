"""The page on the initiative as a coordinator keeps it."""

from __future__ import annotations

from datetime import UTC, date

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.initiative import services
from consult.initiative.models import InitiativeEdition, InitiativeFact, Shape
from consult.initiative.queries import draft, draft_section, mark_of
from consult.initiative.services import FactWords, SectionWords
from tests.factories.moments import DRAFTED
from tests.factories.promises import coordinator

COUNTRIES = FactWords(
    "الدول المشاركة", "Participating countries", "78 دولة", "78 countries", "صفحة الوزارة", "The ministry’s page",
    "https://example.org/ogp", date(2023, 10, 15), 10,
)  # fmt: skip
REASON = "نُشرت أول مرة", "Published for the first time"


def section(session: Session, by: Actor, shape: Shape = Shape.FACTS, heading: str = "What it is") -> str:
    """Add a section and return its slug."""
    said = SectionWords(
        "ما المبادرة؟", heading, "مبادرة **متعددة الأطراف**.", "An initiative of **many parties**.", 10
    )
    return services.add_section(session, actor=by, now=DRAFTED, shape=shape, said=said).slug


def fact(session: Session, by: Actor, slug: str, said: FactWords = COUNTRIES) -> InitiativeFact:
    """Add a fact to a section."""
    return services.add_fact(session, actor=by, now=DRAFTED, zone=UTC, slug=slug, said=said)


def publish(session: Session, by: Actor, reason: tuple[str, str] = REASON) -> InitiativeEdition:
    """Publish what was written."""
    return services.publish(session, actor=by, now=DRAFTED, reason=reason, seen=mark_of(draft(session)))


def number_of(session: Session, slug: str) -> int:
    """Return the number of what a section says."""
    found = draft_section(session, slug)
    assert found is not None
    return found.words.number


def published_initiative(session: Session) -> dict[str, object]:
    """Publish a page of one section with one fact; return both and the edition by the names of arguments."""
    keeper = coordinator(session)
    slug = section(session, keeper)
    row = fact(session, keeper, slug)
    return {"section": slug, "fact_id": row.id, "edition": publish(session, keeper).number}
