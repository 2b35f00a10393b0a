"""The product's main job, walked by different people in a real browser.

An agency asks, people answer, and the answer comes back with reasons and changes the plan. Nobody in it uses
JavaScript; the citizen reads on a phone.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from playwright.sync_api import expect

from config import Settings
from tests.databases import MigratedDatabase
from tests.e2e.conftest import NARROW, NewPage
from tests.e2e.people import World, follow, press, register_by_mail, settle, sign_in
from tests.factories import moments

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.conftest import At

ARABIC_DIGITS = {ord(str(digit)): chr(0x0660 + digit) for digit in range(10)}
SLUG = "early-notice"
DESK = f"/desk/consultations/{SLUG}"
CITIZEN = "citizen@example.org"
SAID = "ستون يوماً قليلة. نحتاج تسعين يوماً لنقرأ ونجتمع."
OLD, NEW = ("تُعلن الجهة قبل ستين يوماً.", "تُعلن الجهة قبل تسعين يوماً.")
OLD_EN, NEW_EN = ("The body gives sixty days of notice.", "The body gives ninety days of notice.")
SAID_ANEW = "ستون يوماً قليلة. نحتاج مئة يوم لنقرأ ونجتمع."
WRITTEN = "نكتب بالبريد لأن الشبكة لا تصل. أعلنوا في الإذاعة أيضاً."
REASON = ("أصبتم، فاللجان تحتاج وقتاً.", "You are right: committees need time.")


@pytest.fixture(params=["ar", "en"])
def world(
    request: pytest.FixtureRequest, app: Flask, database: MigratedDatabase, settings: Settings
) -> World:
    """Return the world in one language."""
    made = World(app, database, str(request.param), settings.var_dir)
    settle(made)
    return made


def test_the_closed_loop(world: World, new_page: NewPage, at: At) -> None:
    def somebody(**options: object) -> Page:
        return new_page(java_script_enabled=False, **options)

    at(moments.DRAFTED)
    officer = sign_in(somebody(), world, "officer@example.org")
    draft_the_text(officer, world)
    draft_the_consultation(officer, world)

    at(moments.DURING)
    citizen = somebody(viewport=NARROW)
    reference = speak_before_registering(citizen, world)
    representative = sign_in(somebody(), world, "representative@example.org")
    proposal = propose(representative, world)
    reply_and_vote(representative, world, reference)
    moderator = sign_in(somebody(viewport=NARROW), world, "moderator@example.org")
    hide_and_restore(moderator, world, proposal)
    correct(citizen, world, reference)
    letter = key_in_a_letter(moderator, world)

    at(moments.AFTER)
    # Staff are signed in for a day's work.
    theme_id = put_under_a_theme(sign_in(moderator, world, "moderator@example.org"), world)
    publisher = sign_in(somebody(), world, "publisher@example.org")
    refused(publisher, world)
    answer(sign_in(officer, world, "officer@example.org"), world, theme_id)
    publish(publisher, world)

    at(moments.LATER)
    reader = somebody(viewport=NARROW)
    read_the_outcome(reader, world, reference)
    walk_back(reader, world, reference)
    follow_the_letter(reader, world, letter)
    assert any((NEW in mail and REASON[0] in mail) or NEW_EN in mail for mail in world.mails_to(CITIZEN))


def draft_the_text(page: Page, world: World) -> None:
    page.goto(world.url("/desk/texts/new"))
    options = page.locator("select[name=commitment] option").all()
    page.select_option("select[name=commitment]", options[-1].get_attribute("value"))
    press(page, "/desk/texts/new")
    page.fill("input[name=clauses-0-heading_ar]", "الإعلان المبكر")
    page.fill("input[name=clauses-0-heading_en]", "Early notice")
    page.fill("textarea[name=clauses-0-text_ar]", OLD)
    page.fill("textarea[name=clauses-0-text_en]", OLD_EN)
    follow(page.locator("main form button[type=submit]").first)


def draft_the_consultation(page: Page, world: World) -> None:
    page.goto(world.url("/desk/consultations/new"))
    page.fill("input[name=slug]", SLUG)
    page.fill("input[name=title_ar]", "متى يُعلن عن المشروع؟")
    for stem in ("why", "open_to_change", "not_open", "decider", "ways"):
        page.fill(f"textarea[name={stem}_ar]", f"نص {stem}")
        page.fill(f"textarea[name={stem}_en]", f"Words of {stem}")
    page.check("input[name=level][value=collaborate]")
    page.locator("input[name=texts]").first.check()
    page.check("input[name=calls_for_proposals]")
    # Arabic digits are digits.
    page.fill("input[name=opens_at]", "2026-03-22 09:00".translate(ARABIC_DIGITS))
    page.fill("input[name=closes_at]", "2026-04-19 09:00")
    page.fill("input[name=contact_name_ar]", "وحدة الحكومة الشفافة")
    page.fill("input[name=contact_name_en]", "Open Government Unit")
    page.fill("input[name=contact_email]", "office@example.org")
    press(page, "/desk/consultations/new")
    expect(page.locator("#title_en-error")).to_be_visible()
    expect(page.locator("textarea[name=why_en]")).to_have_value("Words of why")
    page.fill("input[name=title_en]", "When is a project announced?")
    press(page, "/desk/consultations/new")
    page.goto(world.url(f"/consultations/{SLUG}/"))
    expect(page.locator("h1")).to_be_visible()
    page.goto(world.url(f"{DESK}/announce"))
    press(page, "/announce")
    page.goto(world.url(f"{DESK}/edit"))
    expect(page.locator("input[name=title_en]")).to_have_count(0)


def speak_before_registering(page: Page, world: World) -> str:
    page.goto(world.url("/"))
    follow(page.locator(".question a"))
    follow(page.locator(f'main a[href*="/{SLUG}/text/"]').first)
    follow(page.locator(".margin a.more").first)
    assert page.context.cookies() == []
    page.check("form#say input[name=stance][value=reservations]")
    page.fill("form#say textarea[name=body]", SAID)
    follow(page.locator("form#say button[type=submit]"))
    expect(page).to_have_url(re.compile(re.escape("/login")))
    follow(page.locator('main a[href*="/register"]').first)
    register_by_mail(page, world, CITIZEN)
    # Confirming published nothing: the page names the account, and a press publishes.
    expect(page.locator("main .lead")).to_contain_text(CITIZEN)
    expect(page.locator("main blockquote")).to_contain_text(SAID)
    follow(page.locator('main form[action*="/account/waiting/"] button[type=submit]').first)
    found = re.search(r"/contributions/(V-\d{4}-\d{4,})", page.url)
    assert found is not None, page.url
    reference = found[1]
    sealed = page.request.get(world.url(f"/contributions/{reference}/sealed")).body()
    fingerprint = hashlib.sha256(sealed).hexdigest()
    # It stands in groups.
    expect(page.locator(".receipt")).to_contain_text(re.compile(r"\s*".join(fingerprint)))
    receipt = world.mails_to(CITIZEN)[-1]
    assert reference in receipt
    assert fingerprint in receipt.replace(" ", "").replace("\n", "")
    return reference


def propose(page: Page, world: World) -> str:
    page.goto(world.url(f"/consultations/{SLUG}/propose"))
    page.fill("input[name=title]", "بطاقة في دار البلدية")
    page.fill("textarea[name=problem]", "لا يصل الإعلان إلى من لا يتصل بالشبكة.")
    page.fill("textarea[name=body]", "تُعلَّق بطاقة المشروع في دار البلدية.")
    page.locator('input[name=speak_as][value="organisation:committee"]').check()
    press(page, "/propose")
    found = re.search(r"/contributions/(V-\d{4}-\d{4,})", page.url)
    assert found is not None, page.url
    expect(page.locator("h1")).to_contain_text("committee")
    return found[1]


def reply_and_vote(page: Page, world: World, reference: str) -> None:
    page.goto(world.url(f"/contributions/{reference}/reply"))
    page.fill("textarea[name=body]", "We agree with this.")
    press(page, "/reply")
    # Nothing is chosen beforehand for whoever speaks for an organisation.
    expect(page.locator("#speak_as-error")).to_be_visible()
    expect(page.locator("textarea[name=body]")).to_have_value("We agree with this.")
    page.check("input[name=speak_as][value=unnamed]")
    press(page, "/reply")
    page.goto(world.url(f"/contributions/{reference}"))
    follow(page.locator(f'form[action$="/{reference}/vote"] button[value=agree]'))
    expect(page.locator(".note-good")).to_be_visible()
    page.goto(world.url(f"/consultations/{SLUG}/text/"))
    follow(page.locator(".margin a.more").first)
    follow(page.locator('form[action*="/clauses/"] button[value=disagree]'))
    follow(page.locator('form[action*="/clauses/"] button[value=agree]'))
    assert (
        page.locator('form[action*="/clauses/"] button[value=agree]').get_attribute("aria-pressed") == "true"
    )


def correct(page: Page, world: World, reference: str) -> None:
    """Somebody has answered and voted: what is said anew stands beside what was said, word by word."""
    page.goto(world.url(f"/contributions/{reference}"))
    follow(page.locator('main a[href$="/change"]'))
    page.fill("textarea[name=body]", SAID_ANEW)
    press(page, "/change")
    expect(page.locator(".note-good")).to_be_visible()
    corrected(page)
    assert reference in world.mails_to(CITIZEN)[-1]


def corrected(page: Page) -> None:
    """Both stand on the page of the voice: what is gone, and what came for it."""
    expect(page.locator("main del").first).to_contain_text("تسعين")
    expect(page.locator("main ins").first).to_contain_text("مئة")


def hide_and_restore(page: Page, world: World, reference: str) -> None:
    page.goto(world.url(f"{DESK}/queue/"))
    follow(page.locator(f'main a[href*="/{reference}/hide"]'))
    press(page, "/hide")
    expect(page.locator(".note-error").first).to_be_visible()
    page.check("input[name=rule][value='7']")
    page.fill("textarea[name=reason_ar]", "لا صلة له بالسؤال.")
    page.fill("textarea[name=reason_en]", "It has nothing to do with the question.")
    press(page, "/hide")
    page.goto(world.url(f"/contributions/{reference}"))
    expect(page.locator(".stub")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("دار البلدية")
    page.goto(world.url("/moderation-log/"))
    expect(page.locator("main")).to_contain_text(reference)
    page.goto(world.url(f"/desk/contributions/{reference}/restore"))
    page.fill("textarea[name=reason_ar]", "راجعناه، وهو في صلب السؤال.")
    page.fill("textarea[name=reason_en]", "On review it is about the question.")
    press(page, "/restore")
    page.goto(world.url(f"/contributions/{reference}"))
    expect(page.locator("main")).to_contain_text("دار البلدية")
    assert len(world.mails_to("representative@example.org")) >= len(
        ("receipt", "reply", "hidden", "restored")
    )


def key_in_a_letter(page: Page, world: World) -> str:
    """Somebody without email wrote by post: the moderator keys it in, and its receipt goes where the letter asks."""
    page.goto(world.url(f"{DESK}/letters/"))
    follow(page.locator('main a[href$="/letters/new"]').first)
    page.check("input[name=channel][value=post]")
    page.fill("input[name=received_on]", "24/3/2026".translate(ARABIC_DIGITS))
    page.fill("textarea[name=evidence]", "ختم البريد على الظرف.")
    page.locator("select[name=where]").select_option(index=1)
    page.fill("textarea[name=body]", WRITTEN)
    page.fill("input[name=people]", "12")
    page.fill("input[name=receipt_to]", "sender@example.net")
    press(page, "/letters/new")
    found = re.search(r"/contributions/(V-\d{4}-\d{4,})/letter", page.url)
    assert found is not None, page.url
    page.set_input_files(
        "input[name=file]", {"name": "paper.txt", "mimeType": "text/plain", "buffer": b"on paper"}
    )
    press(page, "/original/keep")
    expect(page.locator(".note-good")).to_be_visible()
    follow(page.locator('main a[href$="/receipt"]').first)
    expect(page.locator("main blockquote")).to_contain_text(WRITTEN)
    mail = world.mails_to("sender@example.net")[-1]
    assert found[1] in mail
    assert WRITTEN in mail
    return found[1]


def follow_the_letter(page: Page, world: World, reference: str) -> None:
    """From the letter, too, a reader walks to its theme, the answer, the changed words and the milestone."""
    page.goto(world.url(f"/contributions/{reference}"))
    for kind in ("theme", "answer", "words", "milestone"):
        expect(page.locator(f".journey > .knot-{kind}").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("بالبريد" if world.lang == "ar" else "by post")
    sealed = page.request.get(world.url(f"/contributions/{reference}/sealed")).body()
    expect(page.locator(".receipt")).to_contain_text(
        re.compile(r"\s*".join(hashlib.sha256(sealed).hexdigest()))
    )
    page.goto(world.url(f"/consultations/{SLUG}/outcome/"))
    expect(page.locator("#figures")).to_be_visible()
    expect(page.locator("main")).to_contain_text("بالبريد" if world.lang == "ar" else "by post")


def put_under_a_theme(page: Page, world: World) -> str:
    page.goto(world.url(f"{DESK}/themes/"))
    page.fill("input[name=title_ar]", "المدة أقصر من أن تُقرأ فيها")
    page.fill("input[name=title_en]", "Too short to be read")
    press(page, "/themes/new")
    for box in page.locator("input[name=pick]").all():
        box.check()
    page.locator("input[name=theme]").first.check()
    theme_id = page.locator("input[name=theme]").first.get_attribute("value")
    follow(page.locator("button[name=do][value=place]"))
    expect(page.locator("input[name=pick]")).to_have_count(0)
    page.goto(world.url(f"/desk/themes/{theme_id}/points/"))
    page.fill("textarea[name=text_ar]", "ستون يوماً لا تكفي لجنة تجتمع مرة في الشهر.")
    page.fill("textarea[name=text_en]", "Sixty days do not suffice a committee that meets monthly.")
    page.locator("[name=references]").fill(first_reference(world))
    press(page, "/points/")
    expect(page.locator(".note-good")).to_be_visible()
    return str(theme_id)


def first_reference(world: World) -> str:
    """Return the reference of what the citizen said, from their receipt."""
    found = re.search(r"V-\d{4}-\d{4,}", world.mails_to(CITIZEN)[-1])
    assert found is not None
    return found[0]


def refused(page: Page, world: World) -> None:
    page.goto(world.url(f"{DESK}/publication/"))
    expect(page.locator('main a[href*="/answer"]').first).to_be_visible()
    # Pressed in spite of the list, the page comes back with it.
    press(page, "/publish")
    expect(page.locator(".note-error").first).to_be_visible()


def answer(page: Page, world: World, theme_id: str) -> None:
    page.goto(world.url(f"/desk/themes/{theme_id}/answer"))
    page.check("input[name=outcome][value=accepted]")
    page.fill("textarea[name=reason_ar]", REASON[0])
    page.fill("textarea[name=reason_en]", REASON[1])
    page.locator("main details summary").first.click()
    page.locator("textarea[name^=clause-][name$=-ar]").first.fill(NEW)
    page.locator("textarea[name^=clause-][name$=-en]").first.fill(NEW_EN)
    page.locator("input[name=milestones]").first.check()
    press(page, "/answer")
    expect(page.locator(".note-good")).to_be_visible()


def publish(page: Page, world: World) -> None:
    page.goto(world.url(f"{DESK}/publication/"))
    press(page, "/publish")
    expect(page).to_have_url(re.compile(re.escape("/outcome/")))


def read_the_outcome(page: Page, world: World, reference: str) -> None:
    page.goto(world.url("/"))
    follow(page.locator(f'main a[href*="/{SLUG}/outcome/"]').first)
    expect(page.locator("ins").first).to_be_visible()
    expect(page.locator(f'main a[href$="/contributions/{reference}"]').first).to_be_visible()
    changed = page.locator(".theme-answer .diff").first
    expect(changed).to_contain_text("تسعين" if world.lang == "ar" else "ninety")
    follow(page.locator(f'main a[href$="/contributions/{reference}"]').first)
    corrected(page)
    for kind in ("theme", "answer", "words", "milestone"):
        expect(page.locator(f".journey > .knot-{kind}").first).to_be_visible()
    csv = page.request.get(world.url(f"/consultations/{SLUG}/contributions.csv")).text()
    assert reference in csv
    assert REASON[0] in csv


def walk_back(page: Page, world: World, reference: str) -> None:
    """From the plan to its commitment, its version, the change, the voices, and the voice we came from."""
    page.goto(world.url("/plans/"))
    follow(page.locator('main a[href*="/plans/plan-"]').first)
    follow(page.locator('main a[href*="/commitments/1/"]').first)
    follow(page.locator('main a[href*="/versions/2/"]').first)
    expect(page.locator("main")).to_contain_text(NEW if world.lang == "ar" else NEW_EN)
    follow(page.locator(f'main a[href*="/{SLUG}/outcome/"]').first)
    page.goto(page.locator(f'main a[href*="/{SLUG}/outcome/themes/"]').first.get_attribute("href") or "")
    follow(page.locator(f'main a[href$="/contributions/{reference}"]').first)
    expect(page).to_have_url(re.compile(reference))
