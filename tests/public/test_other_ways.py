"""Who has no email address, or is too young to register, is led to another way where they meet the limit."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import pytest

from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.review import words

if TYPE_CHECKING:
    from tests.conftest import At

ASKS = {"ar": "من دون بريد إلكتروني، أو دون سن 18؟", "en": "Without email, or younger than 18?"}
OF_AGE = {"ar": "التسجيل للبالغين", "en": "only adults register"}


def text_url(asked: Scene, lang: str) -> str:
    """Return the page of the first clause."""
    return f"/{lang}/consultations/{asked.consultation.slug}/text/?clause={asked.clauses[0]}"


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_limit_names_a_way_that_exists(client: ReviewingClient, asked: Scene, at: At, lang: str) -> None:
    at(moments.DURING)
    ways = f"/{lang}/consultations/{asked.consultation.slug}/#ways"
    page = client.page(text_url(asked, lang))
    assert [link.get("href") for link in page.every("a") if words(link) == ASKS[lang]] == [ways]
    client.submit(text_url(asked, lang), {"body": "Words of somebody young"}, action="/contribute")
    for name in ("login", "register"):
        page = client.page(f"/{lang}/{name}")
        assert ASKS[lang] in [words(each) for each in page.every("h2")]
        assert ways in [link.get("href") for link in page.every("a")]
    refused = client.submit(
        f"/{lang}/register", {"email": "young@example.org", "password": "twelve characters and more"}
    )
    assert refused.status_code == 422
    assert OF_AGE[lang] in refused.text
    path, anchor = urldefrag(ways)
    page = client.page(path)
    assert {anchor, "other-ways"} <= set(page.ids)
    said = next(words(each) for each in page.every("p") if each.get("id") == "other-ways")
    assert asked.consultation.contact_email in said


def test_without_a_question_the_open_ones_are_named(client: ReviewingClient) -> None:
    page = client.page("/en/register", may_set_cookie=True)
    links = [link.get("href") for link in page.every("a") if words(link).startswith("Open consultations")]
    assert links == ["/en/consultations/"]
