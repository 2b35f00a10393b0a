"""What people do in a consultation: what a kind can do, what can be set of it, when it takes place, what is frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from consult.consultations import queries
from consult.consultations.models import Activity, ActivityKind
from consult.consultations.policies import may_contribute, may_vote, shows_results, takes_place
from consult.consultations.policies.capabilities import (
    TABLE,
    capabilities,
    settings_of,
    taking_comments,
    taking_proposals,
    taking_votes,
)
from consult.consultations.policies.settings import CommentSettings, Results, VoteSettings, read, stored
from consult.consultations.services import extend, save_draft
from consult.shared.state import State
from consult.shared.subjects import Subject, SubjectKind
from tests.domain.refusal import problems, refused
from tests.domain.test_policies import dated
from tests.factories import moments
from tests.factories.people import imagined
from tests.factories.scenes import LIMITS, NOW, REASON, Scene, announce, terms

HOUR = timedelta(hours=1)
# The published table, written out a second time: slug, comments, proposals, votes on, organisations apart.
CAN = {
    "comment": ("comments", True, False, "", False),
    "vote": ("votes", False, False, "clause contribution", False),
    "proposal": ("proposals", False, True, "", False),
}


@pytest.mark.parametrize("kind", list(ActivityKind))
def test_what_a_kind_can_do(kind: ActivityKind) -> None:
    can = capabilities(Activity(kind=kind.value))
    assert can is TABLE[kind]
    slug, comments, proposals, votes_on, apart = CAN[kind]
    assert can.slug == slug
    assert (can.takes_comments, can.calls_for_proposals) == (comments, proposals)
    assert can.votes_on == {SubjectKind(each) for each in votes_on.split()}
    assert can.organisations_apart is apart
    assert (taking_comments([Activity(kind=kind)]) is not None) is comments
    assert (taking_proposals([Activity(kind=kind)]) is not None) is proposals
    for on in SubjectKind:
        assert (taking_votes([Activity(kind=kind)], on) is not None) is (on in votes_on.split())


def test_every_kind_is_in_the_table_under_a_slug_of_its_own() -> None:
    assert set(TABLE) == set(ActivityKind)
    assert len({can.slug for can in TABLE.values()}) == len(TABLE)


@dataclass(frozen=True)
class _Model:
    most: int
    open_to_all: bool


def test_settings_are_read_strictly_and_stored_in_one_form() -> None:
    settings = read(_Model, {"open_to_all": True, "most": 3})
    assert settings == _Model(3, open_to_all=True)
    assert list(stored(settings).items()) == [("most", 3), ("open_to_all", True)]
    assert settings_of(ActivityKind.COMMENT, {}) == CommentSettings()
    assert settings_of(ActivityKind.VOTE, {}) == VoteSettings(Results.SHOWN.value)
    assert stored(VoteSettings()) == {}
    with pytest.raises(ValueError, match="soon"):
        settings_of(ActivityKind.VOTE, {"results": "soon"})
    wrong: list[dict[str, object]] = [
        {}, {"most": 3}, {"most": 3, "open_to_all": True, "other": 1}, {"most": "3", "open_to_all": True},
        {"most": True, "open_to_all": True}, {"most": 3, "open_to_all": 1}, {"most": None, "open_to_all": True},
    ]  # fmt: skip
    for each in wrong:
        with pytest.raises(ValueError, match="_Model"):
            read(_Model, each)
    for kind in ActivityKind:
        with pytest.raises(ValueError, match="not as given are"):
            settings_of(kind, {"most": 3})


def test_subjects_have_a_code() -> None:
    assert Subject(SubjectKind.CLAUSE, 7).code == "clause:7"
    assert Subject(SubjectKind.CLAUSE, 7).sealed == "clause 7"
    assert Subject.of("contribution:12") == Subject(SubjectKind.CONTRIBUTION, 12)
    for code in ("clause", "clause:", "clause:07", "clause: 7", "voice:7", "clause:x"):
        with pytest.raises(ValueError, match=r"clause|voice|base 10|SubjectKind"):
            Subject.of(code)


NOON = NOW[State.OPEN]


@pytest.mark.parametrize(
    ("opens", "closes", "inside"),
    [
        (None, None, True), (NOON, None, True), (NOON + HOUR, None, False), (None, NOON, False),
        (None, NOON + HOUR, True), (NOON - HOUR, NOON + HOUR, True), (NOON - HOUR, NOON, False),
    ],
)  # fmt: skip
def test_an_activity_takes_place_within_its_dates(
    opens: datetime | None, closes: datetime | None, *, inside: bool
) -> None:
    assert takes_place(Activity(opens_at=opens, closes_at=closes), NOON) is inside


@pytest.mark.parametrize("inside", [True, False])
def test_one_takes_part_while_both_the_activity_and_its_consultation_have_room(*, inside: bool) -> None:
    actor = imagined()
    for state, now in NOW.items():
        asked, activity = dated(state), Activity(closes_at=now + HOUR if inside else now)
        assert may_vote(actor, asked, now, activity) is (inside and state is State.OPEN)
        assert may_contribute(actor, asked, now, activity) is (inside and state in (State.OPEN, State.CLOSED))


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("closes", [None, timedelta(0), HOUR])
def test_sealed_results_are_shown_once_it_has_closed(state: State, closes: timedelta | None) -> None:
    asked, now = dated(state), NOW[state]
    activity = Activity(kind="vote", closes_at=None if closes is None else now + closes, settings={})
    assert shows_results(asked, activity, now)
    activity.settings = stored(VoteSettings(Results.SEALED_UNTIL_CLOSING.value))
    assert activity.settings == {"results": "sealed-until-closing"}
    over = state in (State.CLOSED, State.ANSWERED, State.CANCELLED)
    assert shows_results(asked, activity, now) is (over or closes == timedelta(0))


def kinds(session: Session, scene: Scene) -> list[str]:
    session.expire(scene.consultation)
    return [row.kind for row in scene.consultation.activities]


def saved(session: Session, draft: Scene, **changed: object) -> None:
    save_draft(
        session, actor=draft.officer, now=moments.DRAFTED, organisation=draft.organisation,
        slug=draft.consultation.slug, terms=terms(**changed), version_ids=[draft.version.id], limits=LIMITS,
        revision=draft.consultation.revision,
    )  # fmt: skip


def test_a_draft_has_what_its_officer_ticks(session: Session, draft: Scene) -> None:
    comments, votes = (row.id for row in draft.consultation.activities[:2])
    for calls in (True, False, False, True):
        saved(session, draft, calls_for_proposals=calls)
        assert kinds(session, draft) == ["comment", "vote", "proposal"][: 3 if calls else 2]
        assert [row.slug for row in draft.consultation.activities[:2]] == ["comments", "votes"]
        assert [row.id for row in draft.consultation.activities[:2]] == [comments, votes]
        row = queries.row_by_slug(session, draft.consultation.slug)
        assert row is not None
        assert row.calls_for_proposals is calls


def test_what_else_a_draft_has_stays_in_its_place(session: Session, draft: Scene) -> None:
    """Of another name and of a kind that is there already: no save drops it, and what is ticked comes behind it."""
    saved(session, draft, calls_for_proposals=False)
    again = Activity(consultation_id=draft.id, kind="vote", slug="again", position=7, settings={})
    session.add(again)
    session.flush()
    for calls in (False, True, True, False):
        saved(session, draft, calls_for_proposals=calls)
        session.expire(draft.consultation)
        found = [(row.position, row.slug) for row in draft.consultation.activities]
        first = [(1, "comments"), (2, "votes"), (7, "again")]
        assert found == first + [(8, "proposals")] * calls
        assert draft.consultation.activities[2] is again


def test_what_every_draft_has_comes_back(session: Session, draft: Scene) -> None:
    saved(session, draft, calls_for_proposals=True)
    session.delete(own(draft, "vote"))
    session.flush()
    session.expire(draft.consultation)
    saved(session, draft, calls_for_proposals=True)
    assert kinds(session, draft) == ["comment", "proposal", "vote"]


def own(scene: Scene, kind: str = "vote") -> Activity:
    return next(row for row in scene.consultation.activities if row.kind == kind)


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'comment'", "slug = 'other'", "position = 9", """settings = '{"most": 1}'""",
        "opens_at = '2026-02-02 00:00:00.000000+00:00'",
    ],
)  # fmt: skip
def test_an_announced_activity_is_frozen(session: Session, scene: Scene, draft: Scene, change: str) -> None:
    escaped = change.replace(":", r"\:")
    statement = text(f"UPDATE activities SET {escaped} WHERE id = :id")  # noqa: S608 - from above
    with refused(session, "activities_frozen"):
        session.execute(statement, {"id": own(scene).id})
    session.execute(statement, {"id": own(draft).id})


def test_none_joins_or_leaves_an_announced_consultation(session: Session, scene: Scene, draft: Scene) -> None:
    move = text("UPDATE activities SET consultation_id = :to, slug = 'moved' WHERE id = :id")
    for one, to in ((scene, draft), (draft, scene)):
        with refused(session, "activities_frozen"):
            session.execute(move, {"id": own(one).id, "to": to.id})
    with refused(session, "activities_no_delete"):
        session.delete(own(scene))
        session.flush()
    for one in (scene, draft):
        new = Activity(consultation_id=one.id, kind="vote", slug="again", position=4, settings={})
        if one is draft:
            session.add(new)
            session.flush()
            continue
        with refused(session, "activities_no_insert"):
            session.add(new)


def test_a_closing_only_moves_later_and_no_further_than_the_consultations(
    session: Session, scene: Scene, draft: Scene
) -> None:
    def close(one: Scene, at: datetime | None) -> None:
        own(one).closes_at = at
        session.flush()

    day = timedelta(days=1)
    with refused(session, "activities_closing"):
        close(scene, moments.CLOSES - day)
    with refused(session, "activities_closing"):
        close(scene, moments.CLOSES + day)
    close(draft, moments.CLOSES - 2 * day)
    announce(session, draft)
    with refused(session, "activities_closing"):
        close(draft, moments.CLOSES - 3 * day)
    close(draft, moments.CLOSES - day)
    with refused(session, "activities_closing"):
        close(draft, moments.CLOSES + day)
    close(draft, None)


def test_it_follows_an_extension(session: Session, scene: Scene) -> None:
    later = moments.CLOSES + timedelta(days=3)
    actor = imagined()
    assert not may_vote(actor, scene.consultation, later - HOUR, own(scene))
    extend(
        session, actor=scene.officer, now=moments.DURING, consultation_id=scene.id, closes_at=later, reason=REASON,
        limits=LIMITS,
    )  # fmt: skip
    assert may_vote(actor, scene.consultation, later - HOUR, own(scene))
    assert not may_vote(actor, scene.consultation, later, own(scene))


@pytest.mark.parametrize(
    "dates",
    [
        {"opens_at": moments.OPENS - HOUR}, {"closes_at": moments.CLOSES + HOUR},
        {"opens_at": moments.CLOSES}, {"closes_at": moments.OPENS},
        {"opens_at": moments.DURING, "closes_at": moments.DURING},
    ],
)  # fmt: skip
def test_what_lies_outside_is_not_announced(session: Session, draft: Scene, dates: dict[str, Any]) -> None:
    for name, moment in dates.items():
        setattr(own(draft), name, moment)
    session.flush()
    with problems(("activity-outside", "closes_at")):
        announce(session, draft)
    with refused(session, "consultations_activities"):
        session.execute(
            text("UPDATE consultations SET announced_at = opens_at WHERE id = :id"), {"id": draft.id}
        )
    session.expire_all()
    for name in dates:
        setattr(own(draft), name, None)
    announce(session, draft)


def test_settings_of_another_kind_are_not_announced(session: Session, draft: Scene) -> None:
    own(draft).settings = {"most": 3}
    with pytest.raises(ValueError, match="VoteSettings"):
        announce(session, draft)
