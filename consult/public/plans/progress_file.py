"""The open file of a plan's progress: every update and every act of its milestones, a row each.

Together with the file of commitments it holds what every number of the board is counted from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flask import url_for
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult.documents.models import Document
from consult.documents.policies import may_open
from consult.organisations.models import Organisation
from consult.plans.models import MilestoneAct, MilestoneActKind, MilestoneStatus, ProgressUpdate
from consult.plans.queries.reported import Entry, entries
from consult.presenters.plan_files import ColumnShown, Value
from consult.public.plans.progress_columns import ENTRIES, TOLD
from consult.shared import csv
from consult.web import dates
from consult.web.hreflang import absolute
from consult.web.labels import label

COLUMNS = (
    "entry", "entry_id", "commitment_number", "commitment_title_ar", "commitment_title_en", "milestone_id",
    "milestone_title_ar", "milestone_title_en", "illustrative", "recorded_at", "as_of", "status", "body", "body_ar",
    "body_en", "done_ar", "done_en", "nothing_to_report", "challenge_ar", "challenge_en", "evidence_url",
    "evidence_document", "evidence_gone", "corrects", "corrected_by", "correction_ar", "correction_en", "act",
    "happened_on", "takes_back", "reason_ar", "reason_en", "recovery_ar",
    "recovery_en", "was_starts_on", "starts_on", "was_due_on", "due_on",
)  # fmt: skip
_VALUES: dict[str, tuple[str, Sequence[str]]] = {
    "status": ("milestone", tuple(MilestoneStatus)),
    "act": ("milestone-act", tuple(MilestoneActKind)),
}


def csv_file(engine: Engine, plan_id: int) -> Iterator[str]:
    """Yield the file as CSV, in pieces of text."""
    with Session(engine) as session:
        rows = (_said(each) for each in entries(session, plan_id=plan_id))
        yield from csv.stream(COLUMNS, ([row.get(name, "") for name in COLUMNS] for row in rows))


def columns() -> list[ColumnShown]:
    """Return the columns in their order; one in two languages is told of once."""
    names: dict[str, list[str]] = {}
    for name in COLUMNS:
        names.setdefault(_told_as(name), []).append(name)
    return [
        ColumnShown(", ".join(each), str(TOLD[told][0]), str(TOLD[told][1]), _values(told))
        for told, each in names.items()
    ]


def _told_as(name: str) -> str:
    """Return by what a column is told of; the names of a body are told of apart from its address."""
    base = name.removesuffix("_ar").removesuffix("_en")
    return "body_name" if base == "body" and name != base else base


def _values(told: str) -> list[Value]:
    if told == "entry":
        return [Value(code, str(words)) for code, words in ENTRIES.items()]
    kind, codes = _VALUES.get(told, ("", ()))
    return [Value(code, label(kind, code)) for code in codes]


def _said(entry: Entry) -> Mapping[str, object]:
    commitment, milestone = entry.commitment, entry.milestone
    said: dict[str, object] = {
        "commitment_number": commitment.number, "commitment_title_ar": commitment.title_ar,
        "commitment_title_en": commitment.title_en, "milestone_id": milestone.id,
        "milestone_title_ar": milestone.title_ar, "milestone_title_en": milestone.title_en,
        "illustrative": "yes" if milestone.illustrative else "",
    }  # fmt: skip
    if entry.update is not None:
        said |= _said_of_update(entry.update, entry.body, entry.document)
        said["corrected_by"] = entry.corrected_by
    if entry.act is not None:
        said |= _said_of_act(entry.act)
    return said


def _said_of_update(
    update: ProgressUpdate, body: Organisation | None, document: Document | None
) -> dict[str, object]:
    read = document is not None and may_open(None, document, None)
    return {
        "entry": "update", "entry_id": update.id, "recorded_at": dates.iso(update.recorded_at), "as_of": update.as_of,
        "status": update.status, "body": body.slug if body else "", "body_ar": body.name_ar if body else "",
        "body_en": body.name_en if body else "", "done_ar": update.done_ar, "done_en": update.done_en,
        "nothing_to_report": "yes" if update.nothing_to_report else "no", "challenge_ar": update.challenge_ar,
        "challenge_en": update.challenge_en, "evidence_url": update.evidence_url,
        "evidence_document": absolute(url_for("public.document", slug=document.slug)) if document and read else "",
        "evidence_gone": "yes" if document and not read else "", "corrects": update.corrects_id,
        "correction_ar": update.correction_ar, "correction_en": update.correction_en,
    }  # fmt: skip


def _said_of_act(act: MilestoneAct) -> dict[str, object]:
    return {
        "entry": "act", "entry_id": act.id, "recorded_at": dates.iso(act.recorded_at), "act": act.kind,
        "happened_on": act.happened_on, "takes_back": act.takes_back_id, "reason_ar": act.reason_ar,
        "reason_en": act.reason_en, "recovery_ar": act.recovery_ar, "recovery_en": act.recovery_en,
        "was_starts_on": act.was_starts_on, "starts_on": act.starts_on, "was_due_on": act.was_due_on,
        "due_on": act.due_on,
    }  # fmt: skip
