"""Drafts on the desk's first page: of texts to write on and to publish, and all that can be brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor, has_right, roles_for
from consult.accounts.policies.permissions import Act
from consult.consultations.models import TextOwner
from consult.consultations.policies.publishing import may_publish_text, plan_behind
from consult.consultations.queries import newly_discarded
from consult.consultations.queries.owners import owners_of_texts
from consult.desk.scope import works_for
from consult.forum.models import NamedMeeting
from consult.organisations.models import Organisation
from consult.plans.queries.texts import text_ids_of_plans
from consult.presenters.texts import version_in_full
from consult.texts.models import TextVersion
from consult.texts.policies import may_draft
from consult.texts.queries import discarded, drafts_of, drafts_of_texts
from consult.texts.services import BACK_WITHIN
from consult.web import dates
from consult.web.locale import language
from consult.web.rendering import lang_of, localized

_PLAN = "plan:"


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft of a text; ``clauses`` says how many it has. ``publish_url``: where its reader may publish it."""

    name: str
    url: str
    clauses: str
    publish_url: str | None = None


@dataclass(frozen=True, slots=True)
class DiscardedRow:
    """A draft that was discarded on ``day``: of what ``kind`` it is, and where it is brought back."""

    kind: str
    name: str
    lang: str
    day: str
    url: str


def coordinated(actor: Actor) -> list[str]:
    """Return the slugs of the plans that ``actor`` coordinates."""
    scopes = sorted(scope for role, scope in actor.grants if role is Role.COORDINATOR)
    return [scope.removeprefix(_PLAN) for scope in scopes if scope.startswith(_PLAN)]


def drafting_bodies(session: Session, actor: Actor) -> Sequence[Organisation]:
    """Return the bodies for which ``actor`` writes on texts or publishes them."""
    return works_for(session, actor, roles_for(Act.EDIT) | roles_for(Act.PUBLISH_TEXT))


def drafts_for(session: Session, actor: Actor, bodies: Sequence[Organisation]) -> list[DraftRow]:
    """Return the drafts that ``actor`` may write on or publish, those of the plans that they coordinate included."""
    drafts = {row.id: row for row in drafts_of(session, drafter_ids=[body.id for body in bodies])}
    if plans := coordinated(actor):
        texts = text_ids_of_plans(session, slugs=plans)
        drafts |= {row.id: row for row in drafts_of_texts(session, text_ids=texts)}
    if not drafts:
        return []
    owners = owners_of_texts(session, [version.text_id for version in drafts.values()])
    scopes = {body.id: body.scope for body in bodies}
    return [
        _draft(version, owners.get(version.text_id), scopes.get(version.drafter_id, ""), actor)
        for _id, version in sorted(drafts.items(), reverse=True)
        # Minutes are written and published with their meeting.
        if not isinstance(owners.get(version.text_id), NamedMeeting)
    ]


def _draft(version: TextVersion, owner: TextOwner | None, scope: str, actor: Actor) -> DraftRow:
    publish_url = url_for("desk.publish_text", version_id=version.id)
    mine = may_draft(actor, drafter_scope=scope)
    publishes = may_publish_text(actor, drafter_scope=scope, plan_slug=plan_behind(owner))
    return DraftRow(
        name=version_in_full(owner, version.number),
        url=url_for("desk.text", version_id=version.id) if mine else publish_url,
        clauses=ngettext("%(num)s clause", "%(num)s clauses", len(version.clauses)),
        publish_url=publish_url if publishes else None,
    )


def discarded_by(
    session: Session, actor: Actor, bodies: Sequence[Organisation], now: datetime
) -> list[DiscardedRow]:
    """Return the drafts of consultations, and after them of texts, that an officer of these can still bring back."""
    ids = [body.id for body in bodies if has_right(actor, Act.EDIT, scope=body.scope)]
    if not ids:
        return []
    since = now - BACK_WITHIN
    questions = newly_discarded(session, organisation_ids=ids, since=since)
    texts = discarded(session, drafter_ids=ids, since=since)
    owners = owners_of_texts(session, [row.text_id for row in texts])
    return [
        DiscardedRow(
            kind=_("Consultation"),
            name=localized(row, "title"),
            lang=lang_of(row, "title"),
            day=dates.day(row.discarded_at or now),
            url=url_for("desk.bring_draft_back", slug=row.slug),
        )
        for row in questions
    ] + [
        DiscardedRow(
            kind=_("Text"),
            name=version_in_full(owners.get(row.text_id), row.number),
            lang=language(),
            day=dates.day(row.discarded_at),
            url=url_for("desk.bring_text_back", version_id=row.id),
        )
        for row in texts
    ]
