"""What a published version of a text stands for: proposed, withdrawn, adopted. It is not stored.

Three ways lead to a published version, and the moment says which: announcing a consultation publishes what it asks
about, an outcome publishes what it changed, and what neither published was loaded with the record, or published without
a consultation, which then says why. A version that was published to be asked about is proposed until its consultation
is answered, and never adopted where that was cancelled, or where the answer changed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from consult.consultations.policies import state_of
from consult.shared.state import State


class Stands(StrEnum):
    """What a published version stands for."""

    PROPOSED = "proposed"  # the public is, or will be, asked about it
    AWAITING = "awaiting"  # it was asked, and the answer is being written
    WITHDRAWN = "withdrawn"  # its consultation was cancelled
    CHANGED = "changed"  # the answer adopted it with changes, as another version
    ADOPTED = "adopted"
    UNASKED = "unasked"  # published without a consultation


ADOPTED = frozenset({Stands.ADOPTED, Stands.UNASKED})
PROPOSED = frozenset({Stands.PROPOSED, Stands.AWAITING})
_RUNNING = frozenset({State.DRAFT, State.ANNOUNCED, State.OPEN})


class Published(Protocol):
    """A published version."""

    @property
    def id(self) -> int:
        """Its id."""

    @property
    def number(self) -> int:
        """Its number."""

    @property
    def published_at(self) -> datetime:
        """When it was published."""

    @property
    def reason_ar(self) -> str | None:
        """Why, in Arabic."""


class Asked(Protocol):
    """A version and a consultation about it."""

    @property
    def version_id(self) -> int:
        """The version."""

    @property
    def slug(self) -> str:
        """The end of the consultation's address."""

    @property
    def opens_at(self) -> datetime:
        """When it opens."""

    @property
    def closes_at(self) -> datetime:
        """When it closes."""

    @property
    def announced_at(self) -> datetime | None:
        """When it was announced."""

    @property
    def cancelled_at(self) -> datetime | None:
        """When it was cancelled."""

    @property
    def answered_at(self) -> datetime | None:
        """When it was answered."""

    @property
    def outcome_at(self) -> datetime | None:
        """When an outcome of it was published."""

    @property
    def illustrative(self) -> bool:
        """Whether the demonstration invented it."""


@dataclass(frozen=True, slots=True)
class VersionStanding:
    """What a version stands for; ``moment`` is the closing, or when it came to stand so.

    ``slug`` is the consultation that it follows from, ``became`` the number of the version that its answer adopted.
    ``illustrative``: the consultation that published it was invented for the demonstration, and so were its words.
    """

    stands: Stands
    moment: datetime
    slug: str | None = None
    became: int | None = None
    illustrative: bool = False


V = TypeVar("V", bound=Published)


def standings(
    versions: Sequence[Published], asked: Sequence[Asked], now: datetime
) -> dict[int, VersionStanding]:
    """Return what each of the published versions of one text stands for at ``now``, by its id."""
    outcomes = {
        row.outcome_at: row.illustrative
        for row in asked
        if row.outcome_at is not None and row.outcome_at <= now
    }
    by_moment = {row.published_at: row.number for row in versions}
    found = {}
    for version in versions:
        about = [row for row in asked if row.version_id == version.id]
        if by := [row for row in about if row.announced_at == version.published_at]:
            proposed = _proposed(version, about, by_moment, now)
            found[version.id] = replace(proposed, illustrative=any(row.illustrative for row in by))
        elif version.published_at in outcomes or not version.reason_ar:
            found[version.id] = VersionStanding(
                Stands.ADOPTED, version.published_at, illustrative=outcomes.get(version.published_at, False)
            )
        else:
            found[version.id] = VersionStanding(Stands.UNASKED, version.published_at)
    return found


def newest(
    versions: Iterable[V], standing: Mapping[int, VersionStanding], among: frozenset[Stands]
) -> V | None:
    """Return the newest of these versions that stands for one of ``among``, or None."""
    fitting = [row for row in versions if standing[row.id].stands in among]
    return max(fitting, key=lambda row: row.number, default=None)


def _proposed(
    version: Published, about: Sequence[Asked], by_moment: dict[datetime, int], now: datetime
) -> VersionStanding:
    """Return what one stands for that was published to be asked about; of several consultations the last counts.

    One that is still running counts more than any that ended, and an answer more than a cancellation.
    """
    states = [(state_of(row, now), row) for row in about]
    for state, row in reversed(states):
        if state in _RUNNING:
            return VersionStanding(Stands.PROPOSED, row.closes_at, row.slug)
        if state is State.CLOSED:
            return VersionStanding(Stands.AWAITING, row.closes_at, row.slug)
    for state, row in reversed(states):
        if state is State.ANSWERED and row.answered_at is not None:
            became = by_moment.get(row.answered_at)
            if became is not None and became > version.number:
                return VersionStanding(Stands.CHANGED, row.answered_at, row.slug, became)
            return VersionStanding(Stands.ADOPTED, row.answered_at, row.slug)
    ended = about[-1]
    return VersionStanding(Stands.WITHDRAWN, ended.cancelled_at or version.published_at, ended.slug)
