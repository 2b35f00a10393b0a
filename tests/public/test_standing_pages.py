"""Standing pages say what the code does: numbers, rules, roles and answers come from where they are decided."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from flask_babel import force_locale

from config import Settings
from consult.accounts.policies.permissions import TABLE, Act
from consult.accounts.services import PARTICIPANTS_STAY, SHORTEST_REASON, STAFF_STAY
from consult.moderation.policies import RULES
from consult.public.pages.views import PAGES
from consult.web import retention
from consult.web.labels import label
from consult.wording import LABELS
from tests.review import words

if TYPE_CHECKING:
    from tests.client import ReviewingClient

pytestmark = pytest.mark.parametrize("lang", ["ar", "en"])


def read(client: ReviewingClient, lang: str, name: str) -> str:
    """Return what stands in the main part of a standing page."""
    main = client.page(f"/{lang}/pages/{name}").root.find(".//{*}main")
    assert main is not None
    return words(main)


def numbers(text: str) -> set[int]:
    """Return the whole numbers of a text."""
    return {int(found) for found in re.findall(r"\d+", text)}


@pytest.mark.parametrize("name", PAGES)
def test_each_page_says_whom_to_write_to_and_leads_to_the_others(
    client: ReviewingClient, settings: Settings, lang: str, name: str
) -> None:
    page = client.page(f"/{lang}/pages/{name}")
    main = page.root.find(".//{*}main")
    footer = page.root.find(".//{*}footer")
    assert main is not None
    assert footer is not None
    inside = {link.get("href") for link in main.iterfind(".//{*}a")}
    below = {link.get("href") for link in footer.iterfind(".//{*}a")}
    others = {f"/{lang}/pages/{other}" for other in PAGES if other != name}
    assert {f"mailto:{settings.contact_email}", *others} <= inside
    assert f"/{lang}/pages/{name}" not in inside
    assert {*others, f"/{lang}/pages/{name}"} <= below


def test_deadlines_are_those_of_the_settings(client: ReviewingClient, settings: Settings, lang: str) -> None:
    said = numbers(read(client, lang, "how-we-answer"))
    assert said == {
        settings.notice_days,
        settings.open_days,
        settings.open_days_with_reason,
        settings.answer_days,
        settings.confirm_hours,
    }


def test_each_of_the_five_answers_is_there(client: ReviewingClient, lang: str) -> None:
    shown = client.page(f"/{lang}/pages/how-we-answer").root.iterfind(".//{*}p[@class]")
    kinds = [found.get("class") for found in shown if (found.get("class") or "").startswith("outcome ")]
    assert len(kinds) == len(set(kinds)) == len(LABELS["outcome"])


def test_the_rules_have_the_numbers_and_names_that_decisions_have(client: ReviewingClient, lang: str) -> None:
    page = client.page(f"/{lang}/pages/moderation-rules")
    rows = {row.get("id"): words(row) for row in page.root.iterfind(".//{*}li[@id]")}
    with client.application.test_request_context(), force_locale(lang):
        names = {f"rule-{number}": label("rule", number) for number in RULES}
    assert rows.keys() == names.keys()
    for anchor, name in names.items():
        assert name in rows[anchor]


def test_who_decides_is_who_may(client: ReviewingClient, lang: str) -> None:
    rules, privacy = read(client, lang, "moderation-rules"), read(client, lang, "privacy")
    with client.application.test_request_context(), force_locale(lang):
        moderate = {label("role", role) for role in TABLE[Act.MODERATE].who}
        hidden = {label("role", role) for role in TABLE[Act.READ_HIDDEN].who}
        look_up = {label("role", role) for role in TABLE[Act.SEE_IDENTITY].who}
    assert all(role in rules for role in moderate | hidden)
    assert all(role in privacy for role in look_up)


def test_what_is_kept_is_kept_as_long_as_the_page_says(
    client: ReviewingClient, settings: Settings, lang: str
) -> None:
    said = numbers(read(client, lang, "privacy"))
    kept = (
        retention.FORMS,
        retention.MAILS,
        retention.INVITATIONS,
        retention.SESSIONS,
        retention.KNOWN_BROWSERS,
    )
    days = {PARTICIPANTS_STAY.days, settings.draft_days, *(each.days for each in kept)}
    others = {settings.min_age, SHORTEST_REASON, STAFF_STAY.seconds // 3600}
    # Arabic has words of its own for one day and for two.
    assert said - {retention.KEYS.days, retention.ORPHANS.days} == days | others


def test_there_is_no_other_page(client: ReviewingClient, lang: str) -> None:
    assert client.get(f"/{lang}/pages/terms").status_code == 404
