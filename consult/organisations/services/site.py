"""Keeping what is said of the body that runs the site: each save is a row, and the newest stands."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.organisations.models import SiteBody
from consult.organisations.queries.site import site_body
from consult.organisations.services.applying import MOST_ADDRESS, MOST_NAME
from consult.record.services import append
from consult.shared.email_address import MOST_LOCAL, email_address
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean, clean_line, has_words, western_digits
from consult.shared.web_addresses import hides_controls, is_address, with_scheme

MOST_PHONE, MOST_LINKS = 40, 5


@dataclass(frozen=True)
class SiteWords:
    """The body that runs the site, its unit, and how to reach it; ``links`` are addresses, one a line."""

    name_ar: str = ""
    name_en: str = ""
    unit_ar: str = ""
    unit_en: str = ""
    email: str = ""
    phone: str = ""
    links: str = ""


def keep_site(session: Session, *, actor: Actor, now: datetime, said: SiteWords, seen: int) -> None:
    """Save what is said of the body that runs the site; ``seen`` is the number of what stood when it was opened.

    What stands already is saved no second time. Raises DomainError at the fields, ``edited-meanwhile`` where
    somebody saved since.
    """
    if not may(actor, Act.KEEP_SITE):
        raise NotFoundError
    said = _checked(said)
    there = site_body(session)
    if there is not None and asdict(said) == {each.name: getattr(there, each.name) for each in fields(said)}:
        return
    if seen != (there.number if there else 0):
        raise DomainError("edited-meanwhile")
    row = SiteBody(number=seen + 1, **asdict(said), recorded_at=now, recorded_by_id=actor.user_id)
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as taken:
        raise DomainError("edited-meanwhile") from taken
    role = Role.COORDINATOR if actor.holds(Role.COORDINATOR) else Role.ADMINISTRATOR
    append(
        session, now=now, kind="site-described", subject="site", role=role.value, details={"number": row.number}
    )  # fmt: skip


def _checked(said: SiteWords) -> SiteWords:
    """Return it tidied; raise what is wrong, each at its field."""
    tidy = SiteWords(
        clean_line(said.name_ar), clean_line(said.name_en), clean_line(said.unit_ar), clean_line(said.unit_en),
        clean_line(said.email), clean_line(western_digits(said.phone)), _lines(said.links),
    )  # fmt: skip
    names = {"name_ar": tidy.name_ar, "name_en": tidy.name_en}
    units = {"unit_ar": tidy.unit_ar, "unit_en": tidy.unit_en}
    problems = problems_of_words(names, most=MOST_NAME)
    problems += problems_of_words(units, most=MOST_NAME, needed=False)
    problems += problems_of_words({"phone": tidy.phone}, most=MOST_PHONE, needed=False)
    problems += _problems_of_links(tidy.links)
    email = tidy.email
    try:
        email = email_address(tidy.email)
        # It stands in links of ours, where a mail program would read it decoded.
        if hides_controls(email):
            problems.append(DomainError("email-local", field="email", most=MOST_LOCAL))
    except DomainError as problem:
        problems.append(problem)
    raise_any(problems)
    return replace(tidy, email=email)


def _lines(links: str) -> str:
    typed = (clean_line(line) for line in clean(links).splitlines())
    return "\n".join(with_scheme(line) for line in typed if has_words(line))


def _problems_of_links(links: str) -> list[DomainError]:
    every = links.splitlines()
    if len(every) > MOST_LINKS:
        return [DomainError("links-too-many", field="links", most=MOST_LINKS)]
    long = problems_of_words(dict.fromkeys(["links"], links), most=MOST_LINKS * MOST_ADDRESS, needed=False)
    if long or all(is_address(link) for link in every):
        return long
    return [DomainError("links-unreadable", field="links")]
