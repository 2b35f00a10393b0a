"""The open file of what voices said before: each revision that stands no more, with what seals it.

Its columns have the names of the open file of contributions, so that ``verify_receipts`` checks it as it checks that
one. What was changed before anybody had answered keeps its row, its time and its fingerprint, and has no words here; so
does what is not shown, and what was said under a name that its author took back.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import pairwise

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult.consultations.queries import by_id
from consult.contributions.models import Contribution, Revision
from consult.contributions.policies import shown_revisions, shows_seal
from consult.contributions.queries import earlier
from consult.shared import csv
from consult.shared.clock import in_utc
from consult.web.database import let_go

COLUMNS = (
    "reference", "revision", "received_at", "status", "kind", "about", "clause_id", "in_reply_to", "language",
    "stance", "title", "problem", "text", "shown_name", "salt", "fingerprint", "fingerprint_version", "consultation",
    "activity", "subject", "organisation", "channel", "details",
    # The revision that took its place, when, and whether as a correction that others read beside it.
    "revision_after", "changed_at", "correction",
)  # fmt: skip
# What became of a revision that stands no more.
SHOWN, GONE = "published", "changed"


def csv_file(engine: Engine, consultation_id: int) -> Iterator[str]:
    """Yield the file, in pieces of text."""
    with closing(_read(engine, consultation_id)) as rows:
        yield from csv.stream(COLUMNS, rows)


def _read(engine: Engine, consultation_id: int) -> Generator[list[object], None, None]:
    """Yield the rows, read through a session of their own."""
    session = Session(engine)
    try:
        asked = by_id(session, consultation_id)
        activities = {each.id: each.slug for each in asked.activities} if asked else {}
        for said, every in earlier(session, consultation_id=consultation_id):
            shown = shown_revisions(every) if said.is_published else []
            for before, after in pairwise(every):
                readable = before in shown and shows_seal(before, said.revision)
                where = [asked.slug if asked else None, activities.get(said.activity_id), said.subject.sealed]
                yield [*_row(said, before, where, readable=readable), *_after(after)]
    finally:
        let_go(session)


def _row(said: Contribution, of: Revision, where: list[str | None], *, readable: bool) -> list[object]:
    body = said.organisation
    words: list[object] = [of.language, of.stance, of.title, of.problem, of.body, of.shown_name]
    salt = of.salt.hex() if of.salt else None
    return [
        said.reference, of.number, in_utc(of.received_at), _status(said, readable=readable), said.kind, said.about,
        said.clause_id, said.about if said.parent_id else None, *(words if readable else [None] * len(words)),
        salt if readable else None, of.fingerprint, of.seal_version, *where,
        body.slug if body and readable else None, said.channel, of.details if readable else None,
    ]  # fmt: skip


def _status(said: Contribution, *, readable: bool) -> str:
    if not said.is_published:
        return said.status
    return SHOWN if readable else GONE


def _after(after: Revision) -> list[object]:
    return [after.number, in_utc(after.received_at), "yes" if after.correction else "no"]
