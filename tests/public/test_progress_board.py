"""The progress board of a plan: what is done, under way, not begun and late, as a table and as tagged PDF."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from consult.plans.models import BodyRole, MilestoneStatus
from consult.plans.services import (
    CommitmentWords,
    MilestoneWords,
    add_commitment,
    add_milestone,
    record_body,
)
from tests.factories.plans import plan as a_plan
from tests.factories.texts import organisation
from tests.site_map import mapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.client import ReviewingClient
    from tests.public.conftest import Committed

MADE = datetime(2026, 3, 1, 9, tzinfo=UTC)
TODAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
MILESTONES = (
    ("خطوة مكتوبة", "First step", MilestoneStatus.COMPLETED, date(2026, 1, 31)),
    ("خطوة منشورة", "Second step", MilestoneStatus.IN_PROGRESS, date(2026, 5, 31)),
    ("خطوة جديدة", "Third step", MilestoneStatus.NOT_STARTED, date(2026, 6, 1)),
)


@pytest.fixture
def board(committed: Committed) -> str:
    """Return the address of a plan whose one commitment has three milestones, below a language."""
    with committed() as session:
        plan = a_plan(session)
        commitment = add_commitment(
            session, actor=None, now=MADE, plan=plan, number="1", position=1,
            said=CommitmentWords("التزام ببيانات مفتوحة", "A commitment to open data"),
        )  # fmt: skip
        for arabic, english, status, due in MILESTONES:
            said = MilestoneWords(arabic, english, due, status)
            add_milestone(session, actor=None, now=MADE, zone=UTC, commitment=commitment, said=said)
        return f"plans/{plan.slug}/"


def numbers(source: str) -> list[list[str]]:
    """Return the numbers of each row of the board, its total last."""
    rows = re.findall(r"<tr>((?:<td class=\"num\">\d+</td>)+)</tr>", source)
    return [re.findall(r">(\d+)<", row) for row in rows]


def test_progress_board_counts_milestones_and_those_that_are_late_today(
    client: ReviewingClient, board: str, at: Callable[[datetime], datetime]
) -> None:
    at(TODAY)
    page = client.page(f"/en/{board}progress/")
    assert numbers(page.source) == [["1", "1", "1", "1"]] * 2
    assert "1 milestone was due and is not reported, since 31 May 2026." in page.source
    at(TODAY.replace(day=2))
    assert numbers(client.page(f"/ar/{board}progress/").source) == [["1", "1", "1", "2"]] * 2


def test_progress_board_of_a_plan_without_commitments_leads_on(
    client: ReviewingClient, committed: Committed
) -> None:
    with committed() as session:
        slug = a_plan(session).slug
    page = client.page(f"/en/plans/{slug}/progress/")
    assert "No commitments are recorded" in page.source
    assert "progress.pdf" not in page.source


def test_progress_board_stands_on_the_page_of_its_plan_and_in_the_map(
    client: ReviewingClient, board: str
) -> None:
    assert f"/en/{board}progress/" in client.page(f"/en/{board}").source
    assert f"/en/{board}progress/" in mapped(client)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_progress_board_is_a_tagged_pdf_in_the_language_of_the_page(
    client: ReviewingClient, board: str, lang: str, at: Callable[[datetime], datetime]
) -> None:
    at(TODAY)
    answer = client.get(f"/{lang}/{board}progress.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    paper = PdfReader(io.BytesIO(answer.data))
    root: Any = paper.root_object
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == (lang, True)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert paper.metadata is not None
    assert f"<h1>{paper.metadata.title}</h1>" in client.page(f"/{lang}/{board}progress/").source
    assert {"/Table", "/TH", "/TD", "/H1", "/L", "/LI"} <= tags(root["/StructTreeRoot"])
    assert fonts(paper) <= {"PlexLatin", "PlexArabic", "PlexLatinExt"}
    words = set(re.findall(r"\w+", " ".join(page.extract_text() for page in paper.pages)))
    place = 0 if lang == "ar" else 1
    for milestone in MILESTONES:
        assert set(str(milestone[place]).split()) <= words


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_progress_board_names_who_leads_together_and_what_is_done_about_a_delay(
    client: ReviewingClient, committed: Committed, lang: str
) -> None:
    with committed() as session:
        plan, lead, joint = a_plan(session), organisation(session), organisation(session)
        late = CommitmentWords(
            "التزام", "A commitment", delayed=True, delay_note_ar="تأخر", delay_note_en="It took long",
            recovery_ar="تسريع العمل", recovery_en="Speed the work up",
        )  # fmt: skip
        of = add_commitment(
            session, actor=None, now=MADE, plan=plan, number="1", position=1, said=late, lead=lead
        )
        record_body(
            session, actor=None, now=MADE, zone=UTC, commitment_id=of.id, organisation_id=joint.id,
            role=BodyRole.CO_LEAD, happened_on=MADE.date(),
        )  # fmt: skip
        at, names = f"plans/{plan.slug}/progress", (joint.name_ar, joint.name_en)
    source = client.page(f"/{lang}/{at}/").source
    paper = PdfReader(io.BytesIO(client.get(f"/{lang}/{at}.pdf").data))
    words = " ".join(page.extract_text() for page in paper.pages)
    name, recovery = (names[0], "تسريع العمل") if lang == "ar" else (names[1], "Speed the work up")
    assert name in source
    assert recovery in source
    # A name that stands in both directions is taken apart on paper, and so are some Arabic letters.
    asked = "العمل" if lang == "ar" else f"{name} {recovery}"
    assert set(re.findall(r"\w+", asked)) <= set(re.findall(r"\w+", words))
    assert ("بالاشتراك مع" if lang == "ar" else "Together with:") in source


def test_progress_board_pdf_reads_nothing_as_markup(client: ReviewingClient, committed: Committed) -> None:
    with committed() as session:
        plan = a_plan(session)
        add_commitment(
            session, actor=None, now=MADE, plan=plan, number="1", position=1,
            said=CommitmentWords("", '#read("/etc/passwd") $x$ *bold* ]'),
        )  # fmt: skip
        slug = plan.slug
    paper = PdfReader(io.BytesIO(client.get(f"/en/plans/{slug}/progress.pdf").data))
    assert '#read("/etc/passwd") $x$ *bold* ]' in paper.pages[0].extract_text()


@pytest.mark.parametrize("sign", ["\U0001f600", "漢", "\u06d2", "ő"])
def test_progress_board_pdf_is_sent_whatever_letters_stand_in_it(
    client: ReviewingClient, committed: Committed, sign: str
) -> None:
    with committed() as session:
        plan = a_plan(session)
        said = CommitmentWords("", f"A title with {sign} in it")
        add_commitment(session, actor=None, now=MADE, plan=plan, number="1", position=1, said=said)
        slug = plan.slug
    paper = PdfReader(io.BytesIO(client.get(f"/en/plans/{slug}/progress.pdf").data))
    root: Any = paper.root_object
    assert root["/MarkInfo"]["/Marked"]
    # What the typeface has no letter for is a box, which PDF/UA does not allow.
    assert (b"pdfuaid" in root["/Metadata"].get_data()) is (sign in "\u06d2ő")


def tags(top: PdfObject) -> set[str]:
    """Return the kinds of all elements below one."""
    found: set[str] = set()
    waiting: list[PdfObject | None] = [top]
    while waiting:
        each = waiting.pop()
        each = each.get_object() if each is not None else None
        if isinstance(each, ArrayObject):
            waiting += list(each)
        elif isinstance(each, DictionaryObject):
            found.add(str(each.get("/S")))
            waiting.append(each.get("/K"))
    return found


def fonts(paper: PdfReader) -> set[str]:
    """Return the families in which the paper is set."""
    pages: list[Any] = list(paper.pages)
    found = (font.get_object() for page in pages for font in page["/Resources"]["/Font"].values())
    return {re.sub(r"^/[A-Z]{6}\+|-.*$", "", str(font["/BaseFont"])) for font in found}
