"""What a file says anew of a commitment: its title, what it promises, by what it is sorted, and its bodies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from consult.organisations.queries.called import Called
from consult.plans.models.columns import LABELLED
from consult.plans.models.exchanged import ExchangedBody
from consult.plans.queries.exchanged import PROMISED
from consult.plans.services import template, words
from consult.plans.services.importing import cells
from consult.plans.services.importing.outcome import CommitmentChange, Problem, Vocabulary
from consult.plans.services.importing.reading import ReadCommitment
from consult.plans.services.template import Template
from consult.plans.services.words import CommitmentWords
from consult.shared.errors import DomainError, ProblemsError

_TITLE = ("title_ar", "title_en")
# Who carries it out changes by facts of its own, each with its day.
_OF_BODIES = frozenset(
    f"{role}_{lang}" for role in ("lead_bodies", "supporting_bodies") for lang in ("ar", "en")
)


def compare_commitment(
    read: ReadCommitment, change: CommitmentChange, bodies: Mapping[str, Sequence[Called]], vocabulary: Vocabulary
) -> None:  # fmt: skip
    """Note on ``change`` what is to be recorded, and on the lines what changes by which column, or is wrong."""
    _title(read, change)
    _promise(read, change)
    _labels(read, change, vocabulary)
    there = change.there
    for role, held in (
        ("lead_bodies", there.leads if there else ()),
        ("supporting_bodies", there.supporting if there else ()),
    ):
        named = _bodies(read, role, held, bodies)
        if named is None or _same(role, named, held):
            continue
        if role == "lead_bodies":
            change.leads = named
        else:
            change.supporting = named
        called = {body.id: body for each in bodies.values() for body in each if body.id in named}
        values = held, tuple(called[body_id] for body_id in named)
        _mark(read, change, {key: values for key in (f"{role}_ar", f"{role}_en") if key in read.cells})


def _title(read: ReadCommitment, change: CommitmentChange) -> None:
    there = change.there
    before: dict[str, Any] = {key: getattr(there, key) if there else "" for key in _TITLE}
    typed: dict[str, Any] = {
        key: read.cells[key] for key in _TITLE if read.cells.get(key, before[key]) != before[key]
    }
    if there is not None and not typed:
        return
    said = CommitmentWords(**{**before, **typed})
    anew = _checked(read, lambda: words.checked(said), {"title_ar": "title_ar", "title_en": "title_en"})
    if anew is None:
        return
    changed = [key for key in typed if getattr(anew, key) != before[key]]
    if changed or there is None:
        change.title = anew
        _mark(read, change, {key: (before[key], getattr(anew, key)) for key in changed})


def _promise(read: ReadCommitment, change: CommitmentChange) -> None:
    there = change.there
    before: dict[str, Any] = dict(there.promise) if there else dict.fromkeys(PROMISED, "")
    before |= {key: before[key] or None for key in ("starts_on", "ends_on")}
    typed: dict[str, Any] = {key: read.cells[key] for key in PROMISED if key in read.cells}
    for key in ("starts_on", "ends_on"):
        if key in typed:
            typed[key] = cells.day(read.at(key), key, typed[key])
            if typed[key] is None:
                del typed[key]
    typed = {key: value for key, value in typed.items() if value != before[key]}
    if not typed:
        return
    said = Template(**{**before, **typed})
    anew = _checked(read, lambda: template.checked(said), {key: key for key in PROMISED})
    if anew is None:
        return
    changed = [key for key in typed if anew[key] != before[key]]
    if changed:
        change.template = replace(Template(**before), **{key: anew[key] for key in changed})
        _mark(read, change, {key: (before[key], anew[key]) for key in changed})


def _labels(read: ReadCommitment, change: CommitmentChange, vocabulary: Vocabulary) -> None:
    there = change.there
    before = {key: there.labels.get(family.value, ()) if there else () for key, family in LABELLED.items()}
    said = {
        key: cells.codes(read.at(key), key, read.cells[key], vocabulary[family.value])
        for key, family in LABELLED.items()
        if key in read.cells
    }
    changed = [key for key, codes in said.items() if set(codes) != set(before[key])]
    if changed:
        change.labels = {LABELLED[key].value: said.get(key, before[key]) for key in LABELLED}
        _mark(read, change, {key: (before[key], said[key]) for key in changed})


def _bodies(
    read: ReadCommitment, role: str, held: Sequence[ExchangedBody], known: Mapping[str, Sequence[Called]]
) -> tuple[int, ...] | None:
    """Return the bodies that the columns of a role name; None where they name none, or something is wrong.

    Where the two languages name others, the one that differs from the record counts.
    """
    named = {}
    for key in (f"{role}_ar", f"{role}_en"):
        if key in read.cells:
            found = cells.bodies(read.at(key), key, read.cells[key], known)
            if found is None:
                return None
            named[key] = found
    others = {found for found in named.values() if not _same(role, found, held)}
    if len(others) > 1:
        line = read.at(f"{role}_en")
        line.problems.append(Problem(line.number, f"{role}_en", DomainError("bodies-differ")))
        return None
    return next(iter(others), next(iter(named.values()), None))


def _same(role: str, named: Sequence[int], held: Sequence[ExchangedBody]) -> bool:
    ids = [body.id for body in held]
    leads = role != "lead_bodies" or list(named[:1]) == ids[:1]
    return leads and set(named) == set(ids)


def _checked(read: ReadCommitment, check: Any, columns: Mapping[str, str]) -> Any:  # noqa: ANN401 - whatever it returns
    """Return what ``check`` returns; where it raises, note each problem at the column of its field, and return None."""
    try:
        return check()
    except DomainError as problem:
        for each in problem.problems if isinstance(problem, ProblemsError) else [problem]:
            column = columns.get(each.field or "", "")
            line = read.at(column)
            line.problems.append(Problem(line.number, column, each))
        return None


def _mark(
    read: ReadCommitment, change: CommitmentChange, values: Mapping[str, tuple[object, object]]
) -> None:
    """Note by which columns a commitment changes, from what to what, each at the line where it stands.

    Words that were adopted change on its page alone, with a reason.
    """
    for column, pair in values.items():
        line = read.at(column)
        if change.there is not None and change.there.worded and column not in _OF_BODIES:
            line.problems.append(Problem(line.number, column, DomainError("words-with-a-reason")))
            continue
        line.values[column] = pair
        if change.there is not None:
            line.changed.append(column)
