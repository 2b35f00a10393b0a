"""Thirty who discard, bring back, save or announce one draft at once: each is done once, or told what stands."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation, ConsultationAct
from consult.consultations.services import announce, bring_draft_back, discard_draft
from consult.consultations.services.discarding import clear_discarded
from consult.shared.state import State
from consult.texts.services import BACK_WITHIN
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.factories import moments
from tests.factories.scenes import LIMITS, Scene
from tests.factories.scenes import scene as make_scene

MANY = 30


def drafted(database: MigratedDatabase) -> Scene:
    """Return a draft, committed."""
    return committed(database.engine, lambda session: make_scene(session, State.DRAFT))


def acts(database: MigratedDatabase, made: Scene) -> list[str]:
    """Return what was done with a draft since it was begun."""
    query = select(ConsultationAct.kind).where(ConsultationAct.consultation_id == made.id)
    with Session(database.engine) as session:
        return list(session.scalars(query.order_by(ConsultationAct.id)).all())[1:]


def test_a_draft_that_many_discard_is_discarded_once_and_brought_back_once(
    database: MigratedDatabase,
) -> None:
    made = drafted(database)

    def discard(session: Session) -> None:
        discard_draft(session, actor=made.officer, now=moments.DRAFTED, consultation_id=made.id)

    def bring_back(session: Session) -> None:
        bring_draft_back(session, actor=made.officer, now=moments.DRAFTED, consultation_id=made.id)

    assert codes(at_once(database.engine, [discard] * MANY)) == []
    assert acts(database, made) == ["discarded"]
    assert codes(at_once(database.engine, [bring_back] * MANY)) == []
    assert acts(database, made) == ["discarded", "brought-back"]


def test_a_draft_that_some_announce_and_others_discard_is_one_or_the_other(
    database: MigratedDatabase,
) -> None:
    made = drafted(database)

    def publish(session: Session) -> None:
        announce(session, actor=made.officer, now=moments.ANNOUNCED, consultation_id=made.id, limits=LIMITS)

    def discard(session: Session) -> None:
        discard_draft(session, actor=made.officer, now=moments.ANNOUNCED, consultation_id=made.id)

    refused = set(codes(at_once(database.engine, [publish, discard] * (MANY // 2))))
    assert (acts(database, made), refused) in (
        (["announced"], {"state-refuses"}),
        (["discarded"], {"draft-is-discarded"}),
    )


def test_a_draft_that_is_brought_back_while_it_is_cleared_away_keeps_its_words_or_is_gone(
    database: MigratedDatabase,
) -> None:
    made = drafted(database)

    def discard(session: Session) -> None:
        discard_draft(session, actor=made.officer, now=moments.DRAFTED, consultation_id=made.id)

    def bring_back(session: Session) -> None:
        late = moments.DRAFTED + BACK_WITHIN - moments.TICK
        bring_draft_back(session, actor=made.officer, now=late, consultation_id=made.id)

    def clear(session: Session) -> None:
        clear_discarded(session, now=moments.DRAFTED + BACK_WITHIN)

    at_once(database.engine, [discard])
    assert set(codes(at_once(database.engine, [bring_back, clear] * (MANY // 2)))) <= {"draft-gone-for-good"}
    with Session(database.engine) as session:
        row = session.get_one(Consultation, made.id)
        assert (row.discarded_at is None, row.title_en) in ((True, "A question"), (False, ""))
