"""A consultation that many have spoken in, and one that was answered, by the services where they decide anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Status
from consult.contributions.services import counted
from consult.moderation import services as moderation
from consult.outcomes import services as outcomes
from consult.outcomes.models import Theme
from consult.outcomes.services import ResponseWords
from consult.tallies import services as tallies
from consult.votes import services as votes
from tools.bench import growth
from tools.bench.forum import Forum, meet
from tools.bench.ground import CLAUSES, TEXT_AR, TEXT_EN, Ground, further, lay

THEMES = ("النشر", "المواعيد", "اللغة", "المسؤولية", "المراجعة")
REASON = ("سبب يُنشر مع الرد", "A reason that is published with the answer")
HIDDEN = 3
# The voices that a summary quotes are among so many first ones.
UNQUOTED = 20
# Of ten, the ninth is in Arabic and has a reply.
TEN, NINTH = 10, 8
# So many voices hold a whole page of those that are no replies.
A_PAGE = 40
# On each text of the former plan so many consultations were held.
REPEATED = 6


@dataclass(frozen=True)
class Seeded:
    """What to ask for: a clause of the open text, ids and references of voices, who may speak, staff, the forum."""

    clause_id: int
    deep_id: int
    said: str
    open_said: str
    theme_id: int
    working_theme_id: int
    citizen_id: int
    staff: dict[str, int]
    forum: Forum


def seed(engine: Engine, number: int, consultations: int = 0) -> Seeded:
    """Fill an empty database with ``number`` voices in the open consultation, in the closed and in the answered one.

    The closed one is ready to be published. Further consultations, in which nobody spoke, make up ``consultations``.
    """
    with Session(engine.execution_options(write=True), expire_on_commit=False) as session, session.begin():
        ground = lay(session, datetime.now(UTC).replace(microsecond=0))
        crowd = growth.gather(session, number=max(20, number // 10), now=ground.now - timedelta(days=300))
        first = _fill(session, ground, crowd, "open", number)
        working, *_others = _answer(
            session, ground, "closed", _fill(session, ground, crowd, "closed", number)
        )
        begun = _fill(session, ground, crowd, "answered", number)
        themes = _answer(session, ground, "answered", begun)
        # What is kept beside voices, which came here by no service.
        tallies.recount(session, counted(), votes.counted())
        outcomes.resettle(session)
        growth.look_at_answers(session)
        _publish(session, ground)
        met = meet(session, ground, ground.commitments[2:3])
        if consultations > len(ground.asked):
            for asked in further(session, ground, -(-(consultations - len(ground.asked)) // REPEATED)):
                growth.repeat(session, asked, number=REPEATED - 1)
        said = _one_said(session, begun)
        open_said = _some(session, ground.asked["open"].id, 1)[0]
        clause = growth.clauses_of(session, ground.asked["open"].texts[0].version_id)[0]
    _settle(engine)
    return Seeded(
        clause,
        first + max(number // 10, A_PAGE),
        said.reference,
        open_said,
        themes[0].id,
        working.id,
        ground.citizen.user_id,
        ground.staff | {"secretary": met.secretary_id},
        met,
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


def _one_said(session: Session, begun: int) -> Contribution:
    """Return a voice of the answered consultation that is quoted nowhere, in Arabic, under the first theme, replied to.

    Whatever the number of voices, its page shows the same.
    """
    place = Contribution.id - begun
    query = select(Contribution).where(
        place > UNQUOTED, place % TEN == NINTH, place // 7 % len(THEMES) == 0,
        Contribution.status == Status.PUBLISHED,
    )  # fmt: skip
    return session.scalars(query.order_by(Contribution.id).limit(1)).one()


def _answer(session: Session, ground: Ground, state: str, begun: int) -> list[Theme]:
    """Theme, summarise and answer a consultation whose voices begin with ``begun``."""
    asked = ground.asked[state]
    now = asked.closes_at + timedelta(days=5)
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
    growth.sort(session, asked=asked, themes=themes, begun=begun, at=now)
    query = select(Contribution.reference).where(
        Contribution.id >= begun, Contribution.status == Status.PUBLISHED, Contribution.depth == 0
    )
    cited = list(session.scalars(query.order_by(Contribution.id).limit(2 * len(themes))))
    clauses = growth.clauses_of(session, asked.texts[0].version_id)
    for place, theme in enumerate(themes):
        references = cited[2 * place : 2 * place + 2]
        # A point cites what stands under its own theme alone.
        outcomes.place(session, actor=ground.moderator, now=now, theme_id=theme.id, references=references)
        outcomes.save_point(
            session, actor=ground.moderator, now=now, theme_id=theme.id, text=REASON, references=references
        )
        session.refresh(theme, ["response"])
        changes = (
            {clauses[place]: (TEXT_AR + " كل شهر.", TEXT_EN + " Each month.")} if place < CLAUSES // 3 else {}
        )
        words = ResponseWords(
            "accepted" if changes else "noted_for_later", *REASON, changes=changes,
            milestone_ids=ground.milestones[state][place : place + 1],
        )  # fmt: skip
        outcomes.save_response(
            session, actor=ground.officer, now=now, theme_id=theme.id, words=words, revision=None
        )
    return themes


def _publish(session: Session, ground: Ground) -> None:
    asked = ground.asked["answered"]
    outcomes.publish(
        session, actor=ground.publisher, now=asked.closes_at + timedelta(days=10), consultation_id=asked.id, number=1,
        reason=("", ""),
    )  # fmt: skip


def _settle(engine: Engine) -> None:
    """Let PostgreSQL know what it holds, as its autovacuum does in time; nobody tells SQLite, here or where it runs."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
