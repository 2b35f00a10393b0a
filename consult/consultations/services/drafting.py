"""Drafting a consultation: its terms, the texts it is about, and what people will do in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor, has_right, may
from consult.accounts.policies.permissions import Act
from consult.consultations import queries
from consult.consultations.errors import EditedMeanwhileError, StateError
from consult.consultations.models import Activity, ActivityKind, ActKind, Consultation, ConsultationText
from consult.consultations.policies import allows, judged_at, rules, state_of
from consult.consultations.policies.capabilities import IN_EVERY_DRAFT, TABLE, TICKED
from consult.consultations.policies.settings import Results, VoteSettings, stored
from consult.consultations.queries.owners import owners_of_texts
from consult.consultations.services.acting import need_kept, record_act
from consult.forum.models import NamedMeeting
from consult.organisations.models import Organisation
from consult.shared.errors import DomainError, NotFoundError, raise_any
from consult.shared.state import State
from consult.shared.text import clean
from consult.texts.models import TextVersion
from consult.texts.queries import versions_by_ids
from consult.texts.services import BACK_WITHIN

# What is said of a consultation in its activities.
OF_ACTIVITIES = frozenset({"calls_for_proposals", "seals_results"})


@dataclass(frozen=True)
class Terms:
    """Everything an officer fills in. Times are aware; bilingual fields are Arabic and English."""

    title_ar: str
    title_en: str
    opens_at: datetime
    closes_at: datetime
    why_ar: str = ""
    why_en: str = ""
    open_to_change_ar: str = ""
    open_to_change_en: str = ""
    not_open_ar: str = ""
    not_open_en: str = ""
    decider_ar: str = ""
    decider_en: str = ""
    level: str = "consult"
    promise_ar: str = ""
    promise_en: str = ""
    ways_ar: str = ""
    ways_en: str = ""
    contact_name_ar: str = ""
    contact_name_en: str = ""
    contact_email: str = ""
    calls_for_proposals: bool = False
    notice_reason_ar: str = ""
    notice_reason_en: str = ""
    period_reason_ar: str = ""
    period_reason_en: str = ""
    hold_after: int | None = None
    seals_results: bool = False


def save_draft(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    organisation: Organisation,
    slug: str,
    terms: Terms,
    version_ids: Sequence[int],
    limits: rules.Limits,
    revision: int | None = None,
    address: str | None = None,
) -> Consultation:
    """Create the draft with this slug, or save it anew; return it.

    ``revision`` is the one the officer opened, None for a new draft. ``address`` is the slug that it has from now on,
    which may change until the announcement, and nothing leads from the one before. Raises EditedMeanwhileError where
    somebody saved since, StateError once announced, DomainError at a field.
    """
    raise_any(rules.problems_of_draft(terms))
    _check_texts(session, organisation, version_ids)
    consultation = queries.by_slug(session, slug, discarded=True)
    if consultation is None:
        consultation = _new(session, actor, now, organisation, slug, terms, limits)
    elif revision is None:
        raise _taken(session, slug)
    else:
        _check_editable(session, actor, now, consultation, revision)
        _apply(consultation, terms, limits)
        consultation.revision += 1
        _move(session, consultation, address or slug)
    _set_texts(session, consultation, version_ids)
    _set_activities(session, consultation, terms)
    session.flush()
    return consultation


def _new(
    session: Session, actor: Actor, now: datetime, organisation: Organisation, slug: str, terms: Terms,
    limits: rules.Limits,
) -> Consultation:  # fmt: skip
    if not may(actor, Act.EDIT, scope=organisation.scope, state=State.DRAFT):
        raise NotFoundError
    consultation = Consultation(slug=slug, organisation_id=organisation.id, organisation=organisation)
    _apply(consultation, terms, limits)
    try:
        with session.begin_nested():
            session.add(consultation)
            session.flush()
    except IntegrityError as taken:
        raise _taken(session, slug) from taken
    record_act(session, consultation, actor, now, ActKind.DRAFTED)
    return consultation


def _move(session: Session, consultation: Consultation, address: str) -> None:
    """Give a draft another address; raise DomainError where another consultation has it."""
    if address == consultation.slug:
        return
    try:
        with session.begin_nested():
            consultation.slug = address
            session.flush()
    except IntegrityError as taken:
        raise _taken(session, address) from taken


def check_address(session: Session, *, address: str) -> None:
    """Raise DomainError where a consultation has this address, or a discarded draft still holds it."""
    if queries.slug_taken(session, address):
        raise _taken(session, address)


def _taken(session: Session, address: str) -> DomainError:
    holder = queries.by_slug(session, address, discarded=True)
    if holder is not None and holder.discarded_at is not None:
        return DomainError("slug-held", field="slug", days=BACK_WITHIN.days)
    return DomainError("slug-taken", field="slug")


def _check_editable(
    session: Session, actor: Actor, now: datetime, consultation: Consultation, revision: int
) -> None:
    queries.lock(session, consultation.id)
    if not has_right(actor, Act.EDIT, scope=consultation.organisation.scope):
        raise NotFoundError
    moment = judged_at(consultation, now)
    if not allows(consultation, Act.EDIT, moment):
        raise StateError(Act.EDIT, state_of(consultation, moment))
    need_kept(consultation)
    if revision != consultation.revision:
        raise EditedMeanwhileError


def _check_texts(session: Session, organisation: Organisation, version_ids: Sequence[int]) -> None:
    """Raise NotFoundError for a version that is not there, or is another body's draft: announcing would publish it.

    Drafts of minutes are published by an act of their own, which looks at more than at their words.
    """
    found = versions_by_ids(session, version_ids)
    owners = owners_of_texts(session, [row.text_id for row in found.values() if row.published_at is None])
    minutes = {text_id for text_id, owner in owners.items() if isinstance(owner, NamedMeeting)}
    visible = {
        row.id
        for row in found.values()
        if row.published_at is not None or _may_be_published(row, organisation, minutes)
    }
    if not set(version_ids) <= visible:
        raise NotFoundError


def _may_be_published(row: TextVersion, organisation: Organisation, minutes: set[int]) -> bool:
    return row.drafter_id == organisation.id and row.discarded_at is None and row.text_id not in minutes


def _apply(consultation: Consultation, terms: Terms, limits: rules.Limits) -> None:
    for name, value in asdict(terms).items():
        if name in OF_ACTIVITIES:
            continue
        tidy = rules.TIDY.get(name, clean)
        setattr(consultation, name, tidy(value) if isinstance(value, str) else value)
    consultation.answer_due_at = terms.closes_at + timedelta(days=limits.answer_days)


def _set_texts(session: Session, consultation: Consultation, version_ids: Sequence[int]) -> None:
    for row in list(consultation.texts):
        session.delete(row)
    session.flush()
    for position, version_id in enumerate(dict.fromkeys(version_ids), start=1):
        session.add(
            ConsultationText(consultation_id=consultation.id, version_id=version_id, position=position)
        )
    session.flush()
    session.expire(consultation, ["texts"])


def _set_activities(session: Session, consultation: Consultation, terms: Terms) -> None:
    """Give a draft what every draft has and what is ticked, after what it has; of the rest nothing goes or moves."""
    there = {row.slug: row for row in consultation.activities}
    ticked = there.get(TABLE[TICKED].slug)
    if ticked is not None and not terms.calls_for_proposals:
        session.delete(ticked)
    wanted = (*IN_EVERY_DRAFT, *((TICKED,) if terms.calls_for_proposals else ()))
    missing = [kind for kind in wanted if TABLE[kind].slug not in there]
    last = max((row.position for row in consultation.activities), default=0)
    for position, kind in enumerate(missing, start=last + 1):
        can = TABLE[kind]
        session.add(
            Activity(
                consultation_id=consultation.id, kind=kind.value, slug=can.slug, position=position,
                settings=stored(can.settings()),
            )
        )  # fmt: skip
    session.flush()
    session.expire(consultation, ["activities"])
    results = Results.SEALED_UNTIL_CLOSING if terms.seals_results else Results.SHOWN
    for activity in consultation.activities:
        # The one that every draft has: what else takes votes has settings of its own.
        if activity.slug == TABLE[ActivityKind.VOTE].slug:
            activity.settings = stored(VoteSettings(results.value))
