"""Publishing: what is frozen, which words change, who is told, and that it happens once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.consultations import queries as consultations
from consult.consultations import services as consultation_services
from consult.consultations.errors import StateError
from consult.contributions.models import Contribution
from consult.contributions.services import vote_on_clause, withdraw
from consult.organisations.models import OrganisationKind
from consult.outbox.models import OutboxMessage
from consult.outcomes import queries
from consult.outcomes.models import Outcome, Placement, Theme, quotes
from consult.outcomes.services import ResponseWords, save_point, save_response
from consult.outcomes.services import publish as publish_outcome
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from consult.shared.state import State
from consult.texts import queries as texts
from consult.texts.models import TextVersion
from tests.databases import MigratedDatabase
from tests.domain.contributions.test_revisions import anew
from tests.domain.parallel import REFUSED, at_once, codes, committed
from tests.domain.refusal import problems
from tests.factories import moments
from tests.factories.answers import NEW_WORDS, Answered, place, publish, rename, respond, theme
from tests.factories.people import person
from tests.factories.scenes import LIMITS, REASON, Scene, terms
from tests.factories.scenes import scene as make_scene
from tests.factories.texts import commitment, draft_version, organisation
from tests.factories.voices import comment, hide, reply


def numbers(session: Session, text_id: int) -> list[int]:
    """Return the numbers of a commitment's versions, drafts included."""
    query = select(TextVersion.number).where(TextVersion.text_id == text_id)
    return sorted(session.scalars(query))


def test_the_figures(session: Session, scene: Scene) -> None:
    body = organisation(session, kind=OrganisationKind.CIVIL_SOCIETY)
    member = person(session, (Role.REPRESENTATIVE, body.scope))
    said = [
        comment(session, scene, stance="support"),
        comment(session, scene, stance="support", by=member, organisation=body.slug),
        comment(session, scene, stance="oppose"),
        comment(session, scene, by=member, organisation=body.slug),
    ]
    reply(session, said[0])
    hide(session, scene, comment(session, scene, stance="neutral"))
    gone = comment(session, scene, by=scene.author, stance="reservations")
    withdraw(session, actor=scene.author, now=moments.DURING, reference=gone.reference)
    late = comment(session, scene, stance="oppose", now=moments.AFTER)
    hide(session, scene, comment(session, scene, now=moments.AFTER), now=moments.AFTER)
    vote_on_clause(
        session, actor=scene.author, now=moments.DURING, consultation_id=scene.id, clause_id=scene.clauses[0],
        choice="agree",
    )  # fmt: skip
    respond(session, scene, theme(session, scene, *said, late))
    assert publish(session, scene).figures == {
        "received": 7, "published": 5, "hidden": 1, "withdrawn": 1, "erased": 0, "held": 0, "late": 2,
        "late_published": 1, "organisations": 1, "organisation_voices": 2, "stance_support": 2, "stance_oppose": 1,
    }  # fmt: skip


