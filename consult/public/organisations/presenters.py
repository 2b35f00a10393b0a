"""What the pages of organisations show: the list, and one with what it said and asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor, may_speak_for, may_take_part
from consult.consultations import queries as consultations
from consult.consultations.models import ConsultationRow
from consult.contributions.models import ContributionRow
from consult.contributions.queries import PAGE, published_by_organisation
from consult.contributions.queries.by_body import SaidTo, number_said_for, said_for
from consult.organisations import queries
from consult.organisations.models import (
    Decided,
    Organisation,
    OrganisationInFull,
    OrganisationKind,
    Standing,
)
from consult.organisations.policies import is_shown
from consult.organisations.queries.names import names_of
from consult.outcomes.models import Outcome
from consult.outcomes.queries import latest_of, places_in
from consult.presenters.forum import OwnSeat, own_seats
from consult.presenters.meetings import Sentences, about_body
from consult.presenters.names import FormerName, former_names
from consult.public.consultations.asked_presenters import rows as rows_of
from consult.public.consultations.presenters import AgendaRow
from consult.public.outcomes.presenters import Quote, quote
from consult.public.plans.presenters import theme_of
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import language
from consult.web.pagination import LONG, Page, page_of, written
from consult.web.rendering import lang_of, localized

# So many of the newest invitations are shown.
MOST_INVITED = 20
# Those whose part it is to ask; that they have said nothing is no news.
ASKING = frozenset({OrganisationKind.AGENCY, OrganisationKind.MUNICIPALITY, OrganisationKind.INDEPENDENT})


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation in the list; ``standing`` is None where it is verified."""

    name: str
    lang: str
    url: str
    asked: int
    heard: int
    asks: bool
    standing: str | None
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The organisations of one kind."""

    kind: str
    title: str
    rows: list[OrganisationRow]


@dataclass(frozen=True, slots=True)
class ListPage:
    """The organisations by kind, those that the reader applied for, and those that they speak for."""

    groups: list[Group]
    own: list[OrganisationRow]
    speaks: list[OrganisationRow]
    newer_url: str | None
    older_url: str | None


@dataclass(frozen=True, slots=True)
class SecondName:
    """The name in the other language than the page's; None where there is none."""

    text: str | None
    lang: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The last decision about where an organisation stands."""

    day: str
    iso: str
    reason: str
    lang: str
    role: str


@dataclass(frozen=True, slots=True)
class AnswerGot:
    """The answer that something got: of which kind, under which theme."""

    outcome: str
    theme: str
    lang: str
    url: str


@dataclass(frozen=True, slots=True)
class InvitedTo:
    """A consultation to which an organisation was invited."""

    title: str
    lang: str
    url: str


@dataclass(frozen=True, slots=True)
class SaidRow:
    """What an organisation said, in which consultation, and the answer that it got; None: there is none yet."""

    quote: Quote
    title: str | None
    kind: str
    stance: str | None
    stance_label: str | None
    when: str
    when_iso: str
    about: str
    about_lang: str
    about_url: str
    answer: AnswerGot | None


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation: where it stands, a page of what it asks and one of what it said, newest first.

    ``decision`` is None where operators entered it; ``team_url`` for whoever does not speak for it.
    """

    organisation: OrganisationInFull
    second_name: SecondName
    kind: str
    shown: bool
    standing: str
    decision: Decision | None
    asked: list[AgendaRow]
    number_asked: int
    newer_asked_url: str | None
    older_asked_url: str | None
    heard: int
    asks: bool
    team_url: str | None
    voices: list[SaidRow]
    older_url: str | None
    newer_url: str | None
    former: list[FormerName]
    seats: list[OwnSeat]
    invited: list[InvitedTo]
    forum: Sentences


class AskedPlace(NamedTuple):
    """The consultation after which a page of what an organisation asks begins."""

    id: int


class Numbers(NamedTuple):
    """How many consultations each organisation asked and how many contributions it made, by its id."""

    asked: Mapping[int, int]
    heard: Mapping[int, int]


def listed(session: Session, actor: Actor | None, now: datetime, begun: queries.Place | None) -> ListPage:
    """Return a page of the organisations by kind with what each asked and said; the first, with the reader's own."""
    lang, first = language(), actor if begun is None else None
    rows = queries.listed(session, lang=lang, begun=begun, limit=LONG + 1)
    page = page_of(rows, LONG, begun, _address, key=partial(queries.place_of, lang=lang))
    own = queries.applied_for_by(session, user_id=first.user_id) if first else []
    speaks = (
        queries.by_slugs(session, first.organisations, lang=lang) if first and may_take_part(first) else []
    )
    ids = {row.id for row in (*page.items, *own, *speaks)}
    numbers = Numbers(
        asked=consultations.asked_by_each(session, ids=ids, now=now),
        heard=published_by_organisation(session, ids=ids),
    )
    return ListPage(
        groups=[
            Group(kind, label("organisations", kind), [_row(row, numbers) for row in of])
            for kind, of in groupby(page.items, key=attrgetter("kind"))
        ],
        own=[_row(row, numbers) for row in own],
        speaks=[_row(row, numbers) for row in speaks],
        newer_url=page.newer_url,
        older_url=page.older_url,
    )


def _address(begun: queries.Place | None) -> str:
    return url_for("public.organisations", after=written(begun))


def _row(row: Organisation, numbers: Numbers) -> OrganisationRow:
    return OrganisationRow(
        name=localized(row, "name"),
        lang=lang_of(row, "name"),
        url=url_for("public.organisation", slug=row.slug),
        asked=numbers.asked.get(row.id, 0),
        heard=numbers.heard.get(row.id, 0),
        asks=row.kind in ASKING,
        standing=None if row.standing == Standing.VERIFIED else label("standing", row.standing),
        illustrative=row.illustrative,
    )


