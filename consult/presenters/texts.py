"""What a text is of, in words and addresses: how it is called, where it stands, and where its versions are read.

The one place where faces ask. A text of no known owner has no addresses, and pages name it without a link.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from consult.consultations.models import TextOwner
from consult.forum.models import NamedMeeting
from consult.plans.models import NamedCommitment
from consult.web import dates
from consult.web.rendering import bidi_isolate, localized


@dataclass(frozen=True, slots=True)
class _Pages:
    """The endpoints of a kind of owner: its own page, one version of its text, and two beside each other."""

    own: str
    version: str
    compare: str


_COMMITMENTS = _Pages("public.commitment", "public.version", "public.compare")
_MINUTES = _Pages("public.minutes", "public.minutes_version", "public.minutes_compared")


def owner_named(owner: TextOwner) -> str:
    """Return a short name: a commitment's number with its plan, else the title."""
    if isinstance(owner, NamedCommitment):
        plan = localized(owner.plan, "title")
        return str(_("Commitment %(number)s · %(plan)s", number=owner.number, plan=plan))
    return str(_("Minutes of the meeting of %(day)s", day=dates.day(owner.day)))


def asked_on(owner: TextOwner) -> str:
    """Return in a sentence what a consultation on this text is about."""
    title = localized(owner, "title")
    if isinstance(owner, NamedCommitment):
        return str(
            _("A consultation on the draft clauses of commitment %(number)s: %(title)s.", number=owner.number,
              title=title)
        )  # fmt: skip
    day = dates.day(owner.day)
    return str(
        _(
            "A consultation on the minutes of the meeting of %(day)s: %(title)s.",
            day=day,
            title=bidi_isolate(title),
        )
    )


def before_you(owner: TextOwner) -> str:
    """Return in a sentence that this text is open to comments; of a commitment its long title stands elsewhere."""
    if isinstance(owner, NamedCommitment):
        plan = localized(owner.plan, "title")
        return str(
            _("The draft clauses of commitment %(number)s are before you, one by one, before they are adopted. "
              "%(plan)s.", number=owner.number, plan=plan)
        )  # fmt: skip
    day = dates.day(owner.day)
    return str(_("The minutes of the meeting of %(day)s are before you, clause by clause.", day=day))


def version_named(owner: TextOwner | None, version: int, otherwise: str = "") -> str:
    """Return how a version is called in short; ``otherwise`` names it where nothing that it is of does."""
    if isinstance(owner, NamedCommitment):
        return str(_("Commitment %(number)s, version %(version)s", number=owner.number, version=version))
    if isinstance(owner, NamedMeeting):
        day = dates.day(owner.day)
        return str(_("Minutes of %(day)s, version %(version)s", day=day, version=version))
    if not otherwise:
        return str(_("Version %(number)s", number=version))
    return str(_("%(title)s, version %(version)s", title=bidi_isolate(otherwise), version=version))


def version_in_full(owner: TextOwner | None, version: int, otherwise: str = "") -> str:
    """Return how a version is called where one is chosen: a commitment's with its title."""
    if isinstance(owner, NamedCommitment):
        title = localized(owner, "title")
        return str(
            _("Commitment %(number)s, version %(version)s: %(title)s", number=owner.number, version=version,
              title=title)
        )  # fmt: skip
    if isinstance(owner, NamedMeeting):
        day, title = dates.day(owner.day), localized(owner, "title")
        return str(
            _("Minutes of %(day)s, version %(version)s: %(title)s", day=day, version=version, title=bidi_isolate(title))
        )  # fmt: skip
    return version_named(owner, version, otherwise)


def owner_url(owner: TextOwner | None) -> str | None:
    """Return where everybody reads of it, None where it has no page."""
    return url_for(home[0].own, **home[1]) if (home := _home(owner)) else None


def version_url(owner: TextOwner | None, version: int) -> str | None:
    """Return where a published version is read, None where it has no page of its own."""
    if isinstance(owner, NamedMeeting):
        return url_for(_MINUTES.version, slug=owner.slug, number=version)
    return url_for(home[0].version, **home[1], version=version) if (home := _home(owner)) else None


def compare_url(owner: TextOwner | None, before: int, after: int) -> str | None:
    """Return where two published versions stand beside each other, None where they have no such page."""
    return url_for(home[0].compare, **home[1], before=before, after=after) if (home := _home(owner)) else None


def _home(owner: TextOwner | None) -> tuple[_Pages, dict[str, Any]] | None:
    """Return the pages of an owner with what their addresses begin with, None where it has none."""
    if isinstance(owner, NamedCommitment):
        return _COMMITMENTS, {"slug": owner.plan.slug, "number": owner.number}
    if isinstance(owner, NamedMeeting):
        return _MINUTES, {"slug": owner.slug}
    return None
