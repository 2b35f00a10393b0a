"""The clauses of minutes by what they are, on the page of a meeting; answers stand below their questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from consult.forum.models import EntryKind
from consult.public.forum.entries import EntryShown


@dataclass(frozen=True, slots=True)
class Answered:
    """A clause with the answers to it, where it is a question."""

    entry: EntryShown
    answers: list[EntryShown]


@dataclass(frozen=True, slots=True)
class KindGroup:
    """The clauses of one kind under their heading; questions and answers are one group."""

    anchor: str
    title: str
    rows: list[Answered]


def by_kind(entries: Iterable[EntryShown]) -> list[KindGroup]:
    """Return clauses by kind, answers below their questions; without what is none."""
    rows = list(entries)
    answers: dict[int, list[EntryShown]] = defaultdict(list)
    asked = {row.entry_id for row in rows}
    for row in rows:
        if row.answers_entry is not None and row.answers_entry in asked:
            answers[row.answers_entry].append(row)
    nested = {row.id for found in answers.values() for row in found}
    titles, groups = _titles(), []
    for kind in titles:
        found = [
            Answered(row, answers.get(row.entry_id or 0, []))
            for row in rows
            if row.kind == kind and row.id not in nested
        ]
        if found:
            groups.append(KindGroup(f"kind-{kind}", titles[kind], found))
    return groups


def _titles() -> dict[str, str]:
    """Return the headings of each kind: what was agreed first, then all else in the order of a meeting."""
    return {
        EntryKind.AGREED: _("What was agreed"),
        EntryKind.OUTCOME: _("What the meeting came to"),
        EntryKind.TOPIC: _("Topics"),
        EntryKind.PRESENTED: _("What was presented"),
        EntryKind.STATEMENT: _("What was said"),
        EntryKind.QUESTION: _("Questions and answers"),
        EntryKind.ANSWER: _("Answers that were given"),
        EntryKind.OFFER: _("Offers of cooperation"),
        EntryKind.DELAY: _("Delays that were noted"),
    }
