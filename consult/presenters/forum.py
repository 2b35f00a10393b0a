"""Seats in the forum, in words."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.forum.models import ForumSeat
from consult.forum.queries import seats_of
from consult.presenters.site import FORUM
from consult.web import dates
from consult.web.labels import label
from consult.web.operator import published
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat: its post, its body, for which sector and from when; ``reason`` where it is held no more, else empty."""

    id: int
    post: str
    post_lang: str
    body: str
    body_lang: str
    body_url: str
    sector: str
    held: str
    reason: str
    reason_lang: str


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """A seat on the page of the body that holds it: its post, and for which sector and from when to when it is held."""

    post: str
    post_lang: str
    sector: str
    held: str


def own_seats(session: Session, *, organisation_id: int) -> list[OwnSeat]:
    """Return the seats that a body holds or held, in the order in which they began.

    Nobody is asked before there is anything of the forum: what pages the foot leads to is known anyway.
    """
    if FORUM not in published():
        return []
    return [
        OwnSeat(
            localized(seat, "post"), lang_of(seat, "post"), label("sector", seat.sector), held_words(seat)
        )
        for seat in seats_of(session, organisation_id=organisation_id)
    ]


def held_words(seat: ForumSeat) -> str:
    """Return from when to when a seat is or was held."""
    since = dates.day(seat.since)
    if seat.ended_on is None:
        return str(_("since %(day)s", day=since))
    return str(_("from %(since)s to %(ended)s", since=since, ended=dates.day(seat.ended_on)))


def seat_row(seat: ForumSeat) -> SeatRow:
    """Return a seat as pages show it; one that was never held says so at the desk, which alone shows it."""
    return SeatRow(
        id=seat.id,
        post=localized(seat, "post"),
        post_lang=lang_of(seat, "post"),
        body=localized(seat.organisation, "name"),
        body_lang=lang_of(seat.organisation, "name"),
        body_url=url_for("public.organisation", slug=seat.organisation.slug),
        sector=label("sector", seat.sector),
        held=_("entered by mistake, and never held") if seat.mistaken else held_words(seat),
        reason=localized(seat, "end_reason") if seat.ended_on is not None else "",
        reason_lang=lang_of(seat, "end_reason") if seat.ended_on is not None else "",
    )
