"""What something is said about or voted on: a kind and an id."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class SubjectKind(StrEnum):
    """What can be spoken about; whatever somebody said is a contribution, a proposal too."""

    CLAUSE = "clause"
    TEXT = "text"
    CONTRIBUTION = "contribution"


class Subject(NamedTuple):
    """One thing that is spoken about or voted on; a text as a whole is not its clauses."""

    kind: SubjectKind
    id: int

    @property
    def code(self) -> str:
        """What numbers and words that wait name it by: ``clause:7``."""
        return f"{self.kind}:{self.id}"

    @property
    def sealed(self) -> str:
        """What a seal names it by: ``clause 7``."""
        return f"{self.kind} {self.id}"

    @classmethod
    def of(cls, code: str) -> Subject:
        """Return the subject of a code; ValueError where it is none."""
        kind, _colon, number = code.partition(":")
        found = cls(SubjectKind(kind), int(number))
        if found.code != code:
            message = f"no code of a subject: {code!r}"
            raise ValueError(message)
        return found
