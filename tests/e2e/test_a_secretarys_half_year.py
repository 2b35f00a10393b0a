"""A secretary's half year, in both languages: invitation, agenda, meeting, minutes, comment period, action items.

Everything is done on the screen of one meeting, on a phone and without JavaScript, but what readers do.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role, User
from consult.accounts.services import Registration, confirm, grant, hashed, register
from tests.e2e.conftest import NARROW
from tests.e2e.people import PASSWORD, World, follow, press, sign_in
from tests.factories import moments
from tests.factories.texts import commitment, organisation

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings
    from tests.conftest import At
    from tests.databases import MigratedDatabase
    from tests.e2e.conftest import NewPage

SECRETARY, READER, MEMBER = "secretary@example.org", "reader@example.org", "member@example.org"
PLANNED, HELD, ASKED = (
    datetime(2026, 3, 2, 8, tzinfo=UTC),
    datetime(2026, 3, 20, 8, tzinfo=UTC),
    datetime(2026, 4, 20, 8, tzinfo=UTC),
)
SECOND = datetime(2026, 9, 10, 8, tzinfo=UTC)
# A name made for tests: no person's.
NAME = {"ar": "سين صاد عين", "en": "Ess Tsad Ayn"}
MEETING = {
    "title_ar": "اجتماع الفريق الأول", "title_en": "First meeting of the team", "day": "15/3/2026", "begins": "10:00",
    "ends": "12:00", "place_ar": "مقر الوزارة", "place_en": "The ministry",
}  # fmt: skip
TOPICS = {
    "topics-0-title_ar": "الترحيب", "topics-0-title_en": "Welcome", "topics-1-title_ar": "تقدم سير العمل",
    "topics-1-title_en": "Progress",
}  # fmt: skip
SOMEBODY = {
    "post_ar": "المنسقة العامة", "post_en": "General coordinator", "honorific_ar": "السيدة", "honorific_en": "Ms",
    "name_ar": NAME["ar"], "name_en": NAME["en"], "person_email": MEMBER,
}  # fmt: skip
QUESTION = {
    "heading_ar": "سؤال عن المنهجية", "heading_en": "A question on method", "text_ar": "استفسرت عن المنهجية التشاركية.",
    "text_en": "She asked about the participatory method.",
}  # fmt: skip
DONE = {
    "as_of": "8/9/2026", "note_ar": "أُعدّت القائمة.", "note_en": "The list is drawn up.",
    "evidence_url": "https://example.org/list", "evidence_ar": "القائمة", "evidence_en": "The list",
}  # fmt: skip
QUESTION_SLUG, SAID = "minutes-of-march", "أين ذُكر موعد القائمة؟"
AGREED = {
    "heading_ar": "قائمة الموارد", "heading_en": "List of resources", "text_ar": "إعداد قائمة بالموارد المطلوبة.",
    "text_en": "A list of the resources needed is to be drawn up.",
}  # fmt: skip


@pytest.fixture(params=["ar", "en"])
def world(
    request: pytest.FixtureRequest, app: Flask, database: MigratedDatabase, settings: Settings
) -> World:
    """Return a world in one language."""
    return World(app, database, str(request.param), settings.var_dir)


def settled(world: World) -> tuple[int, str]:
    """Let there be a ministry with a secretary who is its officer, a committee and a promise; return id and page."""
    with Session(world.database.engine.execution_options(write=True)) as session, session.begin():
        ministry, _committee = organisation(session, "ministry"), organisation(session, "committee")
        promised = commitment(session, ministry)
        for email, roles in (
            (SECRETARY, [(Role.SECRETARY, SITE), (Role.OFFICER, ministry.scope)]), (READER, []),
        ):  # fmt: skip
            registration = Registration(email, hashed(PASSWORD), world.lang, of_age=True)
            user = session.get(User, register(session, now=moments.DRAFTED, registration=registration))
            assert user is not None
            confirm(session, now=moments.DRAFTED, user=user)
            for role, scope in roles:
                grant(session, now=moments.DRAFTED, user=user, role=role, scope=scope)
        return promised.id, f"/plans/{promised.plan.slug}/commitments/{promised.number}/"


def filled(page: Page, fields: dict[str, str]) -> None:
    """Type into the fields of the open form."""
    for name, words in fields.items():
        page.fill(f"#typed [name='{name}']", words)


def done(page: Page, fields: dict[str, str]) -> None:
    """Fill in the form that is open on the screen, and send it with its own button."""
    filled(page, fields)
    follow(page.locator("#typed p.buttons button"))
    expect(page.locator(".note-good")).to_be_visible()


def opened(page: Page, part: str) -> None:
    """Open the form of a part of the screen by its button."""
    follow(page.locator(f"main .buttons a[href*='/{part}']").first)


def test_a_secretarys_half_year(world: World, new_page: NewPage, at: At) -> None:
    promised, promise = settled(world)
    at(PLANNED)
    secretary = sign_in(new_page(java_script_enabled=False, viewport=NARROW), world, SECRETARY)
    slug = invited(secretary, world)
    at(HELD)
    sign_in(secretary, world, SECRETARY)
    written(secretary, world, slug, promised)
    read(new_page(java_script_enabled=False), world, slug, promise)
    question = asked(secretary, world, slug)
    at(ASKED)
    answered(new_page(java_script_enabled=False, viewport=NARROW), world, question)
    at(SECOND)
    sign_in(secretary, world, SECRETARY)
    carried(secretary, world)
    forgotten(secretary, new_page(java_script_enabled=False), world, slug)


def invited(page: Page, world: World) -> str:
    """Plan the meeting, publish its agenda and invite; return its address."""
    page.goto(world.url("/desk/forum/"))
    follow(page.locator("main a[href$='/forum/meetings/new']").first)
    page.select_option("[name=keeper]", "ministry")
    done(page, MEETING)
    slug = "2026-03-15"
    expect(page).to_have_url(re.compile(rf"/desk/forum/meetings/{slug}/$"))
    opened(page, "agenda#")
    done(page, TOPICS)
    opened(page, "people#")
    page.select_option("[name=attendee_body]", "committee")
    page.select_option("[name=person_language]", world.lang)
    done(page, SOMEBODY)
    opened(page, "invite#")
    done(page, {})
    mail = world.mails_to(MEMBER)[-1]
    for told in (
        MEETING[f"title_{world.lang}"],
        TOPICS[f"topics-1-title_{world.lang}"],
        f"/forum/meetings/{slug}/",
    ):
        assert told in mail
    return slug


def written(page: Page, world: World, slug: str, promised: int) -> None:
    """Record who came, write the minutes and publish them; a name in their words is refused with what was typed."""
    page.goto(world.url(f"/desk/forum/meetings/{slug}/"))
    opened(page, "presence#")
    page.locator("#typed select[name^='presence-']").first.select_option("present")
    done(page, {})
    opened(page, "minutes/new#")
    page.select_option("[name=entry_kind]", "question")
    filled(page, QUESTION | {"text_ar": f"قالت {NAME['ar']} كذا"})
    follow(page.locator("#typed p.buttons button"))
    expect(page.locator(".note-error")).to_contain_text(NAME["ar"])
    page.select_option("[name=speaker]", index=1)
    done(page, QUESTION)
    opened(page, "minutes/new#")
    page.select_option("[name=entry_kind]", "agreed")
    page.locator("details:has([name=commitments]) summary").click()
    page.check(f"[name=commitments][value='{promised}']")
    done(page, AGREED)
    opened(page, "publish#")
    done(page, {})
    assert "/minutes/" in world.mails_to(MEMBER)[-1]


def read(page: Page, world: World, slug: str, promise: str) -> None:
    """Read the minutes with the name, and the meeting, the promise and the committee without it."""
    name = NAME[world.lang]
    page.goto(world.url(f"/forum/meetings/{slug}/minutes/"))
    expect(page.locator("main")).to_contain_text(name)
    expect(page.locator("main")).to_contain_text(QUESTION[f"text_{world.lang}"])
    for path, told in (
        (f"/forum/meetings/{slug}/", AGREED), ("/forum/action-items/", AGREED), (promise, AGREED),
        ("/organisations/committee/", QUESTION),
    ):  # fmt: skip
        page.goto(world.url(path))
        expect(page.locator("main")).to_contain_text(told[f"heading_{world.lang}"])
        expect(page.locator("body")).not_to_contain_text(name)


def asked(page: Page, world: World, slug: str) -> str:
    """Ask the public about the published minutes, by the button of the screen; return the question's address."""
    page.goto(world.url(f"/desk/forum/meetings/{slug}/"))
    opened(page, "consultations/new?text=")
    expect(page.locator("input[name=texts]:checked")).to_have_count(1)
    for lang, words in (("ar", "كذا"), ("en", "So")):
        page.fill(
            f"input[name=title_{lang}]", "ما رأيكم في المحضر؟" if lang == "ar" else "What of the minutes?"
        )
        for stem in ("why", "decider", "open_to_change", "not_open", "ways"):
            page.fill(f"textarea[name={stem}_{lang}]", words)
        page.fill(f"input[name=contact_name_{lang}]", words)
    page.fill("input[name=slug]", QUESTION_SLUG)
    page.check("input[name=level][value=consult]")
    page.fill("input[name=opens_at]", "5/4/2026 09:00")
    page.fill("input[name=closes_at]", "5/5/2026 15:30")
    page.fill("input[name=contact_email]", "office@example.org")
    press(page, "/consultations/new")
    follow(page.locator("main a[href$='/announce']").first)
    press(page, "/announce")
    expect(page.locator(".note-good")).to_be_visible()
    return f"/consultations/{QUESTION_SLUG}/"


