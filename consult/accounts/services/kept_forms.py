"""What somebody typed into a form and did not save: kept for its owner, and for nobody else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consult.accounts.models import KeptForm
from consult.accounts.queries import kept_form, kept_forms, lock_user
from consult.shared.erasure import Erased, erases
from consult.shared.errors import NotFoundError

# How many forms are kept for one person; the oldest makes room.
MOST = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """A form that was shown to a person: its name, where it is sent, and the page that it stands on."""

    user_id: int
    form: str
    action: str
    page: str


def keep_form(
    session: Session, *, now: datetime, shown: Shown, words: Sequence[tuple[str, str]], lost: bool
) -> bool:
    """Keep what was typed into a form, in place of what was kept of it before; whether it is kept.

    It is not where the form was carried out or thrown away meanwhile, nor where nobody has the account.
    """
    if lock_user(session, shown.user_id) is None:
        return False
    row = kept_form(session, user_id=shown.user_id, form=shown.form)
    if row is not None and row.closed_at is not None:
        return False
    if row is None:
        _make_room(session, shown.user_id)
        row = KeptForm(user_id=shown.user_id, form=shown.form, action=shown.action, page=shown.page)
        session.add(row)
    row.words, row.lost, row.kept_at = json.dumps(words, ensure_ascii=False), lost, now
    session.flush()
    return True


def words_of(row: KeptForm) -> list[tuple[str, str]]:
    """Return the names and values of a kept form, as they were sent."""
    return [(name, value) for name, value in json.loads(row.words)]


def close_form(session: Session, *, now: datetime, shown: Shown) -> None:
    """Keep nothing of a form any more that was carried out, and take nothing that comes of it later."""
    if lock_user(session, shown.user_id) is None:
        return
    row = kept_form(session, user_id=shown.user_id, form=shown.form)
    if row is None:
        row = KeptForm(user_id=shown.user_id, form=shown.form, action=shown.action, page=shown.page)
        session.add(row)
    row.words, row.lost, row.kept_at, row.closed_at = "[]", False, now, now
    session.flush()


def discard_form(session: Session, *, now: datetime, user_id: int, form: str) -> None:
    """Throw away what a person typed; a second time it is done already. NotFoundError for another's."""
    lock_user(session, user_id)
    row = kept_form(session, user_id=user_id, form=form)
    if row is None:
        raise NotFoundError
    if row.closed_at is None:
        row.words, row.closed_at = "[]", now
    session.flush()


@erases(26, "kept_forms", "words", "action", "page")
def forget_what_is_kept(session: Session, erased: Erased) -> None:
    """Drop whatever is kept of a form that names these words."""
    about = [
        column.contains(erased.reference, autoescape=True) for column in (KeptForm.words, KeptForm.action)
    ]
    for column in about:
        session.execute(delete(KeptForm).where(column))


def drop_kept_forms(session: Session, *, before: datetime) -> None:
    """Delete what was typed before then."""
    session.execute(delete(KeptForm).where(KeptForm.kept_at < before))


def _make_room(session: Session, user_id: int) -> None:
    for row in kept_forms(session, user_id=user_id)[MOST - 1 :]:
        session.delete(row)
    session.flush()
