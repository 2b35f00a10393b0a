"""What happened since an outcome was published: dated notes beside its figures, and who still waits for an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation, ConsultationRow
from consult.consultations.policies import state_of
from consult.outcomes import queries
from consult.outcomes.models import Outcome
from consult.outcomes.queries import Note
from consult.shared.state import State
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import bidi_isolate


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A dated note: what was decided about one voice, and where that is logged."""

    when: str
    iso: str
    text: str
    url: str
    log: str
    entry: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A voice that was shown again, and waits for its answer."""

    reference: str
    url: str
    day: str


@dataclass(frozen=True, slots=True)
class Since:
    """What happened since an outcome version was published; its next one answers what waits."""

    notes: list[NoteRow]
    waiting: list[Waiting]
    next_number: int


def since(session: Session, outcome: Outcome, *, newest: bool) -> Since:
    """Return the notes of an outcome version and, for the ``newest``, the voices that its next version will answer."""
    waiting = queries.waiting(session, outcome=outcome) if newest else []
    return Since(
        notes=[_note(row) for row in queries.notes(session, outcome=outcome)],
        waiting=[
            Waiting(
                reference=row.reference,
                url=url_for("public.contribution", reference=row.reference),
                day=dates.day(row.status_at),
            )
            for row in waiting
        ],
        next_number=outcome.number + 1,
    )


def _note(row: Note) -> NoteRow:
    return NoteRow(
        when=dates.full(row.at),
        iso=dates.iso(row.at),
        text=_happened(row),
        url=url_for("public.contribution", reference=row.reference),
        log=url_for("public.moderation_log", before=row.entry + 1, _anchor=f"entry-{row.entry}"),
        entry=_("Entry %(number)s in the moderation log", number=row.entry),
    )


def _happened(row: Note) -> str:
    reference = bidi_isolate(row.reference)
    if row.kind == "hidden" and row.rule is not None:
        return str(
            _(
                "%(reference)s was hidden by rule %(number)s, %(rule)s.",
                reference=reference, number=row.rule, rule=label("rule", row.rule),
            )
        )  # fmt: skip
    if row.kind == "erased":
        return str(_("%(reference)s was erased.", reference=reference))
    return str(_("%(reference)s was shown again.", reference=reference))


def awaited(
    session: Session, consultations: Iterable[Consultation | ConsultationRow], now: datetime
) -> dict[int, str]:
    """Return in words how many voices wait beside the outcome of each answered consultation, keyed by id."""
    ids = [row.id for row in consultations if state_of(row, now) is State.ANSWERED]
    counts = queries.waiting_counts(session, consultation_ids=ids) if ids else {}
    return {
        consultation_id: ngettext(
            "%(num)s contribution, shown again since, waits for its answer",
            "%(num)s contributions, shown again since, wait for their answer",
            number,
        )
        for consultation_id, number in counts.items()
    }
