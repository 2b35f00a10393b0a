"""What an import says of each line of a file: what is wrong and where, and which bodies it means."""

# ruff: noqa: RUF001 - digits of both kinds are a part of this

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.plans.models import (
    Plan,
)
from consult.plans.services import (
    Statement,
    put_statement,
)
from tests.domain.refusal import refusals
from tests.factories.imports import carry, counted, problems, record, seen
from tests.factories.moments import DRAFTED
from tests.factories.organisations import renamed
from tests.factories.promises import begun, begun_plan, coordinator
from tests.factories.tables import Rows
from tests.factories.texts import organisation

HEAD = ["commitment_number", "title_en", "milestone_title_en", "milestone_due_on"]


@pytest.fixture
def actor(session: Session) -> Actor:
    """Return a coordinator of the site."""
    return coordinator(session)


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """Return an empty plan."""
    return begun_plan(session, actor)


LONG_HEAD = [
    *HEAD,
    "milestone_starts_on",
    "status",
    "status_as_of",
    "lead_bodies",
    "contact_email",
    "milestone_id",
]
WRONG: Rows = [
    LONG_HEAD,
    ["twelve", "Title"],
    ["1", "", "A", "31/02/2027"],
    ["1", "", "B", "01/01/2027", "02/01/2027", "delayed"],
    ["1", "", "C", "01/01/2031", "", "half", ""],
    ["1", "", "D", "2027-01-01", "", "completed", "2030-01-01"],
    ["1", "", "E", ""],
    ["1", "", "F", "#REF!"],
    ["1", "", "G", "2027-01-01", "", "", "", "No such body; Nobody"],
    ["1", "", "G", "2027-01-01"],
    ["1", "", "H", "2027-01-01", "", "", "", "", "no mail", "99999"],
    ["2", "", "I", "2027-01-01"],
    ["3", "One"],
    ["3", "Another"],
    ["3", "", "", "2027-01-01"],
    ["3", "", "X" * 301, "2027-01-01"],
]
IS_WRONG = [
    (2, "commitment_number", "commitment-number-unfit"),
    (3, "milestone_due_on", "day-impossible"),
    (4, "status", "status-late"),
    (5, "status", "value-unknown"),
    (6, "status_as_of", "day-to-come"),
    (7, "milestone_due_on", "write-this"),
    (8, "milestone_due_on", "cell-error"),
    (9, "lead_bodies_en", "body-unknown"),
    (9, "lead_bodies_en", "body-unknown"),
    (10, "", "milestone-twice"),
    (11, "contact_email", "contact-email-unfit"),
    (11, "milestone_id", "milestone-unknown"),
    (12, "title_ar", "write-either"),
    (14, "title_en", "said-otherwise"),
    (15, "milestone_title_ar", "write-either"),
    (16, "milestone_title_en", "too-long"),
]


def test_import_says_of_each_line_what_is_wrong_and_where(session: Session, actor: Actor, plan: Plan) -> None:
    begun(session, actor, organisation(session), plan)
    put_statement(
        session,
        actor=None,
        now=DRAFTED,
        plan=plan,
        said=Statement("مصدر", "A source", start_year=2026, end_year=2028),
    )
    found = seen(session, plan, WRONG)
    assert problems(found) == IS_WRONG
    outside = [
        LONG_HEAD,
        ["1", "", "C", "01/01/2031", "01/01/2025"],
        ["1", "", "B", "01/01/2027", "02/01/2027"],
    ]
    assert problems(seen(session, plan, outside)) == [
        (2, "milestone_starts_on", "outside-the-plan"), (2, "milestone_due_on", "outside-the-plan"),
        (3, "milestone_due_on", "ends-before-it-begins"),
    ]  # fmt: skip
    before = counted(session)
    assert refusals(lambda: carry(session, actor, plan, WRONG)) == {("import-refused", None)}
    assert counted(session) == before


