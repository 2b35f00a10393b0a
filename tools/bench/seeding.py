"""A consultation that many have spoken in, and one that was answered, by the services where they decide anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Status
from consult.contributions.services import recount
from consult.moderation import services as moderation
from consult.outcomes import services as outcomes
from consult.outcomes.models import Theme
from consult.outcomes.services import ResponseWords
from tools.bench import growth
from tools.bench.ground import CLAUSES, TEXT_AR, TEXT_EN, Ground, lay

THEMES = ("النشر", "المواعيد", "اللغة", "المسؤولية", "المراجعة")
REASON = ("سبب يُنشر مع الرد", "A reason that is published with the answer")
HIDDEN = 3
# So many voices hold a whole page of those that are no replies.
A_PAGE = 40


@dataclass(frozen=True)
class Seeded:
    """What to ask for: a clause of the open text, ids and references of voices, who may speak."""

    clause_id: int
    deep_id: int
    said: str
    theme_id: int
    citizen_id: int


def seed(engine: Engine, number: int) -> Seeded:
    """Fill an empty database with ``number`` contributions in the open consultation, and as many in the answered."""
    with Session(engine.execution_options(write=True), expire_on_commit=False) as session, session.begin():
        ground = lay(session, datetime.now(UTC).replace(microsecond=0))
        crowd = growth.gather(session, number=max(20, number // 10), now=ground.now - timedelta(days=300))
        first = _fill(session, ground, crowd, "open", number)
        _fill(session, ground, crowd, "closed", min(number, 100))
        begun = _fill(session, ground, crowd, "answered", number)
        themes = _answer(session, ground, begun)
        said = session.scalars(select(Contribution).where(Contribution.id == begun + 3)).one()
        recount(session)
        clause = growth.clauses_of(session, ground.asked["open"].texts[0].version_id)[0]
    _settle(engine)
    return Seeded(
        clause,
        first + max(number // 10, A_PAGE),
        said.reference,
        themes[said.id // 7 % len(themes)].id,
        ground.citizen.user_id,
    )


def _fill(session: Session, ground: Ground, crowd: growth.Crowd, state: str, number: int) -> int:
    asked = ground.asked[state]
    at = asked.opens_at + timedelta(days=3)
    first = growth.speak(session, asked=asked, crowd=crowd, number=number, at=at)
    growth.vote(session, asked=asked, crowd=crowd, at=at)
    for reference in _some(session, asked.id):
        moderation.hide(session, actor=ground.moderator, now=at, reference=reference, rule=7, reason=REASON)
    return first


def _some(session: Session, consultation_id: int, number: int = HIDDEN) -> list[str]:
    """Return references of the newest that are shown and no replies."""
    query = select(Contribution.reference).where(
        Contribution.consultation_id == consultation_id, Contribution.depth == 0,
        Contribution.status == Status.PUBLISHED,
    )  # fmt: skip
    return list(session.scalars(query.order_by(Contribution.id.desc()).limit(number)))


def _answer(session: Session, ground: Ground, begun: int) -> list[Theme]:
    """Theme, summarise and answer the consultation that is to be answered, and publish its outcome."""
    asked = ground.asked["answered"]
    now = asked.closes_at + timedelta(days=20)
    themes = [
        outcomes.add_theme(
            session,
            actor=ground.moderator,
            now=now,
            consultation_id=asked.id,
            title=(title, f"Theme {title}"),
        )
        for title in THEMES
    ]
    growth.sort(session, asked=asked, themes=themes, at=now)
    query = select(Contribution.reference).where(
        Contribution.id >= begun, Contribution.status == Status.PUBLISHED
    )
    cited = list(
        session.scalars(query.where(Contribution.depth == 0).order_by(Contribution.id).limit(2 * len(themes)))
    )
    clauses = growth.clauses_of(session, asked.texts[0].version_id)
    for place, theme in enumerate(themes):
        outcomes.save_point(
            session, actor=ground.moderator, now=now, theme_id=theme.id, text=REASON,
            references=cited[2 * place : 2 * place + 2],
        )  # fmt: skip
        session.refresh(theme, ["response"])
        changes = (
            {clauses[place]: (TEXT_AR + " كل شهر.", TEXT_EN + " Each month.")} if place < CLAUSES // 3 else {}
        )
        words = ResponseWords(
            "accepted" if changes else "noted_for_later", *REASON, changes=changes,
            milestone_ids=ground.milestones[place : place + 1],
        )  # fmt: skip
        outcomes.save_response(
            session, actor=ground.officer, now=now, theme_id=theme.id, words=words, revision=None
        )
    outcomes.publish(
        session, actor=ground.publisher, now=now + timedelta(days=5), consultation_id=asked.id, number=1,
        reason=("", ""),
    )  # fmt: skip
    return themes


def _settle(engine: Engine) -> None:
    """Let the database know what it holds, as one that has run for a while does."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"))
