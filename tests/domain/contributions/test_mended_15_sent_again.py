"""Back and send again counts once: the same words of one person in one place, within minutes, are one contribution."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.contributions import services
from consult.contributions.models import Contribution, Draft, Kind
from consult.contributions.queries import waiting_drafts
from consult.contributions.services import Words
from consult.moderation.services import ask_erasure
from consult.outcomes.services import erase
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import REASON, Scene
from tests.factories.voices import comment, hide, words
from tests.on_one_engine import on_sqlite

MINUTE = timedelta(minutes=1)


def send(session: Session, scene: Scene, typed: Words, key: str, after: timedelta = MINUTE) -> Contribution:
    """Send words under a key of their own, some time after the first."""
    return services.submit(
        session, actor=scene.author, now=moments.DURING + after, consultation_id=scene.id,
        words=replace(typed, key=key), repeat_minutes=10,
    )  # fmt: skip


def kinds(session: Session, scene: Scene) -> dict[str, Words]:
    """Return words of each kind that somebody says."""
    heard = comment(session, scene)
    return {
        "comment": words(clause_id=scene.clauses[0], stance="oppose"),
        "whole text": words(),
        "reply": words(kind=Kind.REPLY, parent=heard.reference),
        "proposal": words(kind=Kind.PROPOSAL, title="A hall", problem="The town is far."),
        "named": words(named=True),
    }


@pytest.mark.parametrize("kind", ["comment", "whole text", "reply", "proposal", "named"])
def test_the_same_again_leads_to_the_first(session: Session, scene: Scene, kind: str) -> None:
    typed = kinds(session, scene)[kind]
    first = send(session, scene, typed, "one", timedelta(0))
    # What is typed alike is the same, whatever blanks a browser adds.
    again = send(session, scene, replace(typed, body=f"  {typed.body}\r\n"), "two", 10 * MINUTE)
    assert again is first
    assert first.idempotency_key == "one"
    assert send(session, scene, typed, "three", 10 * MINUTE + moments.TICK) is not first


@pytest.mark.parametrize(
    "changed",
    [{"stance": "support"}, {"stance": None}, {"named": True}],
    ids=str,
)
def test_going_back_for_another_stance_or_name_counts_once(
    session: Session, scene: Scene, changed: dict[str, object]
) -> None:
    typed = words(clause_id=scene.clauses[0], stance="oppose")
    first = send(session, scene, typed, "one", timedelta(0))
    assert send(session, scene, replace(typed, **changed), "two") is first  # type: ignore[arg-type]
    assert first.stance == "oppose"
    assert first.shown_name is None


@pytest.mark.parametrize("changed", [{"body": "Other words"}, {"subject": None}], ids=str)
def test_anything_else_is_another(session: Session, scene: Scene, changed: dict[str, object]) -> None:
    typed = words(clause_id=scene.clauses[0], stance="oppose")
    first = send(session, scene, typed, "one", timedelta(0))
    assert send(session, scene, replace(typed, **changed), "two") is not first  # type: ignore[arg-type]


def test_in_another_name_or_from_another_person_it_is_another(session: Session, scene: Scene) -> None:
    body = person(session, (Role.REPRESENTATIVE, scene.organisation.scope))
    typed = words(clause_id=scene.clauses[0])
    first = comment(session, scene, by=body, body=typed.body)
    official = comment(session, scene, by=body, body=typed.body, organisation=scene.organisation.slug)
    other = send(session, scene, typed, "one")
    assert len({first.reference, official.reference, other.reference}) == 3


@pytest.mark.parametrize("how", ["withdrawn", "hidden", "erased"])
def test_one_that_is_gone_is_not_led_to(session: Session, scene: Scene, how: str) -> None:
    typed = words(clause_id=scene.clauses[0])
    first = send(session, scene, typed, "one", timedelta(0))
    if how == "withdrawn":
        services.withdraw(session, actor=scene.author, now=moments.DURING, reference=first.reference)
    elif how == "hidden":
        hide(session, scene, first)
    else:
        ask_erasure(session, actor=scene.author, now=moments.DURING, reference=first.reference)
        erase(
            session, actor=scene.moderator, now=moments.DURING, reference=first.reference, rule=None, reason=REASON
        )  # fmt: skip
    assert send(session, scene, typed, "two").reference != first.reference


def test_no_minutes_let_everything_through(session: Session, scene: Scene) -> None:
    typed = words()
    said = [
        services.submit(
            session, actor=scene.author, now=moments.DURING + number * MINUTE, consultation_id=scene.id,
            words=replace(typed, key=str(number)), repeat_minutes=0,
        )
        for number in range(2)
    ]  # fmt: skip
    assert said[0] is not said[1]


def test_words_that_wait_are_kept_once(session: Session, scene: Scene) -> None:
    def keep(body: str, *tokens: str, after: timedelta = timedelta(0), user_id: int | None = None) -> str:
        return services.keep_draft(
            session, now=moments.DURING + after, consultation_id=scene.id, words=words(body=body), tokens=tokens,
            user_id=user_id,
        )  # fmt: skip

    token = keep("The same")
    assert keep("The same", token, after=MINUTE) == token
    assert keep("Other", token) != token
    assert keep("The same") != token, "another browser's"
    assert keep("The same", token, after=11 * MINUTE) != token
    person_id = scene.author.user_id
    assert keep("The same", user_id=person_id)
    assert keep("The same", user_id=person_id) == ""
    assert session.scalar(select(func.count()).select_from(Draft)) == 5


def test_the_same_draft_twice_is_published_as_one(session: Session, scene: Scene) -> None:
    for _browser in range(2):
        token = services.keep_draft(
            session, now=moments.DURING, consultation_id=scene.id, words=words(body="The same")
        )
        services.claim_draft(session, now=moments.DURING, user_id=scene.author.user_id, token=token)
    said = [
        services.publish_draft(
            session, actor=scene.author, now=moments.DURING, draft_id=draft.id, grace_hours=48
        )
        for draft in waiting_drafts(session, user_id=scene.author.user_id)
    ]
    assert said[0] is said[1]
    assert waiting_drafts(session, user_id=scene.author.user_id) == []


@on_sqlite
def test_the_same_words_are_looked_for_among_the_authors_own(session: Session, scene: Scene) -> None:
    """SQLite, which knows nothing of how many rows there are, takes no index of all that was said in one place."""
    plans: list[str] = []

    def explain(connection: Connection, _cursor: object, statement: str, given: Any, *_rest: object) -> None:  # noqa: ANN401 - the driver's
        if "contributions.posted_at >=" in statement and not statement.startswith("EXPLAIN"):
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
            plans.append(rows[0][-1])

    event.listen(session.connection(), "before_cursor_execute", explain)
    send(session, scene, words(clause_id=scene.clauses[0]), "looked for")
    assert len(plans) == 1
    assert "ix_contributions_author_id" in plans[0]
