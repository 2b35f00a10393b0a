"""Facts with their sources: added, corrected and withdrawn, never overwritten."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, tzinfo

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.initiative import queries
from consult.initiative.models import InitiativeFact
from consult.initiative.services.keeping import either, held, problems_of_place, require, saved_meanwhile
from consult.record.services import check_day
from consult.shared.errors import DomainError, NotFoundError, raise_any
from consult.shared.text import clean, clean_line, clean_title, has_words, too_long
from consult.shared.web_addresses import is_address, with_scheme

MOST_LABEL, MOST_VALUE, MOST_SOURCE, MOST_ADDRESS = 200, 2000, 300, 500


@dataclass(frozen=True)
class FactWords:
    """A fact: what it is about, what is so, who says so, and as of which day; one language of each is enough."""

    label_ar: str = ""
    label_en: str = ""
    value_ar: str = ""
    value_en: str = ""
    source_ar: str = ""
    source_en: str = ""
    source_url: str = ""
    as_of: date | None = None
    place: int = 1


def add_fact(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, slug: str, said: FactWords
) -> InitiativeFact:
    """Add a fact to a section; the same sent again is the same fact. Raises what is wrong at each field."""
    require(actor)
    section, said = held(session, slug), _checked(said, now, zone)
    every = queries.facts_of(session, section_id=section.id)
    gone = {row.corrects_id for row in every}
    for row in every:
        if row.id not in gone and not row.withdrawn and _says(row, said):
            return row
    return put_fact(session, actor=actor, now=now, section_id=section.id, said=said)


def correct_fact(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, fact_id: int, said: FactWords | None
) -> InitiativeFact:
    """Put another in the place of a fact, or withdraw it where ``said`` is None; what stood stays readable.

    What takes the place of a withdrawn one is added again. Raises ``edited-meanwhile`` where another took its place
    since, unless it says the same.
    """
    require(actor)
    found = queries.fact(session, fact_id)
    if found is None:
        raise NotFoundError
    before, section = found
    held(session, section.slug)
    said = _checked(said, now, zone) if said else None
    every = queries.facts_of(session, section_id=section.id)
    after = next((row for row in every if row.corrects_id == before.id), None)
    if after is not None:
        if after.withdrawn if said is None else not after.withdrawn and _says(after, said):
            return after
        raise saved_meanwhile(queries.in_its_place(session, after), actor)
    if before.withdrawn and said is None:
        return before
    if said is not None and not before.withdrawn and _says(before, said):
        raise DomainError("nothing-changed")
    return put_fact(session, actor=actor, now=now, section_id=section.id, said=said, corrects=before)


def put_fact(
    session: Session, *, actor: Actor | None, now: datetime, section_id: int, said: FactWords | None,
    corrects: InitiativeFact | None = None,
) -> InitiativeFact:  # fmt: skip
    """Add a fact that its rules allow; without one, ``corrects`` is withdrawn. Nobody's where it is loaded."""
    kept = said or (_words_of(corrects) if corrects else FactWords())
    row = InitiativeFact(
        section_id=section_id, **asdict(kept), recorded_at=now, recorded_by_id=actor.user_id if actor else None,
        corrects_id=corrects.id if corrects else None, withdrawn=said is None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _words_of(row: InitiativeFact) -> FactWords:
    return FactWords(**{name: getattr(row, name) for name in FactWords.__dataclass_fields__})


def _checked(said: FactWords, now: datetime, zone: tzinfo) -> FactWords:
    """Return it tidied; raise what is wrong, each at its field. What is so needs somebody who says so."""
    tidy = replace(
        said, label_ar=clean_title(said.label_ar), label_en=clean_title(said.label_en), value_ar=clean(said.value_ar),
        value_en=clean(said.value_en), source_ar=clean_title(said.source_ar), source_en=clean_title(said.source_en),
        source_url=with_scheme(clean_line(said.source_url)),
    )  # fmt: skip
    check_day(tidy.as_of, now, zone, field="as_of")
    told = has_words(tidy.value_ar) or has_words(tidy.value_en)
    address = tidy.source_url
    unfit = bool(address) and (too_long(address, MOST_ADDRESS) or not is_address(address))
    raise_any(
        either("label", (tidy.label_ar, tidy.label_en), most=MOST_LABEL)
        + either("value", (tidy.value_ar, tidy.value_en), most=MOST_VALUE, needed=False)
        + either("source", (tidy.source_ar, tidy.source_en), most=MOST_SOURCE, needed=told)
        + ([DomainError("source-url-unfit", field="source_url")] if unfit else [])
        + problems_of_place(tidy.place)
    )
    return tidy


def _says(row: InitiativeFact, said: FactWords) -> bool:
    return all(getattr(row, name) == value for name, value in asdict(said).items())
