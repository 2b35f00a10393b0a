"""Activities and subjects of an installation of the version before: what waits is published, what goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.accounts.queries import actor_for
from consult.consultations.models import Activity
from consult.contributions.models import Contribution, Draft
from consult.contributions.services import publish_draft, record_vote, words_of
from consult.orm import make_engine
from consult.votes.models import KeptVote, Vote
from migrations.guards import NAMED
from tests.databases import alembic_config
from tests.factories import moments
from tests.factories.numbers import differences
from tests.upgrade.stored import unguarded

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def session(upgraded: str) -> Iterator[Session]:
    engine = make_engine(upgraded).execution_options(write=True)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def author(session: Session) -> Actor:
    """Return whose account words wait in."""
    waiting = (Draft.posted_reference.is_(None), Draft.user_id.is_not(None))
    user_id = session.scalars(select(Draft.user_id).where(*waiting).order_by(Draft.id.desc())).first()
    return actor_for(session, session.get_one(User, user_id))


def test_words_that_waited_are_published_where_they_were_meant(session: Session, author: Actor) -> None:
    # Those of a browser and those of an account.
    drafts = session.scalars(
        select(Draft).where(Draft.posted_reference.is_(None)).order_by(Draft.id.desc()).limit(2)
    ).all()
    assert {draft.user_id for draft in drafts} == {None, author.user_id}
    for draft in drafts:
        draft.user_id = author.user_id
        clause = words_of(draft).subject
        assert clause is not None
        said = publish_draft(session, actor=author, now=moments.DURING, draft_id=draft.id, grace_hours=48)
        assert said.subject == clause
        assert session.get_one(Activity, said.activity_id).slug == "comments"
    assert differences(session) == []


def test_votes_that_waited_are_recorded(session: Session, author: Actor) -> None:
    rows = session.scalars(select(KeptVote).order_by(KeptVote.id.desc()).limit(2)).all()
    assert len({row.subject for row in rows}) == 1
    for row in rows:
        row.user_id, subject = author.user_id, row.subject
        session.flush()
        record_vote(session, actor=author, now=moments.DURING, vote_id=row.id, grace_hours=48)
    on_it = (Vote.subject_kind == subject.kind, Vote.subject_id == subject.id)
    [cast] = session.scalars(select(Vote).where(Vote.user_id == author.user_id, *on_it))
    assert (cast.choice, session.get_one(Activity, cast.activity_id).slug) == ("agree", "votes")
    assert differences(session) == []


def test_what_was_said_under_a_proposal_belongs_to_the_proposals(session: Session) -> None:
    query = select(Contribution.kind, Activity.slug, func.count()).join(
        Activity, Activity.id == Contribution.activity_id
    )
    found = {
        (kind, slug) for kind, slug, _n in session.execute(query.group_by(Contribution.kind, Activity.slug))
    }
    assert found >= {("comment", "comments"), ("proposal", "proposals"), ("reply", "comments")}
    assert not found & {("comment", "proposals"), ("proposal", "comments")}
    parent = select(Contribution).subquery()
    elsewhere = select(func.count()).select_from(Contribution).join(
        parent, parent.c.id == Contribution.parent_id
    )  # fmt: skip
    astray = elsewhere.where(
        (parent.c.activity_id != Contribution.activity_id) | (parent.c.subject_id != Contribution.subject_id)
    )
    assert session.scalar(astray) == 0


_VOTE = (
    "INSERT INTO votes "
    "(consultation_id, activity_id, subject_kind, subject_id, revision, user_id, organisation_id, choice, cast_at) "
    "SELECT v.consultation_id, {activity}, {subject}, {body}, v.choice, v.cast_at FROM votes v {join} "
    "WHERE v.id = (SELECT MAX(id) FROM votes)"
)
_SAME = "v.subject_kind, v.subject_id, v.revision, v.user_id"
_TEXT = (
    "'text', (SELECT MIN(x.text_id) FROM consultation_texts t JOIN text_versions x ON x.id = t.version_id "
    "WHERE t.consultation_id = v.consultation_id), NULL, v.user_id"
)
_COMMENTS = "JOIN activities a ON a.consultation_id = v.consultation_id AND a.kind = 'comment'"
_OF_A_DRAFT = (
    "(SELECT MIN(a.id) FROM activities a JOIN consultations c ON c.id = a.consultation_id "
    "WHERE c.announced_at IS NULL AND a.kind = 'vote')"
)
_ABOUT_ITSELF = "UPDATE contributions SET subject_kind = 'contribution', subject_id = id"
# Each with what names it, as a pattern.
TOO_MUCH = {
    "votes that were taken back": (
        "UPDATE votes SET choice = 'none' WHERE id = (SELECT MAX(id) FROM votes)",
        r"\d+",
    ),
    "votes of organisations": (
        _VOTE.format(
            activity="v.activity_id", subject=_SAME, body="(SELECT MIN(id) FROM organisations)", join=""
        ),
        r"\d+",
    ),
    "second votes of a person on one thing": (
        _VOTE.format(activity="a.id", subject=_SAME, body="NULL", join=_COMMENTS),
        r"\d+",
    ),
    "votes on other things": (
        _VOTE.format(activity="v.activity_id", subject=_TEXT, body="NULL", join=""),
        r"\d+",
    ),
    "contributions about a contribution": (
        f"{_ABOUT_ITSELF} WHERE id = (SELECT MAX(id) FROM contributions)",  # noqa: S608 - from above
        r"V-\d+-\d+",
    ),
    "activities but comments, votes and proposals": (
        f"UPDATE activities SET kind = 'song' WHERE id = {_OF_A_DRAFT}",  # noqa: S608 - from above
        "[a-z0-9-]+/votes",
    ),
    "activities of other names": (
        f"UPDATE activities SET slug = 'songs' WHERE id = {_OF_A_DRAFT}",  # noqa: S608 - from above
        "[a-z0-9-]+/songs",
    ),
    "activities with dates or settings of their own": (
        f"UPDATE activities SET closes_at = '2026-05-05 00:00' WHERE id = {_OF_A_DRAFT}",  # noqa: S608 - from above
        "[a-z0-9-]+/votes",
    ),
    "consultations without comments or votes": (
        f"DELETE FROM activities WHERE id = {_OF_A_DRAFT}",  # noqa: S608 - from above
        "[a-z0-9-]+",
    ),
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_going_back_refuses_what_there_was_no_room_for(session: Session, upgraded: str, what: str) -> None:
    statement, named = TOO_MUCH[what]
    # Past the guards: no service of today makes all of these.
    with unguarded(session.connection()):
        assert session.execute(text(statement)).rowcount == 1  # type: ignore[attr-defined]  # of a statement that writes
    session.commit()
    with pytest.raises(RuntimeError, match=rf"the version before has no {what}: {named}$"):
        command.downgrade(alembic_config(upgraded), "0024")


def test_of_many_the_first_are_named_and_all_are_counted(session: Session, upgraded: str) -> None:
    with unguarded(session.connection()):
        session.execute(text(_ABOUT_ITSELF))
    said = session.scalars(select(Contribution.reference)).all()
    session.commit()
    assert len(said) > NAMED
    with pytest.raises(RuntimeError) as refused:
        command.downgrade(alembic_config(upgraded), "0024")
    named = ", ".join(sorted(said)[:NAMED])
    assert str(refused.value).endswith(f": {named}, … ({len(said)} in all)")
