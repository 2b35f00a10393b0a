"""A ministry installs the product and walks, in the browser alone, from nothing to an answer that changed its plan."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NARROW, NewPage
from tests.e2e.installation import Installation, installation
from tests.e2e.people import follow, press, register_by_mail, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

ARABIC_DIGITS = {ord(str(digit)): chr(0x0660 + digit) for digit in range(10)}
SLUG, CITIZEN = "early-notice", "citizen@example.org"
DESK = f"/desk/consultations/{SLUG}"
SAID = "ستون يوماً قليلة. نحتاج تسعين يوماً لنقرأ ونجتمع."
OLD = ("تُعلن الجهة قبل ستين يوماً.", "The body gives sixty days of notice.")
NEW = ("تُعلن الجهة قبل تسعين يوماً.", "The body gives ninety days of notice.")
REASON = ("أصبتم، فاللجان تحتاج وقتاً.", "You are right: committees need time.")
COMMITMENT, LACKING = "/desk/plans/plan-7/commitments/1", 7
ADMINISTRATOR, COORDINATOR = "administrator@example.org", "coordinator@example.org"


@pytest.fixture(params=["ar", "en"])
def site(
    request: pytest.FixtureRequest, tmp_path: Path, worker_id: str, testrun_uid: str
) -> Iterator[Installation]:
    """Return an empty installation in one language."""
    lang = str(request.param)
    with installation(tmp_path, lang, f"walk_{lang}_{testrun_uid[:8]}_{worker_id}") as made:
        yield made


@pytest.fixture
def server(site: Installation) -> str:
    """Return where browsers find it."""
    return site.base


def test_a_ministry_starts_from_nothing(site: Installation, new_page: NewPage) -> None:
    def somebody(email: str, **options: object) -> Page:
        return register(new_page(java_script_enabled=False, **options), site, email)

    administrator = somebody(ADMINISTRATOR)
    site.operate("accounts", "grant", ADMINISTRATOR, "administrator", "site")
    sign_in(administrator, site, ADMINISTRATOR)
    coordinator = somebody(COORDINATOR)
    give_role(administrator, site, COORDINATOR, "coordinator", "site")
    sign_in(coordinator, site, COORDINATOR)
    enter_the_ministry(coordinator, site)
    staff = {}
    for role in ("officer", "moderator", "publisher"):
        staff[role] = somebody(f"{role}@example.org")
        give_role(administrator, site, f"{role}@example.org", role, "organisation:ministry")
        sign_in(staff[role], site, f"{role}@example.org")
    begin_the_plan(coordinator, site)
    draft_the_commitment(staff["officer"], site)
    nobody_sees_it(new_page(), site)
    adopt_the_commitment(coordinator, site)
    draft_the_text(staff["officer"], site)
    consult(staff["officer"], site)

    site.pass_by(timedelta(days=17))
    citizen = new_page(java_script_enabled=False, viewport=NARROW)
    reference = speak(citizen, site)
    hide_and_restore(sign_in(staff["moderator"], site, "moderator@example.org"), site, reference)

    site.pass_by(timedelta(days=30))
    theme_id = put_under_a_theme(sign_in(staff["moderator"], site, "moderator@example.org"), site, reference)
    answer(sign_in(staff["officer"], site, "officer@example.org"), site, theme_id)
    publish(sign_in(staff["publisher"], site, "publisher@example.org"), site)

    read_what_became_of_it(citizen, site, reference)
    assert_mails(site, reference)


def register(page: Page, site: Installation, email: str) -> Page:
    """Register, and confirm by the link in the mail."""
    page.goto(site.url("/register"))
    register_by_mail(page, site, email)
    return page


def give_role(page: Page, site: Installation, email: str, role: str, scope: str) -> None:
    """Grant a role as an administrator, and wait for the mail that tells of it."""
    page.goto(site.url("/desk/accounts/grant"))
    page.fill("input[name=email]", email)
    page.check(f"input[name=role][value={role}]")
    page.select_option("select[name=scope]", scope)
    page.fill("textarea[name=reason]", "So that the first plan can be kept.")
    press(page, "/accounts/grant")
    expect(page.locator(".note-good")).to_be_visible()
    site.mails_to(email)


def enter_the_ministry(page: Page, site: Installation) -> None:
    page.goto(site.url("/desk/organisations/"))
    follow(page.locator('main a[href$="/organisations/new"]'))
    page.check("input[name=kind][value=agency]")
    page.fill("input[name=name_ar]", "وزارة الاختبار")
    page.fill("input[name=name_en]", "Ministry of the Test")
    page.fill("input[name=slug]", "ministry")
    press(page, "/organisations/new")
    expect(page.locator(".note-good")).to_be_visible()


def begin_the_plan(page: Page, site: Installation) -> None:
    page.goto(site.url("/desk/"))
    follow(page.locator('main a[href$="/desk/plans/"]'))
    follow(page.locator('main a[href$="/plans/new"]').first)
    page.fill("input[name=plan_number]", "7".translate(ARABIC_DIGITS))
    page.fill("input[name=slug]", "plan-7")
    page.fill("input[name=title_ar]", "الخطة الوطنية السابعة")
    press(page, "/plans/new")
    expect(page.locator("h1")).to_contain_text("الخطة الوطنية السابعة")


def draft_the_commitment(page: Page, site: Installation) -> None:
    """The officer writes it; submitting says what is missing until nothing is."""
    page.goto(site.url("/desk/plans/plan-7/"))
    follow(page.locator('main a[href$="/commitments/new"]').first)
    page.fill("input[name=commitment_number]", "1")
    page.locator("select[name=lead] option").nth(1).evaluate("option => option.selected = true")
    page.fill("input[name=title_ar]", "الإعلان المبكر عن المشاريع")
    page.fill("input[name=title_en]", "Early notice of projects")
    press(page, "/commitments/new")
    expect(page.locator("h1")).to_be_visible()
    submit(page, site)
    expect(page.locator("[aria-labelledby=missing] li")).to_have_count(LACKING)
    write_the_promise(page, site)
    page.goto(site.url(f"{COMMITMENT}/milestones/new"))
    for name in ("title", "deliverable"):
        page.locator(f"[name={name}_ar]").fill("صفحة تعلن كل مشروع")
        page.locator(f"[name={name}_en]").fill("A page that announces every project")
    page.fill("input[name=starts_on]", "1/1/2027")
    page.fill("input[name=due_on]", "31 كانون الأول 2027".translate(ARABIC_DIGITS))
    press(page, "/milestones/new")
    submit(page, site)
    expect(page.locator(".note-good")).to_be_visible()
    assert "Early notice" in site.mails_to(COORDINATOR)[-1] or site.lang == "ar"


def write_the_promise(page: Page, site: Installation) -> None:
    page.goto(site.url(f"{COMMITMENT}/template"))
    for name in ("problem", "what", "how", "participation"):
        page.fill(f"textarea[name={name}_ar]", f"نص {name}")
        page.fill(f"textarea[name={name}_en]", f"Words of {name}")
    page.check("input[name=challenges][value=integrity]")
    page.fill("input[name=contact_name_ar]", "وحدة الاختبار")
    page.fill("input[name=contact_email]", "not an address")
    press(page, "/template")
    expect(page.locator("#contact_email-error")).to_be_visible()
    expect(page.locator("textarea[name=how_en]")).to_have_value("Words of how")
    page.fill("input[name=contact_email]", "unit@example.org")
    press(page, "/template")
    expect(page.locator(".note-good")).to_be_visible()


def submit(page: Page, site: Installation) -> None:
    act(page, site, f"{COMMITMENT}/act/submitted")


def act(page: Page, site: Installation, address: str) -> None:
    """Do something with a plan or a commitment, today, with a reason."""
    page.goto(site.url(address))
    page.fill("input[name=happened_on]", site.today())
    page.fill("textarea[name=reason_ar]", "جاهز للقرار.")
    page.fill("textarea[name=reason_en]", "Ready to be decided.")
    press(page, address.rpartition("/act")[2])


def nobody_sees_it(page: Page, site: Installation) -> None:
    for address in ("/plans/plan-7/", "/plans/plan-7/commitments/1/"):
        answer = page.goto(site.url(address))
        assert answer is not None
        assert answer.status == HTTPStatus.NOT_FOUND
    page.goto(site.url("/plans/"))
    expect(page.locator("main")).not_to_contain_text("السابعة")


def draft_the_text(page: Page, site: Installation) -> None:
    """From the commitment's own page, which knows of which commitment the text is."""
    page.goto(site.url(f"{COMMITMENT}/"))
    follow(page.locator('main a[href*="/desk/texts/new"]'))
    press(page, "/desk/texts/new")
    page.fill("input[name=clauses-0-heading_ar]", "الإعلان المبكر")
    page.fill("input[name=clauses-0-heading_en]", "Early notice")
    page.fill("textarea[name=clauses-0-text_ar]", OLD[0])
    page.fill("textarea[name=clauses-0-text_en]", OLD[1])
    follow(page.locator("main form#typed button[type=submit]").last)
    expect(page.locator(".note-good")).to_be_visible()


