"""S1: one hostile string through every field that anybody can write in, then every page, mail and file is looked at.

The forms are those that are found on the pages, so that a new one is tried from its first day; one in which the string
could not be stored has to be named here with its reason. Escaping does not differ by engine: it runs on SQLite alone.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import html5lib
import pytest

from consult.accounts.models import SITE
from consult.jobs.delivery import deliver_due
from consult.shared.state import State
from consult.web.headers import POLICY
from tests.access.conftest import committed, world_of  # noqa: F401 - fixtures
from tests.access.visiting import browser as plain
from tests.attack.forms import Shown, get, pages, pages_due, send, shown

if TYPE_CHECKING:
    from email.message import EmailMessage

    from flask import Flask
    from playwright.sync_api import Browser, Dialog, Route
    from werkzeug.test import TestResponse

    from config import Settings
    from tests.access.conftest import WorldOf
    from tests.access.world import World

SCRIPT = "<svg/onload=alert(1)>{{7*7}}"
PLAIN = f"\"'>{SCRIPT}"
FULL = f"{PLAIN}${{7*7}} javascript:alert(1) \u200e\U0001f9d1\r\nBcc: evil@example.org\r\n\r\n=1+1"
# Fields in which other words than the canary are written where it is to be stored, and what.
NEEDED = {
    "email": "canary@example.org", "contact_email": "canary@example.org", "slug": "canary-question",
    "website": "https://example.org/", "address": "https://example.org/", "contact_phone": "06 555 0199",
    "phone": "06 555 0199", "links": "https://example.org/",
    "happened_on": "05/01/2026", "issued_on": "05/01/2026", "dated_on": "05/01/2026", "day": "24/12/2026",
    "starts_on": "01/09/2026", "ends_on": "01/11/2026", "due_on": "01/11/2026", "plan_number": "9",
    "as_of": "05/01/2026", "evidence_url": "https://example.org/",
    "commitment_number": "9A", "start_year": "2026", "end_year": "2028", "commitment_count": "12",
    "source_url": "https://example.org/", "page_place": "20", "hold_after": "4", "answer_to": "canary@example.org",
    "begins": "10:00", "ends": "12:00", "person_email": "canary@example.org",
    "since": "05/01/2026", "ended_on": "15/02/2026",
    "received_on": "24/03/2026", "told_on": "05/03/2026", "people": "12", "receipt_to": "canary@example.org",
}  # fmt: skip
LATER = {"opens_at": "2026-09-01 09:00", "closes_at": "2026-11-01 09:00"}
# Another day than a milestone has; one after the meeting; and a name that is not looked for in the words of others.
INSTEAD = {
    **{("desk.new_consultation", name): moment for name, moment in LATER.items()},
    ("desk.milestone_act", "due_on"): "02/11/2026", ("desk.action_item", "as_of"): "15/02/2026",
    **{(page, f"name_{lang}"): "سين" for page in ("desk.add_attendee", "desk.forum_person") for lang in ("ar", "en")},
}  # fmt: skip
# Moving a closing is bounded, and asked once more with what it will do.
MOVED = {"closes_at": ["2026-06-01 09:00"], "confirmed": ["2026-06-01T06:00:00+00:00"]}
# A comment has no title and no problem.
PROPOSED = {"kind": ["proposal"]}
# Somebody who is known is chosen, and not typed.
NEW = {"known_person": [""]}
# A promise is that of a level.
INVOLVED = {"level": ["involve"]}
AS_SHOWN = {"password", "present", "number", "date", "time", "url"}
# Only names, an address or a password are written here, none of which takes the canary; or what is written is another
# button's to send (a new theme's title, beside what is put under one).
NO_WORDS = {
    "desk.end_commitment_delay", "desk.find_account", "desk.new_document_version", "desk.place", "desk.site_body",
    "public.change_address", "public.change_password", "public.forgotten",
    "public.login", "public.representatives", "public.resend", "public.confirm", "public.reset",
}  # fmt: skip
# Where the world of a state has no thing that takes the form; another state has.
NOT_NOW = {
    # The clauses are saved before, so that the page of the split is an old one (``test_mended_09`` sends it).
    State.DRAFT: {"desk.split_clause"},
    State.ANSWERED: {"desk.publish", "desk.answer", "desk.key_in"},
}
# Its draft is written in before, so that the page of the edition is an old one (``test_mended_09`` sends it).
OLD = {"desk.publish_initiative", "desk.publish_minutes"}
# The minutes of the meeting of the world are published: it is not called off, nor gets an agenda (``forum_walk`` does).
HELD = {"desk.cancel_meeting", "desk.meeting_agenda"}
# A wish to be erased is granted or refused: each in one state, and the other left alone there.
LEFT_ALONE = {
    State.OPEN: "desk.erase",
    State.CLOSED: "desk.refuse_erasure",
    State.ANSWERED: "desk.refuse_erasure",
}


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine that this runs on."""
    return "sqlite"


