"""What somebody typed into the forms of the desk and did not save, wherever it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import request, url_for

from consult.accounts import queries
from consult.accounts.models import KeptForm
from consult.accounts.services.kept_forms import are_beside, words_of
from consult.shared.text import showable
from consult.web import kept_forms, measuring
from consult.web.database import reading
from consult.web.identity import current_actor

# What stands in forms beside what is typed.
_BESIDE = measuring.NOT_TYPED | {"clause_id", "place"}


@dataclass(frozen=True, slots=True)
class Kept:
    """One form with what was typed: ``lost`` where it came after the session ended, ``open`` where it is shown now."""

    form: str
    name: str
    at: datetime
    lost: bool
    open: bool
    url: str
    discard_url: str
    words: list[str]


def kept_here() -> list[Kept]:
    """Return what is kept of the forms of the page that is read.

    Where one is shown in its form now, it is the first, and the others are those that are kept of the form beside it.
    """
    actor = current_actor()
    if request.method != "GET" or actor is None or not kept_forms.has_kept_forms(request.endpoint):
        return []
    rows = queries.kept_forms(reading(), user_id=actor.user_id)
    taken = kept_forms.taken_up()
    if taken is not None:
        return [kept(taken, shown=True), *(kept(row) for row in rows if are_beside(row, taken))]
    return [kept(row) for row in rows if kept_forms.is_here(row)]


def kept(row: KeptForm, *, shown: bool = False) -> Kept:
    """Return what a kept form shows; ``shown`` where its words stand in the form of the page."""
    return Kept(
        form=row.form,
        name=kept_forms.name_of(row.action),
        at=row.kept_at,
        lost=row.lost,
        open=shown,
        url=kept_forms.address_of(row.page, row.form),
        discard_url=url_for("public.discard_kept", form=row.form),
        words=[
            showable(value)
            for name, value in words_of(row)
            if value.strip() and name.rpartition("-")[2] not in _BESIDE
        ],
    )