def consult(page: Page, site: Installation) -> None:
    page.goto(site.url("/desk/consultations/new"))
    page.fill("input[name=slug]", SLUG)
    page.fill("input[name=title_ar]", "متى يُعلن عن المشروع؟")
    page.fill("input[name=title_en]", "When is a project announced?")
    for stem in ("why", "open_to_change", "not_open", "decider", "ways"):
        page.fill(f"textarea[name={stem}_ar]", f"نص {stem}")
        page.fill(f"textarea[name={stem}_en]", f"Words of {stem}")
    page.check("input[name=level][value=involve]")
    page.locator("input[name=texts]").first.check()
    page.fill("input[name=opens_at]", f"{site.today(15)} 9:00")
    page.fill("input[name=closes_at]", f"{site.today(44)} 15:30".translate(ARABIC_DIGITS))
    page.fill("input[name=contact_name_ar]", "وحدة الاختبار")
    page.fill("input[name=contact_name_en]", "Unit of the test")
    page.fill("input[name=contact_email]", "office@example.org")
    press(page, "/desk/consultations/new")
    page.goto(site.url(f"{DESK}/announce"))
    press(page, "/announce")
    expect(page.locator(".note-good")).to_be_visible()


def speak(page: Page, site: Installation) -> str:
    """A citizen reads on a phone, writes, registers, confirms, and gets a receipt that can be checked."""
    page.goto(site.url("/"))
    follow(page.locator(".question a"))
    follow(page.locator(f'main a[href*="/{SLUG}/text/"]').first)
    follow(page.locator(".margin a.more").first)
    page.check("form#say input[name=stance][value=reservations]")
    page.fill("form#say textarea[name=body]", SAID)
    follow(page.locator("form#say button[type=submit]"))
    follow(page.locator('main a[href*="/register"]').first)
    register_by_mail(page, site, CITIZEN)
    follow(page.locator('main form[action*="/account/waiting/"] button[type=submit]').first)
    found = re.search(r"/contributions/(V-\d{4}-\d{4,})", page.url)
    assert found is not None, page.url
    sealed = page.request.get(site.url(f"/contributions/{found[1]}/sealed")).body()
    receipt = site.mails_to(CITIZEN)[-1]
    assert hashlib.sha256(sealed).hexdigest() in receipt.replace(" ", "").replace("\n", "")
    return found[1]


