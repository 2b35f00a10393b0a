"""Contributions as plain rows, as lists show them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from consult.contributions.models.kinds import Kind, Status
from consult.contributions.models.said import clause_of
from consult.shared.fingerprint import facts_of


class Speaker(NamedTuple):
    """The organisation for which something was said."""

    slug: str
    kind: str
    name_ar: str
    name_en: str


class ContributionRow(NamedTuple):
    """A contribution as lists show it: a plain row, which nobody changes and which is its own fingerprint in memory.

    ``correction``: others read what it said before, beside it; ``parent_revision`` is the one of what it answers that
    its author had before them. ``translated``: staff have translated it. The votes on it are read in
    threads, None where nobody may see them yet; elsewhere they are zero.
    """

    id: int
    reference: str
    kind: str
    subject_kind: str
    subject_id: int
    parent_id: int | None
    parent_revision: int | None
    depth: int
    author_id: int | None
    revision_number: int
    correction: bool
    shown_name: str | None
    language: str
    stance: str | None
    title: str | None
    problem: str | None
    body: str | None
    received_at: datetime
    late: bool
    status: str
    status_at: datetime
    channel: str
    details: str | None
    organisation: Speaker | None
    translated: bool
    agree: int | None
    disagree: int | None

    @property
    def clause_id(self) -> int | None:
        """The clause that it is about, None where it is about the text as a whole."""
        return clause_of(self.subject_kind, self.subject_id)

    @property
    def is_published(self) -> bool:
        """Whether its words are shown."""
        return self.status == Status.PUBLISHED

    @property
    def facts(self) -> dict[str, str]:
        """What is sealed beside its words, by name."""
        return facts_of(self.details)

    @property
    def counts_as_voice(self) -> bool:
        """Whether somebody says it to the asking body."""
        return self.kind != Kind.CLARIFICATION
