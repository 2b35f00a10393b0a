"""Remembering what was read of the public record, for as long as nothing of it changes."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import wraps
from sys import getsizeof
from threading import Lock
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import inspect, text
from sqlalchemy.orm import RelationshipDirection, Session
from sqlalchemy.orm.base import LoaderCallableStatus, PassiveFlag

MEMORY = "memory"
# A trigger changes it with every change of what staff write and pages read (migration 0008).
_STAMP = text("SELECT value FROM stamps WHERE name = 'record'")
_NEW_STAMP = text("UPDATE stamps SET value = :value WHERE name = 'record'")
_HELD = "held"
UNKNOWN = object()
RECORD = "record"
# How many bytes a process keeps of each kind.
MOST_BYTES = {RECORD: 8 * 2**20, "pages": 16 * 2**20, "parts": 8 * 2**20}
# The part of that above which one thing is too large to be kept: it would drive out all others.
_LARGEST_PART = 4
_STATE = "_sa_instance_state"
_STATE_BYTES = 1000
P = ParamSpec("P")
R = TypeVar("R")


class Shelf:
    """What is kept of one kind, in a bounded number of bytes: what was asked for the longest ago goes first."""

    def __init__(self, most: int) -> None:
        """Begin empty; ``most`` is in bytes."""
        self.bytes = 0
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        # Threads of one process keep and drop at once.
        self._lock = Lock()

    def __len__(self) -> int:
        """How many things are kept."""
        return len(self._kept)

    def values(self) -> list[Any]:
        """Return what is kept, what was asked for the longest ago first."""
        return [value for value, _size in self._kept.values()]

    def get(self, key: Hashable) -> object:
        """Return what is kept under ``key``, UNKNOWN where nothing is."""
        with self._lock:
            if key not in self._kept:
                return UNKNOWN
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: Hashable, value: object) -> None:
        """Keep ``value`` under ``key``, unless it is too large, and drop what there is no room for."""
        size = size_of((key, value))
        if size > self._most // _LARGEST_PART:
            return
        with self._lock:
            self.bytes += size - self._kept.pop(key, (None, 0))[1]
            self._kept[key] = (value, size)
            while self.bytes > self._most:
                self.bytes -= self._kept.popitem(last=False)[1][1]


def size_of(value: object) -> int:
    """Return about how many bytes ``value`` takes with all that it holds; what stands in it twice counts once."""
    total, seen, waiting = 0, set(), [value]
    while waiting:
        each = waiting.pop()
        # Classes and functions are the program's.
        if id(each) in seen or isinstance(each, type) or callable(each):
            continue
        seen.add(id(each))
        total += getsizeof(each)
        if isinstance(each, Mapping):
            waiting += [*each.keys(), *each.values()]
        elif isinstance(each, list | tuple | set | frozenset):
            waiting += each
        elif hasattr(each, "__dict__"):
            inside = vars(each)
            total += getsizeof(inside) + (_STATE_BYTES if _STATE in inside else 0)
            waiting += [held for name, held in inside.items() if name != _STATE]
    return total


class Held:
    """What is kept under one stamp, a shelf for each kind."""

    def __init__(self) -> None:
        """Begin with empty shelves."""
        self._shelves = {kind: Shelf(most) for kind, most in MOST_BYTES.items()}

    def of(self, kind: str) -> Shelf:
        """Return the shelf of a kind."""
        return self._shelves[kind]


class Memory:
    """What one process has read of the public record, under the stamp that it had then.

    A session that reads for a page carries it in ``session.info``; those that write carry none and read everything.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._held: tuple[str, Held] = ("", Held())

    def forget(self) -> None:
        """Forget everything."""
        self._held = ("", Held())

    def held(self) -> Held:
        """Return what is kept now, under whatever stamp."""
        return self._held[1]

    def of(self, session: Session) -> Held:
        """Return what is remembered, as of this session: the stamp is asked for once, before anything it covers.

        What is read after the stamp may be newer than it, and is then forgotten with it; it is never older.
        """
        if _HELD not in session.info:
            stamp = session.scalar(_STAMP) or ""
            # Taken once: another thread may have read a newer stamp meanwhile, and what is older is not for it.
            known = self._held
            if not stamp or stamp != known[0]:
                known = self._held = (stamp, Held())
            session.info[_HELD] = known[1]
        held: Held = session.info[_HELD]
        return held


def forget_everywhere(session: Session) -> None:
    """Let every process forget, with the next page it gives after this commits: what was erased is then in none."""
    session.execute(_NEW_STAMP, {"value": secrets.token_hex(16)})


def remembered(query: Callable[P, R]) -> Callable[P, R]:
    """Let a query of the public record be asked once for each stamp; its first argument is the session.

    What it gives is detached, and shared by every request: it is read, never changed, and holds all it is asked for.
    Only tables that change the stamp (migration 0008) may be in it, and nothing that depends on the clock.
    """

    @wraps(query)
    def ask(*args: P.args, **kwargs: P.kwargs) -> R:
        session = cast("Session", args[0])
        memory: Memory | None = session.info.get(MEMORY)
        if memory is None:
            return query(*args, **kwargs)
        shelf = memory.of(session).of(RECORD)
        values = [_whole(value) for value in args[1:]]
        named = {name: _whole(value) for name, value in kwargs.items()}
        key = (query, *values, *sorted(named.items()))
        known = shelf.get(key)
        if known is not UNKNOWN:
            return cast("R", known)
        asking: Callable[..., R] = query
        found = asking(session, *values, **named)
        entities = list(_entities(found))
        if not all(map(_is_whole, entities)):
            # Somebody may ask it for what it belongs to, which only its own session can tell.
            return found
        for entity in entities:
            if entity in session:
                session.expunge(entity)
        found = _frozen(found)
        shelf.put(key, found)
        return found

    return ask


def _whole(value: object) -> object:
    """Return an argument as it can be a key, and be read twice."""
    return tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else value


def _frozen(found: Any) -> Any:  # noqa: ANN401 - whatever a query gives
    """Return what a query gave in containers that cannot change."""
    if isinstance(found, Mapping):
        return MappingProxyType({key: _frozen(value) for key, value in found.items()})
    if isinstance(found, list | tuple):
        return tuple(map(_frozen, found))
    return found


def _entities(found: Any, seen: set[int] | None = None) -> Iterator[Any]:  # noqa: ANN401 - whatever a query gives
    """Yield every row that a query gave, and those read along with them, each once."""
    seen = set() if seen is None else seen
    if isinstance(found, Mapping):
        found = list(found.values())
    if isinstance(found, list | tuple):
        for each in found:
            yield from _entities(each, seen)
    elif hasattr(found, "__mapper__") and id(found) not in seen:
        seen.add(id(found))
        yield found
        for name in inspect(type(found)).relationships.keys() & vars(found).keys():
            yield from _entities(vars(found)[name], seen)


def _is_whole(entity: Any) -> bool:  # noqa: ANN401 - any model
    """Whether what a row belongs to was read along, or is none, or was read for another row of its session."""
    state = inspect(entity)
    for relation in inspect(type(entity)).relationships:
        if relation.direction is RelationshipDirection.MANYTOONE and relation.key not in state.dict:
            value = state.manager[relation.key].impl.get(
                state, state.dict, passive=PassiveFlag.PASSIVE_NO_FETCH
            )
            if value is LoaderCallableStatus.PASSIVE_NO_RESULT:
                return False
    return True
