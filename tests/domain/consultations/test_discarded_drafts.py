"""Drafts of consultations are discarded, brought back within thirty days, and then emptied; their texts stay."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.consultations import queries
from consult.consultations import services as consultations
from consult.consultations.errors import StateError
from consult.consultations.models import Consultation, ConsultationAct, ConsultationText
from consult.consultations.queries.named import of_bodies_named
from consult.consultations.queries.states import unfinished_of
from consult.consultations.services.discarding import clear_discarded
from consult.record.models import LogEntry
from consult.shared.errors import DomainError, NotFoundError
from consult.shared.state import State
from consult.texts.models import ClauseText
from consult.texts.services import BACK_WITHIN, bring_back
from consult.web.wording import each
from tests.domain.refusal import refused
from tests.factories import moments
from tests.factories.scenes import LIMITS, Scene, announce, terms
from tests.factories.scenes import scene as make_scene

GONE = moments.DRAFTED + BACK_WITHIN


@pytest.fixture
def draft(session: Session) -> Scene:
    """Return a draft among others, of another body and of its own."""
    made = make_scene(session, State.DRAFT)
    make_scene(session, State.DRAFT)
    make_scene(session)
    return made


def discard(session: Session, made: Scene, now: datetime = moments.DRAFTED) -> None:
    """Discard the draft of a scene."""
    consultations.discard_draft(session, actor=made.officer, now=now, consultation_id=made.id)


def back(session: Session, made: Scene, now: datetime = moments.DRAFTED) -> None:
    """Bring it back."""
    consultations.bring_draft_back(session, actor=made.officer, now=now, consultation_id=made.id)


def save(session: Session, made: Scene, slug: str, revision: int | None = None, title: str = "Typed") -> None:
    """Save a draft at this address."""
    consultations.save_draft(
        session, actor=made.officer, now=moments.DRAFTED, organisation=made.organisation, slug=slug,
        terms=terms(title_en=title), version_ids=[made.version.id], limits=LIMITS, revision=revision,
    )  # fmt: skip


def shown(session: Session, made: Scene) -> list[bool]:
    """Return whether each list and page of the desk that has drafts has this one."""
    now, slug, scopes = moments.ANNOUNCED, made.consultation.slug, dict.fromkeys(State)
    return [
        queries.by_slug(session, slug) is not None,
        queries.row_by_slug(session, slug) is not None,
        queries.whole_by_slug(session, slug) is not None,
        made.id in [place.id for place in queries.at_desk(session, scopes=scopes, now=now, limit=None)],
        made.id in [row.id for row in unfinished_of(session, organisation_id=made.organisation.id, now=now)],
        made.id in of_bodies_named(session, slugs=None),
        slug in queries.drafts_about_version(session, version_id=made.version.id),
    ]


def test_a_discarded_draft_is_nowhere_but_among_the_discarded_until_it_is_back(
    session: Session, draft: Scene
) -> None:
    def drafts() -> int:
        return queries.numbers_at_desk(session, scopes=dict.fromkeys(State), now=moments.ANNOUNCED)[
            State.DRAFT
        ]

    assert all(shown(session, draft))
    before = drafts()
    of = {"organisation_ids": [draft.organisation.id], "since": moments.DRAFTED - moments.TICK}
    for _again in range(2):
        discard(session, draft)
    assert not any(shown(session, draft))
    assert drafts() == before - 1
    assert [row.id for row in queries.newly_discarded(session, **of)] == [draft.id]  # type: ignore[arg-type]
    for _again in range(2):
        back(session, draft, GONE - moments.TICK)
    assert all(shown(session, draft))
    assert queries.newly_discarded(session, **of) == []  # type: ignore[arg-type]
    kinds = select(ConsultationAct.kind).where(ConsultationAct.consultation_id == draft.id)
    assert session.scalars(kinds.order_by(ConsultationAct.id)).all() == [
        "drafted", "discarded", "brought-back",
    ]  # fmt: skip
    subject = f"consultation/{draft.consultation.slug}"
    assert session.scalars(select(LogEntry).where(LogEntry.subject == subject)).all() == []


def test_a_discarded_draft_is_neither_written_nor_announced_until_it_is_back(
    session: Session, draft: Scene
) -> None:
    discard(session, draft)
    with pytest.raises(DomainError, match="draft-is-discarded"):
        save(session, draft, draft.consultation.slug, revision=1)
    with pytest.raises(DomainError, match="draft-is-discarded"):
        announce(session, draft)
    with refused(session, "consultations_discarded"):
        session.execute(
            text("UPDATE consultations SET announced_at = discarded_at WHERE discarded_at IS NOT NULL")
        )
    back(session, draft)
    save(session, draft, draft.consultation.slug, revision=1)
    announce(session, draft)
    with pytest.raises(StateError):
        discard(session, draft, moments.ANNOUNCED)
    assert draft.consultation.discarded_at is None


def test_nobody_else_discards_a_draft_or_brings_it_back(session: Session, draft: Scene) -> None:
    other = make_scene(session, State.DRAFT)
    for actor in (other.officer, draft.moderator, draft.publisher, draft.author):
        for act in (consultations.discard_draft, consultations.bring_draft_back):
            with pytest.raises(NotFoundError):
                act(session, actor=actor, now=moments.DRAFTED, consultation_id=draft.id)


def test_its_address_is_held_until_its_words_are_gone(session: Session, draft: Scene) -> None:
    slug, other = draft.consultation.slug, make_scene(session, State.DRAFT)
    discard(session, draft)
    with pytest.raises(DomainError, match="slug-held") as held:
        save(session, other, slug)
    assert (held.value.field, held.value.values["days"]) == ("slug", BACK_WITHIN.days)
    with pytest.raises(DomainError, match="slug-held"):
        consultations.check_address(session, address=slug)
    assert clear_discarded(session, now=GONE) == 1
    save(session, other, slug)
    found = queries.by_slug(session, slug)
    assert found is not None
    assert found.id != draft.id


def test_the_words_of_a_discarded_draft_are_deleted_and_its_texts_stay(
    session: Session, draft: Scene
) -> None:
    kept, returned = make_scene(session, State.DRAFT), make_scene(session, State.DRAFT)
    for made in (draft, returned):
        discard(session, made)
    with pytest.raises(DomainError, match="draft-gone-for-good"):
        back(session, draft, GONE)
    assert clear_discarded(session, now=GONE - moments.TICK) == 0
    back(session, returned, GONE - moments.TICK)
    assert [clear_discarded(session, now=GONE) for _again in range(2)] == [1, 0]
    session.expire_all()
    row = session.get_one(Consultation, draft.id)
    words = [
        getattr(row, name)
        for name in Consultation.__table__.columns.keys()  # noqa: SIM118 - a collection of columns, not a dict
        if name.endswith(("_ar", "_en")) or name == "contact_email"
    ]
    assert set(words) == {""}
    about = select(ConsultationText.consultation_id)
    assert set(session.scalars(about).all()) >= {kept.id, returned.id}
    assert draft.id not in session.scalars(about).all()
    clauses = select(ClauseText).where(ClauseText.version_id == draft.version.id)
    assert len(session.scalars(clauses).all()) == len(draft.clauses)
    assert draft.version.discarded_at is None
    assert kept.consultation.title_en == returned.consultation.title_en == "A question"


def test_a_text_that_was_discarded_meanwhile_is_named_before_the_announcement(
    session: Session, draft: Scene
) -> None:
    discard(session, draft)
    of = {"version": draft.version, "drafter": draft.organisation, "now": moments.DRAFTED}
    consultations.discard_text(session, actor=draft.officer, **of)  # type: ignore[arg-type]
    back(session, draft)
    with pytest.raises(DomainError) as problems:
        announce(session, draft)
    assert [(one.code, one.field) for one in each(problems.value)] == [("text-is-discarded", "texts")]
    bring_back(session, actor=draft.officer, **of)  # type: ignore[arg-type]
    announce(session, draft)
