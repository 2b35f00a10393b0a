"""One organisation is invited thirty times at once: one invitation, one mail."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.consultations.models import ConsultationInvitation
from consult.outbox.models import OutboxMessage
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.factories.inviting import invited, told
from tests.factories.organisations import verified
from tests.factories.scenes import scene as make_scene

MANY = 30


def test_invited_thirty_times_at_once_is_invited_once(database: MigratedDatabase) -> None:
    scene = committed(database.engine, make_scene)
    slug = committed(database.engine, lambda session: verified(session)[0].slug)

    def act(session: Session) -> None:
        invited(session, scene, slug)

    assert codes(at_once(database.engine, [act] * MANY)) == []
    with Session(database.engine) as session:
        assert session.scalar(select(func.count()).select_from(ConsultationInvitation)) == 1
        kind = OutboxMessage.kind == "consultation-invitation"
        assert session.scalar(select(func.count()).where(kind)) == 1


def test_told_otherwise_thirty_times_at_once_stands_once(database: MigratedDatabase) -> None:
    scene = committed(database.engine, make_scene)

    def act(session: Session) -> None:
        told(session, scene)

    assert codes(at_once(database.engine, [act] * MANY)) == []
    with Session(database.engine) as session:
        assert session.scalar(select(func.count()).select_from(ConsultationInvitation)) == 1