def test_the_content(session: Session, scene: Scene) -> None:
    one, two = comment(session, scene), comment(session, scene)
    below = reply(session, two)
    anew(session, two)
    first = theme(session, scene, one, title=(" أول \n", " First "))
    second = theme(session, scene, two, title=("ثان", "Second"))
    place(session, scene, first, two, also=True)
    for under, cited in ((first, [two, one]), (second, [two])):
        save_point(
            session, actor=scene.moderator, now=moments.AFTER, theme_id=under.id, text=("نقطة", "A point"),
            references=[row.reference for row in cited],
        )  # fmt: skip
    respond(session, scene, first, milestones=scene.milestones)
    respond(session, scene, second, outcome="out_of_scope")
    outcome = publish(session, scene)
    session.expire_all()
    reason = {"reason_ar": REASON[0], "reason_en": REASON[1]}
    assert outcome.content["themes"] == [
        {
            "id": first.id, "title_ar": "أول", "title_en": "First", "outcome": "accepted", **reason, "voices": 3,
            "primary": 1,
            "points": [{
                "text_ar": "نقطة", "text_en": "A point", "cites": [two.reference, one.reference], "revisions": [2, 1],
            }],
        },
        {
            "id": second.id, "title_ar": "ثان", "title_en": "Second", "outcome": "out_of_scope", **reason, "voices": 2,
            "primary": 2,
            "points": [{"text_ar": "نقطة", "text_en": "A point", "cites": [two.reference], "revisions": [2]}],
        },
    ]  # fmt: skip
    [point] = outcome.themes[0]["points"]
    assert quotes(point) == [(two.reference, 2), (one.reference, 1)]
    # Outcomes from before revisions had numbers.
    del point["revisions"]
    assert quotes(point) == [(two.reference, 1), (one.reference, 1)]
    assert sum(each["primary"] for each in outcome.content["themes"]) == 3
    places = queries.places(session, outcome_id=outcome.id, contribution_ids=[one.id, two.id, below.id])
    assert places == {one.id: [first.id], two.id: [second.id, first.id], below.id: [second.id, first.id]}
    named = queries.milestones(session, outcome_id=outcome.id)
    assert [(row.theme_id, row.milestone_id) for row in named] == [
        (first.id, key) for key in scene.milestones
    ]


def test_the_new_version_changes_those_clauses_alone(session: Session, scene: Scene) -> None:
    _, changed, _ = scene.clauses
    under = theme(session, scene, comment(session, scene))
    respond(session, scene, under, changes={changed: NEW_WORDS})
    outcome = publish(session, scene)
    new = texts.newest_published(session, text_id=scene.commitment.text_id)
    assert new is not None
    assert (new.number, new.published_at) == (2, moments.ANSWERED)
    assert new.reason_ar
    assert scene.consultation.title_en in (new.reason_en or "")
    old = texts.clause_texts(session, version_id=scene.version.id)
    differing = [
        row.clause_id
        for row in new.clauses
        if (row.text_ar, row.text_en) != (old[row.clause_id].text_ar, old[row.clause_id].text_en)
    ]
    assert differing == [changed]
    change = queries.changes(session, outcome_id=outcome.id)[0]
    assert (change.theme_id, change.clause_id) == (under.id, changed)
    assert (change.from_version_id, change.to_version_id) == (scene.version.id, new.id)
    behind = queries.behind_version(session, version_id=new.id)
    assert [(row.after.clause_id, its.id) for row, its in behind] == [(changed, outcome.id)]


def test_no_version_where_no_word_changes(session: Session, scene: Scene) -> None:
    respond(session, scene, theme(session, scene, comment(session, scene)))
    outcome = publish(session, scene)
    assert numbers(session, scene.commitment.text_id) == [1]
    assert queries.changes(session, outcome_id=outcome.id) == []


def test_two_texts_each_get_their_own_version(session: Session, scene: Scene) -> None:
    second = commitment(session, scene.organisation)
    versions = [
        draft_version(session, scene.officer, scene.organisation, promise)
        for promise in (scene.commitment, second)
    ]
    asked = consultation_services.save_draft(
        session, actor=scene.officer, now=moments.DRAFTED, organisation=scene.organisation, slug="two-texts",
        terms=terms(), version_ids=[row.id for row in versions], limits=LIMITS,
    )  # fmt: skip
    consultation_services.announce(
        session, actor=scene.officer, now=moments.ANNOUNCED, consultation_id=asked.id, limits=LIMITS
    )
    scene.consultation = asked
    first, last = versions[0].clauses[0].clause_id, versions[1].clauses[-1].clause_id
    under = theme(session, scene, comment(session, scene, clause_id=last, version_id=versions[1].id))
    respond(session, scene, under, changes={first: NEW_WORDS, last: NEW_WORDS})
    outcome = publish(session, scene)
    assert (numbers(session, scene.commitment.text_id), numbers(session, second.text_id)) == (
        [1, 2, 3],
        [1, 2],
    )
    from_versions = {
        row.clause_id: row.from_version_id for row in queries.changes(session, outcome_id=outcome.id)
    }
    assert from_versions == {first: versions[0].id, last: versions[1].id}


