"""Minutes: clause by clause, each of a kind and about something, published as versions of a text without any name."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.forum import queries
from consult.forum.models import Entry, EntryLink, Linked, Meeting
from consult.forum.services import (
    EntryWords,
    begin_minutes,
    draft_of,
    mark_of_entry,
    move_entry,
    put_back,
    take_out,
    write_entry,
)
from consult.outbox.models import OutboxMessage
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from consult.texts.models import Clause, Text
from consult.texts.queries import published_versions
from tests.domain.refusal import problems, refused
from tests.factories import moments
from tests.factories.forum import secretary
from tests.factories.meetings import (
    MEETING,
    NAME,
    attendee,
    came,
    held,
    minuted,
    planned,
    written,
)
from tests.factories.people import person
from tests.factories.scenes import REASON
from tests.factories.texts import commitment, organisation


def clauses(session: Session, meeting: Meeting) -> list[int]:
    draft = draft_of(session, meeting)
    return [row.clause_id for row in draft.clauses] if draft else []


def rewritten(
    session: Session, meeting: Meeting, clause_id: int, kind: str = "statement", **said: object
) -> Entry:
    words = {"heading": ("عنوان", "A heading"), "text": ("قيل غير ذلك.", "That was said."), **said}
    seen = words.pop("seen", None)
    return write_entry(
        session, actor=secretary(session), now=moments.ANNOUNCED, meeting_id=meeting.id, clause_id=clause_id,
        said=EntryWords(kind, **words), seen=seen,  # type: ignore[arg-type]
    )  # fmt: skip


def test_minutes_are_written_clause_by_clause(session: Session) -> None:
    meeting = planned(session)
    first, second = written(session, meeting, "topic"), written(session, meeting)
    assert clauses(session, meeting) == [first.clause_id, second.clause_id]
    third = written(session, meeting, "agreed")
    move_entry(
        session, actor=secretary(session), now=moments.ANNOUNCED, meeting_id=meeting.id,
        clause_id=third.clause_id, by=-1,
    )  # fmt: skip
    assert clauses(session, meeting) == [first.clause_id, third.clause_id, second.clause_id]
    take_out(
        session,
        actor=secretary(session),
        now=moments.ANNOUNCED,
        meeting_id=meeting.id,
        clause_id=third.clause_id,
    )
    for _ in range(2):
        put_back(
            session, actor=secretary(session), now=moments.ANNOUNCED, meeting_id=meeting.id, clause_id=third.clause_id
        )  # fmt: skip
    assert clauses(session, meeting) == [first.clause_id, third.clause_id, second.clause_id]
    with pytest.raises(NotFoundError):
        move_entry(
            session,
            actor=secretary(session),
            now=moments.ANNOUNCED,
            meeting_id=meeting.id,
            clause_id=999,
            by=1,
        )


def test_minutes_keep_who_wrote_first(session: Session) -> None:
    meeting = planned(session)
    row = written(session, meeting)
    draft = draft_of(session, meeting)
    assert draft is not None
    seen = mark_of_entry(draft.clauses[0], row)
    rewritten(session, meeting, row.clause_id, seen=seen)
    with problems(("edited-meanwhile", None)):
        rewritten(session, meeting, row.clause_id, text=("ثالثة", "Third"), seen=seen)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"text": ("", " ")}, "write-this", "text_ar"),
        ({"heading": ("س" * 301, "")}, "too-long", "heading_ar"),
        ({"text": (f"قال {NAME[0]} نعم", "Said")}, "name-in-words", "text_ar"),
        ({"heading": ("عنوان", f"Mr {NAME[1]}")}, "name-in-words", "heading_en"),
        ({"kind": "gossip"}, "choose-one", "entry_kind"),
        ({"speaker_id": 999}, "choose-one", "speaker"),
        ({"body": "nobody"}, "choose-one", "entry_body"),
        ({"kind": "answer"}, "choose-one", "answers"),
        ({"kind": "agreed", "owner": "nobody"}, "choose-one", "owner"),
    ],
)
def test_what_is_wrong_in_minutes_is_said_at_its_field(
    session: Session, changes: dict[str, object], code: str, field: str
) -> None:
    meeting = planned(session)
    attendee(session, meeting)
    with problems((code, field)):
        written(session, meeting, **changes)  # type: ignore[arg-type]
    assert clauses(session, meeting) == []


def test_an_answer_answers_a_question_of_its_meeting(session: Session) -> None:
    meeting, other = planned(session), planned(session)
    row = attendee(session, meeting)
    question = written(session, meeting, "question", speaker_id=row.id)
    with problems(("choose-one", "answers")):
        written(session, other, "answer", answers_id=question.id)
    answer = written(session, meeting, "answer", answers_id=question.id, body=row.organisation.slug)
    assert (answer.answers_id, answer.body_id, question.speaker_id) == (
        question.id,
        row.organisation_id,
        row.id,
    )
    with problems(("question-is-answered", None)):
        take_out(
            session, actor=secretary(session), now=moments.ANNOUNCED, meeting_id=meeting.id,
            clause_id=question.clause_id,
        )  # fmt: skip


def test_minutes_are_not_published_before_the_day_or_before_it_is_known_who_came(session: Session) -> None:
    meeting = planned(session)
    with problems(("text-without-clauses", None)):
        minuted(session, meeting)
    written(session, meeting)
    with problems(("nobody-came", None)):
        minuted(session, meeting)
    attendee(session, meeting)
    came(session, meeting)
    attendee(session, meeting, name=("نون ميم", ""))
    with problems(("presence-unknown", None)):
        minuted(session, meeting)


def test_minutes_hold_no_name_of_somebody_who_was_added_later(session: Session) -> None:
    meeting = planned(session)
    written(session, meeting, text=(f"قال {NAME[0]}", "Said"))
    attendee(session, meeting)
    came(session, meeting)
    with problems(("name-in-clause", None)):
        minuted(session, meeting)


def test_published_minutes_stand_and_the_next_version_has_a_reason(session: Session) -> None:
    meeting = held(session, "statement", "agreed")
    [first] = published_versions(session, text_id=meeting.text_id)
    assert minuted(session, meeting).id == first.id
    entry = session.scalars(
        select(LogEntry).where(LogEntry.kind == "version-published", LogEntry.subject.startswith("forum"))
    ).one()
    assert entry.subject == f"forum/{meeting.slug}/minutes/1"
    assert NAME[0] not in str(entry.details)
    [statement, agreed] = queries.entries(session, meeting_id=meeting.id).values()
    with problems(("entry-is-published", "entry_kind")):
        rewritten(session, meeting, statement.clause_id, "offer")
    rewritten(session, meeting, statement.clause_id)
    with problems(("write-this", "reason_ar"), ("write-this", "reason_en")):
        minuted(session, meeting)
    second = minuted(session, meeting, reason=REASON)
    assert (second.number, [row.clause_id for row in second.clauses]) == (
        2,
        [statement.clause_id, agreed.clause_id],
    )
    with refused(session, "forum_entries_published"):
        session.execute(update(Entry).values(kind="offer"))
    with refused(session, "forum_entries_no_delete"):
        session.execute(delete(Entry))
    told = session.scalars(select(OutboxMessage.key).where(OutboxMessage.kind == "forum-minutes-published"))
    assert len(list(told)) == 2


def test_an_entry_is_of_its_own_meetings_text(session: Session) -> None:
    meeting = planned(session)
    text = Text()
    session.add(text)
    session.flush()
    clause = Clause(text_id=text.id)
    session.add(clause)
    session.flush()
    with refused(session, "forum_entries_elsewhere"):
        session.add(Entry(meeting_id=meeting.id, clause_id=clause.id, kind="statement"))
        session.flush()


def test_a_sentence_of_minutes_is_found_from_what_it_concerns(session: Session) -> None:
    lead, asking = organisation(session), organisation(session)
    promised = commitment(session, lead)
    meeting = planned(session)
    speaker = attendee(session, meeting, asking)
    came(session, meeting)
    moved = written(
        session, meeting, "agreed", commitments=[promised.id], bodies=[lead.slug], owner=lead.slug
    )
    question = written(session, meeting, "question", speaker_id=speaker.id)
    assert queries.sentences_about(session, Linked.COMMITMENT, [promised.id]) == []
    minuted(session, meeting)
    [(of, sentence)] = queries.sentences_about(session, Linked.COMMITMENT, [promised.id])
    assert (of, sentence.entry_id, sentence.text_en, sentence.day) == (
        promised.id,
        moved.id,
        "This was said.",
        MEETING.day,
    )
    assert [row.entry_id for row in queries.sentences_of_body(session, organisation_id=asking.id)] == [
        question.id
    ]
    assert [row.entry_id for row in queries.sentences_of_body(session, organisation_id=lead.id)] == [moved.id]
    rewritten(
        session, meeting, moved.clause_id, "agreed", text=("كلمات أخرى", "Other words"), owner=lead.slug
    )
    assert queries.sentences_about(session, Linked.COMMITMENT, [promised.id]) == [(of, sentence)], (
        "only a draft"
    )
    assert queries.sentences_of_body(session, organisation_id=lead.id)[0].text_en == "This was said."
    second = minuted(session, meeting, reason=REASON)
    assert queries.sentences_about(session, Linked.COMMITMENT, [promised.id]) == []
    assert queries.sentences_of_body(session, organisation_id=lead.id)[0].text_en == "Other words"
    first = published_versions(session, text_id=meeting.text_id)[-1]
    assert [row.number for row in queries.concerned(session, version_id=first.id)] == [promised.number, None]
    assert (
        queries.concerned(session, version_id=second.id)
        == queries.concerned_by(session, entry_id=moved.id)
        == []
    )
    with refused(session, "forum_entry_links_no_delete"):
        session.execute(delete(EntryLink))
    with refused(session, "forum_entry_links_withdrawn"):
        session.execute(update(EntryLink).values(withdrawn_at=None))


def test_what_is_not_there_is_not_linked(session: Session) -> None:
    meeting = planned(session)
    for said in ({"commitments": [999]}, {"bodies": ["nobody"]}):
        with pytest.raises(NotFoundError):
            written(session, meeting, **said)
    with refused(session, "forum_entry_links_subject"):
        row = written(session, meeting)
        session.add(
            EntryLink(
                entry_id=row.id, subject_kind="commitment", subject_id=999, recorded_at=moments.ANNOUNCED
            )
        )
        session.flush()


def test_only_who_keeps_the_forum_writes_minutes(session: Session) -> None:
    meeting = planned(session)
    with pytest.raises(NotFoundError):
        begin_minutes(session, actor=person(session), now=moments.ANNOUNCED, meeting_id=meeting.id)
    with pytest.raises(NotFoundError):
        minuted(session, meeting, by=person(session))


def test_minutes_show_the_meeting(session: Session) -> None:
    meeting = planned(session)
    attendee(session, meeting)
    came(session, meeting)
    written(session, meeting)
    assert queries.meeting_by_slug(session, meeting.slug) is None
    minuted(session, meeting)
    assert queries.meeting_by_slug(session, meeting.slug) is meeting
