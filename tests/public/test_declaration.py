"""The interest that an organisation declares is asked for where it speaks, shown where it is read, and exported."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions.models import INTEREST, Contribution
from consult.public.contributions import verify_receipts
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.answers import publish, respond, theme
from tests.factories.inviting import invited
from tests.factories.organisations import verified
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment
from tests.public.conftest import Committed
from tests.review import words

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
PROFIT = "ننفذ عطاءات من هذا النوع."
LABEL = {"ar": "المصلحة المصرَّح بها:", "en": "Declared interest:"}


@pytest.fixture
def speaking(committed: Committed, at: At) -> tuple[str, Actor]:
    """Return the slug of an organisation and somebody who speaks for it, while the consultation is open."""
    at(moments.DURING)
    with committed() as session:
        body, representative = verified(session)
        return body.slug, representative


def text_url(asked: Scene) -> str:
    return f"/en/consultations/{asked.consultation.slug}/text/?clause={asked.clauses[0]}"


def test_declaration_is_asked_of_who_speaks_for_an_organisation(
    client: ReviewingClient, asked: Scene, speaking: tuple[str, Actor], user_of: UserOf
) -> None:
    assert 'name="interest"' not in client.get(text_url(asked)).text
    client.sign_in(user_of(speaking[1]))
    assert 'name="interest"' in client.get(text_url(asked)).text


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_declaration_stands_where_the_voice_is_read(
    client: ReviewingClient,
    asked: Scene,
    speaking: tuple[str, Actor],
    user_of: UserOf,
    committed: Committed,
    lang: str,
) -> None:
    client.sign_in(user_of(speaking[1]))
    typed = {"body": "Lower the threshold.", "speak_as": f"organisation:{speaking[0]}", "interest": PROFIT}
    assert client.submit(text_url(asked), typed, action="/contribute").status_code == 303
    with committed() as session:
        said = session.scalars(select(Contribution)).one()
    slug = asked.consultation.slug
    for path in (f"consultations/{slug}/contributions/", f"contributions/{said.reference}"):
        page = client.page(f"/{lang}/{path}")
        assert f"{LABEL[lang]} {PROFIT}" in words(page.root)
        [declared] = [each for each in page.every("bdi") if "".join(each.itertext()) == PROFIT]
        assert declared.get("lang") == (None if lang == "ar" else "ar")
    shown = client.get(f"/en/consultations/{slug}/contributions.csv").text.lstrip("\ufeff")
    row = next(csv.DictReader(StringIO(shown)))
    assert row["declared_interest"] == PROFIT
    assert verify_receipts.verdict(row) == "fits"


def test_declaration_without_an_organisation_is_said_at_its_field(
    client: ReviewingClient, asked: Scene, speaking: tuple[str, Actor], user_of: UserOf
) -> None:
    client.sign_in(user_of(speaking[1]))
    typed = {"body": "Lower the threshold.", "speak_as": "unnamed", "interest": PROFIT}
    answer = client.submit(text_url(asked), typed, action="/contribute")
    assert answer.status_code == 422
    assert 'id="interest-error"' in answer.text
    assert PROFIT in answer.text
    assert "Lower the threshold." in answer.text


def test_declaration_is_changed_and_both_are_read(
    client: ReviewingClient, asked: Scene, speaking: tuple[str, Actor], user_of: UserOf, committed: Committed
) -> None:
    slug, by = speaking
    with committed() as session:
        said = comment(session, asked, by=by, organisation=slug, facts={INTEREST: PROFIT})
    client.sign_in(user_of(by))
    page = f"/en/contributions/{said.reference}"
    answer = client.submit(f"{page}/change", {"interest": "Another"}, action="/change")
    assert answer.status_code == 303
    read = words(client.page(page).root)
    assert "Declared interest: Another; before: " + PROFIT in read


def test_the_page_of_an_organisation_shows_the_answer_that_it_got(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    with committed() as session:
        body, by = verified(session)
        said = comment(session, asked, by=by, organisation=body.slug)
        waits = comment(session, make_scene(session), by=by, organisation=body.slug)
        under = theme(session, asked, said)
        respond(session, asked, under)
        invited(session, asked, body.slug)
        publish(session, asked)
    at(moments.LATER)
    page = client.page(f"/en/organisations/{body.slug}/")
    read = words(page.root)
    assert read.count("Answered under the theme") == 1
    assert waits.reference in read
    links = [link.get("href") for link in page.every("a")]
    assert f"/en/consultations/{asked.consultation.slug}/outcome/themes/{under.id}/" in links
    assert f"/en/consultations/{asked.consultation.slug}/invited/" in links
