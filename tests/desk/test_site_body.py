"""The body that runs the site is kept at the desk, and pages, mails and security.txt say what was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask, g, render_template
from flask_babel import force_locale
from sqlalchemy import func, select

from consult.accounts.models import SITE, Role, User
from consult.jobs.blocks import Letter
from consult.organisations.models import SiteBody
from consult.organisations.queries.site import site_body
from consult.record.models import LogEntry
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.people import person
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from config import Settings
    from tests.conftest import At

ADDRESS = "/en/desk/site/"
TYPED = {
    "name_ar": "وزارة الاختبار", "name_en": "Ministry of Tests", "unit_ar": "وحدة الحوار", "unit_en": "Dialogue Unit",
    "email": "dialogue@example.org", "phone": "+962 6 000 0000", "links": "example.org\nhttps://example.com/us",
    "seen": "0",
}  # fmt: skip


@pytest.fixture(autouse=True)
def keeper(committed: Committed, client: ReviewingClient, at: At) -> None:
    """Sign an administrator in."""
    at(moments.DRAFTED)
    with committed() as session:
        made = person(session, (Role.ADMINISTRATOR, SITE))
        user = session.get(User, made.user_id)
        assert user is not None
    client.sign_in(user)


def test_plan_site_body_begins_with_the_settings_and_is_said_everywhere_once_saved(
    client: ReviewingClient, committed: Committed, settings: Settings
) -> None:
    before = client.page(ADDRESS).source
    assert settings.operator_en in before
    assert settings.contact_email in before
    assert location(client.submit(ADDRESS, TYPED)) == ADDRESS
    page = client.page("/en/pages/privacy").source
    assert "Dialogue Unit, Ministry of Tests" in page
    assert all(
        words in page for words in ("mailto:dialogue@example.org", "+962 6 000 0000", "https://example.org")
    )
    assert "وحدة الحوار، وزارة الاختبار" in client.page("/ar/pages/privacy").source
    with committed() as session:
        entry = session.scalars(select(LogEntry).where(LogEntry.kind == "site-described")).one()
        assert (entry.subject, entry.role) == ("site", "administrator")


@pytest.mark.parametrize(
    ("field", "typed"),
    [("email", "a%0abcc@example.org"), ("email", "a%0Dbcc@example.org"), ("links", "https://example.org/a%0ab")],
)  # fmt: skip
def test_plan_site_body_has_no_address_that_hides_controls(
    client: ReviewingClient, committed: Committed, field: str, typed: str
) -> None:
    answer = client.submit(ADDRESS, {**TYPED, field: typed})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    with committed() as session:
        assert session.scalar(select(func.count()).select_from(SiteBody)) == 0


def test_plan_site_body_is_what_mails_and_security_txt_say(client: ReviewingClient, app: Flask) -> None:
    client.submit(ADDRESS, TYPED)
    with app.test_request_context("/en/"), force_locale("en"):
        g.language = "en"
        mail = render_template("emails/letter.txt", letter=Letter("Subject", []))
    assert "Dialogue Unit, Ministry of Tests" in mail
    assert "mailto:dialogue@example.org" in client.get("/.well-known/security.txt").text


def test_plan_site_body_sent_again_is_saved_once_and_another_since_is_told(
    client: ReviewingClient, committed: Committed
) -> None:
    client.submit(ADDRESS, TYPED)
    client.submit(ADDRESS, TYPED)
    late = client.submit(ADDRESS, {**TYPED, "name_en": "Other ministry"})
    assert late.status_code == 422
    assert "Ministry of Tests" in late.text
    assert "Other ministry" in late.text
    with committed() as session:
        assert session.scalar(select(func.count()).select_from(SiteBody)) == 1
        there = site_body(session)
        assert there is not None
        assert (there.name_en, there.links) == (
            "Ministry of Tests",
            "https://example.org\nhttps://example.com/us",
        )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name_ar": ""}, "name_ar"),
        ({"email": "no address"}, "email"),
        ({"links": "javascript:alert(1)"}, "links"),
        ({"links": "\n".join(["example.org"] * 6)}, "links"),
        ({"unit_en": "u" * 300}, "unit_en"),
    ],
)
def test_plan_site_body_is_refused_at_its_field(
    client: ReviewingClient, wrong: dict[str, str], field: str
) -> None:
    answer = client.submit(ADDRESS, {**TYPED, **wrong})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Dialogue Unit" in answer.text or field == "unit_en"
