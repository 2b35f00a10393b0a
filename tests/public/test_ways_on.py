"""Where a page leads on: a missing one, a reference somebody holds, an invitation in the wrong account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from consult.shared.text import as_reference
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.answers import answered
from tests.factories.scenes import REASON, Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At


def test_a_missing_page_leads_on(client: ReviewingClient) -> None:
    answer = client.get("/en/nothing-is-here")
    assert answer.status_code == 404
    for way in (
        'action="/en/contributions/"',
        'href="/en/consultations/"',
        'href="/en/plans/"',
        'href="mailto:',
    ):
        assert way in answer.text.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("V-2026-0418", "V-2026-0418"),
        (" v 2026 ٤١٨ ", "V-2026-0418"),
        ("V\u20132026\u201312345", "V-2026-12345"),
        ("\u2068V-2026-0001\u2069", "V-2026-0001"),
        ("0418", None),
        ("V-2026-", None),
        ("V-2026-0418 or so", None),
    ],
)
def test_a_reference_is_read_as_people_write_it(typed: str, meant: str | None) -> None:
    assert as_reference(typed) == meant


def test_a_reference_leads_to_its_voice(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked)
    answer = client.get(
        "/en/contributions/", query_string={"reference": said.reference.lower().replace("-", " ")}
    )
    assert (answer.status_code, location(answer)) == (303, f"/en/contributions/{said.reference}")


def test_what_is_not_announced_is_not_found(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked)
    at(moments.DRAFTED)
    hidden = client.get("/en/contributions/", query_string={"reference": said.reference})
    missing = client.get("/en/contributions/", query_string={"reference": "V-1999-0001"})
    assert hidden.status_code == missing.status_code == 200
    assert hidden.text.replace(said.reference, "") == missing.text.replace("V-1999-0001", "")
    assert "Nothing has this reference" in hidden.text


def test_nothing_is_wrong_before_something_is_typed(client: ReviewingClient) -> None:
    assert "Nothing has this reference" not in client.get("/en/contributions/").text


def test_the_home_page_leads_to_a_voice_and_its_answer(
    client: ReviewingClient, committed: Committed, at: At
) -> None:
    at(moments.LATER)
    assert "Follow one voice to its answer" not in client.get("/en/").text
    with committed() as session:
        reference = answered(session).comment.reference
    link = (
        client.get("/en/")
        .text.split("Follow one voice to its answer")[0]
        .rsplit('href="', 1)[1]
        .split('"')[0]
    )
    assert link == f"/en/contributions/{reference}"
    assert REASON[1] in client.get(link).text
