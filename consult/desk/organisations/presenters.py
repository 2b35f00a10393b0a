"""What coordinators see of organisations: those that wait, and those that may speak. No names of persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.desk.lists import Listing, find
from consult.desk.meanwhile import Difference, differing
from consult.organisations import queries
from consult.organisations.models import Organisation, Standing
from consult.organisations.policies import may_verify
from consult.web import dates
from consult.web.forms import Form
from consult.web.labels import label
from consult.web.locale import language
from consult.web.pagination import place
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation by its name, in the language ``lang``, with the address of its public page."""

    name: str
    lang: str
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class WaitingRow(OrganisationRow):
    """One that waits to be decided; ``decide_url`` None for whoever applied for it."""

    day: str
    decide_url: str | None


@dataclass(frozen=True, slots=True)
class VerifiedRow(OrganisationRow):
    """One that may speak."""

    team_url: str
    about_url: str
    name_url: str
    end_url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The organisations of one standing that stand on a page; ``number`` is how many there are in all."""

    name: str
    title: str
    number: int
    rows: Sequence[WaitingRow | VerifiedRow]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of those that wait, oldest first, and then of those that may speak, by name."""

    groups: list[Group]
    listing: Listing


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """An application; ``decided`` says what became of it, None while it waits."""

    organisation: Organisation
    name: str
    kind: str
    day: str
    decided: str | None


def list_page(session: Session, actor: Actor) -> ListPage:
    """Return a page of the organisations that wait, and of those that may speak."""
    lang = language()
    found = find(
        partial(queries.at_desk, session, lang=lang), "desk.organisations", lambda row: (row.name_ar, row.name_en),
        begun=place(queries.DeskPlace, lang=lang), key=partial(queries.desk_place_of, lang=lang),
    )  # fmt: skip
    numbers = queries.numbers(session)
    groups = [
        Group("waiting", _("What waits"), numbers[Standing.APPLIED], _waiting_rows(session, found.rows, actor)),
        Group(
            "verified", _("Verified"), numbers[Standing.VERIFIED],
            [_verified(row) for row in found.rows if row.standing == Standing.VERIFIED],
        ),
    ]  # fmt: skip
    # The first page of the whole list says of both that there is none.
    first = not found.listing.words and found.listing.newer_url is None
    return ListPage([group for group in groups if group.rows or first], found.listing)


def _waiting_rows(session: Session, rows: Sequence[Organisation], actor: Actor) -> list[WaitingRow]:
    waiting = [row for row in rows if row.standing == Standing.APPLIED]
    applicants = queries.applicants(session, organisation_ids=[row.id for row in waiting])
    return [_waiting(row, may_decide=may_verify(actor, applicants.get(row.id))) for row in waiting]


def decision_page(session: Session, organisation: Organisation) -> DecisionPage:
    """Return an application, and the last decision where there is one."""
    acts = queries.acts(session, organisation_id=organisation.id)
    waits = organisation.standing == Standing.APPLIED
    return DecisionPage(
        organisation=organisation,
        name=localized(organisation, "name"),
        kind=label("organisation", organisation.kind),
        day=dates.full(acts[0].at),
        decided=None if waits else label("standing", organisation.standing),
    )


@dataclass(frozen=True, slots=True)
class AboutPage:
    """A body whose introduction is written; ``differing`` is what somebody else saved, beside what was typed."""

    name: str
    lang: str
    action: str
    differing: list[Difference]


def about_page(organisation: Organisation, form: Form, *, anew: bool) -> AboutPage:
    """Return what stands around the form; ``anew`` where somebody saved since it was opened."""
    saved = {name: getattr(organisation, name) for name in ("about_ar", "about_en", "website")}
    return AboutPage(
        localized(organisation, "name"), lang_of(organisation, "name"),
        url_for("desk.describe_body", slug=organisation.slug), differing(form, saved) if anew else [],
    )  # fmt: skip


def _waiting(row: Organisation, *, may_decide: bool) -> WaitingRow:
    return WaitingRow(
        name=localized(row, "name"),
        lang=lang_of(row, "name"),
        kind=label("organisation", row.kind),
        url=url_for("public.organisation", slug=row.slug),
        day=dates.day(row.created_at),
        decide_url=url_for("desk.decide_organisation", slug=row.slug) if may_decide else None,
    )


def _verified(row: Organisation) -> VerifiedRow:
    return VerifiedRow(
        name=localized(row, "name"),
        lang=lang_of(row, "name"),
        kind=label("organisation", row.kind),
        url=url_for("public.organisation", slug=row.slug),
        team_url=url_for("public.representatives", slug=row.slug),
        about_url=url_for("desk.describe_body", slug=row.slug),
        name_url=url_for("desk.rename_body", slug=row.slug),
        end_url=url_for("desk.end_organisation", slug=row.slug),
    )
