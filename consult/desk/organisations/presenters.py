"""What coordinators see of organisations: those that wait, and those that may speak. No names of persons."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.organisations import queries
from consult.organisations.models import Organisation, Standing
from consult.organisations.policies import may_verify
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import language
from consult.web.rendering import lang_of, localized

Shown = dict[str, Any]


def listed(session: Session, actor: Actor) -> Shown:
    """Return the organisations that wait, oldest first, and those that the public reads of, by name."""
    waiting = queries.waiting(session)
    applicants = queries.applicants(session, organisation_ids=[row.id for row in waiting])
    return {
        "waiting": [
            {
                **_row(row),
                "day": dates.day(row.created_at),
                "decide_url": url_for("desk.decide_organisation", slug=row.slug)
                if may_verify(actor, applicants.get(row.id))
                else None,
            }
            for row in waiting
        ],
        "verified": [
            {
                **_row(row),
                "team_url": url_for("public.representatives", slug=row.slug),
                "end_url": url_for("desk.end_organisation", slug=row.slug),
            }
            for row in queries.shown(session, lang=language())
            if row.standing == Standing.VERIFIED
        ],
    }


def to_decide(session: Session, organisation: Organisation) -> Shown:
    """Return an application, and the last decision where there is one."""
    acts = queries.acts(session, organisation_id=organisation.id)
    return {
        **_row(organisation),
        "organisation": organisation,
        "day": dates.full(acts[0].at),
        "decided": None if organisation.standing == Standing.APPLIED else label("standing", organisation.standing),
    }  # fmt: skip


def _row(row: Organisation) -> Shown:
    return {
        "name": localized(row, "name"),
        "lang": lang_of(row, "name"),
        "kind": label("organisation", row.kind),
        "url": url_for("public.organisation", slug=row.slug),
    }
