"""Who was invited to a consultation, who was told otherwise, and who answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import url_for

from consult.consultations.models import ConsultationInvitation
from consult.organisations.models import Organisation
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class Invited:
    """An organisation, on which day it was invited (None: it was not), and how many contributions it sent.

    ``waits``: it can answer in time still.
    """

    name: str
    lang: str
    url: str
    kind: str
    day: str | None
    answers: int
    waits: bool


@dataclass(frozen=True, slots=True)
class ToldRow:
    """Somebody who was told on another way."""

    name: str
    lang: str
    how: str
    day: str


def invited_rows(
    rows: Iterable[ConsultationInvitation], answers: Mapping[int, int], *, waits: bool
) -> list[Invited]:
    """Return the organisations that were invited, in the order in which they were; ``waits`` as in ``Invited``."""
    return [
        _row(row.organisation, dates.day(row.told_on), answers.get(row.organisation.id, 0), waits=waits)
        for row in rows
        if row.organisation is not None
    ]


def uninvited_rows(bodies: Iterable[Organisation], answers: Mapping[int, int]) -> list[Invited]:
    """Return the organisations that answered without an invitation."""
    return [_row(body, None, answers.get(body.id, 0), waits=False) for body in bodies]


def told_rows(rows: Iterable[ConsultationInvitation]) -> list[ToldRow]:
    """Return who was told on another way."""
    return [
        ToldRow(localized(row, "name"), lang_of(row, "name"), label("told", row.how), dates.day(row.told_on))
        for row in rows
        if row.organisation_id is None
    ]


def _row(body: Organisation, day: str | None, answers: int, *, waits: bool) -> Invited:
    return Invited(
        name=localized(body, "name"),
        lang=lang_of(body, "name"),
        url=url_for("public.organisation", slug=body.slug),
        kind=label("organisation", body.kind),
        day=day,
        answers=answers,
        waits=waits,
    )