def write(form: Shown, world: World, words: str) -> dict[str, list[str]]:
    """Fill in a form with these words, where it would not take any others."""
    known = next(visitor.actor for visitor in world.visitors if visitor.name == "other citizen")

    def one(name: str, kind: str) -> str | None:
        if form.endpoint == "desk.give_role" and name == "email" and known is not None:
            return known.email
        if name == "references":
            return str(world.things.get("reference"))
        if (form.endpoint, name) in INSTEAD:
            return INSTEAD[form.endpoint, name]
        if name in NEEDED:
            # A holiday keeps its day; the new consultation has taken the address.
            stays = name == "day" and form.sent[name][0]
            taken = (form.endpoint, name) == ("desk.edit_consultation", "slug")
            return None if stays or taken else NEEDED[name]
        if kind in AS_SHOWN or name in LATER or name.endswith("-place"):
            return "a sentence of my own" if kind == "password" else None
        # Names have to differ from one another.
        return f"{name[-7:]} {words}"

    granted = {"role": ["auditor"], "scope": [SITE]} if form.endpoint == "desk.give_role" else {}
    # It has an address, and is therefore at hand; something is reported; and a seat was held.
    at_hand: dict[str, list[str]] = {
        "not_at_hand": [], "said_type": [""], "said_size": [""], "nothing_to_report": [], "mistaken": [],
    }  # fmt: skip
    only = {name: values for name, values in at_hand.items() if name in form.sent or name in form.typed}
    chosen = {
        "desk.extend": MOVED,
        "desk.key_in": PROPOSED,
        "desk.plan_level": INVOLVED,
        "desk.add_attendee": NEW,
    }.get(form.endpoint, {})
    return form.filled(one) | granted | only | chosen


def stored(answer: TestResponse) -> bool:
    """Whether a form was acted on."""
    return (
        answer.status_code == 303 and "/login" not in answer.headers["Location"]
    ) or answer.status_code == 200


def problems(source: str) -> list[str]:
    """Return what of the canary came to life in a page."""
    if "alert" not in source and "49" not in source:
        return []
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parse(source)
    found = ["the source has it as it was typed"] if "<svg/onload" in source else []
    for element in root.iter():
        if callable(element.tag):
            continue
        for name, value in element.attrib.items():
            address = re.sub(r"[\x00-\x20]", "", value).lower()
            if name.startswith("on") or (
                name in {"href", "src", "action"} and address.startswith("javascript:")
            ):
                found.append(f"<{element.tag} {name}={value!r}>")
    read = "".join(root.itertext())
    # Followed by what it was followed by, unless the words were cut short.
    found += [
        f"a template ran: {read[match.end() : match.end() + 12]!r}"
        for match in re.finditer(r"onload=alert\(1\)>", read)
        if not read[match.end() :].startswith(("{{7*7}}", "…", "{", "\u2069"))
    ]
    return found


def tell(app: Flask, world: World, forms: list[Shown]) -> set[str]:
    """Send every form, whole and plain; return the endpoints that stored it, and fail on what came to life."""
    took: set[str] = set()
    for form in forms:
        if form.typed and form.endpoint not in took:
            # What turns words is refused wherever words are taken.
            turned = send(app, form, write(form, world, f"{PLAIN} \u202e"))
            assert form.endpoint in NO_WORDS or not stored(turned), form.endpoint
            for words in (FULL, PLAIN):
                answer = send(app, form, write(form, world, words))
                assert problems(answer.text) == [], (form.endpoint, form.page)
                if stored(answer):
                    took.add(form.endpoint)
                    break
    return took


