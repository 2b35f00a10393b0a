"""Contributions, votes and decisions on them."""

from __future__ import annotations

from datetime import datetime
from itertools import count

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.contributions import services as contributions
from consult.contributions.models import Contribution, Kind, Translation
from consult.contributions.services import Translated, Words
from consult.moderation import services as moderation
from consult.moderation.models import DecisionKind, ModerationDecision
from consult.moderation.services.deciding import record
from consult.shared import erasure
from consult.shared.erasure import Erased
from consult.shared.subjects import Subject, SubjectKind
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import REASON, Scene

_KEYS = count(1)


def words(**changed: object) -> Words:
    """Return a comment's words under a new key, unlike any before, with what is ``changed``; a clause by its id."""
    number = next(_KEYS)
    if "clause_id" in changed:
        clause = changed.pop("clause_id")
        changed["subject"] = None if clause is None else Subject(SubjectKind.CLAUSE, int(str(clause)))
    return Words(**{"key": f"key-{number}", "body": f"نريد أن تُنشر البيانات. {number}", **changed})  # type: ignore[arg-type]


def comment(
    session: Session,
    scene: Scene,
    *,
    by: Actor | None = None,
    now: datetime = moments.DURING,
    **changed: object,
) -> Contribution:
    """Post a comment on the first clause by a new person, or by ``by``."""
    place = {} if "subject" in changed else {"clause_id": scene.clauses[0]}
    typed = words(**{**place, **changed})
    return contributions.submit(
        session, actor=by or person(session), now=now, consultation_id=scene.id, words=typed
    )


def reply(
    session: Session, parent: Contribution, *, by: Actor | None = None, now: datetime = moments.DURING
) -> Contribution:
    """Post a reply by a new person."""
    return contributions.submit(
        session, actor=by or person(session), now=now, consultation_id=parent.consultation_id,
        words=words(kind=Kind.REPLY, parent=parent.reference),
    )  # fmt: skip


def clarification(
    session: Session,
    scene: Scene,
    parent: Contribution,
    *,
    by: Actor | None = None,
    now: datetime = moments.DURING,
    text: str = "توضيح من الجهة.",
    key: str | None = None,
) -> Contribution:
    """Answer a contribution in the body's name, by its officer or by ``by``."""
    return contributions.clarify(
        session, actor=by or scene.officer, now=now, parent_reference=parent.reference, text=text, language=None,
        key=key or f"key-{next(_KEYS)}",
    )  # fmt: skip


def translation(
    session: Session,
    scene: Scene,
    said: Contribution,
    *,
    by: Actor | None = None,
    now: datetime = moments.DURING,
    language: str = "en",
    seen: int | None = None,
    **parts: str,
) -> Translation:
    """Translate a contribution, by the moderator or by ``by``."""
    return contributions.translate(
        session, actor=by or scene.moderator, now=now, reference=said.reference, language=language, seen=seen,
        words=Translated(**{"body": "We want the data published.", **parts}),
    )  # fmt: skip


def hide(
    session: Session, scene: Scene, contribution: Contribution, now: datetime = moments.DURING
) -> ModerationDecision:
    """Hide a contribution by rule 7."""
    return moderation.hide(
        session, actor=scene.moderator, now=now, reference=contribution.reference, rule=7, reason=REASON
    )


def restore(
    session: Session, scene: Scene, contribution: Contribution, now: datetime = moments.DURING
) -> ModerationDecision:
    """Show a hidden contribution again."""
    return moderation.restore(
        session, actor=scene.moderator, now=now, reference=contribution.reference, reason=REASON
    )


def decision(
    session: Session, scene: Scene, contribution: Contribution, kind: DecisionKind
) -> ModerationDecision:
    """Write a decision with its public entry and change nothing: what the database asks for before a change."""
    return record(
        session, actor=scene.moderator, now=moments.DURING, contribution=contribution, kind=kind, rule=None,
        reason=REASON, author=None,
    )  # fmt: skip


def erased(session: Session, scene: Scene, contribution: Contribution) -> None:
    """Decide that words are destroyed, and destroy them."""
    decision(session, scene, contribution, DecisionKind.ERASE)
    erasure.erase(session, Erased(contribution.id, contribution.reference, moments.DURING))
