"""What somebody saw who opened a title or a point or picked a voice: of two who write at once the second is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256

from sqlalchemy.orm import Session

from consult.consultations.errors import EditedMeanwhileError
from consult.outcomes.errors import MovedMeanwhileError
from consult.outcomes.models import SummaryPoint, Theme
from consult.outcomes.queries import own_places


def title_mark(theme: Theme) -> str:
    """Return 16 hex digits that stand for a theme's title."""
    return _mark(theme.title_ar, theme.title_en)


def point_mark(point: SummaryPoint) -> str:
    """Return 16 hex digits that stand for a point's words and what it cites."""
    return _mark(point.text_ar, point.text_en, *(each.contribution.reference for each in point.citations))


def unchanged(mark: str, seen: str | None) -> None:
    """Raise EditedMeanwhileError where something else was ``seen`` than stands now; None where nobody had opened it."""
    if seen is not None and seen != mark:
        raise EditedMeanwhileError


def place_mark(places: Sequence[int]) -> str:
    """Return 8 hex digits that stand for the themes under which somebody put a voice, the primary one first."""
    return _mark(*map(str, places))[:8]


def unmoved(
    session: Session, ids: Iterable[int], seen: Mapping[int, str], as_chosen: Callable[[Sequence[int]], bool]
) -> None:
    """Raise MovedMeanwhileError where one of these voices stands elsewhere than was ``seen``, by its mark.

    One that stands ``as_chosen`` already needs no second look, nor does one that was not seen.
    """
    wanted = [number for number in ids if number in seen]
    own = own_places(session, ids=wanted) if wanted else {}
    for number in wanted:
        places = own.get(number, [])
        if seen[number] != place_mark(places) and not as_chosen(places):
            raise MovedMeanwhileError


def _mark(*words: str) -> str:
    return sha256(repr(words).encode()).hexdigest()[:16]
