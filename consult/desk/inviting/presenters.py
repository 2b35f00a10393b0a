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
from consult.organisations.queries import verified_bodies
from consult.presenters.invited import Invited, ToldRow, invited_rows, told_rows
from consult.web.locale import language
from consult.web.rendering import localized


@dataclass(frozen=True, slots=True)
class InvitingPage:
    """Who was invited and told, and the forms for more; ``takes``: more can be invited now."""

    consultation: Heading
    invited: list[Invited]
    told: list[ToldRow]
    takes: bool
    invite_url: str
    tell_url: str
    public_url: str


def inviting_page(session: Session, asked: Consultation, now: datetime) -> InvitingPage:
    """Return the page."""
    rows = invitations(session, consultation_id=asked.id)
    return InvitingPage(
        consultation=heading_of(asked),
        invited=invited_rows(rows, numbers_by_body(session, consultation_id=asked.id)),
        told=told_rows(rows),
        takes=allows(asked, Act.INVITE_TO_ANSWER, now),
        invite_url=url_for("desk.invite_bodies", slug=asked.slug),
        tell_url=url_for("desk.tell_otherwise", slug=asked.slug),
        public_url=url_for("public.invited", slug=asked.slug),
    )


def offered(session: Session, asked: Consultation) -> list[tuple[str, str]]:
    """Return the organisations that can be invited still, by name: slug and name; not the asking body."""
    there = {row.organisation_id for row in invitations(session, consultation_id=asked.id)} | {
        asked.organisation_id
    }
    lang = language()
    return [
        (body.slug, localized(body, "name"))
        for body in verified_bodies(session, lang=lang)
        if body.id not in there
    ]
