"""What a file says anew of a commitment's milestones: each known by its id, else by its title in either language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

from consult.plans.models import MilestoneStatus
from consult.plans.models.exchanged import ExchangedCommitment, ExchangedMilestone
from consult.plans.services.committing import milestone_checked
from consult.plans.services.importing import cells
from consult.plans.services.importing.outcome import (
    CommitmentChange,
    MilestoneChange,
    Outcome,
    Problem,
    Vocabulary,
)
from consult.plans.services.importing.reading import ReadCommitment, ReadMilestone
from consult.plans.services.words import MilestoneWords
from consult.shared.errors import DomainError, ProblemsError
from consult.shared.folding import fold
from consult.shared.text import western_digits

# The fields of a milestone, and the columns in which they stand.
_COLUMNS = {
    "title_ar": "milestone_title_ar", "title_en": "milestone_title_en", "deliverable_ar": "deliverable_ar",
    "deliverable_en": "deliverable_en", "starts_on": "milestone_starts_on", "due_on": "milestone_due_on",
    "status": "status", "as_of": "status_as_of",
}  # fmt: skip
# What of a milestone changes by an act or a report alone, once its commitment is followed.
_BY_ACTS = {
    "starts_on": "days-by-a-move", "due_on": "days-by-a-move", "status": "status-by-a-report",
    "as_of": "status-by-a-report",
}  # fmt: skip
_WORDS = ("title_ar", "title_en", "deliverable_ar", "deliverable_en")
_DAYS = ("starts_on", "due_on", "as_of")


def compare_milestones(
    read: ReadCommitment, change: CommitmentChange, vocabulary: Vocabulary, *, years: tuple[int, int] | None,
    now: datetime, zone: tzinfo,
) -> None:  # fmt: skip
    """Note on ``change`` what is to be recorded of the milestones, and on the lines what changes or is wrong.

    What the file does not name stays as it is.
    """
    there = change.there.milestones if change.there else ()
    taken: dict[object, int] = {}
    # Folded once for all lines.
    called = [(each, _known_as(each)) for each in there]
    for milestone in read.milestones:
        line = milestone.line
        found = _known(milestone, called)
        line.milestone = _called(milestone, None if isinstance(found, DomainError) else found)
        if isinstance(found, DomainError):
            line.problems.append(Problem(line.number, "milestone_id", found))
            continue
        known = found
        if any(key in taken for key in _keys(milestone, known)):
            first = next(taken[key] for key in _keys(milestone, known) if key in taken)
            line.problems.append(Problem(line.number, "", DomainError("milestone-twice", line=first)))
            continue
        taken |= dict.fromkeys(_keys(milestone, known), line.number)
        said = _said(milestone, known, vocabulary)
        if said is None:
            continue
        if known is not None and all(
            (getattr(said, name) or "") == (getattr(known, name) or "") for name in _COLUMNS
        ):
            continue
        if change.there is not None and not _may_be_recorded(milestone, known, said, change.there):
            continue
        if _undated(milestone, known, said):
            line.problems.append(Problem(line.number, _COLUMNS["as_of"], DomainError("status-without-a-day")))
            continue
        checked = _checked(milestone, said, known, years=years, now=now, zone=zone)
        if checked is not None:
            _note(milestone, known, checked, change)


def _may_be_recorded(
    milestone: ReadMilestone,
    known: ExchangedMilestone | None,
    said: MilestoneWords,
    there: ExchangedCommitment,
) -> bool:
    """Note what of a followed commitment's milestone is done on its own page, with a reason or as a report."""
    line, told = milestone.line, len(milestone.line.problems)
    if known is not None and known.withdrawn:
        line.problems.append(Problem(line.number, "", DomainError("milestone-withdrawn")))
    elif there.followed and known is None:
        line.problems.append(Problem(line.number, "", DomainError("milestone-by-an-act")))
    elif known is not None:
        line.problems += [
            Problem(line.number, _COLUMNS[field], DomainError("words-with-a-reason"))
            for field in _WORDS
            if there.worded and (getattr(known, field) or "") != (getattr(said, field) or "")
        ]
    if there.followed and known is not None and not known.withdrawn:
        line.problems += [
            Problem(line.number, _COLUMNS[field], DomainError(code))
            for field, code in _BY_ACTS.items()
            if getattr(known, field) != getattr(said, field)
            # A status and its day are one report.
            and not (field == "as_of" and known.status != said.status)
        ]
    return len(line.problems) == told


