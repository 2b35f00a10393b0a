"""What a good consultation must state before it is announced: pure checks, each with the field it stands at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from consult.consultations.models import Activity, ActivityKind, Level
from consult.consultations.policies.capabilities import settings_of
from consult.shared.errors import DomainError, problems_of_words
from consult.shared.text import clean_line, clean_title, has_words
from consult.texts.errors import unfinished_problem
from consult.texts.models import TextVersion
from consult.texts.policies import unfinished

MAX_LINE = 300
# How many accounts' reports may hold a voice, where a consultation has that rule: fewer would be a veto of a few.
HOLD_AFTER = range(3, 101)
_NEEDED = ("why", "open_to_change", "not_open", "decider", "ways")
LINES = ("title_ar", "title_en", "contact_name_ar", "contact_name_en", "contact_email")
# How a line is cleaned; what is none is cleaned as words are.
TIDY = {name: clean_title if name.startswith("title") else clean_line for name in LINES}


@dataclass(frozen=True)
class Limits:
    """The clocks of a consultation, in days."""

    notice_days: int = 14
    open_days: int = 28
    open_days_with_reason: int = 10
    answer_days: int = 84
    # How late a closing may be moved: from the day on which that is done, and from the closing that was announced.
    extension_ahead_days: int = 180
    extension_days: int = 90
    # More official holidays than these in the time in which it is open: so many days longer, or a reason.
    holiday_days: int = 5
    holiday_open_days: int = 14
    time_zone: str = "Asia/Amman"


def problems_of_draft(terms: Any) -> list[DomainError]:  # noqa: ANN401 - Terms, which services define above this module
    """Return what cannot even be saved: titles missing in a language, text too long, a closing before the opening."""
    stems = (*_NEEDED, "promise", "notice_reason", "period_reason")
    problems = problems_of_words(_of(terms, LINES[:2]), most=MAX_LINE)
    problems += problems_of_words(_of(terms, LINES[2:]), most=MAX_LINE, needed=False)
    problems += problems_of_words(
        _of(terms, [f"{stem}_{lang}" for stem in stems for lang in ("ar", "en")]), needed=False
    )
    if terms.closes_at <= terms.opens_at:
        problems.append(DomainError("closes-before-it-opens", field="closes_at"))
    if terms.level not in {level.value for level in Level}:
        problems.append(DomainError("choose-one", field="level"))
    if terms.hold_after is not None and terms.hold_after not in HOLD_AFTER:
        least, most = HOLD_AFTER[0], HOLD_AFTER[-1]
        problems.append(DomainError("hold-after-range", field="hold_after", least=least, most=most))
    return problems


def _of(terms: Any, names: Sequence[str]) -> dict[str, str]:  # noqa: ANN401 - as above
    return {name: getattr(terms, name) for name in names}


def problems_of_announcement(
    terms: Any,  # noqa: ANN401 - Terms or a consultation: both have these fields
    versions: Sequence[TextVersion],
    now: datetime,
    limits: Limits,
    activities: Sequence[Activity] = (),
    *,
    holidays: int = 0,
) -> list[DomainError]:
    """Return every rule that a draft does not meet at ``now``; an empty list means that it may be announced.

    ``holidays`` are the official ones in the time in which it is open.
    """
    problems = problems_of_draft(terms)
    for stem in _NEEDED:
        missing = [
            f"{stem}_{lang}" for lang in ("ar", "en") if not has_words(getattr(terms, f"{stem}_{lang}"))
        ]
        problems += [DomainError("write-this", field=field) for field in missing]
    problems += [DomainError("write-this", field=f) for f in LINES[2:] if not has_words(getattr(terms, f))]
    promise = _of(terms, ["promise_ar", "promise_en"])
    # Whoever says it in words of their own says it in both languages.
    if any(map(has_words, promise.values())):
        problems += [
            DomainError("write-this", field=f) for f, words in promise.items() if not has_words(words)
        ]
    if not versions:
        problems.append(DomainError("choose-a-text", field="texts"))
    problems += [
        DomainError("text-without-clauses", field="texts", version=version.id)
        for version in versions
        if not version.clauses
    ]
    problems += [
        unfinished_problem(version.id, places, field="texts")
        for version in versions
        if version.published_at is None and (places := unfinished(version.clauses))
    ]
    problems += [
        DomainError("text-is-discarded", field="texts", version=version.id)
        for version in versions
        if version.discarded_at is not None
    ]
    problems += _problems_of_activities(terms, activities)
    return problems + _problems_of_dates(terms, now, limits, holidays)


def problems_of_extension(
    closes_at: datetime, later: datetime, first: datetime, now: datetime, limits: Limits
) -> list[DomainError]:
    """Return why the closing cannot be moved from ``closes_at`` to ``later``; ``first`` was announced."""
    if later <= closes_at:
        return [DomainError("closing-only-later", field="closes_at")]
    if later > latest_closing(first, now, limits):
        ahead, most = limits.extension_ahead_days, limits.extension_days
        return [DomainError("closing-too-late", field="closes_at", ahead=ahead, most=most)]
    return []


def latest_closing(first: datetime, now: datetime, limits: Limits) -> datetime:
    """Return the latest moment to which a closing that was announced as ``first`` can be moved ``now``."""
    return min(
        now + timedelta(days=limits.extension_ahead_days), first + timedelta(days=limits.extension_days)
    )


def _problems_of_activities(terms: Any, activities: Sequence[Activity]) -> list[DomainError]:  # noqa: ANN401 - as above
    """Return whether one does not lie within the consultation; ValueError where its settings are not its kind's."""
    for activity in activities:
        settings_of(ActivityKind(activity.kind), activity.settings)
    if all(_within(terms, activity) for activity in activities):
        return []
    return [DomainError("activity-outside", field="closes_at")]


def _within(terms: Any, activity: Activity) -> bool:  # noqa: ANN401 - as above
    opens, closes = activity.opens_at or terms.opens_at, activity.closes_at or terms.closes_at
    return bool(terms.opens_at <= opens < closes <= terms.closes_at)


def _problems_of_dates(terms: Any, now: datetime, limits: Limits, holidays: int) -> list[DomainError]:  # noqa: ANN401 - as above
    problems = []
    if terms.opens_at < now:
        problems.append(DomainError("opens-in-the-past", field="opens_at"))
    elif terms.opens_at - now < timedelta(days=limits.notice_days):
        problems += _reason(terms, "notice_reason", DomainError("notice-too-short", days=limits.notice_days))
    period = terms.closes_at - terms.opens_at
    if period < timedelta(days=limits.open_days_with_reason):
        problems.append(DomainError("period-too-short", field="closes_at", days=limits.open_days_with_reason))
    elif period < timedelta(days=limits.open_days):
        problems += _reason(terms, "period_reason", DomainError("period-needs-reason", days=limits.open_days))
    elif holidays > limits.holiday_days and period < timedelta(
        days=limits.open_days + limits.holiday_open_days
    ):
        longer = limits.open_days + limits.holiday_open_days
        problems += _reason(
            terms, "period_reason", DomainError("holidays-need-reason", holidays=holidays, days=longer)
        )
    return problems


def _reason(terms: Any, stem: str, why: DomainError) -> list[DomainError]:  # noqa: ANN401 - as above
    fields = [f"{stem}_{lang}" for lang in ("ar", "en")]
    return [DomainError(why.code, field=f, **why.values) for f in fields if not has_words(getattr(terms, f))]
