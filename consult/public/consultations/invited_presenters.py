"""Who was invited to a consultation, and who answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from consult.accounts.policies.permissions import Act
from consult.consultations.models import ConsultationRow
from consult.consultations.policies import allows
from consult.consultations.queries import invitations
from consult.contributions.queries.by_body import numbers_by_body
from consult.organisations.queries import by_ids
from consult.presenters.consultations import Standing, standing
from consult.presenters.invited import Invited, ToldRow, invited_rows, told_rows, uninvited_rows
from consult.shared.text import sort_key
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class InvitedPage:
    """The organisations that were invited, those told otherwise, and those that answered uninvited."""

    title: str
    lang: str
    back_url: str
    standing: Standing
    invited: list[Invited]
    told: list[ToldRow]
    uninvited: list[Invited]


def invited_page(session: Session, asked: ConsultationRow, now: datetime) -> InvitedPage:
    """Return the page."""
    rows = invitations(session, consultation_id=asked.id)
    answers = numbers_by_body(session, consultation_id=asked.id)
    others = answers.keys() - {row.organisation_id for row in rows}
    bodies = by_ids(session, others) if others else {}
    return InvitedPage(
        title=localized(asked, "title"),
        lang=lang_of(asked, "title"),
        back_url=url_for("public.consultation", slug=asked.slug),
        standing=standing(asked, now),
        invited=invited_rows(rows, answers, waits=allows(asked, Act.INVITE_TO_ANSWER, now)),
        told=told_rows(rows),
        uninvited=uninvited_rows(
            sorted(bodies.values(), key=lambda body: sort_key(localized(body, "name"))), answers
        ),
    )
