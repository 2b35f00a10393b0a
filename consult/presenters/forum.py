"""Seats in the forum, in words."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from consult.forum.models import ForumSeat
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat: its post, its body, for which sector and from when; ``ended`` and its reason where it is held no more."""

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


def seat_row(seat: ForumSeat) -> SeatRow:
    """Return a seat as pages show it."""
    since = dates.day(seat.since)
    held = (
        _("since %(day)s", day=since)
        if seat.ended_on is None
        else _("from %(since)s to %(ended)s", since=since, ended=dates.day(seat.ended_on))
    )
    return SeatRow(
        id=seat.id,
        post=localized(seat, "post"),
        post_lang=lang_of(seat, "post"),
        body=localized(seat.organisation, "name"),
        body_lang=lang_of(seat.organisation, "name"),
        body_url=url_for("public.organisation", slug=seat.organisation.slug),
        sector=label("sector", seat.sector),
        held=held,
        reason=localized(seat, "end_reason") if seat.ended_on is not None else "",
        reason_lang=lang_of(seat, "end_reason") if seat.ended_on is not None else "",
    )
