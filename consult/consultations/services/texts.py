"""What is done with a text outside a consultation: begun, published without one, or its draft discarded."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.consultations import queries
from consult.consultations.policies.publishing import may_publish_text, plan_behind
from consult.consultations.policies.standing import ADOPTED, PROPOSED, Stands, newest, standings
from consult.consultations.queries.owners import owners_of_texts, record_names
from consult.organisations.models import Organisation
from consult.plans.services import show_owners
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean
from consult.texts.errors import unfinished_problem
from consult.texts.models import TextActKind, TextVersion
from consult.texts.policies import may_draft, unfinished
from consult.texts.queries import lock_text, published_versions, version_by_id
from consult.texts.services import (
    discard_draft,
    draft_version,
    hold,
    publish_version,
    record_text_act,
    summaries_mark,
)

_BEGINS = ADOPTED | PROPOSED


def begin_text(
    session: Session, *, actor: Actor, now: datetime, text_id: int, drafter: Organisation, withdrawn: bool = False
) -> TextVersion:  # fmt: skip
    """Begin a new version of a text with the clauses of the newest that stands: it is adopted, or being asked about.

    What was withdrawn with its consultation, or adopted with changes, stands no more; with ``withdrawn`` the words of a
    newer one that was withdrawn are taken up all the same. Raises NotFoundError where it is not theirs.
    """
    if not may_draft(actor, drafter_scope=drafter.scope):
        raise NotFoundError
    lock_text(session, text_id)
    among = _BEGINS | {Stands.WITHDRAWN} if withdrawn else _BEGINS
    base = standing_version(session, text_id=text_id, now=now, among=among)
    return draft_version(session, actor=actor, now=now, text_id=text_id, drafter=drafter, base=base)


def standing_version(
    session: Session, *, text_id: int, now: datetime, among: frozenset[Stands]
) -> TextVersion | None:
    """Return the newest version of a text that stands for one of ``among`` (``policies.standing``), or None."""
    published = published_versions(session, text_id=text_id)
    asked = queries.asked_versions(session, text_id=text_id, now=now)
    found = newest(published, standings(published, asked, now), among)
    return None if found is None else version_by_id(session, found.id)


def publish_text(
    session: Session, *, actor: Actor, now: datetime, version: TextVersion, drafter: Organisation,
    reason: tuple[str, str], seen: str | None = None,
) -> None:  # fmt: skip
    """Publish a draft without a consultation, with a published reason: it is adopted. The same again changes nothing.

    Raises NotFoundError where it is not theirs to publish; DomainError at a reason that is missing, where the draft has
    no clauses or is not whole, is discarded or overtaken, where a draft consultation is about it, and while the public
    is asked about another version: its answer would have nothing to change; and where it is no more that which was
    ``seen``, by its ``summaries_mark``.
    """
    owner = owners_of_texts(session, [version.text_id]).get(version.text_id)
    if not may_publish_text(actor, drafter_scope=drafter.scope, plan_slug=plan_behind(owner)):
        raise NotFoundError
    hold(session, version)
    words = {"reason_ar": clean(reason[0]), "reason_en": clean(reason[1])}
    if version.published_at is not None:
        session.refresh(version, ["reason_ar", "reason_en"])
        if words != {"reason_ar": version.reason_ar, "reason_en": version.reason_en}:
            raise DomainError("text-published-otherwise", field="reason_ar")
        return
    if seen is not None and seen != summaries_mark(session, version):
        raise DomainError("text-changed-meanwhile")
    raise_any(problems_of_words(words) + problems_of_publishing(session, version, now))
    version.reason_ar, version.reason_en = words["reason_ar"], words["reason_en"]
    session.flush()
    role = Role.PUBLISHER if actor.holds(Role.PUBLISHER, drafter.scope) else Role.COORDINATOR
    publish_version(
        session, now=now, version=version, role=role.value,
        owner=record_names(session, [version.text_id])[version.text_id],
        details={"without_consultation": True, **words},
    )  # fmt: skip
    show_owners(session, now=now, text_ids=[version.text_id])
    record_text_act(session, version, actor, now, TextActKind.PUBLISHED, role)


def problems_of_publishing(session: Session, version: TextVersion, now: datetime) -> list[DomainError]:
    """Return what holds back that a draft is published without a consultation."""
    problems = []
    if not version.clauses:
        problems.append(DomainError("text-without-clauses"))
    if places := unfinished(version.clauses):
        problems.append(unfinished_problem(version.id, places))
    if queries.drafts_about_version(session, version_id=version.id):
        problems.append(DomainError("text-in-a-draft-question"))
    if queries.running_about_text(session, text_id=version.text_id, now=now) is not None:
        problems.append(DomainError("text-is-asked-about"))
    return problems


def discard_text(
    session: Session, *, actor: Actor, now: datetime, version: TextVersion, drafter: Organisation
) -> None:
    """Discard a draft that no draft consultation is about; else raise DomainError, and what ``discard_draft`` does."""
    if not may_draft(actor, drafter_scope=drafter.scope):
        raise NotFoundError
    hold(session, version)
    if queries.drafts_about_version(session, version_id=version.id):
        raise DomainError("text-in-a-draft-question")
    discard_draft(session, actor=actor, now=now, version=version, drafter=drafter)
