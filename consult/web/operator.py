"""The body that runs the site, as the foot of every page and mail names it, and which pages the foot leads to.

The desk keeps it; what the settings say stands until it did, and where the database gives no answer. It is read anew
after as long as a page is kept, so that no page asks one statement more; whoever saves it renews both at once, and
other processes follow within those two seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from flask import Flask, current_app, g
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from consult.web.database import engine
from consult.web.locale import language
from consult.web.page_cache import PAGE_CACHE
from consult.web.settings import settings


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs the site: the body, its unit, and how to reach it. ``links`` are addresses."""

    name_ar: str
    name_en: str
    email: str
    unit_ar: str = ""
    unit_en: str = ""
    phone: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What the desk keeps: who runs the site, None before it said so, and the names of the pages it has published."""

    operator: Operator | None = None
    published: frozenset[str] = frozenset()


Read = Callable[[Session], Kept]


@dataclass
class _Read:
    read: Read
    kept: Kept | None = None
    until: float = field(default=0.0)


def init(app: Flask, read: Read) -> None:
    """Take who reads what the desk keeps: the glue of the web knows no subject."""
    app.extensions["operator"] = _Read(read)


def operator() -> Operator:
    """Return the body that runs the site, read once for a page; what was read last where no database answers."""
    return _kept().operator or of_settings()


def published() -> frozenset[str]:
    """Return the names of the pages that stand in menus only once the desk has published them."""
    return _kept().published


def _kept() -> Kept:
    if "kept_site" not in g:
        g.kept_site = _read()
    found: Kept = g.kept_site
    return found


def _read() -> Kept:
    last: _Read = current_app.extensions["operator"]
    now = monotonic()
    if last.kept is not None and now < last.until:
        return last.kept
    try:
        with Session(engine()) as session:
            found = last.read(session)
    except SQLAlchemyError:
        found = last.kept or Kept()
    last.kept, last.until = found, now + settings().page_seconds
    return found


def of_settings() -> Operator:
    """Return what the settings say: the first value."""
    said = settings()
    return Operator(said.operator_ar, said.operator_en, said.contact_email)


def renew() -> None:
    """Forget what was read, and the pages that say it."""
    g.pop("kept_site", None)
    current_app.extensions["operator"].until = 0.0
    current_app.extensions[PAGE_CACHE].clear()


def operator_line() -> str:
    """Return the unit and the body in one line, in the page's language."""
    said, arabic = operator(), language() == "ar"
    name = (said.name_ar or said.name_en) if arabic else (said.name_en or said.name_ar)
    unit = (said.unit_ar or said.unit_en) if arabic else (said.unit_en or said.unit_ar)
    return str(_(", ")).join(part for part in (unit, name) if part)
