"""The words for the domain's codes, in the reader's language."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.shared.errors import DomainError, ProblemsError
from consult.web import dates
from consult.web.locale import in_both, language
from consult.wording import SENTENCES


def sentence(problem: DomainError) -> str:
    """Return what to tell the reader about ``problem``; for an unknown code, that it could not be done."""
    # Where the state says more than that it is not now, its own sentence.
    known = SENTENCES.get(f"{problem.code}:{problem.values.get('state')}") or SENTENCES.get(problem.code)
    if known is None:
        return str(_l("This could not be done."))
    said = {name: _shown(value) for name, value in problem.values.items()}
    return str(known) % said if said else str(known)


def _shown(value: object) -> object:
    """Return a value as sentences have it: moments and days in words."""
    if isinstance(value, datetime):
        return dates.full(value)
    return dates.day(value) if isinstance(value, date) else value


def why_it_changed(titles: tuple[str, str]) -> tuple[str, str]:
    """Return why an answer changed a text, in Arabic and in English; ``titles`` are the consultation's, in both."""

    def words() -> str:
        title = titles[0] if language() == "ar" else titles[1]
        return str(_("The answer to the consultation “%(title)s”", title=title))

    return in_both(words)


def each(problem: DomainError) -> list[DomainError]:
    """Return the single problems that ``problem`` holds."""
    return problem.problems if isinstance(problem, ProblemsError) else [problem]
