"""How a voice came stands where it is read, in the open file and in the figures, counted apart and together."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from consult.public.contributions import verify_receipts
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.answers import publish, respond, theme
from tests.factories.letters import letter, other
from tests.factories.scenes import Scene
from tests.factories.voices import comment, hide
from tests.public.conftest import Committed
from tests.review import words

if TYPE_CHECKING:
    from tests.conftest import At

CAME = {
    "ar": ("وصلت بالبريد في 27 آذار 2026", "محافظة الكرك", "تمثّل 40 شخصاً، وتُحسب صوتاً واحداً"),
    "en": (
        "came by post on 27 March 2026",
        "governorate of Karak",
        "speaks for 40 people, and counts as one voice",
    ),
}
COUNTED = {"ar": "في هذا الموقع: 1 · بالبريد: 1 · بالهاتف: 1", "en": "on this site: 1 · on paper: 0"}


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_channel_stands_where_a_voice_is_read(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At, lang: str
) -> None:
    at(moments.DURING)
    with committed() as session:
        made = letter(session, asked)
        comment(session, asked)
    slug = asked.consultation.slug
    for path in (
        f"consultations/{slug}/contributions/",
        f"consultations/{slug}/text/?clause={asked.clauses[0]}",
        f"contributions/{made.reference}",
    ):
        page = words(client.page(f"/{lang}/{path}").root)
        for part in CAME[lang]:
            assert part in page, path


def test_channel_is_counted_apart_and_together(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    path = f"/en/consultations/{asked.consultation.slug}/contributions/"
    with committed() as session:
        comment(session, asked)
    assert "How those that are shown came" not in words(client.page(path).root)
    with committed() as session:
        letter(session, asked)
        letter(session, asked, received=other(channel="phone"))
        hide(session, asked, letter(session, asked, received=other(channel="paper")))
    page = words(client.page(path).root)
    assert "on this site: 1 · by post: 1 · by telephone: 1" in page
    assert "Published: 3" in page


def test_channel_is_in_the_open_file_which_still_verifies(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        made = letter(session, asked)
        hidden = letter(session, asked)
        hide(session, asked, hidden)
        comment(session, asked)
    path = f"/en/consultations/{asked.consultation.slug}/contributions"
    rows = {
        row["reference"]: row
        for row in csv.DictReader(StringIO(client.get(f"{path}.csv").text.lstrip("\ufeff")))
    }
    shown = rows[made.reference]
    assert (shown["channel"], shown["received_on"], shown["governorate"], shown["place"], shown["stands_for"]) == (
        "post", "2026-03-27", "karak", "غور الصافي", "40",
    )  # fmt: skip
    gone = rows[hidden.reference]
    assert (gone["channel"], gone["received_on"], gone["place"], gone["details"]) == ("post", "", "", "")
    assert verify_receipts.verdict(shown) == "fits"
    assert verify_receipts.verdict(gone) == "withheld"
    lines = [json.loads(line) for line in client.get(f"{path}.jsonl").text.splitlines()]
    assert {line["stands_for"] for line in lines} == {40, None}


def test_channel_is_in_the_figures_of_the_answer(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    with committed() as session:
        said = [comment(session, asked), letter(session, asked), letter(session, asked)]
        under = theme(session, asked, *said)
        respond(session, asked, under)
        outcome = publish(session, asked)
    assert outcome.figures["channel_post"] == 2
    at(moments.LATER)
    page = words(client.page(f"/en/consultations/{asked.consultation.slug}/outcome/").root)
    assert "How what was published came" in page
    journey = client.page(f"/en/contributions/{said[1].reference}")
    assert "Answered" in words(journey.root)
