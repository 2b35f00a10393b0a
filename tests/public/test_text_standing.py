"""A proposed text is never read as the adopted one: on the consultation's own page, and in its open files."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from consult.consultations.policies.standing import Stands
from consult.consultations.services import cancel
from consult.shared.state import State
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.answers import answered
from tests.factories.scenes import REASON
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At


def files(client: ReviewingClient, slug: str) -> list[list[tuple[str, str]]]:
    """Return what the CSV and the JSON Lines say of the version that each voice is about."""
    address = f"/en/consultations/{slug}/contributions"
    table = list(csv.DictReader(io.StringIO(client.get(f"{address}.csv").text.removeprefix("\ufeff"))))
    lines = [json.loads(line) for line in client.get(f"{address}.jsonl").text.splitlines()]
    return [[(row["version_stands"], row["version_stands_at"]) for row in rows] for rows in (table, lines)]


@pytest.mark.parametrize(
    ("state", "now", "stands", "moment", "words"),
    [
        (State.OPEN, moments.DURING, Stands.PROPOSED, moments.CLOSES, "Proposed: the public is asked about it until"),
        (State.OPEN, moments.AFTER, Stands.AWAITING, moments.CLOSES, "Proposed: its consultation closed on"),
        (State.CANCELLED, moments.LATER, Stands.WITHDRAWN, moments.LATER, "Withdrawn with its consultation"),
        (State.ANSWERED, moments.LATER, Stands.CHANGED, moments.ANSWERED, "Adopted with changes, as version 2"),
    ],
)  # fmt: skip
def test_a_proposed_text_says_so_on_its_page_and_in_open_files(
    client: ReviewingClient, committed: Committed, at: At, state: State, now: object, stands: Stands, moment: object,
    words: str,
) -> None:  # fmt: skip
    at(now)  # type: ignore[arg-type]  # moments
    with committed() as session:
        if state is State.ANSWERED:
            slug = answered(session).scene.consultation.slug
        else:
            made = make_scene(session, State.OPEN)
            comment(session, made)
            if state is State.CANCELLED:
                cancel(session, actor=made.officer, now=moments.LATER, consultation_id=made.id, reason=REASON)
            slug = made.consultation.slug
    page = client.page(f"/en/consultations/{slug}/text/").source
    assert words in page
    expected = (stands.value, f"{moment:%Y-%m-%dT%H:%M:%SZ}")
    for rows in files(client, slug):
        assert rows
        assert set(rows) == {expected}
