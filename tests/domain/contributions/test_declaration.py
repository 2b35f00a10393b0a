"""An organisation may declare its interest: sealed with what it says, changed with it, gone with it."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.contributions import services as contributions
from consult.contributions.models import INTEREST, Contribution, Draft
from consult.contributions.services import Anew, Speaking
from consult.shared.errors import DomainError
from tests.domain.refusal import problems
from tests.factories import moments
from tests.factories.organisations import verified
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.voices import comment, erased, words

PROFIT = "ننفذ عطاءات من هذا النوع."


@pytest.fixture
def speaking(session: Session) -> tuple[str, Actor]:
    """Return the slug of an organisation and somebody who speaks for it."""
    body, representative = verified(session)
    return body.slug, representative


def declared(
    session: Session, scene: Scene, speaking: tuple[str, Actor], interest: str = PROFIT
) -> Contribution:
    slug, by = speaking
    return comment(session, scene, by=by, organisation=slug, facts={INTEREST: interest})


def test_declaration_is_sealed_with_the_words(
    session: Session, scene: Scene, speaking: tuple[str, Actor]
) -> None:
    said = declared(session, scene, speaking, f"  {PROFIT} \n")
    assert said.revision.facts == {INTEREST: PROFIT}
    sealed = contributions.sealed_file(said, said.revision)
    assert f"interest {len(PROFIT.encode())}\n{PROFIT}\n".encode() in sealed
    assert hashlib.sha256(sealed).hexdigest() == said.fingerprint
    erased(session, scene, said)
    assert said.revision.facts == {}


def test_declaration_is_an_organisations(session: Session, scene: Scene) -> None:
    with problems(("declares-for-an-organisation", INTEREST)):
        comment(session, scene, by=person(session), facts={INTEREST: PROFIT})


@pytest.mark.parametrize(("typed", "code"), [("x" * 301, "too-long"), ("a\u202eb", "refused-marks")])
def test_declaration_is_measured(
    session: Session, scene: Scene, speaking: tuple[str, Actor], typed: str, code: str
) -> None:
    with pytest.raises(DomainError) as refused, session.begin_nested():
        declared(session, scene, speaking, typed)
    assert code in str(getattr(refused.value, "problems", [refused.value])[0].code)


def test_declaration_left_empty_seals_nothing(
    session: Session, scene: Scene, speaking: tuple[str, Actor]
) -> None:
    said = declared(session, scene, speaking, " \u200b ")
    assert said.details == ""


def test_nothing_but_a_declaration_comes_from_a_form(
    session: Session, scene: Scene, speaking: tuple[str, Actor]
) -> None:
    slug, by = speaking
    said = comment(session, scene, by=by, organisation=slug, facts={"stands-for": "1000", INTEREST: PROFIT})
    assert said.revision.facts == {INTEREST: PROFIT}


def test_declaration_changes_with_a_revision(
    session: Session, scene: Scene, speaking: tuple[str, Actor]
) -> None:
    said, (_slug, by) = declared(session, scene, speaking), speaking
    body, stance = str(said.body), said.stance

    def anew(interest: str, seen: int) -> None:
        contributions.revise(
            session, actor=by, now=moments.DURING + moments.TICK, reference=said.reference,
            anew=Anew(body, stance=stance, interest=interest), seen=seen,
        )  # fmt: skip

    with problems(("nothing-changed", None)):
        anew(PROFIT, 1)
    anew("", 1)
    assert (said.revision_number, said.revision.facts) == (2, {})
    anew("Another", 2)
    assert said.revision.facts == {INTEREST: "Another"}


def test_declaration_waits_with_a_draft_and_is_chosen_when_published(
    session: Session, scene: Scene, speaking: tuple[str, Actor]
) -> None:
    slug, by = speaking
    typed = words(clause_id=scene.clauses[0], organisation=slug, facts={INTEREST: PROFIT})
    contributions.keep_draft(
        session, now=moments.DURING, consultation_id=scene.id, words=typed, user_id=by.user_id
    )
    draft = session.scalars(select(Draft)).one()
    assert contributions.words_of(draft).facts == {INTEREST: PROFIT}
    with problems(("declares-for-an-organisation", INTEREST)):
        contributions.publish_draft(
            session,
            actor=by,
            now=moments.DURING,
            draft_id=draft.id,
            grace_hours=48,
            speaking=Speaking(interest=PROFIT),
        )
    said = contributions.publish_draft(
        session, actor=by, now=moments.DURING, draft_id=draft.id, grace_hours=48,
        speaking=Speaking(organisation=slug, interest="Another"),
    )  # fmt: skip
    assert said.revision.facts == {INTEREST: "Another"}
