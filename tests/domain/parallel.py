"""Requests that arrive at one instant, each with a connection and a transaction of its own, as the faces make them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult.shared.errors import DomainError, NotFoundError

T = TypeVar("T")
REFUSED = (DomainError, NotFoundError)


def at_once(engine: Engine, acts: Sequence[Callable[[Session], T]]) -> list[T | DomainError | NotFoundError]:
    """Run ``acts`` in parallel, each committed; return what each gave or which rule stood against it, in their order.

    Any other error is raised: parallel requests may wait for each other, and must not break each other.
    """
    gate = Barrier(len(acts))

    def run(act: Callable[[Session], T]) -> T | DomainError | NotFoundError:
        with Session(engine.execution_options(write=True), expire_on_commit=False) as session:
            gate.wait()
            try:
                with session.begin():
                    return act(session)
            except REFUSED as problem:
                return problem

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def codes(results: Sequence[object]) -> list[str]:
    """Return what stood against those of ``results`` that were refused: its code, ``not-found`` where nothing was."""
    return [
        each.code if isinstance(each, DomainError) else "not-found"
        for each in results
        if isinstance(each, REFUSED)
    ]


def committed(engine: Engine, make: Callable[[Session], T]) -> T:
    """Return what ``make`` made, committed."""
    with Session(engine.execution_options(write=True), expire_on_commit=False) as session, session.begin():
        return make(session)
