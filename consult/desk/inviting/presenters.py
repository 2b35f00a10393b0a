"""The page on which an officer invites organisations and says who was told otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.consultations.policies import allows
from consult.consultations.queries import invitations
from consult.contributions.queries.by_body import numbers_by_body
from consult.desk.heading import Heading, heading_of
from consult.organisations.queries import spoken_for, verified_bodies
from consult.presenters.invited import Invited, ToldRow, invited_rows, told_rows
from consult.web.locale import language
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who can be invited still: slug and name; and for whom nobody speaks here, so that no mail would reach them."""

    offered: list[tuple[str, str]]
    silent: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class InvitingPage:
    """Who was invited and told, and the forms for more; ``takes``: more can be invited now.

    ``silent`` are those for whom nobody speaks here: name and language.
    """

    consultation: Heading
    invited: list[Invited]
    told: list[ToldRow]
    silent: list[tuple[str, str]]
    takes: bool
    invite_url: str
    tell_url: str
    public_url: str


def inviting_page(
    session: Session, asked: Consultation, now: datetime, silent: list[tuple[str, str]]
) -> InvitingPage:
    """Return the page."""
    rows = invitations(session, consultation_id=asked.id)
    takes = allows(asked, Act.INVITE_TO_ANSWER, now)
    return InvitingPage(
        consultation=heading_of(asked),
        invited=invited_rows(rows, numbers_by_body(session, consultation_id=asked.id), waits=takes),
        told=told_rows(rows),
        silent=silent,
        takes=takes,
        invite_url=url_for("desk.invite_bodies", slug=asked.slug),
        tell_url=url_for("desk.tell_otherwise", slug=asked.slug),
        public_url=url_for("public.invited", slug=asked.slug),
    )


def candidates(session: Session, asked: Consultation) -> Candidates:
    """Return the organisations that were not invited yet, by name; not the asking body."""
    there = {row.organisation_id for row in invitations(session, consultation_id=asked.id)} | {
        asked.organisation_id
    }
    heard = spoken_for(session)
    found = Candidates([], [])
    for body in verified_bodies(session, lang=language()):
        if body.id in there:
            continue
        if body.scope in heard:
            found.offered.append((body.slug, localized(body, "name")))
        else:
            found.silent.append((localized(body, "name"), lang_of(body, "name")))
    return found
