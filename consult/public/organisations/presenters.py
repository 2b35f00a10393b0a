"""What the pages of organisations show: the list, one with what it said and asks, and who speaks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor, may_speak_for
from consult.consultations import queries as consultations
from consult.contributions import queries as contributions
from consult.contributions.models import Contribution
from consult.organisations import queries
from consult.organisations.models import Organisation, OrganisationAct, OrganisationKind, Standing
from consult.organisations.policies import is_open, is_shown, may_invite
from consult.plans.queries import commitments_of_versions
from consult.public.consultations.asked_presenters import rows as rows_of
from consult.public.consultations.asked_presenters import version_ids
from consult.public.consultations.presenters import Shown
from consult.public.outcomes.presenters import quote
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import language
from consult.web.pagination import LONG, following, page_of
from consult.web.rendering import lang_of, localized

_DECIDED = frozenset({Standing.VERIFIED, Standing.REFUSED, Standing.ENDED})
# Those whose part it is to ask; that they have said nothing is no news.
ASKING = frozenset({OrganisationKind.AGENCY, OrganisationKind.MUNICIPALITY, OrganisationKind.INDEPENDENT})


class Numbers(NamedTuple):
    """How many consultations each organisation asked and how many contributions it made, by its id."""

    asked: Mapping[int, int]
    heard: Mapping[int, int]


def listed(session: Session, actor: Actor | None, now: datetime, after_id: int | None) -> Shown:
    """Return a page of the organisations by kind with what each asked and said; the first, with the reader's own."""
    rows = queries.shown(session, lang=language())
    numbers = Numbers(
        asked=consultations.asked_by_each(session, now=now),
        heard=contributions.published_by_organisation(session),
    )
    first = actor if after_id is None else None
    own = queries.applied_for_by(session, user_id=first.user_id) if first else []
    kinds = list(OrganisationKind)
    ordered = sorted(rows, key=lambda row: kinds.index(OrganisationKind(row.kind)))
    page = page_of(
        following(ordered, after_id),
        LONG,
        after_id,
        lambda begun: url_for("public.organisations", after=begun),
    )
    return {
        "groups": [
            {
                "kind": kind.value,
                "title": label("organisations", kind),
                "rows": [_row(row, numbers) for row in page.items if row.kind == kind],
            }
            for kind in OrganisationKind
            if any(row.kind == kind for row in page.items)
        ],
        "own": [_row(row, numbers) for row in own],
        "speaks": [_row(row, numbers) for row in rows if first and may_speak_for(first, row.slug)],
        "newer_url": page.newer_url,
        "older_url": page.older_url,
    }


def _row(row: Organisation, numbers: Numbers) -> Shown:
    return {
        "name": localized(row, "name"),
        "lang": lang_of(row, "name"),
        "url": url_for("public.organisation", slug=row.slug),
        "asked": numbers.asked.get(row.id, 0),
        "heard": numbers.heard.get(row.id, 0),
        "asks": row.kind in ASKING,
        "standing": None if row.standing == Standing.VERIFIED else label("standing", row.standing),
        "illustrative": row.illustrative,
    }


def whole(
    session: Session, organisation: Organisation, actor: Actor | None, now: datetime, before_id: int | None
) -> Shown:
    """Return what the page of one organisation shows: where it stands, what it asks, and a page of what it said."""
    acts = queries.acts(session, organisation_id=organisation.id)
    asked = consultations.asked_by(session, organisation_id=organisation.id, now=now)
    heard = contributions.published_by_organisation(session, organisation_id=organisation.id)
    own = actor is not None and may_speak_for(actor, organisation.slug)
    return {
        "organisation": organisation,
        "second_name": _second_name(organisation),
        "kind": label("organisation", organisation.kind),
        "shown": is_shown(organisation),
        "standing": organisation.standing,
        "decision": _decision(acts, organisation),
        "asked": list(rows_of(session, asked, now, commitments_of_versions(session, version_ids(asked))).values()),
        "heard": heard.get(organisation.id, 0),
        "asks": organisation.kind in ASKING or bool(asked),
        "team_url": url_for("public.representatives", slug=organisation.slug) if own else None,
        **_said(session, organisation, before_id),
    }  # fmt: skip


def _second_name(organisation: Organisation) -> Shown:
    other = "en" if lang_of(organisation, "name") == "ar" else "ar"
    return {"text": getattr(organisation, f"name_{other}"), "lang": other}


def _decision(acts: Sequence[OrganisationAct], organisation: Organisation) -> Shown | None:
    """Return the last decision about where it stands, with its day and its reason; None where operators entered it."""
    decided = [act for act in acts if act.kind in _DECIDED and act.kind == organisation.standing]
    if not decided:
        return None
    act = decided[-1]
    return {
        "day": dates.day(act.at), "iso": dates.iso(act.at), "reason": localized(act, "reason"),
        "lang": lang_of(act, "reason"), "role": label("role", act.role),
    }  # fmt: skip


def _said(session: Session, organisation: Organisation, before_id: int | None) -> Shown:
    """Return one page of what it said and is shown, newest first, and the addresses of the pages beside it."""
    rows = contributions.of_organisation(
        session, organisation_id=organisation.id, before_id=before_id, limit=contributions.PAGE + 1
    )
    slug = organisation.slug
    page = page_of(
        rows,
        contributions.PAGE,
        before_id,
        lambda begun: url_for("public.organisation", slug=slug, before=begun),
    )
    return {
        "voices": [_voice(row) for row in page.items],
        "older_url": page.older_url,
        "newer_url": page.newer_url,
    }


def _voice(row: Contribution) -> Shown:
    return {
        **quote(row, None),
        "title": row.title,
        "kind": label("kind", row.kind),
        "stance": row.stance,
        "stance_label": label("stance", row.stance) if row.stance else None,
        "when": dates.day(row.received_at),
        "when_iso": dates.iso(row.received_at),
        "about": localized(row.consultation, "title"),
        "about_lang": lang_of(row.consultation, "title"),
        "about_url": url_for("public.consultation", slug=row.consultation.slug),
    }


def team(session: Session, organisation: Organisation, actor: Actor, now: datetime) -> Shown:
    """Return who speaks for an organisation, by public name alone, and the invitations that wait.

    The address of an invitation is there for whoever sent it: the others did not know it.
    """
    slug = organisation.slug
    people = [
        {
            "name": user.public_name or _("A representative"),
            "since": dates.day(grant.granted_at),
            "iso": dates.iso(grant.granted_at),
            "you": user.id == actor.user_id,
            "end_url": url_for("public.end_representative", slug=slug, grant_id=grant.id),
        }
        for grant, user in queries.representatives(session, scope=organisation.scope)
    ]
    inviting = may_invite(actor, organisation)
    waiting = queries.waiting_invitations(session, organisation_id=organisation.id) if inviting else []
    return {
        "organisation": organisation,
        "people": people,
        "inviting": inviting,
        "invitations": [
            {
                "to": row.email if row.invited_by_id == actor.user_id else None,
                "open": is_open(row, now),
                "until": dates.full(row.expires_at),
                "iso": dates.iso(row.expires_at),
                "revoke_url": url_for("public.revoke_invitation", slug=slug, invitation_id=row.id),
            }
            for row in waiting
        ],
    }
