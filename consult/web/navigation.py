"""What stands in the menus: each view declares its own place in them (``in_menu``), and they are collected at start.

A menu is shown in the order of its places. No template lists pages of others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from flask import Flask, current_app, url_for
from flask_babel import LazyString

from consult.accounts.policies import may
from consult.accounts.policies.permissions import Act
from consult.web.identity import current_actor
from consult.web.operator import published

# The header and the footer of every page; the parts of an account; the standing pages, which name each other; at the
# desk the header, the rooms of one consultation, those of accounts, and the doors on its first page.
Menu = Literal["header", "footer", "account", "desk", "consultation", "accounts", "doors", "standing"]
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in a menu. ``name`` is what a page calls the entry that it belongs to; ``values`` fill the address.

    ``once`` names what the desk has to publish first.
    """

    menu: Menu
    place: int
    text: LazyString
    name: str
    about: LazyString | str
    needs: Act | None
    values: Mapping[str, str]
    once: str


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as a page shows it; ``here`` where the page belongs to it."""

    text: str
    url: str
    here: bool
    about: str


def in_menu(
    menu: Menu,
    place: int,
    text: LazyString,
    *,
    name: str = "",
    about: LazyString | str = "",
    needs: Act | None = None,
    values: Mapping[str, str] | None = None,
    once: str = "",
) -> Callable[[View], View]:
    """Declare that a view's page stands in ``menu`` at ``place``, for whoever may do what it ``needs``."""
    entry = Entry(menu, place, text, name, about, needs, values or {}, once)

    def mark(view: View) -> View:
        view.entries = (*getattr(view, "entries", ()), entry)  # type: ignore[attr-defined]
        return view

    return mark


def init(app: Flask) -> None:
    """Collect what the views declared; two may not want one place."""
    app.extensions["menus"] = _collected(
        (endpoint, entry)
        for endpoint, view in app.view_functions.items()
        for entry in getattr(view, "entries", ())
    )
    app.jinja_env.globals["menu"] = menu


def _collected(declared: Iterable[tuple[str, Entry]]) -> dict[Menu, list[tuple[str, Entry]]]:
    menus: dict[Menu, dict[int, tuple[str, Entry]]] = defaultdict(dict)
    for endpoint, entry in declared:
        other, there = menus[entry.menu].setdefault(entry.place, (endpoint, entry))
        if there is not entry:
            message = f"{endpoint} and {other} want place {entry.place} of the menu {entry.menu}"
            raise ValueError(message)
    return {name: [entries[place] for place in sorted(entries)] for name, entries in menus.items()}


def menu(of: Menu, here: str = "", **values: str) -> list[Link]:
    """Return a menu for whoever asks; ``here`` names the page's own entry, ``values`` fill the addresses of all."""
    actor = current_actor()
    return [
        Link(
            text=str(entry.text),
            url=url_for(endpoint, **{**entry.values, **values}),
            here=bool(here) and entry.name == here,
            about=str(entry.about),
        )
        for endpoint, entry in current_app.extensions["menus"].get(of, [])
        if (entry.needs is None or (actor is not None and may(actor, entry.needs)))
        and (not entry.once or entry.once in published())
    ]
