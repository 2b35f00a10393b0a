"""The page on the initiative as readers have it: contents, steps, the other language, and its facts as a file."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from consult.initiative.models import Shape
from consult.initiative.services import FactWords
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.initiative import COUNTRIES, fact, publish, section
from tests.factories.promises import coordinator
from tests.public.conftest import Committed
from tests.site_map import mapped

if TYPE_CHECKING:
    from tests.conftest import At

PUBLIC = "/en/about/open-government/"


@pytest.fixture
def page_seconds() -> float:
    """Return that nothing is kept: these tests publish and ask again at once."""
    return 0


def test_initiative_page_lists_its_sections_and_numbers_its_steps(
    client: ReviewingClient, committed: Committed, at: At
) -> None:
    at(moments.DRAFTED)
    with committed() as session:
        keeper = coordinator(session)
        fact(session, keeper, section(session, keeper))
        steps = section(session, keeper, Shape.STEPS, "How to join")
        for number, label in enumerate(("Write", "Send"), 1):
            said = FactWords(label_en=label, value_en=f"Do {label}", source_en="The letter", place=number)
            fact(session, keeper, steps, said)
        publish(session, keeper)
    page = client.page(PUBLIC).source
    assert f'<a href="#{steps}"><span>How to join</span></a>' in page
    assert page.index('<ol class="steps">') < page.index("Write") < page.index("Send")
    # One source for all steps is named once; that of a number stands beside it.
    assert page.count("The letter") == 1
    assert "<strong>many parties</strong>" in page
    # What is there in English alone is shown so, marked, and said in words.
    arabic = client.page("/ar/about/open-government/").source
    assert '<h3 lang="en" dir="ltr">Write</h3>' in arabic
    assert arabic.count("كُتب بالإنجليزية وحدها:") == 2
    assert "Written in" not in page


def test_initiative_is_missing_until_published_and_so_are_its_editions(
    client: ReviewingClient, committed: Committed, at: At
) -> None:
    at(moments.DRAFTED)
    with committed() as session:
        keeper = coordinator(session)
        fact(session, keeper, section(session, keeper))
    for address in (PUBLIC, f"{PUBLIC}editions/1/"):
        assert client.get(address).status_code == 404
    assert not [path for path in mapped(client) if "open-government" in path]
    assert "open-government" not in client.page("/en/").source
    assert "78" not in client.get(f"{PUBLIC}facts.csv").text


def test_initiative_facts_are_a_file_with_source_and_day(
    client: ReviewingClient, committed: Committed, at: At
) -> None:
    at(moments.DRAFTED)
    with committed() as session:
        keeper = coordinator(session)
        fact(session, keeper, section(session, keeper))
        publish(session, keeper)
    answer = client.get(f"{PUBLIC}facts.csv")
    (row,) = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert (row["value_ar"], row["value_en"]) == (COUNTRIES.value_ar, COUNTRIES.value_en)
    assert (row["source_en"], row["source_url"], row["as_of"]) == (
        "The ministry’s page", "https://example.org/ogp", "2023-10-15",
    )  # fmt: skip
    assert row["edition"] == "1"
