"""What an organisation was called before: on its public page and at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from flask_babel import gettext as _

from consult.organisations.models import NamedSince
from consult.web import dates
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that stands no more, when it stood, and why another took its place."""

    name: str
    lang: str
    period: str
    reason: str
    reason_lang: str


def former_names(names: Sequence[NamedSince]) -> list[FormerName]:
    """Return the names before the one that stands; ``names`` has the newest first."""
    return [_former(before, after) for after, before in pairwise(names)]


def _former(name: NamedSince, after: NamedSince) -> FormerName:
    return FormerName(
        localized(name, "name"), lang_of(name, "name"), _period(name, after), localized(after, "reason"),
        lang_of(after, "reason"),
    )  # fmt: skip


def _period(name: NamedSince, after: NamedSince) -> str:
    if after.since is None:
        return str(_("It is not known when."))
    if name.since is None:
        return str(_("Until %(day)s", day=dates.day(after.since)))
    return str(_("From %(start)s until %(end)s", start=dates.day(name.since), end=dates.day(after.since)))
