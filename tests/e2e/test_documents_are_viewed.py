"""A document is looked at in a real browser, under the sandbox in which its file is shown."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image
from sqlalchemy.orm import Session

from tests.factories.documents import filed

if TYPE_CHECKING:
    from flask import Flask

    from tests.databases import MigratedDatabase
    from tests.e2e.conftest import NewPage

_RED = b"1 0 0 rg 0 0 600 400 re f"
_OBJECTS = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 400] /Contents 4 0 R >>",
    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(_RED), _RED),
)


def red_pdf() -> bytes:
    """Return a PDF of one page that is red all over."""
    file, begins = b"%PDF-1.4\n", []
    for number, each in enumerate(_OBJECTS, 1):
        begins.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % begin for begin in begins)
    return file + (
        b"xref\n0 5\n0000000000 65535 f \n%strailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (table, len(file))
    )


def test_a_document_pdf_is_shown_under_its_sandbox(
    app: Flask, database: MigratedDatabase, server: str, new_page: NewPage
) -> None:
    with Session(database.engine.execution_options(write=True)) as session, session.begin():
        slug = filed(session, storage=app.extensions["storage"], content=red_pdf()).slug
    page = new_page()
    page.goto(f"{server}/en/documents/{slug}/")
    with page.expect_response(lambda got: got.url.endswith("/view")) as answer:
        page.get_by_role("link", name="View").first.click()
    assert "sandbox" in (answer.value.header_value("content-security-policy") or "")
    for _ in range(40):
        page.wait_for_timeout(250)
        shown = Image.open(BytesIO(page.screenshot())).convert("RGB")
        if any(colour == (255, 0, 0) for _count, colour in shown.getcolors(2**24) or []):
            break
    else:
        raise AssertionError("the browser shows no red page")
