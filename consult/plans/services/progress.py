"""Reporting where a milestone stands: a row that is added, and a fact by which the milestone's own row follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.documents.models import Attached
from consult.documents.queries import Subject, attached_to
from consult.organisations.models import Organisation
from consult.plans.models import Commitment, Milestone, MilestoneStatus, ProgressUpdate
from consult.plans.policies import may_on_commitment
from consult.plans.policies.progress import first_day, goes_back, is_withdrawn
from consult.plans.queries.progress import entered_at, milestone_acts, updates_of
from consult.plans.queries.scopes import reporting_bodies
from consult.plans.queries.standing import plan_years, reporting_states
from consult.plans.services.recording import add_row, held, milestone_subject, state_anew
from consult.plans.services.words import MilestoneWords
from consult.record.services import append, check_day
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean, has_words
from consult.shared.web_addresses import is_address

MOST_ADDRESS = 600
_PROSE = ("done_ar", "done_en", "challenge_ar", "challenge_en")


@dataclass(frozen=True)
class ProgressWords:
    """What is reported of a milestone, as it is typed: each field as in ``models.ProgressUpdate``."""

    status: MilestoneStatus | None
    as_of: date | None
    done_ar: str = ""
    done_en: str = ""
    nothing_to_report: bool = False
    challenge_ar: str = ""
    challenge_en: str = ""
    evidence_url: str = ""
    document_id: int | None = None


def report_progress(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, milestone_id: int, said: ProgressWords
) -> ProgressUpdate:
    """Report where a milestone stands, and return the update; the same once more is the one that was stored.

    Raises DomainError at the fields: ``choose-one``, ``write-this``, ``write-either``, ``as-of-before-the-last``,
    ``as-of-before-the-plan``, ``evidence-needed``,
    ``website-unreadable``, ``status-unchanged``, ``say-what-hinders``, ``say-why-back``; and
    ``not-reported-on`` or ``milestone-withdrawn`` where nothing is reported of it.
    """
    milestone, commitment = held_milestone(session, milestone_id)
    bodies = reporting_bodies(session, commitment)
    check_reporter(session, actor, commitment, bodies)
    said = tidy(said)
    body = spoken_for(actor, commitment, bodies)
    # The last that was reported, also where it was corrected since: a reply can be lost for a while.
    every = updates_of(session, milestone_id=milestone.id)
    for row in (*every[-1:], *[each for each in every if each.corrects_id is None][-1:]):
        if says(row, said, body):
            return row
    if is_withdrawn(milestone_acts(session, milestone_id=milestone.id)):
        raise DomainError("milestone-withdrawn")
    early = said.as_of is not None and milestone.as_of is not None and said.as_of < milestone.as_of
    unfit = [DomainError("as-of-before-the-last", field="as_of")] if early else []
    unfit = unfit or before_all(session, milestone, commitment, said, zone)
    check_said(session, milestone, said, MilestoneStatus(milestone.status), unfit)
    check_day(said.as_of, now, zone, field="as_of")
    update = add_update(session, actor, now, milestone, said, body)
    stand_by(session, actor, now, zone, milestone, update)
    tell_of_update(session, actor, now, commitment, milestone, update, body, kind="progress-reported")
    return update


def add_update(
    session: Session, actor: Actor, now: datetime, milestone: Milestone, said: ProgressWords,
    body: Organisation | None, **corrects: Any,  # noqa: ANN401 - columns
) -> ProgressUpdate:  # fmt: skip
    """Add what was reported of a milestone, once it is checked; it may name what it ``corrects``."""
    values = {**asdict(said), "status": said.status.value if said.status else milestone.status, **corrects}
    row = ProgressUpdate(
        milestone_id=milestone.id, organisation_id=body.id if body else None, recorded_at=now,
        recorded_by_id=actor.user_id, **values,
    )  # fmt: skip
    return add_row(session, row)


def stand_by(
    session: Session, actor: Actor, now: datetime, zone: tzinfo, milestone: Milestone, word: ProgressUpdate
) -> None:  # fmt: skip
    """Let a milestone stand as this word says: of today, so that what was recorded before does not stand above it."""
    state_anew(
        session, actor=actor, now=now, milestone=milestone, happened_on=now.astimezone(zone).date(),
        said=replace(words_of(milestone), status=MilestoneStatus(word.status), as_of=word.as_of),
    )  # fmt: skip


def tell_of_update(
    session: Session, actor: Actor, now: datetime, commitment: Commitment, milestone: Milestone,
    update: ProgressUpdate, body: Organisation | None, *, kind: str,
) -> None:  # fmt: skip
    """Tell the log of an update, never its words."""
    corrects = {} if update.corrects_id is None else {"corrects": update.corrects_id}
    append(
        session, now=now, kind=kind, subject=milestone_subject(milestone),
        role=reporting_role(actor, commitment), details={
            "update": update.id, "status": update.status, "as_of": update.as_of.isoformat(),
            "organisation": body.slug if body else None, **corrects,
        },
    )  # fmt: skip


def held_milestone(session: Session, milestone_id: int) -> tuple[Milestone, Commitment]:
    """Return a milestone and its commitment, both held, the commitment first; NotFoundError where it is not there."""
    there = session.get(Milestone, milestone_id)
    if there is None:
        raise NotFoundError
    commitment = held(session, Commitment, there.commitment_id)
    return held(session, Milestone, milestone_id), commitment


def check_reporter(
    session: Session, actor: Actor, commitment: Commitment, bodies: Sequence[Organisation]
) -> None:
    """Raise where ``actor`` may not report on a commitment: never, or as it stands now."""
    scopes = [commitment.plan.scope, *(body.scope for body in bodies)]
    if not may_on_commitment(actor, Act.REPORT_PROGRESS, scopes):
        raise NotFoundError
    state = reporting_states(session, [commitment.id])[commitment.id]
    if commitment.shown_at is None or not may_on_commitment(actor, Act.REPORT_PROGRESS, scopes, state):
        raise DomainError("not-reported-on")


def spoken_for(
    actor: Actor, commitment: Commitment, bodies: Sequence[Organisation]
) -> Organisation | None:  # fmt: skip
    """Return the body for which ``actor`` reports: the first whose officer they are; None for a coordinator."""
    own = next((body for body in bodies if actor.holds(Role.OFFICER, body.scope)), None)
    return None if own is None or actor.holds(Role.COORDINATOR, commitment.plan.scope) else own


def reporting_role(actor: Actor, commitment: Commitment) -> str:
    """Return as what somebody reports on a commitment, as the log names it."""
    return (Role.COORDINATOR if actor.holds(Role.COORDINATOR, commitment.plan.scope) else Role.OFFICER).value


def words_of(milestone: Milestone) -> MilestoneWords:
    """Return what stands of a milestone, as a fact of it is said."""
    return MilestoneWords(
        milestone.title_ar, milestone.title_en, milestone.due_on, MilestoneStatus(milestone.status), milestone.as_of,
        starts_on=milestone.starts_on, deliverable_ar=milestone.deliverable_ar,
        deliverable_en=milestone.deliverable_en,
    )  # fmt: skip


def tidy(said: ProgressWords) -> ProgressWords:
    """Return what is reported in its canonical form."""
    words: dict[str, Any] = {name: clean(getattr(said, name)) for name in _PROSE}
    return replace(said, evidence_url=said.evidence_url.strip(), **words)


def says(row: ProgressUpdate, said: ProgressWords, body: Organisation | None) -> bool:
    """Whether an update says this already, for the same body."""
    same = all(getattr(row, name) == value for name, value in asdict(said).items())
    return same and row.organisation_id == (body.id if body else None)


def check_said(
    session: Session, milestone: Milestone, said: ProgressWords, before: MilestoneStatus, more: Iterable[DomainError]
) -> None:  # fmt: skip
    """Raise what is wrong with a report on a milestone that stood ``before``, together with these problems."""
    raise_any([*_problems(session, milestone, said), *more, *_lacking(said, before)])


def before_all(
    session: Session, milestone: Milestone, commitment: Commitment, said: ProgressWords, zone: tzinfo
) -> list[DomainError]:
    """Return what is wrong with a day before the plan and the milestone begin."""
    years = plan_years(session, plan_id=commitment.plan_id)
    entered = entered_at(session, milestone_id=milestone.id).astimezone(zone).date()
    first = first_day(entered, milestone.starts_on, years[0] if years else None)
    early = said.as_of is not None and said.as_of < first
    return [DomainError("as-of-before-the-plan", field="as_of", first=first)] if early else []


def _problems(session: Session, milestone: Milestone, said: ProgressWords) -> list[DomainError]:
    """Return what is wrong with what was typed, each at its field."""
    problems = [] if said.status else [DomainError("choose-one", field="status")]
    if said.as_of is None:
        problems.append(DomainError("write-this", field="as_of"))
    problems += problems_of_words({name: getattr(said, name) for name in _PROSE}, needed=False)
    if said.evidence_url:
        unfit = problems_of_words({"evidence_url": said.evidence_url}, most=MOST_ADDRESS)
        if not unfit and not is_address(said.evidence_url):
            unfit = [DomainError("website-unreadable", field="evidence_url")]
        problems += unfit
    if said.document_id is not None and said.document_id not in evidence_of(session, milestone.id):
        problems.append(DomainError("choose-one", field="document"))
    return problems


def evidence_of(session: Session, milestone_id: int) -> dict[int, str]:
    """Return the documents that can be evidence of a milestone, by id: attached to it, public, not withdrawn."""
    subject = Subject(Attached.MILESTONE.value, milestone_id)
    return {row.id: row.slug for row in attached_to(session, [subject]).get(subject, ())}


def _lacking(said: ProgressWords, before: MilestoneStatus) -> list[DomainError]:
    """Return what has to be said beside a status, each at its field."""
    done, challenge = (_either(said, name) for name in ("done", "challenge"))
    after = said.status or before
    if said.nothing_to_report:
        problems = [] if challenge else [DomainError("say-what-hinders", field="challenge_ar")]
        if after is not before:
            problems.append(DomainError("status-unchanged", field="status"))
        return (
            [*problems, DomainError("nothing-and-something", field="nothing_to_report")] if done else problems
        )
    problems = [] if done else [DomainError("write-either", field="done_ar")]
    if goes_back(before, after) and not challenge:
        problems.append(DomainError("say-why-back", field="challenge_ar"))
    completes = after is MilestoneStatus.COMPLETED and before is not MilestoneStatus.COMPLETED
    if completes and not said.evidence_url and said.document_id is None:
        problems.append(DomainError("evidence-needed", field="evidence_url"))
    return problems


def _either(said: ProgressWords, name: str) -> bool:
    return any(has_words(getattr(said, f"{name}_{lang}")) for lang in ("ar", "en"))
