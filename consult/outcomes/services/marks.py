"""What somebody saw when they opened a title or a point, so that of two who write at once the second is told."""

from __future__ import annotations

from hashlib import sha256

from consult.consultations.errors import EditedMeanwhileError
from consult.outcomes.models import SummaryPoint, Theme


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


def _mark(*words: str) -> str:
    return sha256(repr(words).encode()).hexdigest()[:16]
