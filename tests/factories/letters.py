"""What came by post, by telephone or on paper, keyed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.contributions.models import Contribution
from consult.contributions.services import Received, key_in
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.factories.voices import words

ZONE = ZoneInfo("Asia/Amman")
RECEIVED = Received(
    channel="post",
    received_on=moments.DURING.date(),
    evidence="ختم البريد على الظرف.",
    place="غور الصافي",
    governorate="karak",
    people=40,
)


def letter(
    session: Session, scene: Scene, *, by: Actor | None = None, now: datetime = moments.DURING,
    received: Received = RECEIVED, days: int = 14, **changed: object,
) -> Contribution:  # fmt: skip
    """Key in a letter on the first clause, by the scene's moderator or by ``by``; ``changed`` are its words."""
    place = {} if "subject" in changed else {"clause_id": scene.clauses[0]}
    return key_in(
        session, actor=by or scene.moderator, now=now, zone=ZONE, consultation_id=scene.id,
        words=words(**{**place, **changed}), received=received, days=days,
    )  # fmt: skip


def other(**changed: object) -> Received:
    """Return how something came, with what is ``changed``."""
    return replace(RECEIVED, **changed)  # type: ignore[arg-type]
