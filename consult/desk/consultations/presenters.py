"""One consultation at the desk: where it stands, what was done, and the doors that its reader may open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations import queries
from consult.consultations.models import Consultation
from consult.consultations.policies import allows, is_public, may_run, state_of
from consult.desk.consultations.draft_presenters import unmet
from consult.desk.consultations.forms import name_of
from consult.desk.home.presenters import standing, steps
from consult.plans.models import CommitmentVersion
from consult.plans.policies import may_draft
from consult.plans.queries import versions_by_ids
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import bidi_isolate, localized

Shown = dict[str, Any]


def whole(session: Session, actor: Actor, consultation: Consultation, now: datetime) -> Shown:
    """Return everything on the consultation's page at the desk."""
    found = versions_by_ids(session, [row.version_id for row in consultation.texts])
    return {
        "consultation": consultation,
        "state": state_of(consultation, now),
        "standing": standing(consultation, now),
        "public": is_public(consultation, now),
        "preview": url_for("public.consultation", slug=consultation.slug),
        "text_preview": url_for("public.text", slug=consultation.slug) if consultation.texts else None,
        "next": steps(actor, consultation, now),
        "facts": facts(consultation),
        "doors": _doors(actor, consultation, now),
        "texts": [_text(actor, found[row.version_id], consultation) for row in consultation.texts],
        "acts": _acts(session, consultation),
        "unmet": unmet(session, consultation, now) if _is_writing(actor, consultation, now) else None,
    }


def _is_writing(actor: Actor, consultation: Consultation, now: datetime) -> bool:
    """Whether it is a draft that ``actor`` may write on."""
    scope = consultation.organisation.scope
    return allows(consultation, Act.EDIT, now) and may_run(actor, consultation, scope, Act.EDIT, now)


def facts(consultation: Consultation) -> list[Shown]:
    """Return the dates and promises of a consultation; what is not written yet is said to be unknown."""
    contact = " · ".join(
        bidi_isolate(part)
        for part in (localized(consultation, "contact_name"), consultation.contact_email)
        if part
    )
    return [
        {"term": _("Asking body"), "text": localized(consultation.organisation, "name")},
        {"term": _("Opens"), "text": dates.full(consultation.opens_at)},
        {"term": _("Closes"), "text": dates.full(consultation.closes_at)},
        {"term": _("Answer due by"), "text": dates.day(consultation.answer_due_at)},
        {"term": _("Promised level"), "text": label("level", consultation.level)},
        {"term": _("Calls for proposals"), "text": _("yes") if consultation.calls_for_proposals else _("no")},
        {"term": _("Contact"), "text": contact or None},
    ]


def _doors(actor: Actor, consultation: Consultation, now: datetime) -> list[Shown]:
    """Return what an officer may do with it now, each with its address."""
    known = (
        (Act.EDIT, "desk.edit_consultation", _("Edit the draft")),
        (Act.ANNOUNCE, "desk.announce", _("Announce it")),
        (Act.EXTEND, "desk.extend", _("Move the closing later")),
        (Act.CORRECT, "desk.erratum", _("Publish a correction")),
        (Act.CANCEL, "desk.cancel", _("Cancel the consultation")),
    )
    scope = consultation.organisation.scope
    return [
        {"url": url_for(endpoint, slug=consultation.slug), "text": text}
        for action, endpoint, text in known
        if allows(consultation, action, now) and may_run(actor, consultation, scope, action, now)
    ]


def _text(actor: Actor, version: CommitmentVersion, consultation: Consultation) -> Shown:
    url = None
    commitment = version.commitment
    if version.published_at is not None:
        url = url_for(
            "public.version", slug=commitment.plan.slug, number=commitment.number, version=version.number
        )
    elif may_draft(actor, drafter_scope=consultation.organisation.scope):
        url = url_for("desk.text", version_id=version.id)
    return {"name": name_of(version), "url": url, "clauses": len(version.clauses)}


def _acts(session: Session, consultation: Consultation) -> Sequence[Shown]:
    return [
        {
            "heading": label("act", act.kind), "when": dates.full(act.at), "iso": dates.iso(act.at),
            "role": label("role", act.role), "text_ar": act.text_ar, "text_en": act.text_en,
        }
        for act in queries.acts(session, consultation_id=consultation.id)
    ]  # fmt: skip
