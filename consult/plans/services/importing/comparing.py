"""Comparing what a plan's file says with the record: line by line, what would be new, changed, or refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from consult.organisations.queries.called import Called, directory
from consult.plans.models.columns import BY_KEY, NUMBER
from consult.plans.models.exchanged import ExchangedCommitment
from consult.plans.queries.exchanged import exchanged
from consult.plans.queries.standing import plan_years
from consult.plans.services.importing.commitments import compare_commitment
from consult.plans.services.importing.headings import Found, find
from consult.plans.services.importing.milestones import compare_milestones
from consult.plans.services.importing.outcome import (
    CommitmentChange,
    Line,
    Outcome,
    Preview,
    Vocabulary,
)
from consult.plans.services.importing.reading import ReadCommitment, read_lines
from consult.shared.tables import Sheet


@dataclass(frozen=True, slots=True)
class Against:
    """What a file is compared with: the record, the bodies by name, the plan's years, and today."""

    record: Mapping[str, ExchangedCommitment]
    bodies: Mapping[str, Sequence[Called]]
    vocabulary: Vocabulary
    years: tuple[int, int] | None
    now: datetime
    zone: tzinfo


def preview(
    session: Session, *, plan_id: int, sheets: Sequence[Sheet], vocabulary: Vocabulary, now: datetime, zone: tzinfo
) -> Preview:  # fmt: skip
    """Return what a file would change of a plan; nothing is written."""
    record = exchanged(session, plan_id=plan_id, shown=False)
    found = find(sheets)
    result = Preview(found.sheet.name, _mark(record), found.unknown, twice=found.twice)
    result.other_sheets = [
        sheet.name for sheet in sheets if sheet is not found.sheet and not _is_our_own(sheet)
    ]
    result.lacking = _lacking(found)
    if result.lacking or result.twice:
        return result
    held = {body.id for row in record for body in (*row.leads, *row.supporting)}
    against = Against(
        {row.number: row for row in record}, directory(session, also=held), vocabulary,
        plan_years(session, plan_id=plan_id), now, zone,
    )  # fmt: skip
    result.lines, commitments = read_lines(found)
    result.changes = [
        change for change in (_compare(read, against) for read in commitments) if not change.is_none
    ]
    for line in result.lines:
        if line.problems:
            line.outcome = Outcome.REFUSED
        elif line.changed and line.outcome is Outcome.UNCHANGED:
            line.outcome = Outcome.CHANGED
    return result


def _is_our_own(sheet: Sheet) -> bool:
    """Whether a sheet says nothing, or is the one on the columns that our own files have."""
    return all(row.cells[0] in BY_KEY for row in sheet.rows[1:] if row.cells) and len(sheet.rows) != 1


def _lacking(found: Found) -> list[str]:
    """Return the columns without which a file cannot be read; all of them where it has no headings."""
    return [NUMBER.key] if NUMBER.key not in found.places.values() else []


def _compare(read: ReadCommitment, against: Against) -> CommitmentChange:
    there = against.record.get(read.number)
    change = CommitmentChange(read.number, there)
    compare_commitment(read, change, against.bodies, against.vocabulary)
    compare_milestones(
        read, change, against.vocabulary, years=against.years, now=against.now, zone=against.zone
    )
    if there is None:
        for line in {id(each): each for each in _lines(read)}.values():
            line.outcome = Outcome.NEW
    return change


def _lines(read: ReadCommitment) -> list[Line]:
    return [read.line, *(milestone.line for milestone in read.milestones)]


def _mark(record: Sequence[ExchangedCommitment]) -> str:
    """Return a mark of a record: another one where anything in it is another."""
    told = json.dumps([asdict(row) for row in record], default=str, ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]
