"""Where voices stand that somebody moved while they were being picked, beside what was chosen for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.contributions.queries import by_references
from consult.desk.themes.forms import PlaceForm
from consult.outcomes import queries
from consult.outcomes.services import place_mark
from consult.web.rendering import bidi_isolate


@dataclass(frozen=True, slots=True)
class PickedRow:
    """A picked voice: where it stands now, and what was chosen. ``here``: its box stands in the list of the page."""

    reference: str
    url: str
    saved: str
    chosen: str
    here: bool


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """The picked voices that were moved, or stand on another page by now, and the marks of where those stand."""

    rows: list[PickedRow]
    marks: dict[int, str]


def meanwhile(
    session: Session, form: PlaceForm, titles: Mapping[int, str], *, new_title: str, here: Iterable[str]
) -> Meanwhile:
    """Return what a form shows whose voices were moved since its page was shown.

    ``titles`` are those of the themes by their ids, ``new_title`` that of one that is to be added, ``here`` the
    references in the list.
    """
    there, listed = by_references(session, form.picked), set(here)
    own = queries.own_places(session, ids=[said.id for said in there.values()])
    seen, chosen = form.seen_marks, _chosen(form, titles, new_title)
    marks = {said.id: place_mark(own.get(said.id, [])) for said in there.values()}
    rows = [
        PickedRow(
            reference=reference,
            url=url_for("public.contribution", reference=reference),
            saved=_under([titles[number] for number in own.get(said.id, [])]),
            chosen=chosen,
            here=reference in listed,
        )
        for reference, said in there.items()
        if seen.get(said.id, marks[said.id]) != marks[said.id] or reference not in listed
    ]
    return Meanwhile(rows, {said.id: marks[said.id] for said in there.values()})


def _chosen(form: PlaceForm, titles: Mapping[int, str], new_title: str) -> str:
    if form.takes_out:
        return _under([])
    title = titles.get(form.theme_id or 0, new_title)
    return str(_("Also under: %(theme)s", theme=bidi_isolate(title))) if form.adds else _under([title])


def _under(titles: Sequence[str]) -> str:
    if not titles:
        return str(_("Under no theme"))
    return str(_("Under: %(themes)s", themes=" · ".join(bidi_isolate(title) for title in titles)))
