"""What the domain raises: codes, never words. The faces say them in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from consult.shared.marks import MOST_ON_A_LETTER, piled
from consult.shared.text import letters, too_long


class DomainError(Exception):
    """A rule was not met. ``code`` names the rule, ``field`` the input it stands at, ``values`` fill its sentence."""

    def __init__(self, code: str, *, field: str | None = None, **values: object) -> None:
        """Keep the code, the field and the values."""
        super().__init__(code)
        self.code = code
        self.field = field
        self.values = values


class ProblemsError(DomainError):
    """Several rules were not met at once, each at its own field."""

    def __init__(self, problems: list[DomainError]) -> None:
        """Keep the list; it is never empty."""
        super().__init__("problems")
        self.problems = problems


class NotFoundError(DomainError):
    """The thing is not there, or not there for this actor: the same answer for both."""

    def __init__(self) -> None:
        """Take nothing, so that nothing can tell the two apart."""
        super().__init__("not-found")


def raise_any(problems: list[DomainError]) -> None:
    """Raise what ``problems`` holds: nothing, the one, or all of them together."""
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise ProblemsError(problems)


MAX_PROSE = 8000


def problems_of_words(words: dict[str, str], *, most: int = MAX_PROSE) -> list[DomainError]:
    """Return what is wrong with official words, keyed by field: empty, or too much of it (``most`` letters)."""
    problems = [DomainError("write-this", field=field) for field, value in words.items() if not value.strip()]
    return problems + problems_of_length(words, most=most)


def problems_of_length(words: Mapping[str, str | None], *, most: int) -> list[DomainError]:
    """Return what is wrong with how much was typed, keyed by field: too many letters, or too many marks on one.

    Every service asks this of every text that it stores; a text that is empty, or None, has nothing wrong with it.
    """
    problems = [_problem_of_length(field, value, most) for field, value in words.items() if value]
    return [problem for problem in problems if problem is not None]


def _problem_of_length(field: str, value: str, most: int) -> DomainError | None:
    if too_long(value, most):
        return DomainError("too-long", field=field, most=most, typed=letters(value))
    if piled(value):
        return DomainError("marks-piled", field=field, most=MOST_ON_A_LETTER)
    return None