def mails(settings: Settings) -> list[EmailMessage]:
    """Return the mails that were sent."""
    return [
        message_from_bytes(path.read_bytes(), policy=default)
        for path in sorted((settings.var_dir / "mail").glob("*.eml"))
    ]


def part(mail: EmailMessage, kind: str) -> str:
    """Return the text or the HTML of a mail."""
    body = mail.get_body((kind,))
    return str(body.get_content()) if body is not None else ""


def look(app: Flask, world: World) -> dict[str, str]:
    """Fetch every page as everybody and fail on what came to life; return the pages that show the canary."""
    showing: dict[str, str] = {}
    for path, visitor, answer in pages(app, world):
        if answer.mimetype == "text/html":
            assert problems(answer.text) == [], (path, visitor.name)
            if "svg/onload" in answer.text:
                showing.setdefault(path, answer.text)
        elif answer.mimetype == "text/csv":
            assert not re.search(r'(?:^|",)"[=+\-@]', answer.text, re.MULTILINE)
    return showing


def run(pages_shown: dict[str, str], chromium: Browser) -> list[str]:
    """Open pages in a browser with the policy that they are sent with; return what ran or was kept from it."""
    heard: list[str] = []
    context = chromium.new_context()
    page = context.new_page()

    def close(dialog: Dialog) -> None:
        heard.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", close)
    page.on(
        "console", lambda said: heard.append(said.text) if "Content Security Policy" in said.text else None
    )
    page.on("pageerror", lambda error: heard.append(str(error)))
    current = ""

    def answer(route: Route) -> None:
        wanted = route.request.is_navigation_request()
        headers = {
            "Content-Security-Policy": POLICY,
            "Content-Type": "text/html; charset=utf-8" if wanted else "text/css",
        }
        route.fulfill(body=current if wanted else "", headers=headers)

    page.route("**/*", answer)
    for path, source in pages_shown.items():
        current = source
        page.goto(f"http://127.0.0.1{path}", wait_until="load")
    context.close()
    return heard


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.CLOSED, State.ANSWERED])
def test_what_was_typed_is_words_everywhere(
    app: Flask,
    settings: Settings,
    world_of: WorldOf,  # noqa: F811 - the fixture
    browser: Browser,
    state: State,
) -> None:
    world = world_of(state)
    forms = [form for form in shown(app, pages_due(app, world)) if form.typed]
    forms = [form for form in forms if form.endpoint != LEFT_ALONE.get(state)]
    # Progress is reported before the commitment passes to another body, and waits for a decision; it is withdrawn last.
    # What is translated is in another language than the canary, until its author changes it; and then is withdrawn.
    # Nobody decides about words that changed since their page was shown, or places what somebody placed meanwhile.
    # Plain words are saved beside the clauses that their page showed.
    order = [
        "desk.summaries", "desk.report_progress", "desk.correct_progress", "desk.delay_commitment",
        "desk.translate", "desk.clarify",
        "public.report", "desk.reports", "public.reply", "desk.points", "desk.new_theme", "desk.hide", "public.revise",
        "", "desk.commitment_act",
    ]  # fmt: skip
    forms.sort(key=lambda form: order.index(form.endpoint if form.endpoint in order else ""))
    took = tell(app, world, forms)
    assert {form.endpoint for form in forms} - took - NO_WORDS - OLD - HELD - NOT_NOW.get(
        state, set()
    ) == set(), "forms that nothing was stored through"
    showing = look(app, world)
    assert len(showing) > 5
    assert run(showing, browser) == []
    deliver_due(app)
    sent = mails(settings)
    told = 0
    for mail in sent:
        assert "Bcc" not in mail
        assert problems(part(mail, "html")) == []
        told += "svg/onload=alert(1)" in part(mail, "plain")
    assert told > 0, "no mail has the words"
    reader = plain(app)
    assert problems(get(reader, "/en/demonstration/mail/", "").text) == []
