"""The consultations about the minutes of a meeting: whether the public is asked now, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.consultations.policies import state_of
from consult.consultations.queries import AskedVersion, asked_versions
from consult.presenters.meetings import words_of
from consult.presenters.rewordings import Worded
from consult.shared.state import State
from consult.web import dates


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A consultation about minutes: where it stands, as the component shows states, and in words."""

    state: str
    state_text: str
    title: Worded
    url: str


def asked_about_minutes(session: Session, text_id: int, now: datetime) -> list[AskedRow]:
    """Return the public consultations about the versions of minutes, the latest first; one that was called off not."""
    found = {row.slug: row for row in asked_versions(session, text_id=text_id, now=now)}
    return [_row(row, now) for row in reversed(found.values()) if state_of(row, now) is not State.CANCELLED]


def _row(row: AskedVersion, now: datetime) -> AskedRow:
    state = state_of(row, now)
    endpoint = "public.outcome" if state is State.ANSWERED else "public.consultation"
    return AskedRow(str(state), _words(row, state), words_of(row, "title"), url_for(endpoint, slug=row.slug))


def _words(row: AskedVersion, state: State) -> str:
    match state:
        case State.OPEN:
            return str(_("The public is asked about the minutes until %(day)s", day=dates.day(row.closes_at)))
        case State.ANSWERED:
            day = dates.day(row.answered_at or row.closes_at)
            return str(_("What the public said of the minutes was answered on %(day)s", day=day))
        case State.CLOSED:
            day = dates.day(row.closes_at)
            return str(
                _("The public was asked about the minutes until %(day)s; the answer is awaited", day=day)
            )
        case _:
            day = dates.day(row.opens_at)
            return str(_("The public will be asked about the minutes from %(day)s", day=day))
