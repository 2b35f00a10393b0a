"""Reporting a voice, by anybody: it orders the moderator's queue, and holds by the consultation's rule alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.queries import token_hash
from consult.contributions.models import Contribution, Status
from consult.moderation.models import Result, VoiceReport
from consult.moderation.policies import REASONS, may_be_held, may_report
from consult.moderation.queries import reports
from consult.moderation.services.answering import close_reports, mail_key
from consult.moderation.services.deciding import decidable, held, hold
from consult.outbox.services import forget
from consult.shared.email_address import email_address
from consult.shared.erasure import Erased, erases
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean

MAX_NOTE = 1000


@dataclass(frozen=True)
class Told:
    """What somebody says of a voice: one of ``REASONS``, a note, and where the answer goes; both may be empty.

    ``revision`` is the number of the words that they read, None for those that stand. ``token`` opens the private page
    of the report. The form carries both, so that the same form sent again is the same report.
    """

    reason: str
    token: str
    revision: int | None = None
    note: str = ""
    answer_to: str = ""
    language: str = "ar"


def report(
    session: Session, *, actor: Actor | None, now: datetime, reference: str, told: Told
) -> VoiceReport:
    """Keep a report of a voice that is shown, and return it; the same sent again is the first.

    Where the consultation's rule says so, the voice is held with it. Raises NotFoundError where there is no such
    voice, DomainError at a field, ``report-not-now`` where its words are not shown any more, and ``reported-already``
    where a report of the same account waits.
    """
    contribution = held(session, reference)
    there = reports.by_token(session, token=told.token)
    if there is not None:
        if there.contribution_id != contribution.id:
            raise NotFoundError
        return there
    if not may_report(contribution, now):
        raise DomainError("report-not-now")
    note, address = _checked(told)
    read = contribution.revision_number if told.revision is None else told.revision
    if not 1 <= read <= contribution.revision_number:
        raise NotFoundError
    reporter_id = actor.user_id if actor else None
    if reporter_id is not None and reports.own(
        session, contribution_id=contribution.id, revision=read, reporter_id=reporter_id
    ):
        raise DomainError("reported-already")
    row = VoiceReport(
        contribution_id=contribution.id, contribution=contribution, revision=read,
        reason=told.reason, note=note, reporter_id=reporter_id, token_hash=token_hash(told.token),
        address=address, language=told.language, at=now, answer_ar="", answer_en="",
    )  # fmt: skip
    session.add(row)
    session.flush()
    _hold_where_many_say_so(session, contribution, now)
    return row


def answer_reports(
    session: Session, *, actor: Actor, now: datetime, reference: str, picked: Collection[int],
    answer: tuple[str, str], up_to: int = 0,
) -> int:  # fmt: skip
    """Answer those of a voice's reports that are picked by id: it stays as it is; return how many.

    With ``up_to`` all that wait are answered whose ids are no higher. ``answer`` is Arabic and English. Raises
    DomainError at a field, and ``reports-answered`` where one of them was answered meanwhile. A voice that is held is
    decided and not only answered: ``decide-what-is-held``.
    """
    contribution = decidable(session, actor, now, reference)
    problems = [] if picked or up_to else [DomainError("pick-a-report", field="pick")]
    problems += problems_of_words({"answer_ar": clean(answer[0]), "answer_en": clean(answer[1])})
    raise_any(problems)
    if contribution.status == Status.HELD:
        raise DomainError("decide-what-is-held")
    waiting = {row.id for row in reports.waiting(session, contribution_id=contribution.id)}
    picked = {number for number in waiting if number <= up_to} if up_to else picked
    if not picked or not set(picked) <= waiting:
        raise DomainError("reports-answered")
    answered = close_reports(
        session, actor=actor, now=now, contribution=contribution, result=Result.STAYS, answer=answer,
        picked=picked,
    )  # fmt: skip
    return len(answered)


def forget_reporters(session: Session, *, before: datetime) -> int:
    """Forget where answers go and what was noted of reports that came before then; return of how many.

    The address goes with the mail that holds it, whether it was answered or not. What was noted, and who reported,
    stays while it waits.
    """
    rows = reports.to_forget(session, before=before)
    forget(session, keys=[mail_key(row.id) for row in rows if row.address is not None])
    for row in rows:
        row.address = None
        if row.answered_at is not None or row.contribution.status == Status.WITHDRAWN:
            row.note, row.reporter_id = "", None
    session.flush()
    return len(rows)


@erases(16, "voice_reports", "note")
def forget_reports(session: Session, erased: Erased) -> None:
    """Forget what was noted beside the words that are erased, and answer whoever still waits: they are gone."""
    for row in reports.of(session, contribution_id=erased.contribution_id):
        row.note = ""
    session.flush()
    said = session.get_one(Contribution, erased.contribution_id)
    close_reports(
        session, actor=None, now=erased.now, contribution=said, result=Result.ERASED, answer=("", "")
    )


def _checked(told: Told) -> tuple[str, str | None]:
    """Return note and address as they are kept; raise DomainError at their fields."""
    problems = [] if told.reason in REASONS else [DomainError("choose-one", field="reason")]
    note = clean(told.note)
    problems += problems_of_words({"note": note}, most=MAX_NOTE, needed=False)
    address = None
    if told.answer_to.strip():
        try:
            address = email_address(told.answer_to)
        except DomainError as problem:
            problems.append(DomainError(problem.code, field="answer_to", **problem.values))
    raise_any(problems)
    return note, address


def _hold_where_many_say_so(session: Session, contribution: Contribution, now: datetime) -> None:
    if contribution.consultation.hold_after is None:
        return
    of = {"contribution_id": contribution.id, "revision": contribution.revision_number}
    scope = contribution.consultation.organisation.scope
    accounts = reports.accounts(session, author_id=contribution.author_id, scope=scope, **of)
    if may_be_held(contribution, now, looked_at=reports.looked_at(session, **of), accounts=accounts):
        hold(session, now=now, contribution=contribution, accounts=accounts)
