"""What is said now is sealed under the second version, from what is stored; what was said before verifies as it did."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.contributions import services
from consult.contributions.models import Channel, Contribution, Kind, Revision
from consult.contributions.services import sealed_fields, sealed_file, submit
from consult.organisations.models import OrganisationName
from consult.shared.errors import NotFoundError
from consult.shared.fingerprint import FIELDS
from consult.shared.subjects import Subject, SubjectKind
from consult.texts.queries import text_of
from consult.votes.models import KeptVote, Vote
from tests.domain.contributions.test_revisions import anew
from tests.domain.refusal import refused
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.texts import organisation
from tests.factories.voices import clarification, comment, erased, hide, reply, words

MORE = FIELDS[2][len(FIELDS[1]) :]


def added(said: Contribution) -> tuple[str, ...]:
    """Return what the second version covers beside the first, in its order."""
    fields = sealed_fields(said, said.revision)
    return tuple(fields[name] for name in MORE)


def votes_in(session: Session, scene: Scene) -> list[int | None]:
    """Return the revisions that the votes of a consultation are on, oldest first."""
    query = select(Vote.revision).where(Vote.consultation_id == scene.id).order_by(Vote.id)
    return list(session.scalars(query))


def is_sealed(said: Contribution) -> bool:
    """Whether the bytes that are made again from what is stored have the print that was given out."""
    return hashlib.sha256(sealed_file(said, said.revision)).hexdigest() == said.fingerprint


def test_a_comment_is_sealed_with_where_and_under_which_name(session: Session, scene: Scene) -> None:
    clause = f"clause {scene.clauses[0]}"
    said = comment(session, scene, by=scene.author, named=True)
    session.expire_all()
    assert (said.seal_version, said.channel, said.details) == (2, Channel.SITE, "")
    assert added(said) == ("comments", clause, "1", scene.author.public_name, "", "site", "")
    assert is_sealed(said)
    assert sealed_file(said, said.revision)[:1] == b"\x02"
    assert added(comment(session, scene)) == ("comments", clause, "1", "", "", "site", "")


def test_the_whole_text_and_a_proposal_have_their_subject_and_activity(
    session: Session, scene: Scene
) -> None:
    whole = f"text {text_of(session, version_id=scene.version.id)}"
    said = comment(session, scene, subject=None)
    proposed = submit(
        session, actor=person(session), now=moments.DURING, consultation_id=scene.id,
        words=words(kind=Kind.PROPOSAL, title="Title", problem="Problem"),
    )  # fmt: skip
    below = reply(session, reply(session, proposed))
    assert added(said)[:2] == ("comments", whole)
    assert [added(each)[:2] for each in (proposed, below)] == [("proposals", whole)] * 2
    assert all(map(is_sealed, (said, proposed, below)))


def test_a_body_and_a_clarification_are_sealed_with_their_slugs(session: Session, scene: Scene) -> None:
    body = organisation(session)
    member = person(session, (Role.REPRESENTATIVE, body.scope), name="اسم")
    said = comment(session, scene, by=member, organisation=body.slug, named=True)
    answer = clarification(session, scene, said)
    below = reply(session, said)
    assert added(said)[3:5] == (member.public_name, body.slug)
    assert added(answer)[3:5] == ("", scene.organisation.slug)
    assert added(answer)[1] == added(below)[1] == added(said)[1]
    assert (said.seal_version, answer.seal_version, below.seal_version) == (2, 2, 2)
    assert all(map(is_sealed, (said, answer, below)))


def test_what_was_said_anew_is_sealed_by_its_own_version_number_and_details(
    session: Session, scene: Scene
) -> None:
    said = comment(session, scene, stance="support")
    for seal, details in ((1, ""), (2, "pages 1\n3\n")):
        made = anew(session, said, stands=False, seal_version=seal, details=details)
        said.revision_number = made.number
        session.flush()
        session.expire(said)
        assert added(said)[2] == str(made.number)
        assert added(said)[6] == details
        assert sealed_file(said, said.revision)[:17] == bytes([seal]) + bytes(16)
        assert (details.encode() in sealed_file(said, said.revision)) is True


def test_what_was_said_first_verifies_when_something_else_stands(session: Session, scene: Scene) -> None:
    said = comment(session, scene, by=scene.author, stance="support", named=True)
    given, first = said.fingerprint, said.revision
    made = anew(session, said, title="Title", problem="Problem", seal_version=1)
    session.expire_all()
    assert said.revision is made
    assert hashlib.sha256(sealed_file(said, first)).hexdigest() == first.fingerprint == given
    assert sealed_fields(said, made)["body"] == made.body


def test_an_erased_one_has_no_sealed_file(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    before = said.fingerprint
    hide(session, scene, said)
    assert is_sealed(said)
    erased(session, scene, said)
    session.expire_all()
    assert (said.details, said.salt, said.fingerprint, said.seal_version) == (None, None, before, 2)
    with pytest.raises(NotFoundError):
        sealed_file(said, said.revision)


@pytest.mark.parametrize(("table", "column", "guard"), [
    ("contributions", "channel", "contributions_identity"),
    ("contributions", "parent_revision", "contributions_identity"),
    ("organisations", "slug", "organisations_slug"),
])  # fmt: skip
def test_what_a_seal_covers_never_changes(
    session: Session, scene: Scene, table: str, column: str, guard: str
) -> None:
    below = reply(session, comment(session, scene))
    row = below.id if table == "contributions" else scene.organisation.id
    value = "9" if column == "parent_revision" else "paper"
    with refused(session, guard):
        session.execute(text(f"UPDATE {table} SET {column} = {value!r} WHERE id = {row}"))  # noqa: S608 - from above


def test_another_name_of_a_body_is_no_other_slug(session: Session, scene: Scene) -> None:
    session.add(
        OrganisationName(
            organisation_id=scene.organisation.id,
            name_ar="جهة أخرى",
            name_en="Other",
            recorded_at=moments.DURING,
        )
    )
    session.flush()
    session.refresh(scene.organisation)
    assert scene.organisation.name_en == "Other"


def test_a_vote_is_on_the_revision_that_stands_and_one_that_waits_on_its_own(
    session: Session, scene: Scene
) -> None:
    said = comment(session, scene)
    token = services.keep_vote(
        session, now=moments.DURING, consultation_id=scene.id, choice="agree", reference=said.reference
    )
    kept = session.query(KeptVote).one()
    assert kept.revision == 1
    voter, waiting = person(session), person(session)
    on: dict[str, Any] = {"session": session, "now": moments.DURING, "reference": said.reference}
    services.vote_on_contribution(actor=voter, choice="agree", **on)
    services.vote_on_clause(
        session,
        actor=voter,
        now=moments.DURING,
        consultation_id=scene.id,
        clause_id=scene.clauses[0],
        choice="pass",
    )
    assert votes_in(session, scene) == [1, None]
    anew(session, said)
    services.vote_on_contribution(actor=voter, choice="disagree", **on)
    services.claim_votes(session, user_id=waiting.user_id, token=token)
    services.record_vote(session, actor=waiting, now=moments.DURING, vote_id=kept.id, grace_hours=48)
    session.expire_all()
    assert votes_in(session, scene) == [2, None, 1]
    services.take_back_vote(
        session, actor=voter, now=moments.DURING, consultation_id=scene.id,
        subject=Subject(SubjectKind.CONTRIBUTION, said.id),
    )  # fmt: skip
    session.expire_all()
    assert votes_in(session, scene) == [2, None, 1]


def test_a_choice_that_waits_and_is_changed_is_on_what_stands_then(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    on: dict[str, Any] = {
        "session": session,
        "now": moments.DURING,
        "consultation_id": scene.id,
        "reference": said.reference,
    }
    token = services.keep_vote(choice="agree", **on)
    anew(session, said)
    services.keep_vote(choice="disagree", token=token, **on)
    session.expire_all()
    assert [(row.choice, row.revision) for row in session.query(KeptVote)] == [("disagree", 2)]


@pytest.mark.parametrize("table", ["votes", "kept_votes"])
@pytest.mark.parametrize("wrong", ["NULL", "2"])
def test_no_vote_is_on_a_revision_that_is_not_there(
    session: Session, scene: Scene, table: str, wrong: str
) -> None:
    said = comment(session, scene)
    services.vote_on_contribution(
        session, actor=scene.author, now=moments.DURING, reference=said.reference, choice="agree"
    )
    services.vote_on_clause(
        session, actor=scene.author, now=moments.DURING, consultation_id=scene.id, clause_id=scene.clauses[0],
        choice="agree",
    )  # fmt: skip
    for clause, reference in ((scene.clauses[0], None), (None, said.reference)):
        services.keep_vote(
            session, now=moments.DURING, consultation_id=scene.id, choice="agree", clause_id=clause,
            reference=reference, token="browser",
        )  # fmt: skip
    change = f"UPDATE {table} SET revision = {{number}} WHERE subject_kind = '{{kind}}'"  # noqa: S608 - from above
    with refused(session, f"{table}_revision_update"):
        session.execute(text(change.format(number=wrong, kind="contribution")))
    with refused(session, f"{table}_revision_update"):
        session.execute(text(change.format(number=1, kind="clause")))


def test_a_revision_without_a_seal_is_none(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    stored = session.get_one(Revision, (said.id, 1))
    assert stored.seal_version == 2
    with refused(session, "contribution_revisions_no_update"):
        stored.seal_version = 1
        session.flush()
