"""Whom the asking body invites, and tells otherwise."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.models import ConsultationInvitation
from consult.consultations.services import ToldOtherwise, invite, tell
from tests.factories import moments
from tests.factories.letters import ZONE
from tests.factories.scenes import Scene

MEDIA = ToldOtherwise("إذاعة المحافظة", "", "media", moments.DURING.date())


def invited(
    session: Session, scene: Scene, *slugs: str, by: Actor | None = None, now: datetime = moments.DURING
) -> list[ConsultationInvitation]:
    """Invite organisations by the scene's officer, or by ``by``."""
    return invite(
        session, actor=by or scene.officer, now=now, zone=ZONE, consultation_id=scene.id, slugs=list(slugs)
    )


def told(
    session: Session, scene: Scene, said: ToldOtherwise = MEDIA, *, by: Actor | None = None,
    now: datetime = moments.DURING,
) -> ConsultationInvitation:  # fmt: skip
    """Say whom the body told otherwise."""
    return tell(session, actor=by or scene.officer, now=now, zone=ZONE, consultation_id=scene.id, told=said)
