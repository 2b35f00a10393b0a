"""What each kind of activity can do: one table. Policies and services ask it, and nobody asks for a kind by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from consult.consultations.models import ActivityKind
from consult.consultations.policies.settings import (
    CommentSettings,
    ProposalSettings,
    Results,
    Settings,
    VoteSettings,
    read,
)
from consult.shared.subjects import SubjectKind


@dataclass(frozen=True)
class Capabilities:
    """What can be done in an activity: the subject kinds on which it takes votes are ``votes_on``.

    ``slug`` is its name where a consultation has one of the kind, ``settings`` the model of what can be set of it.
    Where ``organisations_apart``, an organisation has a vote of its own, which is counted apart from those of people.
    """

    slug: str
    settings: type[Settings]
    takes_comments: bool = False
    calls_for_proposals: bool = False
    votes_on: frozenset[SubjectKind] = frozenset()
    organisations_apart: bool = False


TABLE: dict[ActivityKind, Capabilities] = {
    ActivityKind.COMMENT: Capabilities("comments", CommentSettings, takes_comments=True),
    ActivityKind.VOTE: Capabilities(
        "votes", VoteSettings, votes_on=frozenset({SubjectKind.CLAUSE, SubjectKind.CONTRIBUTION})
    ),
    ActivityKind.PROPOSAL: Capabilities("proposals", ProposalSettings, calls_for_proposals=True),
}
# What every draft has, in this order, and what its officer ticks. No other kind joins a draft by itself.
IN_EVERY_DRAFT = (ActivityKind.COMMENT, ActivityKind.VOTE)
TICKED = ActivityKind.PROPOSAL


class OfAKind(Protocol):
    """What has the kind of an activity."""

    @property
    def kind(self) -> str:
        """Its kind."""


class Settled(OfAKind, Protocol):
    """What has the kind of an activity, and its settings as they are stored."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """What is set of it."""


Each = TypeVar("Each", bound=OfAKind)


def capabilities(activity: OfAKind) -> Capabilities:
    """Return what can be done in an activity."""
    return TABLE[ActivityKind(activity.kind)]


def settings_of(kind: ActivityKind, stored: Mapping[str, object]) -> Settings:
    """Return the settings of an activity of this kind as they are stored; ValueError where they are not its own."""
    settings: Settings = read(TABLE[kind].settings, stored)
    return settings


def results_of(activity: Settled) -> Results:
    """Return who sees what is chosen in an activity, and when, as it was published."""
    settings = settings_of(ActivityKind(activity.kind), activity.settings)
    return Results(settings.results) if isinstance(settings, VoteSettings) else Results.SHOWN


def seals_results(activities: Iterable[Settled]) -> bool:
    """Whether nobody sees before the closing what is chosen in one of these."""
    return any(results_of(each) is Results.SEALED_UNTIL_CLOSING for each in activities)


def taking_comments(activities: Iterable[Each]) -> Each | None:
    """Return the first activity that takes comments, or None."""
    return next((each for each in activities if capabilities(each).takes_comments), None)


def taking_votes(activities: Iterable[Each], on: SubjectKind) -> Each | None:
    """Return the first activity in which one votes on subjects of this kind, or None."""
    return next((each for each in activities if on in capabilities(each).votes_on), None)


def taking_proposals(activities: Iterable[Each]) -> Each | None:
    """Return the first activity that calls for proposals, or None."""
    return next((each for each in activities if capabilities(each).calls_for_proposals), None)
