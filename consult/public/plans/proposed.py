"""Which text of a commitment is the adopted one, and which is only proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from consult.consultations.policies.standing import (
    ADOPTED,
    PROPOSED,
    VersionStanding,
    newest,
    standings,
)
from consult.consultations.queries import asked_versions
from consult.presenters.versions import VersionState
from consult.public.plans.clauses import ClauseShown, clauses_shown
from consult.public.plans.presenters import VersionRow
from consult.texts import queries as texts
from consult.texts.models import PublishedVersion


@dataclass(frozen=True, slots=True)
class ShownText:
    """A version with its words. ``compare``: where a proposed one stands beside the adopted one."""

    number: int
    day: str
    standing: VersionState
    clauses: list[ClauseShown]
    compare: str | None = None


def standings_of(
    session: Session, text_id: int, published: Sequence[PublishedVersion], now: datetime
) -> dict[int, VersionStanding]:
    """Return what each published version of a text stands for, by its id."""
    asked = asked_versions(session, text_id=text_id, now=now) if published else []
    return standings(published, asked, now)


def shown_texts(
    session: Session,
    published: Sequence[PublishedVersion],
    rows: Sequence[VersionRow],
    stands: Mapping[int, VersionStanding],
    home: tuple[str, str],
) -> tuple[ShownText | None, ShownText | None]:
    """Return the text that was adopted last and the one that is proposed after it; each None where there is none.

    ``home`` is the commitment: its plan's slug and its number.
    """
    by_number = {row.number: row for row in rows}

    def shown(version: PublishedVersion) -> ShownText:
        row = by_number[version.number]
        clauses = clauses_shown(texts.clauses_of(session, version_id=version.id))
        return ShownText(row.number, row.day, row.standing, clauses)

    adopted, proposed = newest(published, stands, ADOPTED), newest(published, stands, PROPOSED)
    first = shown(adopted) if adopted else None
    if proposed is None or (adopted is not None and proposed.number < adopted.number):
        return first, None
    second = shown(proposed)
    if adopted is None:
        return first, second
    slug, number = home
    beside = url_for("public.compare", slug=slug, number=number, before=adopted.number, after=proposed.number)
    return first, replace(second, compare=beside)


def newer_of(rows: Sequence[VersionRow], number: int) -> list[VersionRow]:
    """Return the newest adopted and the newest proposed version that are later than this one, the newest first."""
    later = [row for row in rows if row.number > number]
    adopted = next((row for row in later if row.standing.adopted), None)
    proposed = next((row for row in later if row.standing.proposed), None)
    return [row for row in later if row in (adopted, proposed)]
