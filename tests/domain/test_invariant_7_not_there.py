"""What you may not see is not there: drafts, other bodies' things and hidden words, by queries, policies, services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.policies import Actor
from consult.consultations import queries as consultations
from consult.consultations import services as consultation_services
from consult.consultations.policies import is_public, may_see
from consult.contributions import queries, services
from consult.contributions.models import Kind
from consult.contributions.policies import may_read_words
from consult.outcomes import services as outcomes
from consult.outcomes.services import ResponseWords
from consult.shared.errors import NotFoundError
from consult.shared.state import State
from consult.texts import queries as texts
from consult.texts import services as text_services
from tests.domain.refusal import problems
from tests.factories import moments
from tests.factories.answers import theme
from tests.factories.numbers import by_place
from tests.factories.people import person
from tests.factories.scenes import LIMITS, NOW, REASON, Scene, terms
from tests.factories.scenes import scene as make_scene
from tests.factories.texts import draft_version, wording
from tests.factories.voices import comment, erased, hide, reply, words

PUBLIC = dict.fromkeys(frozenset(State) - {State.DRAFT}, 1000)


def test_no_list_shows_a_draft(session: Session, draft: Scene) -> None:
    for now in NOW.values():
        shown = consultations.in_states(session, most=PUBLIC, now=now)
        assert draft.id not in {row.id for row in shown}
    about = consultations.about_commitments(session, commitment_ids=[draft.commitment.id], now=moments.LATER)
    assert list(about) == []
    assert texts.published_versions(session, text_id=draft.commitment.text_id) == []
    assert texts.newest_published(session, text_id=draft.commitment.text_id) is None


def test_what_will_be_announced_is_not_there_before(session: Session, scene: Scene) -> None:
    earlier = moments.ANNOUNCED - moments.TICK
    assert not is_public(scene.consultation, earlier)
    assert scene.id not in {row.id for row in consultations.in_states(session, most=PUBLIC, now=earlier)}
    assert not consultations.about_commitments(session, commitment_ids=[scene.commitment.id], now=earlier)
    shown = consultations.in_states(session, most=PUBLIC, now=moments.ANNOUNCED)
    assert scene.id in {row.id for row in shown}


def test_who_may_see_a_draft(session: Session, draft: Scene) -> None:
    scope, asked = draft.organisation.scope, draft.consultation
    assert may_see(draft.officer, asked, scope, moments.DRAFTED)
    assert may_see(person(session, (Role.AUDITOR, SITE)), asked, scope, moments.DRAFTED)
    strangers = [
        None, draft.author, draft.moderator, draft.publisher, make_scene(session).officer,
        person(session, (Role.ADMINISTRATOR, SITE)), person(session, (Role.OFFICER, scope), suspended=True),
    ]  # fmt: skip
    for stranger in strangers:
        assert not may_see(stranger, asked, scope, moments.DRAFTED)


def public_acts(
    session: Session, actor: Actor, scene: Scene, consultation_id: int
) -> list[Callable[[], object]]:
    """Return what anyone might try to do with a consultation by its id."""
    clause, now = scene.clauses[0], moments.DURING
    return [
        lambda: services.submit(
            session, actor=actor, now=now, consultation_id=consultation_id, words=words(clause_id=clause)
        ),
        lambda: services.vote_on_clause(
            session, actor=actor, now=now, consultation_id=consultation_id, clause_id=clause, choice="agree"
        ),
        lambda: services.keep_draft(session, now=now, consultation_id=consultation_id, words=words()),
    ]


def staff_acts(
    session: Session, actor: Actor, consultation_id: int, theme_id: int
) -> list[Callable[[], object]]:
    """Return what staff do with a consultation by its id."""
    now = moments.AFTER
    answer = ResponseWords("accepted", *REASON, changes={})
    common: dict[str, Any] = {"actor": actor, "now": now, "consultation_id": consultation_id}
    of_theme: dict[str, Any] = {"actor": actor, "now": now, "theme_id": theme_id}
    return [
        lambda: consultation_services.announce(session, **common, limits=LIMITS),
        lambda: consultation_services.cancel(session, **common, reason=REASON),
        lambda: consultation_services.correct(session, **common, erratum=REASON),
        lambda: consultation_services.extend(
            session,
            **common,
            closes_at=moments.LATER,
            reason=REASON,
            limits=LIMITS,
        ),
        lambda: outcomes.add_theme(session, **common, title=REASON),
        lambda: outcomes.unplace(session, **common, references=[]),
        lambda: outcomes.publish(session, **common, number=1),
        lambda: outcomes.rename_theme(session, **of_theme, title=REASON),
        lambda: outcomes.place(session, **of_theme, references=[]),
        lambda: outcomes.save_point(session, **of_theme, text=REASON, references=[]),
        lambda: outcomes.save_response(session, **of_theme, words=answer, revision=None),
    ]


def test_a_draft_and_what_never_was_answer_alike(session: Session, draft: Scene) -> None:
    for consultation_id in (draft.id, 10**9):
        for act in public_acts(session, draft.author, draft, consultation_id):
            with pytest.raises(NotFoundError):
                act()


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.CANCELLED])
def test_another_bodys_staff_find_nothing_in_any_state(session: Session, state: State) -> None:
    theirs = make_scene(session, state)
    ours = make_scene(session)
    for actor in (ours.officer, ours.moderator, ours.publisher, theirs.author):
        for act in staff_acts(session, actor, theirs.id, 10**9):
            with pytest.raises(NotFoundError):
                act()


def test_another_bodys_staff_find_no_theme(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    under = theme(session, scene, said)
    ours = make_scene(session)
    for actor in (ours.officer, ours.moderator, ours.publisher, scene.author):
        for act in staff_acts(session, actor, scene.id, under.id):
            with pytest.raises(NotFoundError):
                act()
    for actor in (scene.officer, scene.publisher):
        with pytest.raises(NotFoundError):
            outcomes.rename_theme(session, actor=actor, now=moments.AFTER, theme_id=under.id, title=REASON)


def test_another_bodys_draft_can_be_neither_asked_about_nor_changed(session: Session, draft: Scene) -> None:
    ours = make_scene(session)
    for version_id in (draft.version.id, 10**9):
        with pytest.raises(NotFoundError):
            consultation_services.save_draft(
                session, actor=ours.officer, now=moments.DRAFTED, organisation=ours.organisation, slug="theirs",
                terms=terms(), version_ids=[version_id], limits=LIMITS,
            )  # fmt: skip
    for drafter in (draft.organisation, ours.organisation):
        with pytest.raises(NotFoundError):
            text_services.save_clauses(
                session, actor=ours.officer, version=draft.version, drafter=drafter, clauses=[wording(1)]
            )
    with pytest.raises(NotFoundError):
        text_services.draft_version(
            session, actor=ours.officer, now=moments.DRAFTED, text_id=draft.commitment.text_id,
            drafter=draft.organisation, base=None,
        )  # fmt: skip
    with pytest.raises(NotFoundError):
        consultation_services.begin_text(
            session, actor=ours.officer, now=moments.DRAFTED, text_id=draft.commitment.text_id,
            drafter=draft.organisation,
        )  # fmt: skip
    assert texts.drafts_of(session, drafter_ids=[ours.organisation.id]) == []
    asked = consultation_services.save_draft(
        session, actor=ours.officer, now=moments.DRAFTED, organisation=ours.organisation, slug="published",
        terms=terms(), version_ids=[make_scene(session).version.id], limits=LIMITS,
    )  # fmt: skip
    assert len(asked.texts) == 1, "another body's published text may be asked about"


def test_what_stands_on_one_line_is_one(session: Session, draft: Scene) -> None:
    # A title stands in the subject of mails, which cannot be sent where it has two lines.
    asked = consultation_services.save_draft(
        session, actor=draft.officer, now=moments.DRAFTED, organisation=draft.organisation, slug="one-line",
        terms=terms(title_en=" Two\r\n lines ", why_en="Two\r\nlines"), version_ids=[draft.version.id], limits=LIMITS,
    )  # fmt: skip
    assert (asked.title_en, asked.why_en) == ("Two lines", "Two\nlines")


def test_nobody_drafts_in_another_bodys_name(session: Session, scene: Scene) -> None:
    outsider = make_scene(session).officer
    for actor in (outsider, scene.moderator, scene.author):
        with pytest.raises(NotFoundError):
            consultation_services.save_draft(
                session, actor=actor, now=moments.DRAFTED, organisation=scene.organisation, slug="in-their-name",
                terms=terms(), version_ids=[], limits=LIMITS,
            )  # fmt: skip
    assert consultations.by_slug(session, "in-their-name") is None


def test_hidden_words_are_their_authors_alone(session: Session, scene: Scene) -> None:
    said = comment(session, scene, by=scene.author)
    hide(session, scene, said)
    assert may_read_words(scene.author, said)
    for reader in (
        None,
        scene.officer,
        scene.publisher,
        person(session),
        person(session, (Role.AUDITOR, SITE)),
    ):
        assert not may_read_words(reader, said)
    erased(session, scene, said)
    assert not may_read_words(scene.author, said)


def test_hidden_words_are_in_no_count(session: Session, scene: Scene) -> None:
    shown, hidden = comment(session, scene, stance="support"), comment(session, scene, stance="oppose")
    hide(session, scene, hidden)
    assert by_place(session, scene.id) == {scene.clauses[0]: {"voices": 1, "support": 1}}
    assert queries.published_count(session, consultation_ids=[scene.id]) == {scene.id: 1}
    assert shown.is_published


def test_nothing_hangs_under_what_is_hidden(session: Session, scene: Scene) -> None:
    hidden = comment(session, scene)
    hide(session, scene, hidden)
    with pytest.raises(NotFoundError):
        reply(session, hidden)


def test_a_reply_goes_where_its_parent_is(session: Session, scene: Scene) -> None:
    elsewhere = comment(session, make_scene(session))
    for parent in (elsewhere.reference, "V-2026-999999"):
        with pytest.raises(NotFoundError):
            services.submit(
                session, actor=scene.author, now=moments.DURING, consultation_id=scene.id,
                words=words(kind=Kind.REPLY, parent=parent),
            )  # fmt: skip


@pytest.mark.parametrize("where", ["clause", "version", "both"])
def test_words_about_a_text_that_was_not_asked_about(session: Session, scene: Scene, where: str) -> None:
    other = make_scene(session)
    about: dict[str, object] = {}
    if where != "version":
        about["clause_id"] = other.clauses[0]
    if where != "clause":
        about["version_id"] = other.version.id
    with pytest.raises(NotFoundError):
        services.submit(
            session, actor=scene.author, now=moments.DURING, consultation_id=scene.id, words=words(**about)
        )


def test_only_its_author_takes_something_back(session: Session, scene: Scene) -> None:
    said = comment(session, scene, by=scene.author)
    for actor in (person(session), scene.moderator, scene.officer):
        with pytest.raises(NotFoundError):
            services.withdraw(session, actor=actor, now=moments.DURING, reference=said.reference)
    with pytest.raises(NotFoundError):
        services.withdraw(session, actor=scene.author, now=moments.DURING, reference="V-2026-999999")


def test_nobody_speaks_for_an_organisation_that_is_not_theirs(session: Session, scene: Scene) -> None:
    body = make_scene(session).organisation
    member = person(session, (Role.REPRESENTATIVE, body.scope))
    assert comment(session, scene, by=member, organisation=body.slug).organisation_id == body.id
    for actor, slug in (
        (scene.author, body.slug),
        (member, scene.organisation.slug),
        (member, "no-such-body"),
    ):
        with pytest.raises(NotFoundError):
            comment(session, scene, by=actor, organisation=slug)


def test_a_stranger_cannot_learn_that_a_slug_is_a_draft(session: Session, draft: Scene) -> None:
    ours = make_scene(session)
    with pytest.raises(NotFoundError):
        consultation_services.save_draft(
            session, actor=ours.officer, now=moments.DRAFTED, organisation=ours.organisation,
            slug=draft.consultation.slug, terms=terms(), version_ids=[], limits=LIMITS, revision=1,
        )  # fmt: skip
    with problems(("slug-taken", "slug")):
        consultation_services.save_draft(
            session, actor=draft.officer, now=moments.DRAFTED, organisation=draft.organisation,
            slug=draft.consultation.slug, terms=terms(), version_ids=[], limits=LIMITS,
        )  # fmt: skip


def test_a_waiting_draft_is_nobody_elses(session: Session, scene: Scene) -> None:
    token = services.keep_draft(session, now=moments.DURING, consultation_id=scene.id, words=words())
    services.claim_draft(session, now=moments.DURING, user_id=scene.author.user_id, token=token)
    services.claim_draft(session, now=moments.DURING, user_id=scene.officer.user_id, token=token)
    services.claim_draft(session, now=moments.DURING, user_id=scene.officer.user_id, token="another")
    assert queries.waiting_drafts(session, user_id=scene.officer.user_id) == []
    [stored] = queries.waiting_drafts(session, user_id=scene.author.user_id)
    assert token not in stored.token_hash


def test_drafted_versions_are_their_drafters(session: Session, scene: Scene) -> None:
    waiting = draft_version(session, scene.officer, scene.organisation, scene.commitment, clauses=0)
    assert list(texts.drafts_of(session, drafter_ids=[scene.organisation.id])) == [waiting]
    number = waiting.number
    published = texts.published_versions(session, text_id=scene.commitment.text_id)
    assert number not in {row.number for row in published}
