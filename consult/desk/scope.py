"""For which bodies somebody works, and which consultations and texts are theirs to change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import request
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role, organisations_in
from consult.accounts.policies import Actor, roles_for
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.consultations.policies import allows, rules
from consult.consultations.policies.publishing import may_publish_text, plan_behind
from consult.consultations.queries.owners import owners_of_texts
from consult.desk.loaders import asked_for
from consult.forum.models import NamedMeeting
from consult.organisations.models import Organisation
from consult.organisations.queries import by_ids, by_slugs, scopes
from consult.texts.models import TextVersion
from consult.texts.policies import may_draft
from consult.texts.queries import version_by_id
from consult.web.access import or_404
from consult.web.identity import signed_in_actor
from consult.web.locale import language
from consult.web.request_time import arrived_at
from consult.web.settings import settings


def works_for(session: Session, actor: Actor, roles: Iterable[Role]) -> Sequence[Organisation]:
    """Return the bodies in which ``actor`` holds one of ``roles``, by name; a site-wide role counts for all."""
    wanted = set(roles)
    held = {scope for role, scope in actor.grants if role in wanted}
    if SITE in held:
        held |= set(scopes(session))
    return by_slugs(session, organisations_in(held), lang=language())


def own(session: Session) -> Sequence[Organisation]:
    """Return the bodies whose officer the signed-in person is."""
    return works_for(session, signed_in_actor(), roles_for(Act.EDIT))


def to_run(session: Session, slug: str, action: Act) -> Consultation:
    """Return the consultation that the signed-in officer asks to do ``action`` with; else 404.

    What is sent is left to the service, which knows what was done already and says what the state refuses, and that a
    draft was discarded.
    """
    now, sent = arrived_at(), request.method == "POST"
    consultation = asked_for(session, signed_in_actor(), action, slug, now, discarded=sent)
    or_404(consultation, sent or allows(consultation, action, now))
    return consultation


def to_draft(session: Session, version_id: int) -> tuple[TextVersion, Organisation]:
    """Return a version and the body that drafts it, whose officer the signed-in person is; else 404."""
    version = or_404(version_by_id(session, version_id))
    drafter = by_ids(session, [version.drafter_id])[version.drafter_id]
    or_404(version, may_draft(signed_in_actor(), drafter_scope=drafter.scope))
    # Minutes are written with their meeting.
    owner = owners_of_texts(session, [version.text_id]).get(version.text_id)
    return or_404(version, not isinstance(owner, NamedMeeting)), drafter


def to_publish(session: Session, version_id: int) -> tuple[TextVersion, Organisation]:
    """Return a version that the signed-in person may publish without a consultation, and who drafts it; else 404."""
    version = or_404(version_by_id(session, version_id))
    drafter = by_ids(session, [version.drafter_id])[version.drafter_id]
    owner = owners_of_texts(session, [version.text_id]).get(version.text_id)
    plan = plan_behind(owner)
    or_404(version, may_publish_text(signed_in_actor(), drafter_scope=drafter.scope, plan_slug=plan))
    return or_404(version, not isinstance(owner, NamedMeeting)), drafter


def limits() -> rules.Limits:
    """Return the clocks that the site is set to."""
    now = settings()
    return rules.Limits(
        notice_days=now.notice_days,
        open_days=now.open_days,
        open_days_with_reason=now.open_days_with_reason,
        answer_days=now.answer_days,
        extension_ahead_days=now.extension_ahead_days,
        extension_days=now.extension_days,
        holiday_days=now.holiday_days,
        holiday_open_days=now.holiday_open_days,
        time_zone=now.time_zone,
    )
