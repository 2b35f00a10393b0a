"""What sources say of a plan, in words, to those who keep it and to everybody else."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.web.labels import label


def years(start: int | None, end: int | None) -> str | None:
    """Return a period in words, None where the source gives none."""
    if start is None or end is None:
        return str(start or end) if start or end else None
    return str(_("%(start)s–%(end)s", start=start, end=end))


def period_words(period: str | None, period_of: str | None) -> str | None:
    """Return a period with which one it is, where the source says so."""
    if period is None or period_of is None:
        return period
    return str(_("%(period)s (%(which)s)", period=period, which=label("period-of", period_of)))


def count_words(count: int | None) -> str | None:
    """Return a number of commitments in words, None where the source gives none."""
    return None if count is None else str(ngettext("%(num)s commitment", "%(num)s commitments", count))


def counted_words(count: str | None, counted_by: str | None) -> str | None:
    """Return a number of commitments, given in words, with who counted them, where the source says so."""
    if count is None or counted_by is None:
        return count
    return str(_("%(count)s (%(who)s)", count=count, who=label("counted-by", counted_by)))