def answered(page: Page, world: World, question: str) -> None:
    """Comment on a clause of the minutes, and find the words on its page beside the clause."""
    sign_in(page, world, READER)
    page.goto(world.url(question))
    expect(page.locator("main")).to_contain_text(MEETING[f"title_{world.lang}"])
    expect(page.locator("body")).not_to_contain_text(NAME[world.lang])
    follow(page.locator(".say-on a").first)
    page.fill("form#say textarea[name=body]", SAID)
    follow(page.locator("form#say button[type=submit]"))
    expect(page.locator("main")).to_contain_text(SAID)
    expect(page.locator("body")).not_to_contain_text(NAME[world.lang])


def carried(page: Page, world: World) -> None:
    """Carry what was agreed to the next meeting, and close it with what shows it."""
    page.goto(world.url("/desk/forum/meetings/new"))
    page.select_option("[name=keeper]", "ministry")
    done(page, MEETING | {"day": "20/9/2026", "title_ar": "الاجتماع الثاني", "title_en": "Second meeting"})
    follow(page.locator("main form[action$='/take-over'] button"))
    expect(page.locator("main")).to_contain_text(NAME[world.lang])
    item = page.locator("main a[href*='/forum/action-items/']").first
    expect(item).to_contain_text(AGREED[f"heading_{world.lang}"])
    follow(item)
    page.select_option("[name=status]", "done")
    done(page, DONE)
    page.goto(world.url("/forum/action-items/"))
    follow(page.locator(f"main a:has-text('{AGREED[f'heading_{world.lang}']}')").first)
    expect(page.locator("main")).to_contain_text(DONE[f"note_{world.lang}"])


def forgotten(page: Page, reader: Page, world: World, slug: str) -> None:
    """Remove the name; it is gone from every version of the minutes, where post and body stay."""
    page.goto(world.url("/desk/forum/people/"))
    follow(page.locator(f"main a:has-text('{NAME[world.lang]}')").first)
    follow(page.locator("main a[href$='/remove']"))
    press(page, "/remove")
    expect(page.locator(".note-good")).to_be_visible()
    for path in ("", "versions/1/"):
        reader.goto(world.url(f"/forum/meetings/{slug}/minutes/{path}"))
        expect(reader.locator("main")).to_contain_text(SOMEBODY[f"post_{world.lang}"])
        expect(reader.locator("body")).not_to_contain_text(NAME[world.lang])
