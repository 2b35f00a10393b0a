"""What the cells of a plan's file mean: days, codes, bodies by what they are called."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from consult.organisations.queries.called import Called
from consult.plans.models import MilestoneStatus
from consult.plans.services.importing.outcome import Line, Problem, Vocabulary
from consult.shared.dates_typed import typed_day
from consult.shared.errors import DomainError
from consult.shared.folding import fold

_APART, _COMMAS, _SIGNS = re.compile(r"[;؛\n|•]+"), re.compile(r"[,،/]"), re.compile(r"[\W_]+")
# More is no list of bodies or values; what stands behind is one name, which nobody has.
MOST_NAMED = 50
# The Partnership's own words for how far something has come, and those of trackers, beside our labels.
_STATUSES = {
    MilestoneStatus.NOT_STARTED: (
        "not started", "not begun", "not yet started", "planned", "لم يبدأ", "لم تبدأ", "لم يبدأ بعد",
    ),
    MilestoneStatus.IN_PROGRESS: (
        "in progress", "ongoing", "on going", "under way", "underway", "started", "limited", "substantial", "on track",
        "قيد التنفيذ", "جار", "جاري", "جاري التنفيذ", "محدود", "جوهري",
    ),
    MilestoneStatus.COMPLETED: (
        "completed", "complete", "done", "finished", "fully completed", "مكتمل", "مكتملة", "منجز", "منجزة", "أنجزت",
        "تم الإنجاز", "تم الانتهاء",
    ),
}  # fmt: skip
_MEANS = {fold(word): status.value for status, words in _STATUSES.items() for word in words}
_LATE = frozenset(fold(word) for word in ("delayed", "late", "behind schedule", "overdue", "متأخر", "متأخرة"))


def meaning(value: str) -> str:
    """Return a value as it is compared with what a vocabulary knows: folded, its words parted by single blanks."""
    return _SIGNS.sub(" ", fold(value[:200])).strip()


def day(line: Line, column: str, cell: str) -> date | None:
    """Return the day that a cell says, day first where it could be either; None where that is noted as wrong."""
    try:
        return typed_day(cell)
    except DomainError as problem:
        line.problems.append(Problem(line.number, column, problem))
        return None


def status(line: Line, cell: str, vocabulary: Vocabulary) -> str | None:
    """Return the code of a milestone's status; None where that is noted as wrong."""
    words = meaning(cell)
    code = vocabulary["milestone"].get(words) or _MEANS.get(words)
    if code is None:
        why = "status-late" if words in _LATE else "value-unknown"
        line.problems.append(Problem(line.number, "status", DomainError(why, typed=_shown(cell))))
    return code


def codes(line: Line, column: str, cell: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes that a list of values means, in their own order, each once."""
    found = set()
    for each in parts(cell):
        words = meaning(each)
        if words in known:
            found.add(known[words])
        else:
            problem = DomainError("value-unknown", typed=_shown(each))
            line.problems.append(Problem(line.number, column, problem))
    return tuple(code for code in dict.fromkeys(known.values()) if code in found)


def bodies(
    line: Line, column: str, cell: str, known: Mapping[str, Sequence[Called]]
) -> tuple[int, ...] | None:
    """Return the ids of the bodies that a cell names, in their order; None where one is noted as wrong.

    One whose own name holds what else parts names is known by the whole of it.
    """
    found: list[int] = []
    sure = True
    for name in _names(cell, known):
        named = known.get(fold(name[:2000]), ())
        if len(named) == 1:
            found.append(named[0].id)
            continue
        sure = False
        code = "body-ambiguous" if named else "body-unknown"
        line.problems.append(Problem(line.number, column, DomainError(code, typed=_shown(name))))
    return tuple(dict.fromkeys(found)) if sure else None


def _names(cell: str, known: Mapping[str, Sequence[Called]]) -> list[str]:
    """Return the names in a cell; commas part them too, where what stands between them are names of bodies."""
    if fold(cell[:2000]) in known:
        return [cell]
    found: list[str] = []
    for name in parts(cell):
        among = [each.strip() for each in _COMMAS.split(name, maxsplit=MOST_NAMED) if each.strip()]
        whole = fold(name[:2000]) in known or not all(fold(each) in known for each in among)
        found += [name] if whole else among
    return found


def parts(cell: str) -> list[str]:
    """Return what stands in a list, which is parted by semicolons or lines; so much of it as one cell may name."""
    return [each.strip() for each in _APART.split(cell, maxsplit=MOST_NAMED) if each.strip()]


def _shown(cell: str) -> str:
    words = " ".join(cell.split())
    return words if len(words) <= 80 else f"{words[:79]}…"  # noqa: PLR2004 - as much as a line shows
