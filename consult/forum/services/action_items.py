"""Saying what became of an action item: each update is added, says all that stands from then on, and never changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.forum import queries
from consult.forum.models import ActionStatus, ActionUpdate, Entry
from consult.forum.policies import may_keep, may_update
from consult.forum.queries import ActionItem
from consult.forum.services.keeping import MOST_REASON, MOST_TITLE, Pair, body_of, problems_of_due, role_of
from consult.forum.services.naming import problems_of_names
from consult.organisations.queries import by_ids
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean, clean_line, clean_title, too_long
from consult.shared.web_addresses import is_address, with_scheme

MOST_ADDRESS = 600


@dataclass(frozen=True)
class UpdateWords:
    """What is said of an action item: where it stands as of a day, whose it is and by when, and what shows it.

    ``owner`` is a slug, empty where nobody is named; only who keeps the forum names another owner or day.
    """

    status: str
    as_of: date | None
    note: Pair
    owner: str = ""
    due_on: date | None = None
    evidence_url: str = ""
    evidence: Pair = ("", "")


def update_action_item(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, entry_id: int, said: UpdateWords, seen: int,
    illustrative: bool = False,
) -> ActionUpdate | None:  # fmt: skip
    """Say what became of an action item of published minutes; ``seen`` is the number of the update that stood.

    The same as stands already is no update: None. Raises NotFoundError where it is not theirs, DomainError at a field,
    and ``edited-meanwhile`` where another update stands by now. ``illustrative``: a demonstration made it up.
    """
    entry = queries.lock_entry(session, entry_id)
    item = queries.action_item(session, entry_id=entry_id) if entry is not None else None
    if entry is None or item is None:
        raise NotFoundError
    owner = by_ids(session, [item.owner.id])[item.owner.id] if item.owner else None
    if not may_update(actor, owner.scope if owner else None):
        raise NotFoundError
    row = _checked(session, actor, now, zone, item, said)
    before = queries.updates_of(session, entry_ids=[entry_id]).get(entry_id, [])
    if before and _says(before[-1]) == _says(row):
        return None
    if seen != item.number:
        raise DomainError("edited-meanwhile")
    row.entry_id, row.number, row.role = entry_id, item.number + 1, role_of(actor)
    row.illustrative = illustrative
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as same_moment:
        raise DomainError("edited-meanwhile") from same_moment
    _log(session, now, entry, item, row)
    return row


_SAID = (
    "status", "owner_id", "due_on", "note_ar", "note_en", "evidence_url", "evidence_ar", "evidence_en", "as_of",
)  # fmt: skip


def _says(row: ActionUpdate) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _SAID)


def _checked(
    session: Session,
    actor: Actor,
    now: datetime,
    zone: tzinfo,
    item: ActionItem,
    said: UpdateWords,
) -> ActionUpdate:
    """Return the update without its number; raise DomainError at each field that is wrong."""
    notes = {"note_ar": clean(said.note[0]), "note_en": clean(said.note[1])}
    labels = {"evidence_ar": clean_title(said.evidence[0]), "evidence_en": clean_title(said.evidence[1])}
    problems = problems_of_words(notes, most=MOST_REASON)
    problems += problems_of_names(session, notes | labels | {"evidence_url": said.evidence_url})
    if said.status not in set(ActionStatus):
        problems.append(DomainError("choose-one", field="status"))
    if said.as_of is None:
        problems.append(DomainError("day-needed", field="as_of"))
    elif said.as_of > now.astimezone(zone).date():
        problems.append(DomainError("day-to-come", field="as_of"))
    elif said.as_of < max(item.said.day, item.as_of or item.said.day):
        problems.append(DomainError("before-last-word", field="as_of"))
    url = with_scheme(clean_line(said.evidence_url)) or None
    if url is not None:
        if too_long(url, MOST_ADDRESS) or not is_address(url):
            problems.append(DomainError("source-url-unfit", field="evidence_url"))
        problems += problems_of_words(labels, most=MOST_TITLE)
    elif any(labels.values()):
        problems.append(DomainError("write-this", field="evidence_url"))
    owner_id, due_on = (item.owner.id if item.owner else None), item.due_on
    if may_keep(actor):
        due_on = said.due_on
        problems += problems_of_due(due_on, item.said.day)
        if not said.owner:
            owner_id = None
        else:
            body, wrong = body_of(session, said.owner, "owner", before=owner_id)
            problems += wrong
            owner_id = body.id if body else None
    raise_any(problems)
    return ActionUpdate(
        status=said.status, owner_id=owner_id, due_on=due_on, evidence_url=url, as_of=said.as_of,
        evidence_ar=labels["evidence_ar"] or None, evidence_en=labels["evidence_en"] or None, recorded_at=now,
        recorded_by_id=actor.user_id, **notes,
    )  # fmt: skip


def _log(session: Session, now: datetime, entry: Entry, item: ActionItem, row: ActionUpdate) -> None:
    owner = by_ids(session, [row.owner_id])[row.owner_id].slug if row.owner_id else None
    append(
        session, now=now, kind="forum-action-item-updated", subject=f"forum/{item.said.slug}", role=row.role,
        details={
            "clause": entry.clause_id, "number": row.number, "status": row.status, "as_of": row.as_of.isoformat(),
            "owner": owner, "due_on": row.due_on.isoformat() if row.due_on else None,
        },
    )  # fmt: skip
