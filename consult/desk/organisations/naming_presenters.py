"""What stands around the form in which another name of a body is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from consult.desk.meanwhile import Difference, differing
from consult.organisations.models import NamedSince, Organisation
from consult.presenters.names import FormerName, former_names
from consult.web.forms import Form
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class NamePage:
    """A body by the name that stands, and those before; ``differing`` is what another recorded meanwhile."""

    name: str
    lang: str
    action: str
    former: list[FormerName]
    differing: list[Difference]


def name_page(organisation: Organisation, names: Sequence[NamedSince], form: Form, *, anew: bool) -> NamePage:
    """Return the page; ``anew`` where somebody recorded another name since the form was opened."""
    saved = {name: getattr(organisation, name) for name in ("name_ar", "name_en")}
    return NamePage(
        localized(organisation, "name"), lang_of(organisation, "name"), address(organisation.slug), former_names(names),
        differing(form, saved) if anew else [],
    )  # fmt: skip


def address(slug: str) -> str:
    """Return where the name of a body is changed."""
    return url_for("desk.rename_body", slug=slug)
