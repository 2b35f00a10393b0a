"""Publishing an outcome: it freezes, makes the new versions of texts, and tells everybody who contributed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations import queries as consultations
from consult.consultations.errors import StateError
from consult.consultations.models import Consultation
from consult.consultations.policies import allows, judged_at, may_ask_for, may_publish, state_of
from consult.consultations.services import mark_answered
from consult.contributions.models import Status
from consult.moderation import queries as moderation
from consult.outcomes import queries
from consult.outcomes.errors import NotAccountedError
from consult.outcomes.models import Outcome, Theme
from consult.outcomes.queries import Heard, Placed
from consult.outcomes.services.changing import write_changes
from consult.outcomes.services.correcting import before as what_stood
from consult.outcomes.services.correcting import frozen, mark_changes
from consult.outcomes.services.placing import settle_all
from consult.outcomes.services.telling import tell_contributors
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean


def publish(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    number: int,
    reason: tuple[str, str] = ("", ""),
    version_reason: tuple[str, str] = ("", ""),
    without_summary: bool = False,
) -> Outcome:
    """Publish outcome version ``number`` and return it; sent again with the same reason, it is returned as it is.

    The first version answers the consultation; a later one is a correction and needs a reason in both languages, which
    is also that of the versions of texts it makes. Those of the first have ``version_reason``, Arabic and English.
    A theme whose summary has no point is published where that is said (``without_summary``).
    Raises NotAccountedError with the list while anything is unanswered, DomainError ``last-editor`` where the actor
    edited last, ``erased-meanwhile`` where an erasure has taken the number, ``published-otherwise`` where somebody else
    has, ``without-summary``, and ``correction-changes-nothing`` for one that would say what the version before says.
    """
    consultation = consultations.lock(session, consultation_id)
    if consultation is None:
        raise NotFoundError
    _check_right(session, actor, now, consultation)
    latest = queries.latest(session, consultation_id=consultation_id)
    if not 1 <= number <= (latest.number if latest else 0) + 1:
        raise NotFoundError
    if latest is not None and number <= latest.number:
        return _published_before(session, consultation_id, number, reason)
    themes = queries.themes(session, consultation_id=consultation_id)
    raise_any(_problems(latest, themes, reason, without_summary=without_summary))
    heard = queries.heard(session, consultation_id=consultation_id)
    placed = _placed(session, consultation_id, heard)
    coverage = queries.coverage(session, consultation_id=consultation_id, known=themes, standing_now=placed)
    if not coverage.complete:
        raise NotAccountedError(unthemed=coverage.unthemed, unanswered=len(coverage.unanswered))
    return _freeze(
        session, actor, now, consultation, latest, themes, placed.by_theme, heard, reason, version_reason
    )


def _published_before(
    session: Session, consultation_id: int, number: int, reason: tuple[str, str]
) -> Outcome:
    """Return a version that is there already, where it is the one that is meant; raise DomainError otherwise."""
    versions = queries.versions(session, consultation_id=consultation_id)
    there = next(version for version in versions if version.number == number)
    # What an erasure published, or somebody else for another reason, is not what this publisher approved.
    if there.copied_figures:
        raise DomainError("erased-meanwhile")
    if (there.reason_ar, there.reason_en) != (clean(reason[0]), clean(reason[1])):
        raise DomainError("published-otherwise")
    return there


def _problems(
    latest: Outcome | None, themes: Sequence[Theme], reason: tuple[str, str], *, without_summary: bool
) -> list[DomainError]:
    """Return what is wrong with what the publisher says."""
    words = {"reason_ar": clean(reason[0]), "reason_en": clean(reason[1])}
    problems = problems_of_words(words) if latest is not None else []
    if not without_summary and not all(theme.points for theme in themes):
        problems.append(DomainError("without-summary", field="without_summary"))
    return problems


def _placed(session: Session, consultation_id: int, heard: Sequence[Heard]) -> Placed:
    """Return where the voices stand, counted row by row, after putting right what stands where it should not."""
    shown = sum(row.number for row in heard if row.status == Status.PUBLISHED)
    held = sum(row.number for row in heard if row.status == Status.HELD)
    placed = queries.counted(session, consultation_id=consultation_id, shown=shown, held=held)
    if placed.unthemed > 0:
        return placed
    if placed.unthemed == 0 and not queries.has_stale_place(session, consultation_id=consultation_id):
        return placed
    # Whatever wrote without keeping places: an older version of this software that was still running, say.
    settle_all(session, consultation_id=consultation_id)
    return queries.counted(session, consultation_id=consultation_id, shown=shown, held=held)


def _check_right(session: Session, actor: Actor, now: datetime, consultation: Consultation) -> None:
    scope = consultation.organisation.scope
    # The right comes first: to anyone else a draft and its state are not there.
    if not may_ask_for(actor, consultation, scope, Act.PUBLISH, now):
        raise NotFoundError
    at = judged_at(consultation, now)
    if not (allows(consultation, Act.PUBLISH, at) or allows(consultation, Act.REPUBLISH, at)):
        raise StateError(Act.PUBLISH, state_of(consultation, at))
    work = queries.working(session, consultation_id=consultation.id)
    if not may_publish(
        actor, consultation, scope, last_editor_id=work.last_editor_id if work else None, now=now
    ):
        raise DomainError("last-editor")


def _freeze(
    session: Session,
    actor: Actor,
    now: datetime,
    consultation: Consultation,
    before: Outcome | None,
    themes: Sequence[Theme],
    counts: Mapping[int, tuple[int, int]],
    heard: Sequence[Heard],
    reason: tuple[str, str],
    version_reason: tuple[str, str],
) -> Outcome:
    number = before.number + 1 if before else 1
    content = [frozen(theme, counts.get(theme.id, (0, 0))) for theme in themes]
    figures = _figures(session, consultation, heard)
    notes = [note.frozen() for note in queries.notes(session, outcome=before)] if before else []
    changed = mark_changes(themes, content, what_stood(session, before))
    # Words apart, what became of voices since makes a version: one that is shown again, hidden or erased.
    noted = before.content.get("notes", []) if before else []
    if before is not None and not changed and figures == before.figures and notes == noted:
        raise DomainError("correction-changes-nothing")
    outcome = Outcome(
        consultation_id=consultation.id, consultation=consultation, number=number, published_at=now,
        publisher_id=actor.user_id, reason_ar=clean(reason[0]), reason_en=clean(reason[1]), figures=figures,
        content={
            "themes": content,
            "notes": notes,
            "decisions": moderation.newest_id(session, consultation_id=consultation.id),
        },
    )  # fmt: skip
    session.add(outcome)
    session.flush()
    write_changes(session, now, outcome, themes, before, version_reason)
    mark_answered(session, actor=actor, now=now, consultation=consultation, number=number)
    append(
        session, now=now, kind="outcome-published", subject=f"consultation/{consultation.slug}/outcome/{number}",
        role="publisher", details={"figures": outcome.figures},
    )  # fmt: skip
    tell_contributors(session, now=now, outcome=outcome)
    return outcome


def _figures(session: Session, consultation: Consultation, heard: Sequence[Heard]) -> dict[str, int]:
    """Return the closing figures. What came late is counted apart; ``received`` counts what came in time."""
    in_time: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for row in heard:
        (late if row.late else in_time)[row.status] += row.number
    stances = queries.stances(session, consultation_id=consultation.id)
    channels = queries.channels(session, consultation_id=consultation.id)
    # An organisation counts once, however much was said in its name; what was said is counted beside it.
    organisations, organisation_voices = queries.organisations(session, consultation_id=consultation.id)
    return {
        "received": in_time.total(), "published": in_time[Status.PUBLISHED], "hidden": in_time[Status.HIDDEN],
        "withdrawn": in_time[Status.WITHDRAWN], "erased": in_time[Status.ERASED], "held": in_time[Status.HELD],
        "late": late.total(), "late_published": late[Status.PUBLISHED], "organisations": organisations,
        "organisation_voices": organisation_voices, **{f"stance_{name}": number for name, number in stances.items()},
        **{f"channel_{name}": number for name, number in channels.items()},
    }  # fmt: skip
