"""What a test says of something that is refused: by the database, or by a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.shared.errors import DomainError, ProblemsError


@contextmanager
def refused(session: Session, guard: str) -> Iterator[None]:
    """Expect that the trigger ``guard`` refuses what is done inside."""
    with pytest.raises(IntegrityError, match=f"refused: {guard}"), session.begin_nested():
        yield


@contextmanager
def problems(*expected: tuple[str, str | None]) -> Iterator[None]:
    """Expect exactly these rules to stand against what is done inside: pairs of code and field."""
    with pytest.raises(DomainError) as caught:
        yield
    assert set(found(caught.value)) == set(expected)


def found(error: DomainError) -> list[tuple[str, str | None]]:
    """Return the pairs of code and field in an error."""
    each = error.problems if isinstance(error, ProblemsError) else [error]
    return [(problem.code, problem.field) for problem in each]


def refusals(act: Callable[[], object]) -> set[tuple[str, str | None]]:
    """Return the rules that stand against ``act``: pairs of code and field. It has to be refused."""
    with pytest.raises(DomainError) as caught:
        act()
    return set(found(caught.value))
