"""Coordinators verify, refuse and end at the desk; the mails say what was decided."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from consult.accounts.models import SITE, Role, User
from consult.accounts.policies import Actor
from consult.jobs.delivery import deliver_due
from consult.organisations import queries, services
from consult.organisations.models import Organisation, Standing
from tests.client import ReviewingClient, location
from tests.desk.conftest import shows_no_form, too_late
from tests.factories import moments
from tests.factories.organisations import again, applied, coordinator, verified
from tests.factories.people import person
from tests.factories.scenes import REASON
from tests.jobs.test_delivery import mails, text
from tests.public.conftest import Committed

UserOf = Callable[[Actor], User]
DESK = "/en/desk/organisations"
SAID = {"reason_ar": REASON[0], "reason_en": REASON[1]}


@pytest.fixture
def waiting(committed: Committed) -> tuple[Organisation, Actor]:
    """Return an organisation that waits, and who applied for it."""
    with committed() as session:
        applicant = person(session, language="en")
        return applied(session, by=applicant, about_en="We meet."), applicant


@pytest.fixture
def decides(client: ReviewingClient, committed: Committed, user_of: UserOf) -> Actor:
    """Return the coordinator who is signed in."""
    with committed() as session:
        made = coordinator(session)
    client.sign_in(user_of(made))
    return made


def standing(committed: Committed, slug: str) -> str:
    with committed() as session:
        found = queries.in_any_standing(session, slug)
        assert found is not None
        return found.standing


@pytest.mark.usefixtures("decides")
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_rooms_are_there(
    client: ReviewingClient, committed: Committed, waiting: tuple[Organisation, Actor], lang: str
) -> None:
    with committed() as session:
        known, _first = verified(session)
    assert f"/{lang}/desk/organisations/" in client.page(f"/{lang}/desk/").source
    page = client.page(f"/{lang}/desk/organisations/").source
    assert f"organisations/{waiting[0].slug}/decide" in page
    assert f"organisations/{known.slug}/end" in page
    client.page(f"/{lang}/desk/organisations/{waiting[0].slug}/decide")
    client.page(f"/{lang}/desk/organisations/{known.slug}/end")
    assert waiting[1].email not in page


@pytest.mark.usefixtures("decides")
@pytest.mark.parametrize(
    ("decision", "after", "speaks"),
    [("verify", Standing.VERIFIED, True), ("refuse", Standing.REFUSED, False)],
)
def test_deciding(
    client: ReviewingClient,
    app: Flask,
    committed: Committed,
    waiting: tuple[Organisation, Actor],
    decision: str,
    after: Standing,
    speaks: bool,  # noqa: FBT001
) -> None:
    organisation, applicant = waiting
    path = f"{DESK}/{organisation.slug}/decide"
    for missing in ({**SAID}, {"decision": "both", **SAID}, {"decision": decision, "reason_en": "Half"}):
        answer = client.post(
            path, data={**hidden(client, path), **missing}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.status_code == 422
        assert missing["reason_en"] in answer.text
        assert standing(committed, organisation.slug) == Standing.APPLIED
    assert location(client.submit(path, {"decision": decision, **SAID})) == f"{DESK}/"
    assert standing(committed, organisation.slug) == after
    with committed() as session:
        assert (organisation.slug in again(session, applicant).organisations) is speaks
    assert "This was decided already" in too_late(client).text
    shows_no_form(client.page(path))
    deliver_due(app)
    told = [mail for mail in mails(app) if mail["To"] == applicant.email]
    assert len(told) == 1
    assert organisation.name_en in told[0]["Subject"]
    assert REASON[1] in text(told[0])


def hidden(client: ReviewingClient, path: str) -> dict[str, str]:
    """Return what a page puts into its form by itself."""
    page = client.page(path)
    return {
        each.attrib["name"]: each.attrib.get("value", "")
        for each in page.every("input")
        if each.get("type") == "hidden"
    }


def test_nobody_decides_what_they_applied_for(
    client: ReviewingClient, committed: Committed, decides: Actor
) -> None:
    with committed() as session:
        own = applied(session, by=decides)
    page = client.page(f"{DESK}/").source
    assert own.name_en in page
    assert f"{own.slug}/decide" not in page
    assert client.get(f"{DESK}/{own.slug}/decide").status_code == 404


@pytest.mark.usefixtures("decides")
def test_what_is_not_there_cannot_be_decided(
    client: ReviewingClient, waiting: tuple[Organisation, Actor]
) -> None:
    for path in ("none/decide", "none/end", f"{waiting[0].slug}/end"):
        assert client.get(f"{DESK}/{path}").status_code == 404


@pytest.mark.parametrize("role", [*Role, None])
def test_the_rooms_are_for_coordinators_of_the_site(
    client: ReviewingClient,
    committed: Committed,
    waiting: tuple[Organisation, Actor],
    user_of: UserOf,
    role: Role | None,
) -> None:
    if role is Role.COORDINATOR:
        grants: tuple[tuple[Role, str], ...] = ((role, "plan:any"),)
    else:
        grants = ((role, SITE),) if role else ()
    with committed() as session:
        stranger = person(session, *grants)
    client.sign_in(user_of(stranger))
    for path in ("", f"{waiting[0].slug}/decide", f"{waiting[0].slug}/end"):
        assert client.get(f"{DESK}/{path}").status_code == 404


def test_an_invitation_in_the_mail_works_once_it_is_opened_and_is_not_sent_once_it_ended(
    app: Flask, committed: Committed
) -> None:
    with committed() as session:
        organisation, first = verified(session)
        for email in ("one@example.org", "two@example.org"):
            made = services.invite(
                session, actor=first, now=moments.BEFORE, slug=organisation.slug, email=email, language="en"
            )
            made.expires_at = moments.LATER.replace(year=2100)
        services.revoke(
            session, actor=first, now=moments.BEFORE, slug=organisation.slug, invitation_id=made.id
        )
    deliver_due(app)
    sent = {mail["To"]: mail for mail in mails(app)}
    assert "two@example.org" not in sent
    words = text(sent["one@example.org"])
    assert organisation.name_en in words
    assert first.email not in words
    path = next(line for line in words.split() if "/invitations/" in line).removeprefix("http://localhost")
    assert app.test_client().get(path).status_code == 200
