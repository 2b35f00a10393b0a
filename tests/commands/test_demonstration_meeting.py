"""The meeting of 15 October 2023 stands in the demonstration as its minutes say, and one to come as an illustration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.documents.models import Document, DocumentAttachment
from consult.forum import queries
from consult.forum.models import ACTION_ITEMS, ActionUpdate, Attendance, Entry, ForumPerson, Linked, Meeting
from consult.forum.policies import known_names, names_in
from consult.organisations.queries import by_slug
from consult.plans.models import Commitment, Plan
from consult.record.models import LogEntry
from consult.shared import clock
from consult.texts.models import ClauseText, TextVersion
from consult.texts.queries import newest_published
from tests.commands.conftest import Loaded
from tests.commands.seed_meeting import ATTENDEES, ITEMS, SAID

SLUG = "2023-10-15"


@pytest.fixture
def session(loaded: Loaded) -> Iterator[Session]:
    """Return a session that reads the demonstration."""
    with Session(loaded.database.engine) as opened:
        yield opened


@pytest.fixture
def meeting(session: Session) -> Meeting:
    """Return the meeting whose minutes are at hand."""
    return held(session)


@pytest.fixture(scope="module")
def words(loaded: Loaded) -> str:
    """Return the Arabic of the minutes: who came, a line each, and every clause."""
    with Session(loaded.database.engine) as session:
        version = minutes(session)
        lines = [line for row in version.clauses for line in (row.heading_ar, row.text_ar)]
        return "\n".join([*came(session), *lines])


@pytest.mark.parametrize("fact", [*ATTENDEES, *SAID, *ITEMS])
def test_the_minutes_say_each_fact(words: str, fact: str) -> None:
    told = {**ATTENDEES, **SAID, **ITEMS}[fact]
    assert [each for each in told if each not in words] == []


def test_twelve_came_from_ten_bodies_each_with_their_post(session: Session, meeting: Meeting) -> None:
    gathering = queries.gatherings(session, [meeting.id])[meeting.id]
    assert (gathering.people, gathering.bodies) == (12, 10)
    lines = came(session)
    for name, told in ATTENDEES.items():
        assert any(all(each in line for each in told) for line in lines), name
    rows = queries.attendances(session, meeting_id=meeting.id)
    assert Counter(row.part for row in rows) == {"chair": 1, "rapporteur": 1, "member": 10}
    assert (rows[0].part, rows[-1].part) == ("chair", "rapporteur")
    assert all(row.person is not None and row.person.name_en for row in rows)


def test_what_the_minutes_do_not_state_is_not_stated(session: Session, meeting: Meeting) -> None:
    assert (meeting.begins, meeting.ends, meeting.mode) == (None, None, "in-person")
    assert meeting.day.strftime("%A") == "Sunday"
    assert queries.agenda(session, meeting_id=meeting.id) is None
    found = items(session)
    assert Counter(row.kind for row in found) == {"agreed": 4, "outcome": 3}
    assert all((row.owner_id, row.due_on) == (None, None) for row in found)


def test_minutes_are_whole_and_each_clause_is_of_its_kind(session: Session, meeting: Meeting) -> None:
    entries = queries.entries(session, meeting_id=meeting.id)
    in_order = [entries[row.clause_id] for row in minutes(session).clauses]
    assert Counter(row.kind for row in in_order) == {
        "topic": 3, "statement": 5, "presented": 6, "offer": 2, "question": 1, "answer": 2, "delay": 1, "agreed": 4,
        "outcome": 3,
    }  # fmt: skip
    question = next(row for row in in_order if row.kind == "question")
    assert {row.answers_id for row in in_order if row.kind == "answer"} == {question.id}
    assert speaker_of(session, question.speaker_id).organisation.slug == "jnfw"


@pytest.mark.parametrize(
    ("number", "kinds"),
    [
        (1, ["topic", "presented"]),
        (2, ["topic", "presented", "statement", "agreed"]),
        (3, ["topic", "presented", "delay", "statement", "agreed"]),
        (4, ["topic", "presented"]),
        (5, ["topic", "presented"]),
        (6, ["topic", "presented", "statement"]),
    ],
)
def test_a_commitment_leads_to_the_sentences_about_it(
    session: Session, number: int, kinds: list[str]
) -> None:
    query = select(Commitment).join(Plan).where(Plan.slug == "plan-5", Commitment.number == str(number))
    commitment = session.scalars(query).one()
    found = [row for _, row in queries.sentences_about(session, Linked.COMMITMENT, [commitment.id])]
    assert [row.kind for row in found] == kinds
    assert found[1].text_ar == f"«{commitment.title_ar}»"
    assert found[1].text_en == f"“{commitment.title_en}”"
    if number == 3:
        assert "لتصبح اللجنة الوطنية هي الجهة المنفذة الرئيسية" in found[-1].text_ar


@pytest.mark.parametrize(
    ("slug", "kinds"),
    [
        ("jnfw", ["question", "answer", "answer"]),
        ("karak-municipality", ["statement"]),
        ("salt-municipality", ["statement"]),
        ("nchr", ["offer", "outcome"]),
        ("himam", ["offer"]),
        ("moppa", ["agreed"]),
        ("mofa", ["agreed"]),
        ("jncw", ["statement", "agreed"]),
        ("women-empowerment-committee", ["agreed"]),
        ("gbd", []),
    ],
)
def test_a_body_leads_to_what_it_said_and_what_concerns_it(
    session: Session, slug: str, kinds: list[str]
) -> None:
    body = by_slug(session, slug)
    assert body is not None
    assert [row.kind for row in queries.sentences_of_body(session, organisation_id=body.id)] == kinds


def test_what_became_of_two_items_is_an_illustration(session: Session) -> None:
    updates = session.scalars(select(ActionUpdate)).all()
    assert sorted(row.status for row in updates) == ["done", "in-progress"]
    assert all(row.illustrative for row in updates)
    assert all(row.note_ar.startswith("مثال توضيحي: ") for row in updates)
    assert all(row.note_en.startswith("An illustration: ") for row in updates)
    assert queries.numbers_of_items(session, clock.now().date()) == (6, 0, 1)


def test_a_meeting_to_come_names_nobody_and_takes_over_what_is_not_closed(session: Session) -> None:
    coming, _before = queries.meetings(session, limit=2)
    assert coming.day > clock.now().date() + timedelta(days=20)
    assert "مثال توضيحي" in coming.title_ar
    assert "an illustration" in coming.title_en
    agenda = queries.agenda(session, meeting_id=coming.id)
    assert agenda is not None
    assert len(agenda.items) == 4
    assert coming.day - agenda.published_at.date() >= timedelta(days=7)
    rows = queries.attendances(session, meeting_id=coming.id)
    assert {row.person_id for row in rows} == {None}
    assert [row.presence for row in rows].count("apologised") == 1
    assert len(queries.carried_to(session, coming)) == 6


def test_documents_are_attached_to_the_meeting(session: Session, meeting: Meeting) -> None:
    query = select(Document.kind).join(DocumentAttachment, DocumentAttachment.document_id == Document.id)
    attached = query.where(
        DocumentAttachment.subject_kind == "meeting", DocumentAttachment.subject_id == meeting.id
    )
    assert sorted(session.scalars(attached)) == ["minutes", "presentation"]


def test_names_stand_in_no_words_and_in_no_entry_of_the_log(session: Session) -> None:
    people = session.scalars(select(ForumPerson)).all()
    assert len(people) == 12
    texts = session.scalars(select(ClauseText).join(TextVersion, TextVersion.id == ClauseText.version_id))
    said = [f"{row.heading_ar} {row.heading_en} {row.text_ar} {row.text_en}" for row in texts]
    said += [f"{row.details}" for row in session.scalars(select(LogEntry))]
    assert names_in("\n".join(said), known_names(people)) == []


def held(session: Session) -> Meeting:
    """Return the meeting whose minutes are at hand."""
    found = queries.meeting_by_slug(session, SLUG)
    assert found is not None
    return found


def minutes(session: Session) -> TextVersion:
    """Return the newest version of its minutes."""
    version = newest_published(session, text_id=held(session).text_id)
    assert version is not None
    return version


def came(session: Session) -> list[str]:
    """Return honorific, name, post and body of whoever came, in a line each."""
    lines = []
    for row in queries.attendances(session, meeting_id=held(session).id):
        assert row.presence == "present"
        assert row.person is not None
        body = row.organisation.name_ar
        lines.append(f"{row.person.honorific_ar} {row.person.name_ar} : {row.post_ar} - {body}")
    return lines


def items(session: Session) -> list[Entry]:
    """Return the action items, as the minutes state them."""
    entries = queries.entries(session, meeting_id=held(session).id)
    return [row for row in entries.values() if row.kind in ACTION_ITEMS]


def speaker_of(session: Session, attendance_id: int | None) -> Attendance:
    """Return who spoke."""
    assert attendance_id is not None
    return session.get_one(Attendance, attendance_id)
