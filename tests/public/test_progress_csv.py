"""Progress as an open file: every update and act of a plan, from which a second program counts the board again."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.documents.models import Attached, Document, Visibility
from consult.documents.services import attach
from consult.plans import queries, services
from consult.plans.models import CommitmentActKind, Milestone, MilestoneAct, MilestoneStatus, Plan
from consult.plans.policies.progress import ageing
from consult.plans.services import CommitmentWords, ProgressWords
from consult.public.plans.progress_file import COLUMNS
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.documents import filed
from tests.factories.people import person
from tests.factories.progress import DONE, NOW, WHY, Promised, promised
from tests.factories.promises import DELIVERED, TODAY, begun, begun_plan, coordinator, written
from tests.factories.texts import organisation

if TYPE_CHECKING:
    from tests.conftest import At
    from tests.public.conftest import Committed

READ = NOW + timedelta(days=270)
FORMULA = "=1+1"
Rows = list[dict[str, str]]


def rows(client: ReviewingClient, path: str) -> Rows:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert answer.text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")))


def promised_five(session: Session) -> Promised:
    """Return an adopted commitment with five milestones."""
    lead, keeper = organisation(session), coordinator(session)
    there = written(session, keeper, begun(session, keeper, lead, begun_plan(session, keeper)))
    for number in range(4):
        services.save_milestone(
            session, actor=keeper, now=moments.DRAFTED, zone=UTC, commitment_id=there.id, milestone_id=None,
            said=replace(DELIVERED, title_ar=f"مرحلة {number}", title_en=f"Stage {number}"),
        )  # fmt: skip
    for kind in (CommitmentActKind.SUBMITTED, CommitmentActKind.ADOPTED):
        services.act_on_commitment(
            session, actor=keeper, now=moments.DRAFTED, zone=UTC, commitment_id=there.id, kind=kind,
            happened_on=TODAY, reason=WHY,
        )  # fmt: skip
    session.refresh(there, ["milestones"])
    return Promised(there, lead, person(session, (Role.OFFICER, lead.scope)), keeper)


@pytest.fixture
def plan(committed: Committed, at: At) -> str:
    """Return the slug of a plan where much was said and done, beside a draft and a plan of another."""
    at(READ)
    with committed() as session:
        of, noise = promised_five(session), promised(session)
        every = of.commitment.milestones

        def given(milestone: Milestone, by: Promised = of) -> dict[str, Any]:
            return {"actor": by.keeper, "now": NOW, "zone": UTC, "milestone_id": milestone.id}

        day: dict[str, Any] = {"happened_on": NOW.date(), "reason": (FORMULA, "A reason")}
        begun_page = replace(DONE, done_ar=FORMULA)
        services.report_progress(session, said=begun_page, **given(every[0]) | {"actor": of.officer})
        nothing = ProgressWords(
            MilestoneStatus.NOT_STARTED, date(2027, 6, 30), nothing_to_report=True, challenge_en="No money"
        )
        services.report_progress(session, said=nothing, **given(every[1]))
        document = filed(session, of.lead, title_en="The page")
        attach(
            session, actor=of.keeper, now=NOW, slug=document.slug, kind=Attached.MILESTONE, subject_id=every[2].id
        )  # fmt: skip
        done = replace(DONE, status=MilestoneStatus.COMPLETED, document_id=document.id)
        services.report_progress(session, said=done, **given(every[2]))
        services.declare_delay(session, recovery=("خطة", "A plan"), **given(every[1]), **day)
        services.withdraw(session, **given(every[3]), **day)
        last = services.withdraw(session, **given(every[4]), **day)
        services.take_back(session, seen=last.id, **given(every[4]), **day)
        services.move(session, seen=0, starts_on=None, due_on=date(2028, 6, 30), **given(every[4]), **day)
        services.report_progress(session, said=DONE, **given(noise.milestone, noise))
        return of.commitment.plan.slug


def test_progress_csv_has_every_update_and_every_act(client: ReviewingClient, plan: str) -> None:
    found = rows(client, f"/en/plans/{plan}/progress.csv")
    assert tuple(found[0]) == COLUMNS
    told = [(row["entry"], row["milestone_title_en"], row["act"] or row["status"]) for row in found]
    assert told == [
        ("update", "A page", "in_progress"), ("act", "Stage 0", "delayed"), ("update", "Stage 0", "not_started"),
        ("update", "Stage 1", "completed"), ("act", "Stage 2", "withdrawn"), ("act", "Stage 3", "withdrawn"),
        ("act", "Stage 3", "taken-back"), ("act", "Stage 3", "moved"),
    ]  # fmt: skip
    reported, delayed, nothing, done, _gone, withdrawn, back, moved = found
    assert (reported["done_ar"], reported["as_of"], reported["recorded_at"][:10]) == (
        f"'{FORMULA}", "2027-06-30", "2027-07-01",
    )  # fmt: skip
    assert reported["body"]
    assert not nothing["body"]
    assert (nothing["nothing_to_report"], nothing["challenge_en"]) == ("yes", "No money")
    assert (reported["nothing_to_report"], done["evidence_gone"]) == ("no", "")
    assert "/documents/" in done["evidence_document"]
    assert (delayed["reason_ar"], delayed["recovery_en"]) == (f"'{FORMULA}", "A plan")
    assert back["takes_back"] == withdrawn["entry_id"]
    assert (moved["was_due_on"], moved["due_on"], moved["was_starts_on"], moved["starts_on"]) == (
        "2027-12-31", "2028-06-30", "2027-01-01", "",
    )  # fmt: skip
    assert {(row["commitment_number"], row["commitment_title_ar"]) for row in found} == {("1", "التزام")}


def counted_again(client: ReviewingClient, plan: str) -> dict[str, int]:
    """Count what the board says from the two files alone."""
    adopted = {
        row["milestone_id"]: row
        for row in rows(client, f"/en/plans/{plan}/commitments.csv")
        if row["reported_on"]
    }
    acts = [row for row in rows(client, f"/en/plans/{plan}/progress.csv") if row["entry"] == "act"]
    gone = {row["takes_back"] for row in acts}
    held = [row for row in acts if row["entry_id"] not in gone]
    withdrawn = {row["milestone_id"] for row in held if row["act"] == "withdrawn"}
    last = {row["milestone_id"]: row["act"] for row in held if row["act"] in {"delayed", "delay-ended"}}
    counted = {name: row for name, row in adopted.items() if name not in withdrawn}
    still = {name: row for name, row in counted.items() if row["status"] != "completed"}
    assert {name for name, row in adopted.items() if row["milestone_state"] == "withdrawn"} == withdrawn
    return {
        **{each.value: sum(row["status"] == each for row in counted.values()) for each in MilestoneStatus},
        "late": sum(row["milestone_due_on"] < READ.date().isoformat() for row in still.values()),
        "delayed": sum(last.get(name) == "delayed" for name in still),
        "withdrawn": len(withdrawn),
    }


def test_progress_csv_and_the_plans_file_are_enough_to_count_the_board_again(
    client: ReviewingClient, plan: str, committed: Committed
) -> None:
    counted = counted_again(client, plan)
    assert counted == {
        "completed": 1, "in_progress": 1, "not_started": 2, "late": 2, "delayed": 1, "withdrawn": 1,
    }  # fmt: skip
    page = client.page(f"/en/plans/{plan}/progress/").source
    total = [int(number) for number in re.findall(r'<td class="num">(\d+)</td>', page)[-4:]]
    assert total == [counted[name] for name in ("completed", "in_progress", "not_started", "late")]
    with committed() as session:
        found = queries.commitments(
            session, plan_id=session.scalars(select(Plan.id).where(Plan.slug == plan)).one()
        )
        age = ageing(found[0].milestones, READ.date(), 6)
        assert (age.late, age.delayed) == (counted["late"], counted["delayed"])
        gone = sum(milestone.withdrawn for milestone in found[0].milestones)
        assert gone == counted["withdrawn"]


def test_progress_csv_tells_of_a_document_that_is_no_longer_public_and_not_where_it_was(
    client: ReviewingClient, plan: str, committed: Committed
) -> None:
    with committed() as session:
        document = session.scalars(select(Document).where(Document.title_en == "The page")).one()
        document.visibility = Visibility.RESTRICTED
    (row,) = [row for row in rows(client, f"/en/plans/{plan}/progress.csv") if row["status"] == "completed"]
    assert (row["evidence_document"], row["evidence_gone"]) == ("", "yes")


def test_progress_csv_is_told_of_beside_the_plans_files_with_its_columns(
    client: ReviewingClient, plan: str
) -> None:
    for lang, words in (("en", "Download the progress"), ("ar", "تنزيل ملف التقدم")):
        page = client.page(f"/{lang}/plans/{plan}/file/").source
        assert words in page
        assert f'href="/{lang}/plans/{plan}/progress.csv"' in page
        told = {
            name
            for cell in re.findall(r'<bdi dir="ltr">([a-z_, ]+)</bdi></td>', page)
            for name in cell.split(", ")
        }
        assert set(COLUMNS) <= told


def test_progress_csv_has_nothing_of_what_nobody_reads(
    client: ReviewingClient, committed: Committed, plan: str
) -> None:
    before = rows(client, f"/en/plans/{plan}/progress.csv")
    with committed() as session:
        keeper = coordinator(session)
        shown = session.scalars(select(Plan).where(Plan.slug == plan)).one()
        draft = services.begin_commitment(
            session, actor=keeper, now=NOW, plan_id=shown.id, number="2", said=CommitmentWords("مسودة", "A draft"),
            lead=organisation(session),
        )  # fmt: skip
        written(session, keeper, draft)
        session.refresh(draft, ["milestones"])
        act = MilestoneAct(
            milestone_id=draft.milestones[0].id, kind="withdrawn", happened_on=NOW.date(), reason_ar="سبب",
            reason_en="A reason", recovery_ar="", recovery_en="", recorded_at=NOW,
        )  # fmt: skip
        session.add(act)
        hidden = begun_plan(session, keeper).slug
    assert rows(client, f"/en/plans/{plan}/progress.csv") == before
    assert client.get(f"/en/plans/{hidden}/progress.csv").status_code == 404
    assert client.get("/en/plans/no-such-plan/progress.csv").status_code == 404
