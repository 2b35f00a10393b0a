"""What a commitment carries on from another plan, as both faces say it."""

from __future__ import annotations

from flask_babel import gettext as _

from consult.plans.queries.promised import Carried
from consult.web.rendering import bidi_isolate, localized


def told(carried: Carried) -> str:
    """Return whether it carries on the other, or the other carries on it, and in which plan that stands."""
    plan, number = bidi_isolate(localized(carried.plan, "title")), carried.commitment.number
    if carried.earlier:
        return str(_("It carries on commitment %(number)s of %(plan)s:", number=number, plan=plan))
    return str(_("Commitment %(number)s of %(plan)s carries it on:", number=number, plan=plan))
