"""The open file of documents: every version, its addresses, and why what is gone is gone."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from consult.accounts.models import SITE, Role
from consult.documents.models import Visibility
from consult.documents.services import add_version, ask_erasure, erase, withdraw
from consult.shared.uploads import MEDIA_TYPES
from tests.factories import moments
from tests.factories.documents import PDF, file_of, filed
from tests.factories.people import person

if TYPE_CHECKING:
    from flask import Flask

    from tests.client import ReviewingClient
    from tests.public.conftest import Committed


def lines(client: ReviewingClient) -> list[dict[str, str]]:
    """Return the file's rows."""
    answer = client.get("/en/documents.csv")
    assert answer.mimetype == "text/csv"
    text = answer.text.removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def rows(client: ReviewingClient) -> dict[str, dict[str, str]]:
    """Return the file's rows by document, each of which has one version."""
    found = lines(client)
    assert len({row["document"] for row in found}) == len(found)
    return {row["document"]: row for row in found}


def test_documents_csv_lists_what_is_public_and_why_the_rest_is_gone(
    client: ReviewingClient, app: Flask, committed: Committed
) -> None:
    with committed() as session:
        one, other = (person(session, (Role.COORDINATOR, SITE)) for _ in range(2))
        made = [
            filed(session, storage=app.extensions["storage"], title_en=name)
            for name in ("=1+1", "Two", "Three")
        ]
        hidden = filed(session, visibility=Visibility.RESTRICTED).slug
        there, gone, erased = (each.slug for each in made)
        withdraw(session, actor=one, now=moments.DURING, slug=gone, reason=("خطأ", "A mistake"))
        ask_erasure(session, actor=one, now=moments.DURING, slug=erased, reason="Names")
        erase(session, actor=other, now=moments.DURING, slug=erased, reason=("أسماء", "Names of people"))
    found = rows(client)
    assert hidden not in found
    row = found[there]
    assert (row["state"], row["title_en"], row["reference_number"]) == ("public", "'=1+1", "56/10/6/20881")
    assert (row["bytes"], row["sha256"]) == (str(len(PDF)), hashlib.sha256(PDF).hexdigest())
    assert (row["version"], row["is_newest"], row["at_hand"]) == ("1", "yes", "yes")
    for column in ("view", "download"):
        path = row[column].partition("/en/")[2]
        assert client.get(f"/en/{path}").data == PDF
    assert (found[gone]["state"], found[gone]["download"], found[gone]["reason_en"]) == (
        "withdrawn",
        "",
        "A mistake",
    )
    assert found[gone]["title_en"] == "Two"
    row = found[erased]
    assert (row["state"], row["title_en"], row["sha256"], row["view"]) == ("erased", "", "", "")
    assert (row["reason_ar"], row["reason_en"]) == ("أسماء", "Names of people")
    assert "/en/documents.csv" in client.page("/en/documents/").source


def test_documents_csv_lists_each_version_and_views_what_browsers_show(
    client: ReviewingClient, app: Flask, committed: Committed
) -> None:
    """The first of two versions is a PDF, the second a file that no browser shows."""
    with committed() as session:
        by = person(session, (Role.COORDINATOR, SITE))
        slug = filed(session, storage=app.extensions["storage"]).slug
        second = replace(file_of(app.extensions["storage"], b"PK"), media_type=MEDIA_TYPES["docx"])
        add_version(session, actor=by, now=moments.DURING, slug=slug, file=second)
    first, newest = (row for row in lines(client) if row["document"] == slug)
    assert [(row["version"], row["is_newest"]) for row in (first, newest)] == [("1", "no"), ("2", "yes")]
    assert first["view"].endswith(f"/en/documents/{slug}/versions/1/view")
    assert newest["view"] == ""
    assert newest["download"].endswith(f"/en/documents/{slug}/versions/2/download")
    assert newest["sha256"] == hashlib.sha256(b"PK").hexdigest()
