"""What a correction changes: the working outcome beside the version that was published last, theme by theme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from consult.outcomes import queries
from consult.outcomes.models import FrozenPoint, FrozenTheme, Outcome, Theme
from consult.shared.errors import DomainError

Pair = tuple[str, str]
Changes = Mapping[int, Pair]


class Part(StrEnum):
    """What of a theme says something else than the version before."""

    ADDED = "added"
    TITLE = "title"
    OUTCOME = "outcome"
    REASON = "reason"
    POINTS = "points"
    CLAUSES = "clauses"
    MILESTONES = "milestones"
    VOICES = "voices"


@dataclass(frozen=True)
class Before:
    """What the version published last said: its themes, and for each the clauses it changed and its milestones."""

    number: int
    themes: Mapping[int, FrozenTheme]
    clauses: Mapping[int, Changes]
    milestones: Mapping[int, frozenset[int]]


def frozen(theme: Theme, counts: Pair | tuple[int, int]) -> FrozenTheme:
    """Return a theme as a publication freezes it; ``counts`` are its voices, and those that stand there primarily.

    Raises DomainError ``not-accounted`` where it has no answer.
    """
    response = theme.response
    if response is None:
        raise DomainError("not-accounted")
    points: list[FrozenPoint] = [
        {
            "text_ar": p.text_ar, "text_en": p.text_en, "cites": [c.contribution.reference for c in p.citations],
            "revisions": [c.revision for c in p.citations],
        }
        for p in theme.points
    ]  # fmt: skip
    return {
        "id": theme.id, "title_ar": theme.title_ar, "title_en": theme.title_en, "outcome": response.outcome,
        "reason_ar": response.reason_ar, "reason_en": response.reason_en, "voices": int(counts[0]),
        "primary": int(counts[1]), "points": points,
    }  # fmt: skip


def before(session: Session, latest: Outcome | None) -> Before | None:
    """Return what the version published last said; None where there is none."""
    if latest is None:
        return None
    clauses: dict[int, dict[int, Pair]] = defaultdict(dict)
    for row in queries.changed_clauses(session, outcome_id=latest.id):
        clauses[row.theme_id][row.after.clause_id] = row.after.text_ar, row.after.text_en
    milestones: dict[int, set[int]] = defaultdict(set)
    for named in queries.milestones(session, outcome_id=latest.id):
        milestones[named.theme_id].add(named.milestone_id)
    return Before(
        latest.number,
        {theme["id"]: theme for theme in latest.themes},
        clauses,
        {theme_id: frozenset(ids) for theme_id, ids in milestones.items()},
    )


def parts_changed(theme: Theme, now: FrozenTheme, was: Before) -> list[Part]:
    """Return which parts of a theme say something else than they did, in the order in which they are shown."""
    then = was.themes.get(theme.id)
    if then is None:
        return [Part.ADDED]
    response = theme.response
    clauses = {row.clause_id: (row.text_ar, row.text_en) for row in response.changes} if response else {}
    named = frozenset(row.milestone_id for row in response.milestones) if response else frozenset()
    changed = {
        Part.TITLE: _of(now, "title_ar", "title_en") != _of(then, "title_ar", "title_en"),
        Part.OUTCOME: now["outcome"] != then["outcome"],
        Part.REASON: _of(now, "reason_ar", "reason_en") != _of(then, "reason_ar", "reason_en"),
        Part.POINTS: [_point(each) for each in now["points"]] != [_point(each) for each in then["points"]],
        Part.CLAUSES: clauses != was.clauses.get(theme.id, {}),
        Part.MILESTONES: named != was.milestones.get(theme.id, frozenset()),
        Part.VOICES: (now["voices"], now["primary"]) != (then["voices"], then["primary"]),
    }
    return [part for part in Part if changed.get(part)]


def mark_changes(themes: Sequence[Theme], content: Sequence[FrozenTheme], was: Before | None) -> bool:
    """Note in each theme of ``content`` which parts changed; return whether any did."""
    if was is None:
        return True
    for theme, now in zip(themes, content, strict=True):
        now["changed"] = [part.value for part in parts_changed(theme, now, was)]
    # No theme goes: one that was published has an answer, which holds it.
    return any(now.get("changed") for now in content)


def unmarked(themes: Sequence[FrozenTheme]) -> list[FrozenTheme]:
    """Return themes without what changed in them: of a version that says what the one before says."""
    plain: list[FrozenTheme] = [{**theme} for theme in themes]
    for theme in plain:
        theme.pop("changed", None)
    return plain


def _of(theme: FrozenTheme, first: str, second: str) -> Pair:
    return theme[first], theme[second]  # type: ignore[literal-required]


def _point(point: FrozenPoint) -> tuple[object, ...]:
    return point["text_ar"], point["text_en"], tuple(point["cites"])
