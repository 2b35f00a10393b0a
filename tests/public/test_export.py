"""A plan as a file: what everybody reads of its commitments and milestones, as CSV and XLSX, and nothing else."""

from __future__ import annotations

import csv
import io
from datetime import UTC
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from consult.plans import services
from consult.plans.models import BodyRole
from consult.plans.models.columns import COLUMNS
from consult.plans.services import BodyWords
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.promises import TODAY, begun, begun_plan, coordinator, written
from tests.factories.texts import organisation

if TYPE_CHECKING:
    from tests.public.conftest import Committed

KEYS = [column.key for column in COLUMNS]


@pytest.fixture
def plan(committed: Committed) -> str:
    """Return the slug of a plan with a commitment that everybody reads, and one that nobody does."""
    with committed() as session:
        actor = coordinator(session)
        lead, beside = organisation(session), organisation(session)
        there = written(session, actor, begun(session, actor, lead, begun_plan(session, actor)))
        services.set_body(
            session, actor=actor, now=moments.DRAFTED, zone=UTC, commitment_id=there.id,
            organisation_id=beside.id, role=BodyRole.CO_LEAD, holds=True, happened_on=TODAY, said=BodyWords(),
        )  # fmt: skip
        services.begin_commitment(
            session, actor=actor, now=moments.DRAFTED, plan_id=there.plan_id, number="2",
            said=services.CommitmentWords("مسودة", "=A draft"), lead=lead,
        )  # fmt: skip
        services.show_commitments(session, now=moments.DRAFTED, commitments=[there])
        return there.plan.slug


def test_export_as_csv_has_a_line_a_milestone_and_no_drafts(client: ReviewingClient, plan: str) -> None:
    answer = client.get(f"/en/plans/{plan}/commitments.csv")
    assert answer.mimetype == "text/csv"
    assert answer.text.startswith("\ufeff")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{plan}-commitments.csv"'
    (row,) = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"), newline=""))
    assert list(row) == KEYS
    assert (row["commitment_number"], row["title_ar"], row["title_en"]) == ("1", "التزام", "A commitment")
    assert row["lead_bodies_en"].count("; ") == 1
    assert (row["problem_ar"], row["participation_ar"], row["challenges"]) == (
        "مشكلة", "نسأل الناس قبل القرار", "integrity",
    )  # fmt: skip
    assert (row["milestone_title_ar"], row["milestone_starts_on"], row["milestone_due_on"], row["status"]) == (
        "صفحة", "2027-01-01", "2027-12-31", "not_started",
    )  # fmt: skip
    assert "draft" not in answer.text


def test_export_as_xlsx_has_the_same_cells_and_says_what_its_columns_hold(
    client: ReviewingClient, plan: str
) -> None:
    answer = client.get(f"/ar/plans/{plan}/commitments.xlsx")
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    book = load_workbook(io.BytesIO(answer.data))
    sheet, about = book.worksheets
    head, row = (list(cells) for cells in sheet.iter_rows(values_only=True))
    assert head == [column.in_both for column in COLUMNS]
    assert head[0] == "رقم الالتزام\nCommitment number"
    assert sheet.sheet_view.rightToLeft
    said = dict(zip(KEYS, row, strict=True))
    assert (said["title_ar"], str(said["milestone_due_on"])[:10]) == ("التزام", "2027-12-31")
    assert [cell.value for cell in about["A"]][1:] == KEYS
    assert len({cell.value for cell in about["C"]}) > 10


def test_export_stands_beside_the_plan_and_tells_of_its_columns(client: ReviewingClient, plan: str) -> None:
    for lang, words in (
        ("en", "Download the commitments and milestones"),
        ("ar", "تنزيل الالتزامات ومراحلها"),
    ):
        assert f'href="/{lang}/plans/{plan}/file/"' in client.page(f"/{lang}/plans/{plan}/").source
        page = client.page(f"/{lang}/plans/{plan}/file/").source
        assert words in page
        for key in KEYS:
            assert f">{key}<" in page
        for ending in ("csv", "xlsx"):
            assert f'href="/{lang}/plans/{plan}/commitments.{ending}"' in page


@pytest.mark.parametrize("path", ["commitments.csv", "commitments.xlsx", "file/"])
def test_export_of_a_plan_that_nobody_reads_of_is_not_there(
    client: ReviewingClient, committed: Committed, path: str
) -> None:
    with committed() as session:
        slug = begun_plan(session, coordinator(session)).slug
    assert client.get(f"/en/plans/{slug}/{path}").status_code == 404
    assert client.get(f"/en/plans/no-such-plan/{path}").status_code == 404
