"""What the lines of a plan's file say: commitments with the cells that speak of them, and their milestones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from consult.plans.models.columns import BY_KEY
from consult.plans.services.importing.headings import Found, cells_of
from consult.plans.services.importing.outcome import Line, Problem
from consult.shared.errors import DomainError
from consult.shared.folding import fold
from consult.shared.tables.reading import is_error
from consult.shared.text import clean_line

# What people write around the number of a commitment.
_AROUND = re.compile(r"^(?:commitment|no|number|الالتزام|التزام|رقم|\W|_)+|\W+$", re.IGNORECASE)


@dataclass(slots=True)
class ReadMilestone:
    """What one line says of a milestone."""

    line: Line
    cells: dict[str, str]


@dataclass(slots=True)
class ReadCommitment:
    """What all lines of a commitment say of it: each cell once, with the line where it stands first."""

    number: str
    line: Line
    cells: dict[str, str] = field(default_factory=dict)
    stands_at: dict[str, Line] = field(default_factory=dict)
    milestones: list[ReadMilestone] = field(default_factory=list)

    def at(self, column: str) -> Line:
        """Return the line at which a column of it stands; the first where none says it."""
        return self.stands_at.get(column, self.line)


def read_lines(found: Found) -> tuple[list[Line], list[ReadCommitment]]:
    """Return the lines below the headings, and the commitments that they speak of, in their order.

    A line without a number goes on with the commitment above it, as merged cells do.
    """
    lines: list[Line] = []
    commitments: dict[str, ReadCommitment] = {}
    above: ReadCommitment | None = None
    for row in found.rows:
        cells, twice = cells_of(found, row)
        if not cells:
            continue
        typed = cells.pop("commitment_number", "")
        number = number_of(typed)
        line = Line(
            row.line, number or (above.number if above and not typed else ""),
            from_above=not typed and above is not None,
        )  # fmt: skip
        lines.append(line)
        line.problems += [Problem(row.line, key, DomainError("said-twice")) for key in twice]
        line.problems += _errors(row.line, cells)
        if not number and (typed or above is None):
            code = "commitment-number-unfit" if typed else "write-this"
            line.problems.append(Problem(row.line, "commitment_number", DomainError(code)))
            continue
        if number:
            above = commitments.setdefault(number, ReadCommitment(number, line))
        if above is not None:
            _take(above, line, cells)
    return lines, list(commitments.values())


def number_of(typed: str) -> str:
    """Return a commitment's number as the record has it, in our digits and capitals; empty where it is none."""
    plain = _AROUND.sub("", fold(clean_line(typed)[:60])).replace(" ", "").upper()
    return plain if re.fullmatch(r"[1-9][0-9]{0,2}[A-Z]?", plain) else ""


def _errors(number: int, cells: dict[str, str]) -> Iterable[Problem]:
    """Take out the cells in which a spreadsheet shows an error, and yield each."""
    for key in [key for key, cell in cells.items() if is_error(cell.strip())]:
        yield Problem(number, key, DomainError("cell-error", typed=cells.pop(key).strip()))


def _take(commitment: ReadCommitment, line: Line, cells: dict[str, str]) -> None:
    of_milestone = {}
    for key, cell in cells.items():
        if BY_KEY[key].of_milestone:
            of_milestone[key] = cell
        elif commitment.cells.setdefault(key, cell) != cell:
            first = commitment.at(key).number
            line.problems.append(Problem(line.number, key, DomainError("said-otherwise", line=first)))
        else:
            commitment.stands_at.setdefault(key, line)
    if of_milestone:
        commitment.milestones.append(ReadMilestone(line, of_milestone))
