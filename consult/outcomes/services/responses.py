"""Answering: the working response to a theme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations.errors import EditedMeanwhileError
from consult.consultations.models import Consultation
from consult.consultations.queries.owners import owners_of_texts
from consult.forum.models import NamedMeeting
from consult.forum.services import problems_of_names
from consult.outcomes import queries
from consult.outcomes.models import Answer, Response, ResponseChange, ResponseMilestone, Theme
from consult.outcomes.services.ground import locked, require, still_there, touch
from consult.plans.queries import commitments_of_texts
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean
from consult.texts import queries as texts
from consult.texts.models import TextVersion


@dataclass(frozen=True)
class ResponseWords:
    """An answer as an officer wrote it. ``changes`` maps clause ids to new words (Arabic, English)."""

    outcome: str
    reason_ar: str
    reason_en: str
    changes: dict[int, tuple[str, str]]
    milestone_ids: Sequence[int] = ()


def save_response(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    theme_id: int,
    words: ResponseWords,
    revision: int | None,
    seen: int | None = None,
) -> Response:
    """Write the answer to a theme; ``revision`` is the one the officer opened (None: there was none yet).

    A reason in both languages is required for every outcome; a clause that another answer changes is refused at its
    field, and a withdrawn milestone that is named anew. Raises EditedMeanwhileError where somebody saved since.
    ``seen`` is how many voices stood under the theme when the answer was opened: it answers no more than those. None:
    all that stand there now.
    """
    theme = queries.theme_by_id(session, theme_id)
    if theme is None:
        raise NotFoundError
    consultation = locked(session, theme.consultation_id)
    require(consultation, actor, Act.ANSWER, now)
    session.refresh(still_there(session, theme), ["response", "voices"])
    response = theme.response
    if (response.revision if response else None) != revision:
        raise EditedMeanwhileError
    _check_response(session, consultation, theme, words)
    if response is None:
        response = Response(
            theme_id=theme.id, theme=theme, outcome="", reason_ar="", reason_en="", revision=0, looked_at=now,
        )  # fmt: skip
        session.add(response)
    response.outcome, response.revision, response.edited_at = words.outcome, response.revision + 1, now
    # Whoever writes it has looked at what stood under the theme when it was opened.
    if seen is None or seen >= theme.voices:
        response.looked_at = now
    response.looked_by_id = actor.user_id
    response.looked_voices = theme.voices if seen is None else min(seen, theme.voices)
    response.reason_ar, response.reason_en = clean(words.reason_ar), clean(words.reason_en)
    response.changes.clear()
    response.milestones.clear()
    session.flush()
    current = _current_words(session, consultation)
    for clause_id, (text_ar, text_en) in words.changes.items():
        if (clean(text_ar), clean(text_en)) == current[clause_id]:
            continue
        response.changes.append(
            ResponseChange(clause_id=clause_id, text_ar=clean(text_ar), text_en=clean(text_en))
        )
    for milestone_id in dict.fromkeys(words.milestone_ids):
        response.milestones.append(ResponseMilestone(milestone_id=milestone_id))
    touch(session, actor, now, consultation)
    return response


def _current_words(session: Session, consultation: Consultation) -> dict[int, tuple[str, str]]:
    """Return the words that were consulted on, by clause id: the same words typed again are no change."""
    versions = texts.versions_by_ids(session, [row.version_id for row in consultation.texts]).values()
    return {row.clause_id: (row.text_ar, row.text_en) for version in versions for row in version.clauses}


def _check_response(session: Session, consultation: Consultation, theme: Theme, words: ResponseWords) -> None:
    problems = [] if words.outcome in set(Answer) else [DomainError("choose-one", field="outcome")]
    problems += problems_of_words({name: clean(getattr(words, name)) for name in ("reason_ar", "reason_en")})
    versions = texts.versions_by_ids(session, [row.version_id for row in consultation.texts]).values()
    clauses = {row.clause_id for version in versions for row in version.clauses}
    owners = commitments_of_texts(session, [version.text_id for version in versions])
    milestones = {row.id: row for commitment in owners.values() for row in commitment.milestones}
    if not set(words.changes) <= clauses or not set(words.milestone_ids) <= set(milestones):
        raise NotFoundError
    there = {row.milestone_id for row in theme.response.milestones} if theme.response else set()
    if any(milestones[each].withdrawn for each in set(words.milestone_ids) - there):
        problems.append(DomainError("names-withdrawn", field="milestones"))
    if words.changes and words.outcome not in {Answer.ACCEPTED, Answer.ACCEPTED_IN_PART}:
        problems.append(DomainError("change-needs-acceptance", field="outcome"))
    for clause_id, pair in words.changes.items():
        new = {f"clause-{clause_id}-ar": clean(pair[0]), f"clause-{clause_id}-en": clean(pair[1])}
        problems += problems_of_words(new)
    problems += _names_in_minutes(session, versions, words)
    problems += _changed_by_others(session, consultation, theme, words)
    raise_any(problems)


def _names_in_minutes(
    session: Session, versions: Iterable[TextVersion], words: ResponseWords
) -> list[DomainError]:
    """Return, at its field, each new clause of minutes, and the reason, in which the name of somebody there stands."""
    versions, problems = list(versions), []
    owners = owners_of_texts(session, [version.text_id for version in versions])
    for version in versions:
        owner = owners.get(version.text_id)
        changed = words.changes.keys() & {row.clause_id for row in version.clauses}
        if isinstance(owner, NamedMeeting):
            said = {"reason_ar": words.reason_ar, "reason_en": words.reason_en} | {
                f"clause-{each}-{lang}": words.changes[each][at]
                for each in changed
                for at, lang in enumerate(("ar", "en"))
            }
            problems += problems_of_names(session, said)
    return problems


def _changed_by_others(
    session: Session, consultation: Consultation, theme: Theme, words: ResponseWords
) -> list[DomainError]:
    """Return, at its field, each clause that this answer and another one would change: it would not be published."""
    others = queries.changed_by_others(session, theme=theme) if words.changes else {}
    current = _current_words(session, consultation)
    return [
        DomainError("changed-by-another", field=f"clause-{clause_id}-ar")
        for clause_id, pair in words.changes.items()
        if clause_id in others and (clean(pair[0]), clean(pair[1])) != current[clause_id]
    ]
