"""What a page shows is plain values: no view model holds a row of the database, which could still ask for others."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, get_args, get_type_hints

import consult.desk
import consult.presenters
import consult.public
from consult.accounts.models import User
from consult.orm import Base

# What still holds rows, and in which fields. No other joins them, and what holds none any more is taken out.
STILL: dict[str, tuple[str, ...]] = {
    "desk.answers.presenters.AnswerPage": ("saved", "texts", "theme"),
    "desk.answers.presenters.AnswerRow": ("theme",),
    "desk.answers.presenters.Change": ("clause",),
    "desk.answers.presenters.Consulted": ("versions",),
    "desk.consultations.draft_presenters.Draft": ("bodies", "consultation"),
    "desk.consultations.draft_presenters.EditPage": ("consultation",),
    "desk.consultations.lifecycle_views.Asking": ("there",),
    "desk.consultations.presenters.ActPage": ("consultation",),
    "desk.consultations.presenters.AnnouncePage": ("consultation",),
    "desk.consultations.presenters.ConsultationPage": ("consultation",),
    "desk.erasure.presenters.DecisionPage": ("request",),
    "desk.organisations.presenters.DecisionPage": ("organisation",),
    "desk.publication.presenters.Preview": ("milestones", "response", "theme"),
    "desk.publication.presenters.PublicationPage": ("consultation", "going_back", "latest", "waiting"),
    "desk.publication.presenters.Twice": ("clause", "themes"),
    "desk.speaking.presenters.ClarifyPage": ("consultation",),
    "desk.speaking.presenters.TranslatePage": ("saved",),
    "desk.texts.presenters.TextPage": ("drafter", "version"),
    "desk.themes.presenters.Bench": ("themes",),
    "desk.themes.presenters.PointsPage": ("theme",),
    "desk.themes.presenters.RenamePage": ("theme",),
    "desk.themes.presenters.ThemeRow": ("theme",),
    "public.account.about.AboutAll": ("asked", "voices"),
    "public.account.presenters.Said": ("consultation", "decision"),
    "public.contributions.journey.JourneyPage": ("consultation", "outcome", "said"),
    "public.contributions.presenters.SaidPage": ("said",),
    "public.erasure.views.ErasurePage": ("said", "waiting"),
}


def view_models() -> Iterator[type[Any]]:
    """Yield the dataclasses and named tuples of the faces but those that a module keeps to itself."""
    for face in (consult.public, consult.desk, consult.presenters):
        for found in pkgutil.walk_packages(face.__path__, f"{face.__name__}."):
            module = importlib.import_module(found.name)
            for each in vars(module).values():
                if isinstance(each, type) and each.__module__ == found.name and _is_shown(each):
                    yield each


def _is_shown(kind: type[Any]) -> bool:
    return not kind.__name__.startswith("_") and (is_dataclass(kind) or hasattr(kind, "_fields"))


def _names(kind: type[Any]) -> list[str]:
    return [each.name for each in fields(kind)] if is_dataclass(kind) else list(kind._fields)


def kinds_in(hint: Any) -> Iterator[type[Any]]:  # noqa: ANN401 - a type as it is written
    """Yield the classes in a type: of a list its items, of a union its parts."""
    if isinstance(hint, type) and not get_args(hint):
        yield hint
    for part in get_args(hint):
        yield from kinds_in(part)


def rows_in(kind: type[Any]) -> tuple[str, ...]:
    """Return the fields that hold a row themselves; a view model within another is looked at on its own."""
    hints = get_type_hints(kind)
    return tuple(
        sorted(name for name in _names(kind) if any(issubclass(each, Base) for each in kinds_in(hints[name])))
    )


def test_no_view_model_holds_a_row() -> None:
    models = {f"{kind.__module__.removeprefix('consult.')}.{kind.__name__}": kind for kind in view_models()}
    assert len(models) > 150
    assert {name: held for name, kind in models.items() if (held := rows_in(kind))} == STILL


@dataclass
class Deep:
    """What holds rows below other types, and what holds none."""

    rows: dict[str, tuple[list[User | None], ...]]
    plain: dict[str, list[int | None]]


def test_a_row_is_found_wherever_it_stands() -> None:
    assert rows_in(Deep) == ("rows",)
