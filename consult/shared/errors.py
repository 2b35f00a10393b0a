"""What the domain raises: codes, never words. The faces say them in the reader's language."""

from __future__ import annotations

from consult.shared.marks import MOST_ON_A_LETTER, piled
from consult.shared.text import has_words, letters, refused_marks, too_long


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


class NotFoundError(Exception):
    """The thing is not there, or not there for this actor: the same answer for both.

    It is no ``DomainError``: no form shows it, the whole page is missing.
    """

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


def problems_of_words(
    words: dict[str, str], *, most: int = MAX_PROSE, needed: bool = True
) -> list[DomainError]:
    """Return what is wrong with words, keyed by field: every service that takes words asks here, and nowhere else.

    They may not be empty where they are ``needed``, hold marks that turn what stands around them or steer devices, be
    longer than ``most`` letters, or pile more marks on one than any word has.
    """
    return [
        problem for field, value in words.items() for problem in _problems(field, value, most, needed=needed)
    ]


def _problems(field: str, value: str, most: int, *, needed: bool) -> list[DomainError]:
    if needed and not has_words(value):
        return [DomainError("write-this", field=field)]
    problems = []
    if marks := refused_marks(value):
        problems.append(DomainError("refused-marks", field=field, number=len(marks)))
    if too_long(value, most):
        problems.append(DomainError("too-long", field=field, most=most, typed=letters(value)))
    elif piled(value):
        problems.append(DomainError("marks-piled", field=field, most=MOST_ON_A_LETTER))
    return problems
