"""Bringing commitments in from a file at the desk: the page before, the preview, and confirming it once."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role, User
from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.plans import services
from consult.plans.models import Commitment, Milestone
from consult.plans.queries import plan_by_slug
from consult.shared.tables import MOST_ROWS
from tests.client import FROM_OUR_PAGE, ReviewingClient, location
from tests.factories import moments
from tests.factories.people import person
from tests.factories.promises import DELIVERED, begun, begun_plan, coordinator, written
from tests.factories.tables import Rows, as_csv, as_xlsx
from tests.factories.texts import organisation
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import At

IMPORT = "/en/desk/plans/plan-1/import"
HEAD = ["commitment_number", "title_en", "milestone_title_en", "milestone_due_on", "status", "status_as_of"]
ROWS = [
    HEAD,
    ["1", "A register", "A page", "2027-01-01", "in progress", "2026-02-01"],
    ["", "", "A second", "2027-02-01", "", ""],
]


@pytest.fixture
def actor(committed: Committed, client: ReviewingClient, at: At) -> Actor:
    """Return a coordinator of the site, who has signed in and begun a plan."""
    at(moments.DRAFTED)
    with committed() as session:
        made = person(session, (Role.COORDINATOR, SITE))
        user = session.get(User, made.user_id)
        assert user is not None
        assert begun_plan(session, made).slug == "plan-1"
    client.sign_in(user)
    return made


def send(client: ReviewingClient, held: bytes, name: str = "plan.csv", path: str = IMPORT) -> str:
    """Send a file, and return the address of its preview."""
    answer = client.submit(path, {"file": (io.BytesIO(held), name)})
    assert answer.status_code == 303, answer.text
    return location(answer)


def count(committed: Committed, model: type[Commitment | Milestone]) -> int:
    with committed() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_import_shows_what_it_would_change_and_records_it_when_confirmed(
    client: ReviewingClient, actor: Actor, committed: Committed, make: Callable[..., bytes]
) -> None:
    assert f'href="{IMPORT}"' in client.page("/en/desk/plans/plan-1/").source
    # What it is counts, not what it is called.
    preview = send(client, make(ROWS), "table.txt")
    page = client.page(preview).source
    for words in ("2 new lines", "Commitment 1: A page", "Record 2 lines"):
        assert words in page
    assert count(committed, Commitment) == 0
    answer = client.submit(preview, {}, button="Record 2 lines")
    assert location(answer) == "/en/desk/plans/plan-1/"
    assert "A register" in client.page("/en/desk/plans/plan-1/").source
    assert (count(committed, Commitment), count(committed, Milestone)) == (1, 2)
    # The answer was lost, and it is sent again; then the preview is opened anew.
    assert location(client.submit_again()) == "/en/desk/plans/plan-1/"
    assert (count(committed, Commitment), count(committed, Milestone)) == (1, 2)
    assert "All of it stands in the record already" in client.page(preview).source
    del actor


def test_import_speaks_the_readers_language(client: ReviewingClient, actor: Actor) -> None:
    rows = [[*HEAD, "Owner"], ["1", "One", "M", "31/02/2027", "late", "X"], ["x"]]
    preview = send(client, as_csv(rows))
    english, arabic = client.page(preview).source, client.page(preview.replace("/en/", "/ar/", 1)).source
    for words in (
        "2 lines cannot be recorded",
        "Milestone due on: ",
        "Delay follows from the dates",
        "“\u2068Owner\u2069”",
        "Commitment number: Write a number",
    ):
        assert words in english
    for words in (
        "سطران يتعذر تسجيلهما",
        "موعد إنجاز المرحلة: ",
        "أما التأخر فيُستنتج من المواعيد",
        "رقم الالتزام: ",
    ):
        assert words in arabic
    assert 'name="seen"' not in english
    del actor


@pytest.mark.parametrize(
    ("held", "name", "says"),
    [
        (b"%PDF-1.4 %%EOF", "plan.csv", "Choose a table"), (b"", "plan.csv", "empty"),
        ("commitment_number,title\n1,سجل".encode("cp1256"), "plan.csv", "UTF-8"),
        (b"PK\x03\x04 nothing", "plan.xlsx", "damaged"),
        (b"a,b\n" + b"1,2\n" * (MOST_ROWS + 1), "plan.csv", "more than 5000 lines"),
        (b"a," * 101 + b"b\n", "plan.csv", "more than 100 columns"),
        (b"a,b\n" + b"x" * 40_000 + b",y\n", "plan.csv", "longer than any text"),
        (b'a,b\n"1,2\n', "plan.csv", "damaged"),
    ],
)  # fmt: skip
def test_import_refuses_what_is_no_table_or_too_much_of_one(
    client: ReviewingClient, actor: Actor, held: bytes, name: str, says: str
) -> None:
    answer = client.submit(IMPORT, {"file": (io.BytesIO(held), name)})
    assert answer.status_code == 422
    assert says in answer.text
    del actor


def bomb(inside: bytes) -> bytes:
    """Return a book whose one sheet is this."""
    plain = io.BytesIO(as_xlsx([["commitment_number", "title_en"], ["1", "One"]]))
    made = io.BytesIO()
    with ZipFile(plain) as book, ZipFile(made, "w", ZIP_DEFLATED) as anew:
        for entry in book.infolist():
            held = inside if entry.filename == "xl/worksheets/sheet1.xml" else book.read(entry)
            anew.writestr(entry.filename, held)
    return made.getvalue()


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
LAUGHS = (
    '<?xml version="1.0"?>' + f"<!--{' ' * 70_000}-->" + '<!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY a{n} "{"&a" + (str(n - 1) if n else "") + ";" * 1}{"&a;" * 9}">' for n in range(9))
    + "]>" + SHEET.format('<row r="1"><c r="A1" t="inlineStr"><is><t>&a8;</t></is></c></row>')
)  # fmt: skip


@pytest.mark.parametrize(
    "inside",
    [
        SHEET.format('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'),
        SHEET.format('<row r="1"><c r="XFD1048576"><v>1</v></c></row>'),
        SHEET.format('<row r="1"><c r="A1"><v>1</v>'), SHEET.format('<row r="x"><c r="?"><v>1</v></c></row>'),
        SHEET.format('<row r="1"><c r="A1" t="s"><v>999</v></c></row>'), LAUGHS, "<a/>",
    ],
)  # fmt: skip
def test_import_of_a_book_that_no_office_wrote_is_refused_or_read_and_never_fails(
    client: ReviewingClient, actor: Actor, inside: str
) -> None:
    answer = client.submit(IMPORT, {"file": (io.BytesIO(bomb(inside.encode())), "plan.xlsx")})
    assert answer.status_code in {303, 422}
    if answer.status_code == 303:
        assert "This file cannot be read" in client.page(location(answer)).source
    del actor


def test_import_shows_before_and_after_with_what_changes_first(
    client: ReviewingClient, actor: Actor, committed: Committed
) -> None:
    rows: Rows = [
        ["commitment_number", "title_en", "milestone_title_ar", "milestone_title_en", "milestone_due_on", "status",
         "status_as_of", "what_en"],
        ["1", "A register", "صفحة", "A page", "2027-01-01", "in progress", "2026-02-01", "w " * 400],
        ["", "", "", "A second", "2027-02-01", "not started"],
    ]  # fmt: skip
    preview = send(client, as_csv(rows), "plan.csv")
    page = client.page(preview).source
    for words in (
        "File: \u2068plan.csv\u2069",
        "Milestone due on: <bdi>1 January 2027</bdi>",
        "Milestone status: <bdi>in progress</bdi>",
        "Commitment 1, as in the line above: A second",
    ):
        assert words in page
    arabic = client.page(preview.replace("/en/", "/ar/", 1)).source
    assert "الالتزام 1: صفحة" in arabic
    assert "موعد إنجاز المرحلة: <bdi>1 كانون الثاني 2027</bdi>" in arabic
    client.submit(preview, {}, button="Record 2 lines")
    changed: Rows = [rows[0], rows[1], [*rows[2][:4], "2027-03-02", "not started"]]
    page = client.page(send(client, as_csv(changed))).source
    assert re.search(r"before:</span> <bdi>1 February 2027</bdi>.*then:</span> <bdi>2 March 2027</bdi>", page)
    assert page.index("A second") < page.index("Commitment 1: A page")
    longer: Rows = [rows[0], [*rows[1][:7], "z " * 400]]
    page = client.page(send(client, as_csv(longer))).source
    assert "w …" in page or "w…" in page
    assert "z " * 100 not in page
    wrong: Rows = [rows[0], [*rows[1][:5], "half"]]
    assert (
        "which are: not started, in progress, and completed"
        in client.page(send(client, as_csv(wrong))).source
    )
    del actor, committed


@pytest.fixture
def led(committed: Committed, actor: Actor) -> tuple[str, str]:
    """Return the names of the body that leads commitment 1 of the plan, and of another body."""
    with committed() as session:
        lead, other = organisation(session), organisation(session)
        plan = plan_by_slug(session, "plan-1")
        assert plan is not None
        written(session, actor, begun(session, actor, lead, plan))
        return lead.name_en, other.name_en


def test_import_that_passes_the_lead_on_asks_why_and_shows_a_new_preview_where_the_record_moved_on(
    client: ReviewingClient, committed: Committed, led: tuple[str, str]
) -> None:
    preview = send(client, as_csv([["commitment_number", "lead_bodies"], ["1", led[1]]]))
    assert "Lead bodies (English)" in client.page(preview).source
    answer = client.submit(preview, {"reason_ar": "", "reason_en": ""})
    assert answer.status_code == 422
    assert "Write this in one language at least" in answer.text
    target, typed = client.last
    with committed() as session:
        there = session.scalars(select(Commitment)).one()
        services.save_milestone(
            session, actor=coordinator(session), now=moments.DRAFTED, zone=UTC, commitment_id=there.id,
            milestone_id=None, said=DELIVERED,
        )  # fmt: skip
    sent = {**typed, "reason_en": "They know it best", "once": "y" * 22}
    answer = client.post(target, data=sent, headers=FROM_OUR_PAGE)
    assert answer.status_code == 422
    assert "The plan was changed since this preview was made" in answer.text
    assert "They know it best" in answer.text
    assert "1 changed line" in answer.text
    with committed() as session:
        assert session.scalars(select(Commitment)).one().lead_id == by_name(session, led[0]).id
    assert location(client.submit(preview, {"reason_en": "They know it best"})) == "/en/desk/plans/plan-1/"
    with committed() as session:
        assert session.scalars(select(Commitment)).one().lead_id == by_name(session, led[1]).id
    assert "They know it best" in client.page("/en/desk/plans/plan-1/commitments/1/").source


def by_name(session: Session, name: str) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.name_en == name)).one()


def test_import_of_the_plans_own_file_says_that_all_of_it_stands_already(
    client: ReviewingClient, committed: Committed, led: tuple[str, str]
) -> None:
    with committed() as session:
        there = session.scalars(select(Commitment)).one()
        services.show_commitments(session, now=moments.DRAFTED, commitments=[there])
    for ending in ("csv", "xlsx"):
        held = client.get(f"/ar/plans/plan-1/commitments.{ending}").data
        page = client.page(send(client, held, f"plan.{ending}")).source
        assert "All of it stands in the record already" in page
        assert "1 unchanged line" in page
    del led


def test_export_of_the_plan_at_the_desk_has_its_drafts_and_goes_in_again(
    client: ReviewingClient, led: tuple[str, str]
) -> None:
    page = client.page(IMPORT).source
    for ending in ("csv", "xlsx"):
        path = f"/en/desk/plans/plan-1/export.{ending}"
        assert f'href="{path}"' in page
        answer = client.get(path)
        assert f"plan-1-commitments-at-the-desk.{ending}" in answer.headers["Content-Disposition"]
        again = client.page(send(client, answer.data, f"plan.{ending}")).source
        assert "All of it stands in the record already" in again
        assert "1 unchanged line" in again
    assert client.get("/en/plans/plan-1/commitments.csv").status_code == 404
    assert client.get("/en/desk/plans/plan-1/export.pdf").status_code == 404
    assert client.get("/en/desk/plans/plan-2/export.csv").status_code == 404
    del led


def test_import_begins_from_an_empty_file_in_the_language_of_the_page(
    client: ReviewingClient, actor: Actor
) -> None:
    for lang, first in (("en", "Commitment number"), ("ar", "رقم الالتزام")):
        path = f"/{lang}/desk/plans/plan-1/import"
        text = client.get(f"{path}-template.csv").text.removeprefix("\ufeff")
        assert text.startswith(f'"{first}"')
        book = load_workbook(io.BytesIO(client.get(f"{path}-template.xlsx").data))
        assert (book.worksheets[0]["A1"].value, book.worksheets[0].max_row) == (first, 1)
        (choice,) = book.worksheets[0].data_validations.dataValidation
        filled: Rows = [[cell.value for cell in book.worksheets[0][1]], ["1", "أول", "First"]]
        page = client.page(send(client, as_xlsx(filled), "filled.xlsx", path)).source
        # Sent as it is, the book's own sheet on the columns is none that is left aside; another is.
        for name, told in ((None, False), ("Notes", True)):
            book.worksheets[0]["A2"], book.worksheets[0]["C2"] = "1", "First"
            if name:
                book.create_sheet(name).append(["a", "b"])
            held = io.BytesIO()
            book.save(held)
            whole = client.page(send(client, held.getvalue(), "filled.xlsx", path)).source
            assert ("Notes" in whole, "These sheets" in whole or "هذه الأوراق" in whole) == (told, told)
        assert ("1 new line" if lang == "en" else "سطر واحد جديد") in page
        assert choice.formula1
    assert client.get(f"{IMPORT}-template.pdf").status_code == 404
    del actor


def test_import_shows_many_lines_by_pages_with_what_is_wrong_first(
    client: ReviewingClient, actor: Actor
) -> None:
    rows = [HEAD, *([str(number), f"Title {number}"] for number in range(1, 451)), ["zero", "Wrong"]]
    preview = send(client, as_csv(rows))
    page = client.page(preview).source
    assert "Lines 1 to 200 of 451" in page
    assert page.index("Write a number, with a letter") < page.index("Commitment 1<")
    last = client.page(f"{preview}?page=2").source
    assert "Commitment 450<" in last
    assert "Lines 401 to 451 of 451" in last
    assert "Lines 401 to 451 of 451" in client.page(f"{preview}?page=99999").source
    del actor


def test_import_that_waits_is_its_senders_alone_and_not_for_ever(
    client: ReviewingClient, actor: Actor, committed: Committed, app: Flask
) -> None:
    preview = send(client, as_csv(ROWS))
    with committed() as session:
        begun_plan(session, coordinator(session))
        other = session.get(User, person(session, (Role.COORDINATOR, SITE)).user_id)
        assert other is not None
    assert client.get(preview.replace("plan-1", "plan-2")).status_code == 404
    assert client.get(f"{preview}x").status_code == 404
    second = ReviewingClient(app)
    second.sign_in(other)
    assert second.get(preview).status_code == 404
    for key in list(app.extensions["storage"].old_keys(before=datetime(2100, 1, 1, tzinfo=UTC))):
        app.extensions["storage"].delete(key)
    assert location(client.get(preview)) == IMPORT
    assert "kept no longer" in client.page(IMPORT).source
    del actor
