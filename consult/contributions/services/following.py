"""Who keeps something about voices beside them, and changes it with them, in the same transaction.

Their subjects stand above this one, which does not know them: they declare themselves.
"""

from __future__ import annotations

from typing import Protocol

from sqlalchemy.orm import Session

from consult.contributions.models import Contribution


class Follower(Protocol):
    """What is called after a voice was posted, or came to be shown or not shown."""

    def __call__(self, session: Session, contribution: Contribution, *, posted: bool) -> None:
        """Change what is kept beside ``contribution``; ``posted``: it is new."""


_followers: list[Follower] = []


def follows_voices(follower: Follower) -> Follower:
    """Declare a follower."""
    _followers.append(follower)
    return follower


def tell_followers(session: Session, contribution: Contribution, *, posted: bool = False) -> None:
    """Call everybody who follows voices, after the row was written."""
    for follower in _followers:
        follower(session, contribution, posted=posted)
