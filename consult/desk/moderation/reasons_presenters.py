"""The reasons that the moderators of a body keep ready, as their page lists them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from consult.desk.moderation.ready import named
from consult.moderation.models import ReasonTemplate
from consult.moderation.queries import reasons
from consult.organisations.models import Organisation
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A reason that is kept ready, and where it is changed and withdrawn."""

    rule: str
    reason_ar: str
    reason_en: str
    url: str
    withdraw_url: str


@dataclass(frozen=True, slots=True)
class ReasonsPage:
    """All that a body's moderators keep ready; ``edited`` is the one that is being changed, as it stands."""

    name: str
    lang: str
    rows: list[ReasonRow]
    edited: ReasonRow | None
    action: str
    url: str


def reasons_page(session: Session, body: Organisation, row: ReasonTemplate | None) -> ReasonsPage:
    """Return what a body's moderators keep ready, with the one that is being changed."""
    rows = [_row(body, each) for each in reasons.ready(session, organisation_id=body.id)]
    url = url_for("desk.reasons", slug=body.slug)
    return ReasonsPage(
        name=localized(body, "name"),
        lang=lang_of(body, "name"),
        rows=rows,
        edited=_row(body, row) if row else None,
        action=_address(body, row),
        url=url,
    )


def _address(body: Organisation, row: ReasonTemplate | None) -> str:
    return url_for("desk.reasons", slug=body.slug, reason=row.id if row else None)


def _row(body: Organisation, row: ReasonTemplate) -> ReasonRow:
    return ReasonRow(
        rule=named(row.rule),
        reason_ar=row.reason_ar,
        reason_en=row.reason_en,
        url=_address(body, row),
        withdraw_url=url_for("desk.withdraw_a_reason", slug=body.slug, reason_id=row.id),
    )