def whole(
    session: Session,
    organisation: OrganisationInFull,
    actor: Actor | None,
    now: datetime,
    before_id: int | None,
    begun: AskedPlace | None,
) -> OrganisationPage:
    """Return what the page of one organisation shows: what it asks after ``begun``, and what it said before an id."""
    here = partial(url_for, "public.organisation", slug=organisation.slug)
    asked = page_of(
        consultations.asked_by(
            session, organisation_id=organisation.id, now=now, before_id=begun.id if begun else None, limit=PAGE + 1
        ),
        PAGE, begun, lambda place: here(after=written(place)), key=lambda row: AskedPlace(row.id),
    )  # fmt: skip
    said = _said(session, organisation, before_id)
    voices = page_of(said, PAGE, before_id, lambda place: here(before=place), key=lambda each: each[0].id)
    own = actor is not None and may_speak_for(actor, organisation.slug)
    number = _number_asked(session, organisation, now, asked)
    return OrganisationPage(
        organisation=organisation,
        second_name=_second_name(organisation),
        kind=label("organisation", organisation.kind),
        shown=is_shown(organisation),
        standing=organisation.standing,
        decision=_decision(organisation.decided) if organisation.decided else None,
        asked=rows_of(session, asked.items, now),
        number_asked=number,
        newer_asked_url=asked.newer_url,
        older_asked_url=asked.older_url,
        heard=_heard(session, organisation, voices),
        asks=organisation.kind in ASKING or number > 0,
        team_url=url_for("public.representatives", slug=organisation.slug) if own else None,
        voices=_voices(session, voices.items),
        older_url=voices.older_url,
        newer_url=voices.newer_url,
        former=former_names(names_of(session, organisation_id=organisation.id)),
        seats=own_seats(session, organisation_id=organisation.id) if is_shown(organisation) else [],
        invited=_invited(session, organisation) if is_shown(organisation) else [],
        forum=about_body(session, organisation.id),
    )


def _invited(session: Session, organisation: OrganisationInFull) -> list[InvitedTo]:
    """Return to which consultations it was invited, the newest first."""
    return [
        InvitedTo(localized(row, "title"), lang_of(row, "title"), url_for("public.invited", slug=row.slug))
        for row in consultations.invited_to(session, organisation_id=organisation.id, limit=MOST_INVITED)
    ]


def _voices(session: Session, said: Sequence[tuple[ContributionRow, SaidTo]]) -> list[SaidRow]:
    """Return what was said as rows, each with the answer that it got."""
    answered = latest_of(session, consultation_ids={asked.id for _row, asked in said}) if said else {}
    ids = [row.id for row, asked in said if asked.id in answered]
    outcome_ids = [outcome.id for outcome in answered.values()]
    places = places_in(session, outcome_ids=outcome_ids, contribution_ids=ids) if ids else {}
    return [
        _voice(row, asked, _answer(answered.get(asked.id), asked, places.get(row.id, [])))
        for row, asked in said
    ]


def _answer(outcome: Outcome | None, asked: SaidTo, places: Sequence[int]) -> AnswerGot | None:
    theme = theme_of(outcome, places[0]) if outcome is not None and places else None
    if theme is None:
        return None
    url = url_for("public.theme", slug=asked.slug, theme_id=theme["id"])
    return AnswerGot(theme["outcome"], localized(theme, "title"), lang_of(theme, "title"), url)


def _said(
    session: Session, organisation: OrganisationInFull, before_id: int | None
) -> list[tuple[ContributionRow, SaidTo]]:
    return said_for(session, organisation_id=organisation.id, before_id=before_id, limit=PAGE + 1)


def _number_asked(
    session: Session, organisation: OrganisationInFull, now: datetime, page: Page[ConsultationRow]
) -> int:
    """Return how many consultations it asked; they are counted where a page does not show them all."""
    if page.older_url is None and page.newer_url is None:
        return len(page.items)
    return consultations.number_asked_by(session, organisation_id=organisation.id, now=now)


def _heard(
    session: Session, organisation: OrganisationInFull, page: Page[tuple[ContributionRow, SaidTo]]
) -> int:
    """Return how many of its voices are shown; they are counted where a page does not show them all."""
    if page.older_url is None and page.newer_url is None:
        return len(page.items)
    return number_said_for(session, organisation_id=organisation.id)


def _second_name(organisation: OrganisationInFull) -> SecondName:
    if lang_of(organisation, "name") == "ar":
        return SecondName(organisation.name_en, "en")
    return SecondName(organisation.name_ar, "ar")


def _decision(decided: Decided) -> Decision:
    return Decision(
        day=dates.day(decided.at),
        iso=dates.iso(decided.at),
        reason=localized(decided, "reason"),
        lang=lang_of(decided, "reason"),
        role=label("role", decided.role),
    )


def _voice(row: ContributionRow, asked_in: SaidTo, answer: AnswerGot | None) -> SaidRow:
    return SaidRow(
        quote=quote(row, None),
        title=row.title,
        kind=label("kind", row.kind),
        stance=row.stance,
        stance_label=label("stance", row.stance) if row.stance else None,
        when=dates.day(row.received_at),
        when_iso=dates.iso(row.received_at),
        about=localized(asked_in, "title"),
        about_lang=lang_of(asked_in, "title"),
        about_url=url_for("public.consultation", slug=asked_in.slug),
        answer=answer,
    )
