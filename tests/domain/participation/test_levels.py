"""The level of participation: what is promised and what was reached is said by rows that stand."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role, plan_scope
from consult.consultations.errors import StateError
from consult.consultations.models import Consultation
from consult.documents.models import Attached, Visibility
from consult.documents.services import attach, withdraw
from consult.participation.models import ParticipationLevel, Process
from consult.participation.queries import newest, said_of
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from consult.shared.state import State
from tests.domain.refusal import problems, refused
from tests.factories import moments
from tests.factories.documents import filed
from tests.factories.participation import PROMISED, SHOWN, said_of_asked, said_of_plan
from tests.factories.people import person
from tests.factories.plans import keeper, plan
from tests.factories.scenes import REASON, scene

BOTH: dict[str, Any] = {**PROMISED, **SHOWN}


def test_participation_level_of_a_plan_is_said_and_said_anew(session: Session) -> None:
    of = plan(session)
    first = said_of_plan(session, of)
    assert said_of_plan(session, of, seen=7) is first
    second = said_of_plan(session, of, seen=1, **BOTH)
    assert (second.number, second.role) == (2, "coordinator")
    rows = said_of(session, processes=[Process.PLAN, Process.CO_CREATION], process_id=of.id)
    assert [(row.number, row.level, row.reached) for row in rows] == [
        (2, "involve", "collaborate"),
        (1, "involve", None),
    ]
    log = session.scalars(select(LogEntry).where(LogEntry.subject == f"plan/{of.slug}").order_by(LogEntry.id))
    found = [entry for entry in log if entry.kind == "participation-level-said"]
    assert [entry.details["number"] for entry in found] == [1, 2]
    assert found[1].details["evidence_en"] == SHOWN["evidence_en"]


def test_participation_level_of_two_at_once_one_reads_the_other(session: Session) -> None:
    of = plan(session)
    said_of_plan(session, of)
    with problems(("edited-meanwhile", None)):
        said_of_plan(session, of, **BOTH)


def test_participation_level_of_a_plan_and_of_its_making_stand_apart(session: Session) -> None:
    of = plan(session)
    said_of_plan(session, of)
    made = said_of_plan(session, of, process=Process.CO_CREATION, **SHOWN)
    assert (made.number, made.level) == (1, None)
    standing = newest(session, process=Process.PLAN, process_id=of.id)
    assert standing is not None
    assert standing.level == "involve"
    assert newest(session, process=Process.PLAN, process_id=plan(session).id) is None


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, [("level-says-nothing", "level")]),
        ({"level": "inspire"}, [("choose-one", "level")]),
        ({**SHOWN, "reached": "9"}, [("choose-one", "reached")]),
        ({"promise_ar": "وعد"}, [("promise-without-level", "level"), ("write-this", "promise_en")]),
        ({"level": "inform", "promise_en": "x" * 8001, "promise_ar": "وعد"}, [("too-long", "promise_en")]),
        ({"reached": "inform"}, [("write-this", "evidence_ar"), ("write-this", "evidence_en")]),
        ({"evidence_url": "https://example.org/"}, [("write-this", "evidence_ar"), ("write-this", "evidence_en")]),
        ({**SHOWN, "evidence_url": "javascript:alert(1)"}, [("website-unreadable", "evidence_url")]),
        ({**SHOWN, "evidence_url": f"https://example.org/{'x' * 600}"}, [("too-long", "evidence_url")]),
        ({**SHOWN, "document_id": 999_999}, [("choose-one", "document")]),
    ],
)  # fmt: skip
def test_participation_level_says_what_is_wrong(
    session: Session, changed: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    with problems(*expected):
        said_of_plan(session, plan(session), **(changed or {"level": " "[1:]}))


def test_participation_level_names_a_public_document_of_its_own(session: Session) -> None:
    of, other = plan(session), plan(session)
    document = filed(session)
    hidden = filed(session, visibility=Visibility.RESTRICTED)
    who = keeper(session)
    for each in (document, hidden):
        attach(
            session, actor=who, now=moments.ANNOUNCED, slug=each.slug, kind=Attached.PLAN, subject_id=of.id
        )
    with problems(("choose-one", "document")):
        said_of_plan(session, other, **SHOWN, document_id=document.id)
    with problems(("choose-one", "document")):
        said_of_plan(session, of, **SHOWN, document_id=hidden.id)
    said_of_plan(session, of, **SHOWN, document_id=document.id)
    (row,) = said_of(session, processes=[Process.PLAN], process_id=of.id)
    assert row.shown is not None
    assert row.shown.slug == document.slug
    withdraw(session, actor=who, now=moments.AFTER, slug=document.slug, reason=REASON)
    (row,) = said_of(session, processes=[Process.PLAN], process_id=of.id)
    assert (row.shown, row.document_id) == (None, document.id)


def test_participation_level_of_a_plan_is_its_coordinators(session: Session) -> None:
    of = plan(session)
    assert said_of_plan(session, of, by=person(session, (Role.COORDINATOR, plan_scope(of.slug)))).id
    others = [person(session, (Role.COORDINATOR, plan_scope(plan(session).slug)))]
    others += [person(session, (role, SITE)) for role in set(Role) - {Role.COORDINATOR, Role.REPRESENTATIVE}]
    for actor in others:
        with pytest.raises(NotFoundError):
            said_of_plan(session, of, by=actor, seen=1, **BOTH)
    with pytest.raises(NotFoundError):
        said_of_plan(session, of, process=Process.CONSULTATION)


def test_participation_level_of_a_consultation_is_reached_once_it_has_closed(session: Session) -> None:
    asked = scene(session)
    evidence = {name: words for name, words in SHOWN.items() if name != "reached"}
    with problems(("reached-not-yet", "reached")):
        said_of_asked(session, asked, now=moments.DURING)
    first = said_of_asked(session, asked, now=moments.DURING, **evidence)
    row = said_of_asked(session, asked, seen=1, **BOTH)
    assert (first.reached, row.reached, row.level, row.promise_en) == (None, "collaborate", None, "")
    assert row.role == "officer"
    with problems(("level-says-nothing", "evidence_ar")):
        said_of_asked(session, asked, seen=2, level="inform")


def test_participation_level_of_a_consultation_is_its_officers(session: Session) -> None:
    asked, draft = scene(session), scene(session, State.DRAFT)
    for actor in (draft.officer, asked.moderator, asked.publisher, keeper(session), asked.author):
        with pytest.raises(NotFoundError):
            said_of_asked(session, asked, by=actor)
    with pytest.raises(StateError):
        said_of_asked(session, draft, now=moments.DRAFTED)


def test_participation_level_promised_by_a_consultation_is_kept_from_its_announcement_on(
    session: Session,
) -> None:
    own: dict[str, Any] = {"promise_ar": "نعود إليكم.", "promise_en": "We come back to you."}
    asked = scene(session, State.DRAFT, **own)
    session.execute(
        update(Consultation).where(Consultation.id == asked.id).values(promise_en="Before it is announced")
    )
    asked = scene(session, **own)
    for name in ("promise_ar", "promise_en", "level"):
        guard = "consultations_question" if name == "level" else "consultations_promise"
        with refused(session, guard):
            session.execute(
                text(f"UPDATE consultations SET {name} = 'inform' WHERE id = :id"),  # noqa: S608 - from above
                {"id": asked.id},
            )
    with problems(("write-this", "promise_en")):
        scene(session, promise_ar="وعد")


def test_participation_level_guards_let_every_row_stand(session: Session) -> None:
    of, asked, draft = plan(session), scene(session), scene(session, State.DRAFT)
    said_of_plan(session, of)
    with refused(session, "participation_levels_no_update"):
        session.execute(update(ParticipationLevel).values(promise_en="Forged"))
    with refused(session, "participation_levels_no_delete"):
        session.execute(delete(ParticipationLevel))
    row = {
        "number": 1, "level": None, "promise_ar": "", "promise_en": "", "reached": None, "evidence_ar": "س",
        "evidence_en": "x", "evidence_url": "", "recorded_at": moments.AFTER, "recorded_by_id": asked.officer.user_id,
        "role": "officer",
    }  # fmt: skip
    of_asked = {"process": "consultation", "process_id": asked.id}
    for wrong in (
        {"process": "plan", "process_id": 999_999}, {"process": "workshop", "process_id": of.id},
        {"process": "consultation", "process_id": draft.id}, {**of_asked, "level": "inform"},
        {**of_asked, "promise_en": "Later"},
    ):  # fmt: skip
        with refused(session, "participation_levels_there"):
            session.execute(insert(ParticipationLevel).values({**row, **wrong}))
    session.execute(insert(ParticipationLevel).values({**row, **of_asked}))
