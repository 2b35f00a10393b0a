"""What a text is of, in words and addresses: how it is called, where it stands, and where its versions are read.

The one place where faces ask. An owner that has no page yet has no addresses, and pages name it without a link.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from consult.consultations.models import TextOwner
from consult.plans.models import NamedCommitment
from consult.web.rendering import bidi_isolate, localized


@dataclass(frozen=True, slots=True)
class _Pages:
    """The endpoints of a kind of owner: its own page, one version of its text, and two beside each other."""

    own: str
    version: str
    compare: str


_COMMITMENTS = _Pages("public.commitment", "public.version", "public.compare")


def owner_named(owner: TextOwner) -> str:
    """Return a short name: a commitment's number with its plan, else the title."""
    if isinstance(owner, NamedCommitment):
        plan = localized(owner.plan, "title")
        return str(_("Commitment %(number)s · %(plan)s", number=owner.number, plan=plan))
    return localized(owner, "title")


def asked_on(owner: TextOwner) -> str:
    """Return in a sentence what a consultation on this text is about."""
    title = localized(owner, "title")
    if isinstance(owner, NamedCommitment):
        return str(
            _("A consultation on the draft clauses of commitment %(number)s: %(title)s.", number=owner.number,
              title=title)
        )  # fmt: skip
    return str(_("A consultation on this text, clause by clause: %(title)s.", title=bidi_isolate(title)))


def before_you(owner: TextOwner) -> str:
    """Return in a sentence that this text is open to comments; of a commitment its long title stands elsewhere."""
    if isinstance(owner, NamedCommitment):
        plan = localized(owner.plan, "title")
        return str(
            _("The draft clauses of commitment %(number)s are before you, one by one, before they are adopted. "
              "%(plan)s.", number=owner.number, plan=plan)
        )  # fmt: skip
    title = bidi_isolate(localized(owner, "title"))
    return str(_("The clauses of this text are before you, one by one: %(title)s.", title=title))


def version_named(owner: TextOwner | None, version: int, otherwise: str = "") -> str:
    """Return how a version is called in short; ``otherwise`` names it where nothing that it is of does."""
    if isinstance(owner, NamedCommitment):
        return str(_("Commitment %(number)s, version %(version)s", number=owner.number, version=version))
    title = localized(owner, "title") if owner else otherwise
    if not title:
        return str(_("Version %(number)s", number=version))
    return str(_("%(title)s, version %(version)s", title=bidi_isolate(title), version=version))


def version_in_full(owner: TextOwner | None, version: int, otherwise: str = "") -> str:
    """Return how a version is called where one is chosen: a commitment's with its title."""
    if isinstance(owner, NamedCommitment):
        title = localized(owner, "title")
        return str(
            _("Commitment %(number)s, version %(version)s: %(title)s", number=owner.number, version=version,
              title=title)
        )  # fmt: skip
    return version_named(owner, version, otherwise)


def owner_url(owner: TextOwner | None) -> str | None:
    """Return where everybody reads of it, None where it has no page."""
    return url_for(home[0].own, **home[1]) if (home := _home(owner)) else None


def version_url(owner: TextOwner | None, version: int) -> str | None:
    """Return where a published version is read, None where it has no page of its own."""
    return url_for(home[0].version, **home[1], version=version) if (home := _home(owner)) else None


def compare_url(owner: TextOwner | None, before: int, after: int) -> str | None:
    """Return where two published versions stand beside each other, None where they have no such page."""
    return url_for(home[0].compare, **home[1], before=before, after=after) if (home := _home(owner)) else None


def _home(owner: TextOwner | None) -> tuple[_Pages, dict[str, Any]] | None:
    """Return the pages of an owner with what their addresses begin with, None where it has none."""
    if isinstance(owner, NamedCommitment):
        return _COMMITMENTS, {"slug": owner.plan.slug, "number": owner.number}
    return None