def _known(
    milestone: ReadMilestone, called: Sequence[tuple[ExchangedMilestone, set[tuple[str, str]]]]
) -> ExchangedMilestone | DomainError | None:
    """Return the milestone that a line speaks of, None for a new one, or what is wrong where that cannot be told."""
    typed = milestone.cells.get("milestone_id", "")
    if typed:
        number = western_digits(typed.strip())
        found = next((each for each, _names in called if str(each.id) == number), None)
        return found or DomainError("milestone-unknown")
    titles = _titles(milestone)
    same = [each for each, names in called if titles & names]
    if len(same) > 1:
        return DomainError("milestone-ambiguous")
    return same[0] if same else None


def _titles(milestone: ReadMilestone) -> set[tuple[str, str]]:
    typed = {lang: fold(milestone.cells.get(f"milestone_title_{lang}", "")) for lang in ("ar", "en")}
    return {(lang, title) for lang, title in typed.items() if title}


def _known_as(there: ExchangedMilestone) -> set[tuple[str, str]]:
    """Return what a milestone is called in either language, folded."""
    return {("ar", fold(there.title_ar)), ("en", fold(there.title_en))}


def _called(milestone: ReadMilestone, known: ExchangedMilestone | None) -> tuple[str, str]:
    """Return the titles by which a line is told, in Arabic and English: the file's, else the record's."""
    stands = (known.title_ar, known.title_en) if known else ("", "")
    ar, en = (milestone.cells.get(f"milestone_title_{lang}", "") for lang in ("ar", "en"))
    return ar or stands[0], en or stands[1]


def _keys(milestone: ReadMilestone, known: ExchangedMilestone | None) -> list[object]:
    return [known.id] if known else list(_titles(milestone))


def _said(
    milestone: ReadMilestone, known: ExchangedMilestone | None, vocabulary: Vocabulary
) -> MilestoneWords | None:
    """Return what a line says together with what stands; None where something cannot be read."""
    line, before = milestone.line, len(milestone.line.problems)
    cells_said = milestone.cells
    typed: dict[str, Any] = {
        name: cells_said[column] for name, column in _COLUMNS.items() if column in cells_said
    }
    for field in _DAYS:
        if field in typed:
            typed[field] = cells.day(line, _COLUMNS[field], typed[field])
    if "status" in typed:
        typed["status"] = cells.status(line, typed["status"], vocabulary)
    stands: dict[str, Any] = {field: getattr(known, field) if known else None for field in _COLUMNS}
    marked = {problem.column for problem in line.problems}
    if "due_on" not in typed and stands["due_on"] is None and _COLUMNS["due_on"] not in marked:
        line.problems.append(Problem(line.number, _COLUMNS["due_on"], DomainError("write-this")))
    if len(line.problems) > before or not (typed.get("due_on") or stands["due_on"]):
        return None
    said = {**stands, **typed}
    said["status"] = MilestoneStatus(said["status"] or MilestoneStatus.NOT_STARTED)
    if (
        known is not None
        and known.as_of is not None
        and said["as_of"] is not None
        and said["as_of"] < known.as_of
    ):
        day = known.as_of.isoformat()
        line.problems.append(Problem(line.number, _COLUMNS["as_of"], DomainError("status-older", day=day)))
        return None
    return MilestoneWords(**{**said, "title_ar": said["title_ar"] or "", "title_en": said["title_en"] or ""})


def _undated(milestone: ReadMilestone, known: ExchangedMilestone | None, said: MilestoneWords) -> bool:
    """Whether a line says that a milestone stands otherwise than the record has it, and not as of which day."""
    before = known.status if known else MilestoneStatus.NOT_STARTED
    return said.status != before and "status_as_of" not in milestone.cells


def _checked(
    milestone: ReadMilestone,
    said: MilestoneWords,
    known: ExchangedMilestone | None,
    *,
    years: tuple[int, int] | None,
    now: datetime,
    zone: tzinfo,
) -> MilestoneWords | None:
    line = milestone.line
    try:
        return milestone_checked(said, years=years, now=now, zone=zone, before=known)
    except DomainError as problem:
        for each in problem.problems if isinstance(problem, ProblemsError) else [problem]:
            line.problems.append(Problem(line.number, _COLUMNS.get(each.field or "", ""), each))
        return None


def _note(
    milestone: ReadMilestone, known: ExchangedMilestone | None, said: MilestoneWords, change: CommitmentChange
) -> None:
    line = milestone.line
    if known is None:
        line.outcome = Outcome.NEW
        change.milestones.append(MilestoneChange(None, said))
        line.values |= {column: ("", getattr(said, name) or "") for name, column in _COLUMNS.items()}
        return
    changed = []
    for field, column in _COLUMNS.items():
        before, after = getattr(known, field) or "", getattr(said, field) or ""
        if after != before and milestone.cells.get(column) != before:
            changed.append(column)
            line.values[column] = before, after
    if changed:
        line.changed += changed
        change.milestones.append(MilestoneChange(known.id, said))
