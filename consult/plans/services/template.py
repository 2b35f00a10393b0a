"""What a commitment promises, as it is typed: measured, tidied, and what is wrong with it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from consult.plans.services.words import MAX_NAME
from consult.shared.email_address import is_email_address
from consult.shared.errors import DomainError, problems_of_words, raise_any
from consult.shared.text import clean, clean_line

_LINES = ("contact_name_ar", "contact_name_en", "contact_email", "contact_phone")


@dataclass(frozen=True)
class Template:
    """What a commitment promises, as it is typed: each field as in ``models.CommitmentTemplate``."""

    problem_ar: str = ""
    problem_en: str = ""
    what_ar: str = ""
    what_en: str = ""
    how_ar: str = ""
    how_en: str = ""
    information_ar: str = ""
    information_en: str = ""
    accountability_ar: str = ""
    accountability_en: str = ""
    participation_ar: str = ""
    participation_en: str = ""
    technology_ar: str = ""
    technology_en: str = ""
    resources_ar: str = ""
    resources_en: str = ""
    contact_name_ar: str = ""
    contact_name_en: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


def checked(template: Template) -> dict[str, Any]:
    """Return what is typed, tidied, by column; raise what is wrong with it, each at its field."""
    typed = {
        name: (clean_line(value) if name in _LINES else clean(value)) if isinstance(value, str) else value
        for name, value in asdict(template).items()
    }
    prose = {
        name: str(value)
        for name, value in typed.items()
        if name.endswith(("_ar", "_en")) and name not in _LINES
    }
    problems = problems_of_words(prose, needed=False)
    problems += problems_of_words({name: str(typed[name]) for name in _LINES}, most=MAX_NAME, needed=False)
    email = str(typed["contact_email"])
    if email and not is_email_address(email):
        problems.append(DomainError("contact-email-unfit", field="contact_email"))
    if template.starts_on and template.ends_on and template.starts_on > template.ends_on:
        problems.append(DomainError("ends-before-it-begins", field="ends_on"))
    raise_any(problems)
    return typed
