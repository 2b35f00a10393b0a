"""What somebody typed into a form and did not save: kept for its owner, and for nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consult.accounts.models import KeptForm
from consult.accounts.queries import kept_form, kept_forms, lock_user
from consult.shared.erasure import Erased, erases
from consult.shared.errors import NotFoundError

# How many forms are kept for one person, and how many of those that stand beside another; the oldest makes room.
MOST, MOST_BESIDE = 20, 5
_MARK = "."


@dataclass(frozen=True, slots=True)
class Shown:
    """A form that was shown to a person: its name, where it is sent, and the page that it stands on."""

    user_id: int
    form: str
    action: str
    page: str


def keep_form(
    session: Session, *, now: datetime, shown: Shown, words: Sequence[tuple[str, str]], lost: bool,
    beside: bool = False,
) -> str | None:  # fmt: skip
    """Keep what was typed into a form, in place of what was kept of it before; return the name that it is kept under.

    ``beside``: whoever sent it may be another than its owner, so that it takes the place of nothing: other words than
    are kept stand beside them, under a name that follows from both. None where it is not kept: the form was carried
    out or thrown away meanwhile, or nobody has the account.
    """
    if lock_user(session, shown.user_id) is None:
        return None
    typed, form = json.dumps(words, ensure_ascii=False), shown.form
    row = kept_form(session, user_id=shown.user_id, form=form)
    if beside and row is not None and row.closed_at is None and row.words != typed:
        form = f"{_root(form)}{_MARK}{sha256(typed.encode()).hexdigest()[:16]}"
        row = kept_form(session, user_id=shown.user_id, form=form)
    if row is not None and row.closed_at is not None:
        return None
    if row is None:
        _make_room(session, shown.user_id, beside=_MARK in form)
        row = KeptForm(user_id=shown.user_id, form=form, action=shown.action, page=shown.page)
        session.add(row)
    row.words, row.lost, row.kept_at = typed, lost, now
    session.flush()
    return form


def are_beside(one: KeptForm, other: KeptForm) -> bool:
    """Whether two are kept of one form, beside each other."""
    return one.form != other.form and _root(one.form) == _root(other.form)


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


def drop_kept_words(session: Session, *, words: Iterable[str]) -> None:
    """Delete what is kept of every form in which one of these words was typed: they are to stand nowhere any more."""
    for word in words:
        typed = json.dumps(word, ensure_ascii=False)[1:-1]
        session.execute(delete(KeptForm).where(KeptForm.words.contains(typed, autoescape=True)))


def drop_kept_forms(session: Session, *, before: datetime) -> None:
    """Delete what was typed before then."""
    session.execute(delete(KeptForm).where(KeptForm.kept_at < before))


def _root(form: str) -> str:
    """Return the name of the form beside which one stands; of any other its own."""
    return form.partition(_MARK)[0]


def _make_room(session: Session, user_id: int, *, beside: bool) -> None:
    """Delete the oldest of a kind: what stands beside another pushes out nothing but its like."""
    rows = [row for row in kept_forms(session, user_id=user_id) if (_MARK in row.form) is beside]
    for row in rows[(MOST_BESIDE if beside else MOST) - 1 :]:
        session.delete(row)
    session.flush()
