"""Applying: anybody who takes part may ask that their organisation be heard as one. A coordinator decides."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts import queries as accounts
from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.organisations import queries
from consult.organisations.models import Organisation, OrganisationActKind, Standing
from consult.organisations.policies import OFFERED
from consult.organisations.services.naming import first_name
from consult.organisations.services.noting import note
from consult.shared.errors import DomainError, problems_of_words, raise_any
from consult.shared.latin import in_latin
from consult.shared.marks import normalised
from consult.shared.names import problem_of_name
from consult.shared.skeletons import skeleton
from consult.shared.text import clean, clean_line, has_words
from consult.shared.web_addresses import is_address, with_scheme

MOST_NAME, MOST_ABOUT, MOST_ADDRESS = 200, 3000, 300
MOST_WAITING = 3
_LONGEST_SLUG, _TRIES = 60, 5
_NOT_A_NAME = frozenset({"name-unreadable", "name-unseen", "name-script"})


@dataclass(frozen=True)
class Application:
    """What somebody says of their organisation. ``kind`` is a value of ``OrganisationKind``, or what was sent for one.

    ``about`` may be in one language, ``website`` empty.
    """

    kind: str = ""
    name_ar: str = ""
    name_en: str = ""
    about_ar: str = ""
    about_en: str = ""
    website: str = ""


def apply(session: Session, *, actor: Actor, now: datetime, application: Application) -> Organisation:
    """Put an organisation before the coordinators and return it; it is shown to nobody else until they verify it.

    Raises DomainError, each at its field; ``applications-waiting`` where three of this person's wait already.
    """
    if not may(actor, Act.APPLY):
        raise DomainError("confirm-first")
    # Somebody's applications come one after the other, so that a form sent twice applies once.
    accounts.lock_user(session, actor.user_id)
    said = tidied(application)
    raise_any(checked(said) + _taken(session, said))
    own = [
        row
        for row in queries.applied_for_by(session, user_id=actor.user_id)
        if row.standing == Standing.APPLIED
    ]
    if any(_same(said, row) for row in own):
        raise DomainError("applied-already")
    if len(own) >= MOST_WAITING:
        raise DomainError("applications-waiting", most=MOST_WAITING)
    made = _add(session, now, said)
    first_name(session, organisation=made, now=now, by_id=actor.user_id)
    note(
        session, now=now, organisation=made, kind=OrganisationActKind.APPLIED, by_id=actor.user_id, role="participant"
    )  # fmt: skip
    return made


def names_taken(session: Session, names: dict[str, str], *, but: int | None = None) -> list[str]:
    """Return the fields of ``names`` that look like a name, of now or of before, of a body that the public reads of.

    ``but`` is the id of the one whose own names may be its again.
    """
    taken = queries.name_skeletons(session, but=but)
    return [field for field, name in names.items() if name and skeleton(name) in taken]


def tidied(said: Application) -> Application:
    """Return what is said as it is stored."""
    website = with_scheme(clean_line(said.website))
    return replace(
        said, name_ar=clean_line(said.name_ar), name_en=clean_line(said.name_en), about_ar=clean(said.about_ar),
        about_en=clean(said.about_en), website=website,
    )  # fmt: skip


def checked(said: Application, *, about_needed: bool = True) -> list[DomainError]:
    """Return what is wrong with what is said, each at its field."""
    problems = []
    if said.kind not in set(OFFERED):
        problems.append(DomainError("choose-one", field="kind"))
    problems += problems_of_names(said.name_ar, said.name_en)
    if about_needed and not has_words(said.about_ar) and not has_words(said.about_en):
        problems.append(DomainError("write-either", field="about_ar"))
    about = {"about_ar": said.about_ar, "about_en": said.about_en}
    problems += problems_of_words(about, most=MOST_ABOUT, needed=False)
    long = problems_of_words({"website": said.website}, most=MOST_ADDRESS, needed=False)
    problems += long
    if said.website and not long and not is_address(said.website):
        problems.append(DomainError("website-unreadable", field="website"))
    return problems


def problems_of_names(name_ar: str, name_en: str) -> list[DomainError]:
    """Return what is wrong with the names of a body, each at its field; the Arabic one alone is enough."""
    english = _problem_of_name("name_en", name_en) if name_en else []
    return _problem_of_name("name_ar", name_ar) + english


def _problem_of_name(field: str, name: str) -> list[DomainError]:
    if not has_words(name):
        return [DomainError("write-this", field=field)]
    code = problem_of_name(name)
    unreadable = [DomainError(code, field=field)] if code in _NOT_A_NAME else []
    return problems_of_words({field: name}, most=MOST_NAME, needed=False) or unreadable


def _taken(session: Session, said: Application) -> list[DomainError]:
    names = {"name_ar": said.name_ar, "name_en": said.name_en}
    return [DomainError("name-taken", field=field) for field in names_taken(session, names)]


def _same(said: Application, row: Organisation) -> bool:
    return skeleton(said.name_en) == skeleton(row.name_en) and skeleton(said.name_ar) == skeleton(row.name_ar)


def _add(session: Session, now: datetime, said: Application) -> Organisation:
    """Add the organisation under a slug of its own; whoever took it at the same moment has it."""
    stem = slug_stem(said.name_en or said.name_ar)
    for _try in range(_TRIES):
        made = Organisation(
            slug=_free(stem, queries.slugs_like(session, stem)), kind=said.kind, name_ar=said.name_ar,
            name_en=said.name_en, about_ar=said.about_ar, about_en=said.about_en, website=said.website,
            standing=Standing.APPLIED.value, created_at=now,
        )  # fmt: skip
        try:
            with session.begin_nested():
                session.add(made)
                session.flush()
        except IntegrityError:
            continue
        return made
    raise DomainError("try-again")


def slug_stem(name: str) -> str:
    """Return a name's plain Latin letters and figures, joined by hyphens, for an address; Arabic ones by letter."""
    plain = (
        normalised("NFKD", in_latin(normalised("NFC", name.casefold()))).encode("ascii", "ignore").decode()
    )
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    return "-".join(words)[:_LONGEST_SLUG].strip("-") or "organisation"


def _free(stem: str, taken: set[str]) -> str:
    number = 2
    slug = stem
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