def test_import_without_its_headings_names_what_is_lacking_and_what_is_unknown(
    session: Session, plan: Plan
) -> None:
    found = seen(session, plan, [["Title", "Milestone", "Owner"], ["One", "A page", "Somebody"]])
    assert (found.lacking, found.unknown, found.lines, found.refused) == (
        ["commitment_number"],
        ["Owner"],
        [],
        True,
    )
    assert seen(session, plan, [["a", "b"], ["c", "d"]]).lacking == ["commitment_number"]
    double = seen(session, plan, [["number", "رقم الالتزام", "title_en"], ["1", "1", "One"]])
    assert (double.twice, double.refused) == (["commitment_number"], True)


ARABIC: Rows = [
    ["الحالة", "موعد الإنجاز", "المرحلة", "عنوان الالتزام", "رقم الالتزام", "الجهة المنفذة", "كما في", "التحديات"],
    ["قيد التنفيذ", "٣١/١٢/٢٠٢٦", "نشر السجل", "سجل العقود", "٣أ", "", "١/٢/٢٠٢٦", ""],
    ["منجزة", "١٥ آذار ٢٠٢٧", "تدريب البلديات", "", "", "", "٢/٢/٢٠٢٦", ""],
]  # fmt: skip


def test_import_reads_arabic_headings_statuses_days_and_digits(
    session: Session, actor: Actor, plan: Plan
) -> None:
    rows = [list(row) for row in ARABIC]
    rows[1][4] = "الالتزام رقم ٣"
    found = seen(session, plan, rows)
    assert problems(found) == []
    carry(session, actor, plan, rows)
    (there,) = record(session, plan)
    assert (there.number, there.title_ar, there.title_en) == ("3", "سجل العقود", "")
    assert [(each.title_ar, each.status, each.due_on, each.as_of) for each in there.milestones] == [
        ("نشر السجل", "in_progress", date(2026, 12, 31), date(2026, 2, 1)),
        ("تدريب البلديات", "completed", date(2027, 3, 15), date(2026, 2, 2)),
    ]  # fmt: skip
    # A number with an Arabic letter is none of the record's.
    assert problems(seen(session, plan, ARABIC))[0] == (2, "commitment_number", "commitment-number-unfit")


def test_import_knows_bodies_by_either_name_a_former_one_or_their_address(
    session: Session, actor: Actor, plan: Plan
) -> None:
    body = organisation(session)
    was = body.name_en
    renamed(session, body, "وزارة السجل", "Ministry of Records")
    for place, name in enumerate((was, "وزارة السجل", "ministry of  RECORDS", body.slug), 1):
        rows: Rows = [["commitment_number", "title_en", "lead body"], [str(place), "A title", name]]
        carry(session, actor, plan, rows)
    assert [[each.id for each in row.leads] for row in record(session, plan)] == [[body.id]] * 4


@pytest.mark.parametrize("first", ["No.", "#", "Commitment #", "م"])
def test_import_reads_the_common_heads_of_trackers(session: Session, plan: Plan, first: str) -> None:
    head = [first, "Commitment", "%", "Milestone", "End date"]
    found = seen(session, plan, [head, ["1", "A promise", "50", "A page", "2027-06-30"]])
    assert (problems(found), found.twice, found.unknown) == ([], [], ["%"])
    (change,) = found.changes
    assert (change.number, change.title.title_en if change.title else "") == ("1", "A promise")
    assert [each.said.title_en for each in change.milestones] == ["A page"]


def test_import_drops_no_words_of_two_columns_that_mean_one(session: Session, plan: Plan) -> None:
    head = ["No.", "Commitment", "Description", "Brief description"]
    assert problems(seen(session, plan, [head, ["1", "A promise", "One thing", "Another"]])) == [
        (2, "what_en", "said-twice")
    ]
    assert problems(seen(session, plan, [head, ["1", "A promise", "One thing", "One thing"]])) == []
