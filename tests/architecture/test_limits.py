"""Every view that takes a POST declares how often it may be tried, or is named here with the reason why not."""

from __future__ import annotations

import pytest
from flask import Flask

from consult.accounts.models import STAFF
from consult.web.limits import Limit, limit_of
from tests.architecture.access_table import ACCESS

# Who holds a role was given it by name; what they do is logged, and ends with the role.
OF_STAFF = {*STAFF, "staff"}
NOT_LIMITED = {
    "public.account_settings": "changes one's own row, and mails nobody",
    "public.discard_kept": "throws away what is one's own, once",
    "public.discard_waiting": "throws away what is one's own, once",
    "public.discard_waiting_vote": "throws away what is one's own, once",
    "public.end_other_sessions": "ends one's own sessions",
    "public.end_representative": "ends one grant, once",
    "public.end_session": "ends one's own session",
    "public.erasure": "asks once for each contribution of one's own",
    "public.invitation": "a signed link cannot be guessed, and is used once",
    "public.keep_waiting": "keeps what this browser holds already, once",
    "public.leave_organisation": "ends one's own grant, once",
    "public.logout": "ends one's own session",
    "public.mail_preferences": "a signed link cannot be guessed; it changes one row",
    "public.revoke_invitation": "ends one invitation, once",
    "public.take_back": "takes back one's own request, once",
    "public.withdraw": "withdraws each contribution of one's own once",
}


@pytest.fixture
def declared(app: Flask) -> dict[str, Limit | None]:
    """Return what each endpoint that takes a POST declares."""
    takers = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    with app.app_context():
        return {endpoint: limit_of(endpoint) for endpoint in sorted(takers)}


def test_every_view_that_takes_a_post_is_limited_or_says_why_not(declared: dict[str, Limit | None]) -> None:
    free = {
        endpoint for endpoint, limit in declared.items() if limit is None and ACCESS[endpoint] not in OF_STAFF
    }
    assert free == set(NOT_LIMITED)
    assert all(reason.strip() for reason in NOT_LIMITED.values())


# What is limited when it is read: it walks through all that everybody may read, or sets it on paper.
READ = {"site.sitemap", "site.sitemap_part", "public.minutes_file", "public.progress_pdf"}


def test_only_what_takes_a_post_or_is_dear_to_read_declares_a_limit(
    app: Flask, declared: dict[str, Limit | None]
) -> None:
    with app.app_context():
        limited = {endpoint for endpoint in app.view_functions if limit_of(endpoint)}
        read = {endpoint for endpoint in limited if getattr(limit_of(endpoint), "method", "") == "GET"}
    assert read == READ
    assert limited - READ == {endpoint for endpoint, limit in declared.items() if limit}


def test_two_views_sign_in_and_one_counts_the_address_typed(declared: dict[str, Limit | None]) -> None:
    sign_in = {endpoint for endpoint, limit in declared.items() if limit and limit.signs_in}
    assert sign_in == {"public.login", "public.confirm"}
    assert {endpoint for endpoint, limit in declared.items() if limit and limit.of_typed} == {"public.login"}


def test_every_form_that_reads_a_password_or_a_link_is_counted_as_signing_in(
    declared: dict[str, Limit | None],
) -> None:
    guessed = {endpoint for endpoint, limit in declared.items() if limit and limit.kind == "sign_in"}
    assert guessed == {
        "public.login", "public.confirm", "public.confirm_address", "public.reset", "public.change_password",
    }  # fmt: skip
