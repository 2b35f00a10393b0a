"""A consultation with everybody around it, in any state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.consultations import services as consultations
from consult.consultations.models import Consultation
from consult.consultations.policies.rules import Limits
from consult.consultations.services import Terms
from consult.organisations.models import Organisation
from consult.plans.models import Commitment
from consult.shared.state import State
from consult.texts.models import TextVersion
from tests.factories import moments
from tests.factories.people import person
from tests.factories.texts import commitment, draft_version, organisation

# Holidays are counted where they are what is tried.
LIMITS = Limits(holiday_days=99)
REASON = ("سبب منشور", "A published reason")
_NUMBERS = count(1)

# The moment at which a test of a scene in that state acts.
NOW: dict[State, datetime] = {
    State.DRAFT: moments.DRAFTED,
    State.ANNOUNCED: moments.BEFORE,
    State.OPEN: moments.DURING,
    State.CLOSED: moments.AFTER,
    State.ANSWERED: moments.LATER,
    State.CANCELLED: moments.LATER,
}


@dataclass
class Scene:
    """A consultation of one body, the version of a text it is about, and one actor for each role.

    ``clauses`` and ``milestones`` are ids, in order.
    """

    organisation: Organisation
    commitment: Commitment
    version: TextVersion
    consultation: Consultation
    officer: Actor
    moderator: Actor
    publisher: Actor
    author: Actor
    clauses: list[int]
    milestones: list[int]

    @property
    def id(self) -> int:
        """The consultation's id."""
        return self.consultation.id


def terms(**changed: object) -> Terms:
    """Return terms that may be announced at ``moments.ANNOUNCED``, with what is ``changed``."""
    prose: dict[str, Any] = {
        f"{stem}_{language}": words
        for stem in ("why", "open_to_change", "not_open", "decider", "ways")
        for language, words in (("ar", f"نص {stem}"), ("en", f"Words of {stem}"))
    }
    good = Terms(
        title_ar="سؤال", title_en="A question", opens_at=moments.OPENS, closes_at=moments.CLOSES,
        contact_name_ar="مكتب الاستشارات", contact_name_en="Consultations office", contact_email="office@example.org",
        calls_for_proposals=True, **prose,
    )  # fmt: skip
    return replace(good, **changed)  # type: ignore[arg-type]  # a test names the fields


def scene(session: Session, state: State = State.OPEN, **changed: object) -> Scene:
    """Make a consultation that has had the acts of ``state``; what the clock decides follows from the test's moment.

    Of its terms those are other that are ``changed``.

    *announced*, *open* and *closed* are therefore the same rows. ``answers.answered`` makes one that is answered.
    """
    body = organisation(session)
    officer = person(session, (Role.OFFICER, body.scope))
    promise = commitment(session, body)
    version = draft_version(session, officer, body, promise)
    asked = consultations.save_draft(
        session, actor=officer, now=moments.DRAFTED, organisation=body, slug=f"question-{next(_NUMBERS)}",
        terms=terms(**changed), version_ids=[version.id], limits=LIMITS,
    )  # fmt: skip
    made = Scene(
        body, promise, version, asked, officer,
        moderator=person(session, (Role.MODERATOR, body.scope)),
        publisher=person(session, (Role.PUBLISHER, body.scope)),
        author=person(session, name="صوت"),
        clauses=[row.clause_id for row in version.clauses],
        milestones=[row.id for row in promise.milestones],
    )  # fmt: skip
    if state is State.DRAFT:
        return made
    announce(session, made)
    if state is State.CANCELLED:
        consultations.cancel(
            session, actor=officer, now=moments.DURING, consultation_id=asked.id, reason=REASON
        )
    if state is State.ANSWERED:
        message = "answers.answered makes an answered one"
        raise ValueError(message)
    return made


def announce(session: Session, made: Scene, now: datetime = moments.ANNOUNCED) -> None:
    """Announce the draft of a scene."""
    consultations.announce(
        session, actor=made.officer, now=now, consultation_id=made.consultation.id, limits=LIMITS
    )
    session.refresh(made.version)
