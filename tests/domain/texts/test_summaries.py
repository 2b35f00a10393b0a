"""What clauses mean in plain words stands beside a draft, goes along with the words, and is published with them."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from consult.consultations.errors import EditedMeanwhileError
from consult.consultations.services import announce as announced
from consult.consultations.services import announcement_mark
from consult.organisations.models import Organisation
from consult.shared.errors import NotFoundError
from consult.shared.state import State
from consult.texts import queries
from consult.texts.models import ClauseText
from consult.texts.services import (
    Summary,
    Wording,
    save_clauses,
    save_summaries,
    stale_summaries,
    summaries_mark,
)
from consult.texts.services.drafting import wordings_of
from tests.domain.refusal import problems, refused
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import LIMITS, Scene, announce
from tests.factories.scenes import scene as make_scene

PLAIN = ("تعرفون بالمشروع قبل أن يبدأ.", "You learn of a project before it begins.")


@pytest.fixture
def draft(session: Session) -> Scene:
    """Return a consultation that was not announced."""
    return make_scene(session, State.DRAFT)


def save(session: Session, draft: Scene, *summaries: Summary, seen: str | None = None) -> None:
    mark = summaries_mark(session, draft.version) if seen is None else seen
    save_summaries(
        session,
        actor=draft.officer,
        version=draft.version,
        drafter=draft.organisation,
        summaries=summaries,
        seen=mark,
    )


def beside(session: Session, draft: Scene) -> dict[int, tuple[str, str]]:
    found = queries.summaries(session, version_id=draft.version.id)
    return {row.clause_id: (row.summary_ar, row.summary_en) for row in found}


def test_it_is_saved_changed_and_emptied(session: Session, draft: Scene) -> None:
    first, second = draft.clauses[:2]
    save(session, draft, Summary(first, f" {PLAIN[0]} ", ""), Summary(second, *PLAIN))
    assert beside(session, draft) == {first: (PLAIN[0], ""), second: PLAIN}
    save(session, draft, Summary(first, "", ""), Summary(second, "أوضح.", PLAIN[1]))
    assert beside(session, draft) == {second: ("أوضح.", PLAIN[1])}


def test_of_two_who_save_the_second_is_told(session: Session, draft: Scene) -> None:
    seen = summaries_mark(session, draft.version)
    save(session, draft, Summary(draft.clauses[0], *PLAIN))
    with problems(("edited-meanwhile", None)):
        save(session, draft, Summary(draft.clauses[0], "x", "x"), seen=seen)


def test_too_much_is_said_at_its_field(session: Session, draft: Scene) -> None:
    with problems(("too-long", "clauses-1-summary_en")):
        save(session, draft, Summary(draft.clauses[0], *PLAIN), Summary(draft.clauses[1], "", "x" * 501))
    assert beside(session, draft) == {}


def test_it_is_the_drafting_bodys(session: Session, draft: Scene) -> None:
    elsewhere: Organisation = make_scene(session).organisation
    for actor, body in ((person(session), draft.organisation), (draft.officer, elsewhere)):
        with pytest.raises(NotFoundError):
            save_summaries(session, actor=actor, version=draft.version, drafter=body, summaries=[], seen="x")


def test_other_words_publish_no_summary(session: Session, draft: Scene) -> None:
    first, second = draft.clauses[:2]
    save(session, draft, Summary(first, *PLAIN), Summary(second, *PLAIN))
    changed = [
        Wording(each.clause_id, each.heading_ar, each.heading_en, f"{each.text_ar} وأكثر.", each.text_en)
        if each.clause_id == first
        else each
        for each in wordings_of(draft.version)
    ]
    save_clauses(
        session, actor=draft.officer, version=draft.version, drafter=draft.organisation, clauses=changed
    )
    announce(session, draft)
    assert beside(session, draft) == {second: PLAIN}


def test_published_it_stays(session: Session, draft: Scene) -> None:
    save(session, draft, Summary(draft.clauses[0], *PLAIN))
    announce(session, draft)
    with problems(("text-is-published", None)):
        save(session, draft, Summary(draft.clauses[0], "x", "x"))
    for act in ("update", "delete"):
        sent = {
            "update": "UPDATE clause_summaries SET summary_ar = 'x'",
            "delete": "DELETE FROM clause_summaries",
        }[act]
        with refused(session, f"clause_summaries_no_{act}"):
            session.execute(text(sent))


def test_a_clause_is_one_of_the_text_and_named_once(session: Session, draft: Scene) -> None:
    other: ClauseText = make_scene(session).version.clauses[0]
    own = Summary(draft.clauses[0], *PLAIN)
    for named in ([Summary(other.clause_id, *PLAIN)], [own, own]):
        with pytest.raises(NotFoundError):
            save(session, draft, *named)
    assert beside(session, draft) == {}


def test_what_changed_since_it_was_summed_up_is_named_before_it_is_published(
    session: Session, draft: Scene
) -> None:
    save(session, draft, *(Summary(clause, *PLAIN) for clause in draft.clauses[:2]))
    assert stale_summaries(session, draft.version) == []
    draft.version.clauses[1].text_en += " And more."
    session.flush()
    assert stale_summaries(session, draft.version) == [2]


def test_what_is_announced_is_what_was_seen_with_its_plain_words(session: Session, draft: Scene) -> None:
    seen = announcement_mark(session, draft.consultation)
    save(session, draft, Summary(draft.clauses[0], *PLAIN))
    with pytest.raises(EditedMeanwhileError):
        announced(
            session,
            actor=draft.officer,
            now=moments.ANNOUNCED,
            consultation_id=draft.id,
            limits=LIMITS,
            seen=seen,
        )
