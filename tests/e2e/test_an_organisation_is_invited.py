"""An officer invites an organisation; it answers with a declared interest, and everybody reads who did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from consult.accounts.models import Role, User
from consult.accounts.services import Registration, confirm, grant, hashed, register
from consult.organisations.models import OrganisationKind
from tests.e2e.conftest import NARROW
from tests.e2e.people import PASSWORD, World, follow, press, sign_in
from tests.factories import moments
from tests.factories.scenes import scene as make_scene
from tests.factories.texts import organisation

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings
    from tests.conftest import At
    from tests.databases import MigratedDatabase
    from tests.e2e.conftest import NewPage

OFFICER, SPEAKER = "officer@example.org", "speaker@example.org"
SAID, INTEREST = "نريد جلسة في كل لواء.", "ننظم جلسات مدفوعة."


@pytest.fixture(params=["ar", "en"])
def world(
    request: pytest.FixtureRequest, app: Flask, database: MigratedDatabase, settings: Settings
) -> World:
    """Return a world in one language."""
    return World(app, database, str(request.param), settings.var_dir)


def settled(world: World) -> str:
    """Let a question be open, with its officer and somebody who speaks for a committee; return its slug."""
    with Session(world.database.engine.execution_options(write=True)) as session, session.begin():
        scene = make_scene(session)
        committee = organisation(session, "committee", OrganisationKind.WOMEN)
        for email, role, scope in (
            (OFFICER, Role.OFFICER, scene.organisation.scope),
            (SPEAKER, Role.REPRESENTATIVE, committee.scope),
        ):
            registration = Registration(email, hashed(PASSWORD), world.lang, of_age=True)
            user = session.get(User, register(session, now=moments.DRAFTED, registration=registration))
            assert user is not None
            confirm(session, now=moments.DRAFTED, user=user)
            grant(session, now=moments.DRAFTED, user=user, role=role, scope=scope)
        return str(scene.consultation.slug)


def test_an_organisation_is_invited_and_answers(world: World, new_page: NewPage, at: At) -> None:
    slug = settled(world)
    at(moments.DURING)
    officer = sign_in(new_page(java_script_enabled=False, viewport=NARROW), world, OFFICER)
    officer.goto(world.url(f"/desk/consultations/{slug}/invite"))
    officer.check("input[name=organisations][value=committee]")
    press(officer, "/invite")
    expect(officer.locator(".note-good")).to_be_visible()
    mail = world.mails_to(SPEAKER)[-1]
    assert f"/consultations/{slug}" in mail
    speaker = sign_in(new_page(java_script_enabled=False, viewport=NARROW), world, SPEAKER)
    speaker.goto(world.url(f"/consultations/{slug}/"))
    follow(speaker.locator(".say-on a").first)
    speaker.fill("form#say textarea[name=body]", SAID)
    speaker.check('form#say input[name=speak_as][value="organisation:committee"]')
    speaker.fill("form#say input[name=interest]", INTEREST)
    follow(speaker.locator("form#say button[type=submit]"))
    expect(speaker.locator("main")).to_contain_text(INTEREST)
    reader = new_page(java_script_enabled=False, viewport=NARROW)
    reader.goto(world.url(f"/consultations/{slug}/"))
    follow(reader.locator(f'a[href$="/{slug}/invited/"]').first)
    expect(reader.locator("main")).to_contain_text("committee")
    answered = "أجابت بمساهمة واحدة" if world.lang == "ar" else "Answered with 1 contribution"
    expect(reader.locator("main")).to_contain_text(answered)
    follow(reader.locator('main a[href$="/organisations/committee/"]').first)
    expect(reader.locator("main")).to_contain_text(SAID)
