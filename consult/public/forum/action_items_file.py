"""The open file of action items: each as it stands, a row each, without any name; as CSV and as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flask import url_for
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult.forum import queries
from consult.forum.queries import ActionItem, ItemPlace, item_place
from consult.presenters.meetings import clause_url
from consult.shared import csv
from consult.web.hreflang import absolute

COLUMNS = (
    "item", "kind", "meeting", "meeting_day", "meeting_title_ar", "meeting_title_en", "heading_ar", "heading_en",
    "text_ar", "text_en", "said_by", "said_by_ar", "said_by_en", "post_ar", "post_en", "status", "as_of", "updates",
    "owner", "owner_ar", "owner_en", "due_on", "evidence_url", "evidence_ar", "evidence_en", "illustrative", "page",
    "minutes",
)  # fmt: skip
_BATCH = 200


def csv_file(engine: Engine) -> Iterator[str]:
    """Yield the file as CSV, in pieces of text; an owner and a day that nobody stated are empty."""
    yield from csv.stream(COLUMNS, ([_in_a_cell(value) for value in row] for row in _rows(engine)))


def json_lines(engine: Engine) -> Iterator[str]:
    """Yield the file as JSON Lines: each row an object, its words as they were typed."""
    for row in _rows(engine):
        yield json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False) + "\n"


def _in_a_cell(value: object) -> object:
    """Return what stands in a cell for a value: yes or no."""
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _rows(engine: Engine) -> Iterator[list[object]]:
    """Yield the values of each row in the order of ``COLUMNS``, read a batch at a time: the latest meeting first."""
    with Session(engine) as session:
        begun: ItemPlace | None = None
        while items := queries.action_items(session, begun=begun, limit=_BATCH):
            for item in items:
                yield _row(item)
            begun = item_place(items[-1])


def _row(item: ActionItem) -> list[object]:
    said, owner = item.said, item.owner
    return [
        said.entry_id, said.kind, said.slug, said.day.isoformat(), said.title_ar, said.title_en, said.heading_ar,
        said.heading_en, said.text_ar, said.text_en, said.body_slug, said.body_ar, said.body_en, said.post_ar,
        said.post_en, item.status, item.as_of.isoformat() if item.as_of else None, item.number,
        owner.slug if owner else None, owner.name_ar if owner else None, owner.name_en if owner else None,
        item.due_on.isoformat() if item.due_on else None, item.evidence_url, item.evidence_ar, item.evidence_en,
        item.illustrative, absolute(url_for("public.action_item", entry_id=said.entry_id)),
        absolute(clause_url(said.slug, said.clause_id)),
    ]  # fmt: skip
