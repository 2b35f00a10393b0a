"""The desk's search compares as readers do, finds short references, and is the same on both engines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution
from consult.contributions.queries import by_references
from consult.outcomes import queries
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.answers import theme
from tests.factories.scenes import Scene
from tests.factories.voices import comment, hide, translation
from tests.public.conftest import Committed
from tests.review import Page

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]


@pytest.fixture
def bench(client: ReviewingClient, asked: Scene, user_of: UserOf, at: At) -> str:
    """Return the address of the workbench of a closed consultation, whose moderator is signed in."""
    at(moments.AFTER)
    client.sign_in(user_of(asked.moderator))
    return f"/en/desk/consultations/{asked.consultation.slug}/themes/"


def listed(page: Page) -> set[str]:
    """Return the references that a page of the workbench lists."""
    return {box.attrib["value"] for box in page.every("input") if box.get("name") == "pick"}


def test_words_are_found_however_they_are_written(
    client: ReviewingClient, bench: str, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        council = comment(session, asked, body="على البَلَديّة في إربد أن تنشر ٩٠ سطراً")
        plain = comment(session, asked, body="بلديه اربد لم تنشر 90 سطرا", title="")
        coffee = comment(session, asked, body="The CAFÉ in Straße 5", clause_id=asked.clauses[1])
        comment(session, asked, body="لا شيء من ذلك")
    both = {council.reference, plain.reference}
    found = {
        "البلدية": both,
        "بلديه": both,
        "والبلديّــة": both,
        "إربد ٩٠": both,
        "ﺍﺭﺑﺪ": both,
        "۹۰": both,
        "cafe STRASSE": {coffee.reference},
        "café": {coffee.reference},
        "البلدية cafe": set(),
    }
    queue = bench.replace("/themes/", "/queue/")
    for typed, wanted in found.items():
        assert listed(client.page(f"{bench}?show=all&q={quote(typed)}")) == wanted, typed
        page = client.get(f"{queue}?q={quote(typed)}").text
        assert {said.reference for said in (council, plain, coffee) if said.reference in page} == wanted, (
            typed
        )


def test_references_are_found_as_in_public_and_by_their_number(
    client: ReviewingClient, bench: str, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        said = comment(session, asked, body="الأرقام لا تُنشر")
        other = comment(session, asked, body="لا رقم في هذه الكلمات")
    year, number = said.reference.split("-")[1:]
    eastern = str(int(number)).translate({ord(str(i)): "٠١٢٣٤٥٦٧٨٩"[i] for i in range(10)})
    forms = (
        said.reference.lower(), f"v {year} {eastern}", f"V{year}-{int(number)}", f"{year} {eastern}", eastern, number,
        f"{said.reference} أرقام",
    )  # fmt: skip
    for typed in forms:
        found = listed(client.page(f"{bench}?show=all&q={quote(typed)}"))
        assert said.reference in found, typed
        assert other.reference not in found, typed
    assert listed(client.page(f"{bench}?show=all&q={quote(said.reference + ' حافلة')}")) == set()


def test_a_voice_is_found_by_its_translation_that_counts(
    client: ReviewingClient, bench: str, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        said = comment(session, asked)
        translation(session, asked, said, body="Publish the timetables", now=moments.DURING)
        translation(session, asked, said, body="Publish every timetable", now=moments.DURING)
    assert listed(client.page(f"{bench}?show=all&q=TIMETABLE")) == {said.reference}
    assert listed(client.page(f"{bench}?show=all&q=timetables")) == set()


def test_hidden_words_are_searched_by_who_may_read_them_alone(
    client: ReviewingClient, bench: str, asked: Scene, committed: Committed, user_of: UserOf
) -> None:
    with committed() as session:
        hidden = comment(session, asked, body="رقم هاتفٍ لأحدهم")
        hide(session, asked, hidden)
    queue = bench.replace("/themes/", "/queue/")
    for reader, finds in ((asked.moderator, True), (asked.officer, False)):
        client.sign_in(user_of(reader))
        assert (hidden.reference in client.get(f"{queue}?q={quote('الهاتف')}").text) is finds
    assert listed(client.page(f"{bench}?show=all&q={quote('هاتف')}")) == set()


def test_a_search_without_end_is_cut_and_answers(
    client: ReviewingClient, bench: str, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        said = comment(session, asked, body="a b c d e f g h i j")
    for typed in (
        "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 20,
        "%" * 500,
        "_",
        "\\",
        "/",
        "ـ",
    ):
        found = listed(client.page(f"{bench}?show=all&q={quote(typed)}"))
        assert found == ({said.reference} if typed.startswith("a") or typed == "ـ" else set()), typed


def test_what_a_point_cites_may_be_typed_short(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.AFTER)
    client.sign_in(user_of(asked.moderator))
    with committed() as session:
        said: Contribution = comment(session, asked)
        under = theme(session, asked, said)
    year, number = said.reference.split("-")[1:]
    short = f"v{year}-{int(number)}".translate({ord(str(i)): "٠١٢٣٤٥٦٧٨٩"[i] for i in range(10)})
    typed = {"text_ar": "نقطة", "text_en": "A point", "references": short}
    assert client.submit(f"/en/desk/themes/{under.id}/points/", typed).status_code == 303
    with committed() as session:
        [point] = queries.points(session, theme_id=under.id)
        there = by_references(session, [said.reference])[said.reference]
        assert [cited.contribution_id for cited in point.citations] == [there.id]