def test_each_contributor_is_told_once(session: Session, scene: Scene) -> None:
    said = [comment(session, scene, by=scene.author) for _ in range(3)]
    other = person(session, language="en")
    reply(session, said[0], by=other)
    hidden = person(session)
    hide(session, scene, comment(session, scene, by=hidden))
    respond(session, scene, theme(session, scene, *said))
    outcome = publish(session, scene)
    publish(session, scene)
    mails = session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.kind == "answered", OutboxMessage.key.startswith(f"answered:{outcome.id}:")
        )
    ).all()
    assert {(row.recipient, row.language) for row in mails} == {
        (scene.author.email, "ar"),
        (other.email, "en"),
    }
    assert len(mails) == 2
    assert {tuple(row.content.values()) for row in mails} == {
        (outcome.id, scene.author.user_id),
        (outcome.id, other.user_id),
    }


def test_publishing_twice_gives_the_same(session: Session, ended: Answered) -> None:
    before = numbers(session, ended.scene.commitment.text_id)
    again = publish(session, ended.scene, now=moments.LATER)
    assert again.id == ended.outcome.id
    assert numbers(session, ended.scene.commitment.text_id) == before
    kinds = [act.kind for act in consultations.acts(session, consultation_id=ended.scene.id)]
    assert kinds == ["drafted", "announced", "answered"]
    subject = f"consultation/{ended.scene.consultation.slug}/outcome/1"
    entries = session.scalars(select(LogEntry).where(LogEntry.subject == subject)).all()
    assert [(row.kind, row.details["figures"]) for row in entries] == [
        ("outcome-published", ended.outcome.figures)
    ]


def test_no_version_is_left_out(session: Session, scene: Scene, ended: Answered) -> None:
    for made, number in ((scene, 2), (ended.scene, 3)):
        with pytest.raises(NotFoundError):
            publish(session, made, number, reason=REASON, now=moments.LATER)


def test_a_correction_that_changes_no_word_makes_no_version(session: Session, ended: Answered) -> None:
    rename(session, ended.scene, ended.theme)
    second = publish(session, ended.scene, 2, reason=REASON, now=moments.LATER)
    assert (second.number, numbers(session, ended.scene.commitment.text_id)) == (2, [1, 2])
    first_change, second_change = (
        queries.changes(session, outcome_id=row.id)[0] for row in (ended.outcome, second)
    )
    assert first_change.to_version_id == second_change.to_version_id
    assert len(queries.behind_version(session, version_id=second_change.to_version_id)) == 1
    placed = session.scalars(
        select(Placement).where(Placement.theme_id == ended.theme.id, Placement.counts_in(second.number))
    ).all()
    assert len(placed) == 3


def test_a_correction_that_changes_words_makes_the_next_version(session: Session, ended: Answered) -> None:
    scene = ended.scene
    changes = {scene.clauses[0]: ("أدق", "More exact")}
    respond(session, scene, ended.theme, changes=changes, now=moments.LATER)
    publish(session, scene, 2, reason=REASON, now=moments.LATER)
    new = texts.newest_published(session, text_id=scene.commitment.text_id)
    assert new is not None
    assert (new.number, new.clauses[0].text_en, new.reason_en) == (3, "More exact", REASON[1])
    assert [row.clause_id for row in new.clauses] == scene.clauses


def test_a_correction_counts_what_was_hidden_since(session: Session, ended: Answered) -> None:
    hide(session, ended.scene, ended.comment, now=moments.LATER)
    second = publish(session, ended.scene, 2, reason=REASON, now=moments.LATER)
    assert (ended.outcome.figures["hidden"], second.figures["hidden"]) == (1, 2)
    assert second.figures["received"] == ended.outcome.figures["received"] == 3


