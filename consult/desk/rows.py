"""A contribution as a row of the desk's lists, under the name that the public sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.consultations.queries.owners import ClauseWords, words_of
from consult.contributions.models import Contribution
from consult.moderation.policies import DECIDABLE
from consult.presenters.contributions import declared, speaker
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import bidi_isolate

Words = Mapping[tuple[int, int], ClauseWords]


@dataclass(frozen=True, slots=True)
class Row:
    """What ``components/rows.html`` shows; ``name`` None for a participant without one."""

    reference: str
    url: str
    name: str | None
    stance: str | None
    stance_label: str | None
    lang: str
    text: str
    notes: tuple[str, ...]
    suggestion: str | None = None


def row(
    contribution: Contribution, words: Words, *, hidden: bool = False, notes: Sequence[str] = (),
    suggestion: str | None = None,
) -> Row:  # fmt: skip
    """Return a contribution as a row, with ``notes`` after its own.

    ``hidden`` says that its reader may read words that are not shown; to everyone else a hidden one is a stub.
    """
    shown = is_shown(contribution, hidden=hidden)
    stance = contribution.stance if shown else None
    return Row(
        reference=contribution.reference,
        url=url_for("public.contribution", reference=contribution.reference),
        name=speaker(contribution) if shown else None,
        stance=stance,
        stance_label=label("stance", stance) if stance else None,
        lang=contribution.language,
        text=_text(contribution) if shown else "",
        notes=(*_notes(contribution, words), *notes),
        suggestion=suggestion,
    )


def is_shown(contribution: Contribution, *, hidden: bool) -> bool:
    """Whether the words are there to read; ``hidden`` as above."""
    return contribution.is_published or (hidden and contribution.status in DECIDABLE)


def words_behind(session: Session, contributions: Sequence[Contribution]) -> Words:
    """Return the clauses of the versions that these contributions speak of."""
    return words_of(session, version_ids={c.version_id for c in contributions})


def _notes(contribution: Contribution, words: Words) -> list[str]:
    clause = words.get((contribution.version_id, contribution.clause_id or 0))
    notes = [label("kind", contribution.kind), dates.day(contribution.received_at)]
    if clause is not None:
        notes.append(_("Clause %(number)s", number=clause.position))
    if contribution.late:
        notes.append(_("came late"))
    if interest := declared(contribution):
        notes.append(_("Declared interest: %(words)s", words=bidi_isolate(interest)))
    return notes


def _text(contribution: Contribution) -> str:
    parts = (contribution.title, contribution.problem, contribution.body)
    return "\n".join(part for part in parts if part)
