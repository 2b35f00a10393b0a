"""Bytes that no document has: what a transaction that failed, or a process that died, left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice

from sqlalchemy.orm import Session

from consult.documents import queries
from consult.shared.storage import Storage

_BATCH = 500
# Which of these keys somebody keeps bytes under.
Known = Callable[[Session, Iterable[str]], set[str]]


def sweep(session: Session, *, storage: Storage, before: datetime, known: Iterable[Known] = ()) -> int:
    """Destroy what was put before a moment and stands in no version; return how much of it there was.

    ``known`` say what of it others keep.

    ``before`` lies further back than any request lasts: what is being added is not named by the database yet.
    """
    keys, gone = storage.old_keys(before=before), 0
    while some := list(islice(keys, _BATCH)):
        kept = set[str]().union(*(of(session, some) for of in (queries.known_keys, *known)))
        for key in some:
            if key not in kept:
                storage.delete(key)
                gone += 1
    return gone
