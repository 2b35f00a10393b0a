"""What came by post, by email, by telephone or on paper is a voice like every other, sealed with how it came."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.errors import StateError
from consult.contributions import queries
from consult.contributions import services as contributions
from consult.contributions.models import Channel, Contribution, Letter, Status
from consult.contributions.policies import may_key_in, may_read_original
from consult.contributions.services.keying_in import KEYED_IN
from consult.moderation.services import see_author
from consult.outbox.models import OutboxMessage
from consult.outcomes.queries.figures import heard
from consult.record.models import LogEntry
from consult.shared.errors import DomainError, NotFoundError
from tests.domain.refusal import found, problems, refused
from tests.factories import moments
from tests.factories.answers import answered
from tests.factories.letters import RECEIVED, letter, other
from tests.factories.numbers import differences
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, erased, hide, restore

A_DAY = timedelta(days=1)
# The last day in Amman on which it is open.
LAST = date(2026, 4, 19)


def test_key_in_publishes_a_sealed_voice_without_an_author(session: Session, scene: Scene) -> None:
    said = letter(session, scene, body="  نريد حافلة.\r\n", stance="support")
    assert (said.author_id, said.organisation_id, said.shown_name) == (None, None, None)
    assert (said.channel, said.body, said.stance, said.status) == (
        "post", "نريد حافلة.", "support", Status.PUBLISHED,
    )  # fmt: skip
    assert said.revision.facts == {
        "received-on": "2026-03-27", "place": "غور الصافي", "governorate": "karak", "stands-for": "40",
    }  # fmt: skip
    assert hashlib.sha256(contributions.sealed_file(said, said.revision)).hexdigest() == said.fingerprint
    assert "غور الصافي".encode() in contributions.sealed_file(said, said.revision)
    entry = session.scalars(select(LogEntry).where(LogEntry.subject == said.reference)).one()
    assert (entry.kind, entry.role) == ("contribution-received", "moderator")
    kept = queries.letter_of(session, said.reference)
    assert kept is not None
    assert (kept.evidence, kept.keyed_by_id, kept.received_on) == (
        RECEIVED.evidence, scene.moderator.user_id, RECEIVED.received_on,
    )  # fmt: skip


def test_key_in_speaks_for_many_and_counts_as_one_voice(session: Session, scene: Scene) -> None:
    comment(session, scene)
    letter(session, scene)
    letter(session, scene, received=other(channel="phone", people=1))
    gone = letter(session, scene, received=other(channel="paper"))
    hide(session, scene, gone)
    assert queries.published_count(session, consultation_ids=[scene.id]) == {scene.id: 3}
    assert queries.counts_of_both(session, consultation_id=scene.id)[1] == {"post": 1, "phone": 1}
    restore(session, scene, gone)
    assert queries.counts_of_both(session, consultation_id=scene.id)[1] == {
        "paper": 1,
        "post": 1,
        "phone": 1,
    }
    assert differences(session) == []
    assert sum(each.number for each in heard(session, consultation_id=scene.id)) == 4


def test_key_in_says_one_person_with_no_number(session: Session, scene: Scene) -> None:
    said = letter(session, scene, received=other(people=1, place="", governorate=""))
    assert said.revision.facts == {"received-on": "2026-03-27"}


@pytest.mark.parametrize("channel", [*KEYED_IN])
def test_channel_is_sealed(session: Session, scene: Scene, channel: Channel) -> None:
    said = letter(session, scene, received=other(channel=channel.value))
    assert f"channel {len(channel)}\n{channel}\n".encode() in contributions.sealed_file(said, said.revision)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"channel": "site"}, ("channel", "choose-one")),
        ({"channel": "workshop"}, ("channel", "choose-one")),
        ({"received_on": None}, ("received_on", "day-needed")),
        ({"received_on": date(2026, 3, 28)}, ("received_on", "day-to-come")),
        ({"received_on": date(2026, 3, 21)}, ("received_on", "before-the-opening")),
        ({"evidence": " \u200b "}, ("evidence", "write-this")),
        ({"evidence": "x" * 501}, ("evidence", "too-long")),
        ({"place": "x" * 121}, ("from_place", "too-long")),
        ({"governorate": "x"}, ("governorate", "choose-one")),
        ({"people": None}, ("people", "people-unreadable")),
        ({"people": 0}, ("people", "people-unreadable")),
        ({"people": 100_001}, ("people", "people-unreadable")),
        ({"receipt_to": "nobody"}, ("receipt_to", "email-incomplete")),
    ],
)
def test_key_in_says_what_is_wrong_at_its_field(
    session: Session, scene: Scene, changed: dict[str, object], problem: tuple[str, str]
) -> None:
    with problems(problem[::-1]):
        letter(session, scene, received=other(**changed))
    assert session.scalars(select(Letter)).all() == []


def test_key_in_says_everything_at_once(session: Session, scene: Scene) -> None:
    with problems(("choose-one", "channel"), ("people-unreadable", "people"), ("write-this", "body")):
        letter(session, scene, body=" ", received=other(channel="x", people=None))


def test_key_in_the_same_form_twice_is_one_voice(session: Session, scene: Scene) -> None:
    first = letter(session, scene, key="form")
    assert letter(session, scene, key="form", body="other words") is first
    assert len(session.scalars(select(Letter)).all()) == 1
    # The form of another consultation is not there for this one.
    with pytest.raises(NotFoundError):
        letter(session, make_scene(session), key="form")


def test_key_in_says_where_it_stands_and_what_it_is(session: Session, scene: Scene) -> None:
    with problems(("choose-one", "where"), ("title-of-a-comment", "kind")):
        letter(session, scene, version_id=0, title="A title")
    with problems(("choose-one", "kind")):
        letter(session, scene, kind="clarification")


def test_key_in_of_the_same_words_is_asked_about(session: Session, scene: Scene) -> None:
    first = letter(session, scene, body="كلمات من عريضة")
    with pytest.raises(DomainError) as again:
        letter(session, scene, body="كلمات من عريضة ", received=other(channel="email"))
    assert found(again.value) == [("keyed-in-already", "again")]
    assert again.value.values == {"reference": first.reference}
    second = letter(session, scene, body="كلمات من عريضة", received=other(again=True))
    assert second.id != first.id
    letter(session, scene, body="كلمات من عريضة", clause_id=scene.clauses[1])


@pytest.mark.parametrize(("received_on", "late"), [(LAST, False), (LAST + A_DAY, True)])
def test_key_in_is_late_by_the_day_on_which_it_came(
    session: Session, scene: Scene, received_on: date, *, late: bool
) -> None:
    said = letter(session, scene, now=moments.AFTER, received=other(received_on=received_on))
    assert said.late is late


def test_key_in_ends_some_days_after_the_closing_and_with_the_answer(session: Session, scene: Scene) -> None:
    ends = moments.CLOSES + 14 * A_DAY
    letter(session, scene, now=ends - moments.TICK)
    assert not may_key_in(scene.moderator, scene.consultation, ends, days=14)
    with pytest.raises(DomainError, match="key-in-not-now"):
        letter(session, scene, now=ends)
    letter(session, scene, now=ends, days=15)


def test_key_in_is_refused_once_answered(session: Session) -> None:
    made = answered(session)
    with pytest.raises(StateError):
        letter(session, made.scene, now=moments.LATER, days=1000)


@pytest.mark.parametrize("role", ["officer", "publisher", "author"])
def test_key_in_is_for_moderators_of_the_asking_body(session: Session, scene: Scene, role: str) -> None:
    with pytest.raises(NotFoundError):
        letter(session, scene, by=getattr(scene, role))
    elsewhere = make_scene(session)
    with pytest.raises(NotFoundError):
        letter(session, scene, by=elsewhere.moderator)


def test_key_in_sends_its_receipt_where_somebody_wants_one(session: Session, scene: Scene) -> None:
    quiet = letter(session, scene)
    told = letter(session, scene, received=other(receipt_to="Sender@Example.org", language="en"))
    rows = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "letter-receipt")).all()
    assert [(row.recipient, row.language, row.content["reference"]) for row in rows] == [
        ("sender@example.org", "en", told.reference)
    ]
    assert quiet.reference != told.reference


def test_key_in_has_nobody_who_withdraws_changes_or_is_asked_for(session: Session, scene: Scene) -> None:
    said = letter(session, scene)
    for somebody in (scene.moderator, scene.officer, person(session)):
        with pytest.raises(NotFoundError):
            contributions.withdraw(session, actor=somebody, now=moments.DURING, reference=said.reference)
    with pytest.raises(NotFoundError):
        see_author(session, actor=scene.moderator, now=moments.DURING, reference=said.reference, reason="x")


def test_the_day_and_its_evidence_are_set_once(session: Session, scene: Scene) -> None:
    said = letter(session, scene)
    for change in ("received_on = '2026-03-28'", "evidence = 'x'", "key = 'x'", "keyed_by_id = 1"):
        with refused(session, "letters_kept"):
            session.execute(text(f"UPDATE letters SET {change} WHERE contribution_id = {said.id}"))  # noqa: S608
    with refused(session, "letters_no_delete"):
        session.execute(text("DELETE FROM letters"))


def test_the_original_is_read_by_those_who_decide_about_voices(session: Session, scene: Scene) -> None:
    said = letter(session, scene)
    before = contributions.attach_original(
        session, actor=scene.moderator, now=moments.DURING, reference=said.reference, stored_key="a" * 32,
        media_type="application/pdf", size=10, stem="letter",
    )  # fmt: skip
    assert before is None
    assert queries.known_originals(session, ["a" * 32, "b" * 32]) == {"a" * 32}
    readers: list[Actor | None] = [scene.moderator, scene.officer, scene.publisher, scene.author, None]
    assert [may_read_original(each, said, moments.DURING) for each in readers] == [True, *[False] * 4]
    with pytest.raises(NotFoundError):
        contributions.take_off_original(
            session, actor=scene.officer, now=moments.DURING, reference=said.reference
        )
    gone = contributions.take_off_original(
        session, actor=scene.moderator, now=moments.DURING, reference=said.reference
    )
    assert gone == "a" * 32
    assert queries.known_originals(session, ["a" * 32]) == set()


def test_erasing_forgets_how_it_came_and_its_original(session: Session, scene: Scene) -> None:
    said = letter(session, scene)
    contributions.attach_original(
        session, actor=scene.moderator, now=moments.DURING, reference=said.reference, stored_key="a" * 32,
        media_type="text/plain", size=1, stem="name of somebody",
    )  # fmt: skip
    erased(session, scene, said)
    kept = session.get_one(Letter, said.id)
    assert (kept.evidence, kept.stored_key, kept.stem) == ("", None, "")
    assert session.get_one(Contribution, said.id).revision.facts == {}
    assert not may_read_original(scene.moderator, session.get_one(Contribution, said.id), moments.DURING)
    with pytest.raises(NotFoundError):
        contributions.attach_original(
            session, actor=scene.moderator, now=moments.DURING, reference=said.reference, stored_key="b" * 32,
            media_type="text/plain", size=1, stem="",
        )  # fmt: skip


def test_key_in_takes_proposals_as_the_form_does(session: Session, scene: Scene) -> None:
    with problems(("write-this", "title")):
        letter(session, scene, kind="proposal", title=" ", problem="لا يصل.", clause_id=None)
    said = letter(session, scene, kind="proposal", title="بطاقة", problem="لا يصل.", clause_id=None)
    assert (said.kind, said.title) == ("proposal", "بطاقة")