def test_the_last_editor_does_not_publish(session: Session, scene: Scene) -> None:
    scope = scene.organisation.scope
    both = person(session, (Role.OFFICER, scope), (Role.PUBLISHER, scope), (Role.MODERATOR, scope))
    under = theme(session, scene, comment(session, scene))
    scene.officer = both
    respond(session, scene, under)
    given: dict[str, Any] = {
        "session": session, "actor": both, "now": moments.ANSWERED, "consultation_id": scene.id, "number": 1,
        "without_summary": True,
    }  # fmt: skip
    with problems(("last-editor", None)):
        publish_outcome(**given)
    place(session, scene, under)
    assert publish_outcome(**given).number == 1


@pytest.mark.parametrize(
    ("state", "now"),
    [
        (State.DRAFT, moments.AFTER),
        (State.OPEN, moments.BEFORE),
        (State.OPEN, moments.CLOSES - moments.TICK),
        (State.CANCELLED, moments.ANSWERED),
    ],
)
def test_nothing_is_published_before_the_closing_or_once_cancelled(
    session: Session, state: State, now: datetime
) -> None:
    scene = make_scene(session, state)
    # To a publisher a draft is not there.
    with pytest.raises(NotFoundError if state is State.DRAFT else StateError):
        publish(session, scene, now=now)
    assert queries.versions(session, consultation_id=scene.id) == []


def test_parallel_publishing_makes_one(database: MigratedDatabase) -> None:
    def prepare(session: Session) -> Scene:
        scene = make_scene(session)
        respond(
            session,
            scene,
            theme(session, scene, comment(session, scene)),
            changes={scene.clauses[0]: NEW_WORDS},
        )
        return scene

    scene = committed(database.engine, prepare)
    results = at_once(database.engine, [lambda session: publish(session, scene).id] * 6)
    assert len(set(results)) == 1
    with Session(database.engine) as session:
        assert len(session.scalars(select(Outcome)).all()) == 1
        assert numbers(session, scene.commitment.text_id) == [1, 2]
        mails = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "answered")).all()
        assert len(mails) == 1


def hide_it(session: Session, scene: Scene, said: Contribution) -> int:
    return hide(session, scene, said, now=moments.ANSWERED).id


def test_publishing_and_hiding_at_once_agree(database: MigratedDatabase) -> None:
    def prepare(session: Session) -> tuple[Scene, list[Contribution]]:
        scene = make_scene(session)
        said = [comment(session, scene) for _ in range(4)]
        respond(session, scene, theme(session, scene, *said))
        return scene, said

    scene, said = committed(database.engine, prepare)

    def publish_it(session: Session) -> int:
        return publish(session, scene).id

    acts: list[Callable[[Session], int]] = [partial(hide_it, scene=scene, said=row) for row in said[:3]]
    results = at_once(database.engine, [*acts, publish_it])
    assert not any(isinstance(result, REFUSED) for result in results)
    with Session(database.engine) as session:
        outcome = session.scalars(select(Outcome)).one()
        placed = session.scalars(select(Placement).where(Placement.counts_in(outcome.number))).all()
        assert outcome.figures["published"] == len(placed) == outcome.content["themes"][0]["voices"]
        assert outcome.figures["published"] + outcome.figures["hidden"] == 4


def test_two_officers_answering_at_once_do_not_overwrite_each_other(database: MigratedDatabase) -> None:
    def prepare(session: Session) -> tuple[Scene, Theme]:
        scene = make_scene(session)
        return scene, theme(session, scene, comment(session, scene))

    scene, under = committed(database.engine, prepare)
    words = ResponseWords("accepted", *REASON, changes={})

    def answer(session: Session) -> int:
        return save_response(
            session, actor=scene.officer, now=moments.AFTER, theme_id=under.id, words=words, revision=None
        ).id

    results = at_once(database.engine, [answer] * 5)
    refusals = codes(results)
    assert refusals == ["edited-meanwhile"] * 4