def hide_and_restore(page: Page, site: Installation, reference: str) -> None:
    for doing in ("hide", "restore"):
        page.goto(site.url(f"/desk/contributions/{reference}/{doing}"))
        if doing == "hide":
            page.check("input[name=rule][value='7']")
        page.fill("textarea[name=reason_ar]", "راجعناه.")
        page.fill("textarea[name=reason_en]", "We looked at it again.")
        press(page, f"/{doing}")
    page.goto(site.url("/moderation-log/"))
    expect(page.locator("main")).to_contain_text(reference)


def put_under_a_theme(page: Page, site: Installation, reference: str) -> str:
    page.goto(site.url(f"{DESK}/themes/"))
    page.fill("input[name=title_ar]", "المدة أقصر من أن تُقرأ فيها")
    page.fill("input[name=title_en]", "Too short to be read")
    press(page, "/themes/new")
    page.locator("input[name=pick]").first.check()
    page.locator("input[name=theme]").first.check()
    theme_id = str(page.locator("input[name=theme]").first.get_attribute("value"))
    follow(page.locator("button[name=do][value=place]"))
    page.goto(site.url(f"/desk/themes/{theme_id}/points/"))
    page.fill("textarea[name=text_ar]", "ستون يوماً لا تكفي.")
    page.fill("textarea[name=text_en]", "Sixty days do not suffice.")
    page.locator("[name=references]").fill(reference)
    press(page, "/points/")
    expect(page.locator(".note-good")).to_be_visible()
    return theme_id


def answer(page: Page, site: Installation, theme_id: str) -> None:
    page.goto(site.url(f"/desk/themes/{theme_id}/answer"))
    page.check("input[name=outcome][value=accepted]")
    page.fill("textarea[name=reason_ar]", REASON[0])
    page.fill("textarea[name=reason_en]", REASON[1])
    page.locator("main details summary").first.click()
    page.locator("textarea[name^=clause-][name$=-ar]").first.fill(NEW[0])
    page.locator("textarea[name^=clause-][name$=-en]").first.fill(NEW[1])
    page.locator("input[name=milestones]").first.check()
    press(page, "/answer")
    expect(page.locator(".note-good")).to_be_visible()


def publish(page: Page, site: Installation) -> None:
    page.goto(site.url(f"{DESK}/publication/"))
    press(page, "/publish")
    expect(page).to_have_url(re.compile(re.escape("/outcome/")))


def read_what_became_of_it(page: Page, site: Installation, reference: str) -> None:
    """From the voice to theme, answer, changed words and milestone; and from the plan to the new version."""
    page.goto(site.url(f"/contributions/{reference}"))
    for kind in ("theme", "answer", "words", "milestone"):
        expect(page.locator(f".journey > .knot-{kind}").first).to_be_visible()
    page.goto(site.url("/plans/plan-7/commitments/1/"))
    follow(page.locator('main a[href*="/versions/2/"]').first)
    expect(page.locator("main")).to_contain_text(NEW[0] if site.lang == "ar" else NEW[1])


def assert_mails(site: Installation, reference: str) -> None:
    """What the citizen was told came through a server that knows no SMTPUTF8, and says the words that changed."""
    answered = site.mail_with(CITIZEN, *NEW)
    assert reference in answered


def adopt_the_commitment(page: Page, site: Installation) -> None:
    act(page, site, f"{COMMITMENT}/act/adopted")
    expect(page.locator(".note-good")).to_be_visible()
    site.mails_to("officer@example.org")
    act(page, site, "/desk/plans/plan-7/act/adopted")
    page.goto(site.url("/plans/"))
    follow(page.locator('main a[href$="/plans/plan-7/"]').first)
    follow(page.locator('main a[href$="/commitments/1/"]').first)
    expect(page.locator("h1")).to_be_visible()
