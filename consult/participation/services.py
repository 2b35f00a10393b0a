"""Saying on which level people take part: each time a row is added, with its entry in the log."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Level
from consult.consultations.policies import judged_at
from consult.consultations.services.acting import held as held_consultation
from consult.consultations.services.acting import require
from consult.documents.models import Attached
from consult.documents.queries import Subject, attached_to
from consult.participation import queries
from consult.participation.models import OF_PLANS, ParticipationLevel, Process
from consult.participation.policies import can_be_reached, may_keep
from consult.plans.models import Plan
from consult.plans.services.progress import MOST_ADDRESS
from consult.plans.services.recording import held
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean
from consult.shared.web_addresses import is_address

_LEVELS = frozenset(level.value for level in Level)


@dataclass(frozen=True)
class Said:
    """What is said of a process: levels by their code, empty for none; words in both languages; what shows it."""

    level: str = ""
    promise_ar: str = ""
    promise_en: str = ""
    reached: str = ""
    evidence_ar: str = ""
    evidence_en: str = ""
    evidence_url: str = ""
    document_id: int | None = None


class _Of(NamedTuple):
    """Of what it is said: the process, the log's name for it, and what its documents are attached to."""

    process: Process
    id: int
    subject: str
    role: Role
    attached: Attached


def say_of_plan(
    session: Session, *, actor: Actor, now: datetime, plan_id: int, process: Process, said: Said, seen: int
) -> ParticipationLevel:  # fmt: skip
    """Say it of a plan or of its making; ``seen`` is the number of what stood, 0 for none.

    The same again is the same row. Raises NotFoundError where it is not ``actor``'s to say, DomainError at a field, and
    ``edited-meanwhile`` where something else was said since.
    """
    plan = held(session, Plan, plan_id)
    if process not in OF_PLANS or not may_keep(actor, plan.scope):
        raise NotFoundError
    of = _Of(process, plan.id, f"plan/{plan.slug}", Role.COORDINATOR, Attached.PLAN)
    return _say(session, actor, now, of, said, seen)


def say_of_consultation(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, said: Said, seen: int
) -> ParticipationLevel:  # fmt: skip
    """Say which level a consultation reached, and what shows it; what it promised stays as it was announced.

    Raises as ``say_of_plan``, StateError before the announcement, and ``reached-not-yet`` while people take part.
    """
    asked = held_consultation(session, consultation_id, actor, Act.SAY_LEVEL_REACHED)
    require(asked, actor, Act.SAY_LEVEL_REACHED, now)
    if said.reached and not can_be_reached(asked, judged_at(asked, now)):
        raise DomainError("reached-not-yet", field="reached")
    of = _Of(
        Process.CONSULTATION, asked.id, f"consultation/{asked.slug}", Role.OFFICER, Attached.CONSULTATION
    )
    return _say(session, actor, now, of, replace(said, level="", promise_ar="", promise_en=""), seen)


def _say(session: Session, actor: Actor, now: datetime, of: _Of, said: Said, seen: int) -> ParticipationLevel:
    said = _tidy(said)
    raise_any(_problems(session, of, said))
    before = queries.newest(session, process=of.process, process_id=of.id)
    values = asdict(said) | {"level": said.level or None, "reached": said.reached or None}
    if before is not None and all(getattr(before, name) == value for name, value in values.items()):
        return before
    number = before.number if before else 0
    if seen != number:
        raise DomainError("edited-meanwhile")
    row = ParticipationLevel(
        process=of.process.value, process_id=of.id, number=number + 1, recorded_at=now,
        recorded_by_id=actor.user_id, role=of.role.value, **values,
    )  # fmt: skip
    session.add(row)
    session.flush()
    append(
        session, now=now, kind="participation-level-said", subject=of.subject, role=row.role,
        details={"process": row.process, "number": row.number, **values},
    )  # fmt: skip
    return row


def _tidy(said: Said) -> Said:
    return replace(
        said, promise_ar=clean(said.promise_ar), promise_en=clean(said.promise_en),
        evidence_ar=clean(said.evidence_ar), evidence_en=clean(said.evidence_en),
        evidence_url=said.evidence_url.strip(),
    )  # fmt: skip


def _problems(session: Session, of: _Of, said: Said) -> list[DomainError]:
    """Return what is wrong, each at its field: what is said in one language is said in both."""
    promise = {"promise_ar": said.promise_ar, "promise_en": said.promise_en}
    evidence = {"evidence_ar": said.evidence_ar, "evidence_en": said.evidence_en}
    shown = bool(said.evidence_url) or said.document_id is not None
    shows = shown or bool(said.reached) or any(evidence.values())
    problems = [
        DomainError("choose-one", field=name)
        for name, level in (("level", said.level), ("reached", said.reached))
        if level and level not in _LEVELS
    ]
    if any(promise.values()) and not said.level:
        problems.append(DomainError("promise-without-level", field="level"))
    problems += problems_of_words(promise, needed=any(promise.values()))
    problems += problems_of_words(evidence, needed=shows)
    problems += _problems_of_proof(session, of, said)
    if not (said.level or shows or problems):
        first = "evidence_ar" if of.process is Process.CONSULTATION else "level"
        problems.append(DomainError("level-says-nothing", field=first))
    return problems


def _problems_of_proof(session: Session, of: _Of, said: Said) -> list[DomainError]:
    problems = []
    if said.evidence_url:
        problems = problems_of_words({"evidence_url": said.evidence_url}, most=MOST_ADDRESS)
        if not problems and not is_address(said.evidence_url):
            problems = [DomainError("website-unreadable", field="evidence_url")]
    if said.document_id is not None:
        subject = Subject(of.attached.value, of.id)
        if said.document_id not in {row.id for row in attached_to(session, [subject]).get(subject, ())}:
            problems.append(DomainError("choose-one", field="document"))
    return problems
