"""Who may draft the words of a text, and when these are whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.shared.state import State
from consult.shared.text import has_words

WORDS = ("heading_ar", "heading_en", "text_ar", "text_en")


def may_draft(actor: Actor, *, drafter_scope: str) -> bool:
    """Whether ``actor`` is an officer of the body that drafts the version."""
    return may(actor, Act.EDIT, scope=drafter_scope, state=State.DRAFT)


class Worded(Protocol):
    """A clause with its words in both languages."""

    @property
    def position(self) -> int:
        """Its place in the order."""

    @property
    def heading_ar(self) -> str:
        """Its heading in Arabic."""

    @property
    def heading_en(self) -> str:
        """Its heading in English."""

    @property
    def text_ar(self) -> str:
        """Its text in Arabic."""

    @property
    def text_en(self) -> str:
        """Its text in English."""


def missing_words(clauses: Iterable[Worded]) -> list[tuple[int, str]]:
    """Return what of these clauses is not written: their places and names of fields, in order.

    A text is whole, and can be published, where nothing of it is missing in either language.
    """
    return [(row.position, name) for row in clauses for name in WORDS if not has_words(getattr(row, name))]


def unfinished(clauses: Iterable[Worded]) -> list[int]:
    """Return the places of the clauses that are not whole in both languages."""
    return list(dict.fromkeys(place for place, _name in missing_words(clauses)))
