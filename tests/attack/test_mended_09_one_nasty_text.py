"""One nasty text through every field that people write words in: the same at the keyboard and in every outlet.

Keyboard, sealed bytes, page (as Chromium shows it), both parts of the mail (over SMTP, without SMTPUTF8) and the open
file are compared, but for line ends, NFC and blank ends. A field that is not sent here and not named below fails.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from email.message import EmailMessage
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from config import Settings
from consult.contributions.models import Contribution, Status
from consult.jobs.delivery import deliver_due
from consult.shared.csv import typed
from consult.shared.state import State
from tests.access.conftest import committed, world_of  # noqa: F401 - fixtures
from tests.access.visiting import browser as plain
from tests.attack import forum_walk, nasty, record_walk
from tests.attack.forms import Shown, forms_on, get, send
from tests.mail_server import Inbox, mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from playwright.sync_api import Browser

    from tests.access.conftest import WorldOf
    from tests.access.world import World
    from tests.client import ReviewingClient
    from tests.public.conftest import Committed

PAIR = ("reason_ar", "reason_en")
LISTED = ("open_to_change_ar", "open_to_change_en", "not_open_ar", "not_open_en", "ways_ar", "ways_en")
PROSE = ("why_ar", "why_en", "decider_ar", "decider_en", "notice_reason_ar", "notice_reason_en", "period_reason_ar",
         "period_reason_en", "promise_ar", "promise_en")  # fmt: skip
# What is typed in and takes no words, with the reason; a form on its own stands for all its fields.
NO_WORDS = {
    "LoginForm": nasty.ADDRESS, "AddressForm": nasty.ADDRESS, "AddressChangeForm": nasty.ADDRESS,
    "RegistrationForm": nasty.ADDRESS, "FindForm": nasty.ADDRESS, "InviteForm": nasty.ADDRESS,
    "PreferencesForm": nasty.NAME,
    ("GrantForm", "email"): nasty.ADDRESS,
    ("ApplicationForm", "name_ar"): nasty.NAME, ("ApplicationForm", "name_en"): nasty.NAME,
    ("ApplicationForm", "website"): nasty.ADDRESS,
    ("ConsultationForm", "slug"): nasty.ADDRESS, ("ConsultationForm", "contact_email"): nasty.ADDRESS,
    ("ConsultationForm", "contact_name_ar"): nasty.NAME, ("ConsultationForm", "contact_name_en"): nasty.NAME,
    ("ConsultationForm", "opens_at"): nasty.NUMBER, ("ConsultationForm", "closes_at"): nasty.NUMBER,
    ("ExtendForm", "closes_at"): nasty.NUMBER, ("ClauseForm", "place"): nasty.NUMBER,
    ("PointForm", "references"): nasty.NUMBER,
    "SpeakingForm": "three others are made of it", "ThemeForm": "renaming sends the same fields",
    "DraftForm": "its words wait for their author: ``public.test_account_overview`` sends them through it",
} | record_walk.NO_WORDS | forum_walk.NO_WORDS  # fmt: skip
# What their readers are told by mail.
MAILED = {
    ("ClarifyForm", "body"), ("HideForm", "reason"), ("RestoreForm", "reason"), ("RefuseForm", "answer"),
    ("EraseForm", "reason"), ("WhyForm", "reason"), ("GrantForm", "reason"), ("DecisionForm", "reason"),
    ("ReasonForm", "reason"), ("EndForm", "reason"), ("AnswerForm", "reason"), ("AnswerForm", "clause"),
} | record_walk.MAILED | forum_walk.MAILED  # fmt: skip


@dataclass
class Sent:
    """What was typed into a field, and what has to be kept of it. ``compared`` with other words where it is shown."""

    form: str
    field: str
    typed: str
    kept: str
    compared: bool = False

    @property
    def mark(self) -> str:
        """The word that stands in no other text."""
        return self.typed.split()[1]


class Walk:
    """Sends the text through forms, as the visitors of a world, and looks at pages."""

    def __init__(self, app: Flask) -> None:
        """Begin with nothing sent and nothing seen."""
        self.app, self.client = app, plain(app)
        self.sent: list[Sent] = []
        self.seen: dict[str, str] = {}
        self.numbers = count()
        self.world: World

    def cookie(self, who: str) -> str:
        """Return what the browser of a visitor sends."""
        return next(visitor.cookie for visitor in self.world.visitors if visitor.name == who)

    def form(self, page: str, who: str, endpoint: str, wanted: tuple[str, ...]) -> Shown:
        """Return the form with these fields on a page."""
        visitor = next(visitor for visitor in self.world.visitors if visitor.name == who)
        answer = get(self.client, page, visitor.cookie)
        assert answer.status_code == 200, (page, who, answer.status_code)
        found = forms_on(self.app, visitor, page, answer)
        return next(form for form in found if form.endpoint == endpoint and set(wanted) <= set(form.typed))

    def put(
        self, form: str, page: str, who: str, endpoint: str, *names: str, given: dict[str, str] | None = None
    ) -> str:
        """Send the text through fields of the form on a page; return where that led."""
        shown = self.form(page, who, endpoint, names)
        made = [self.text(form, name, shown.typed[name]) for name in names]
        values = {each.field: [each.typed] for each in made}
        answer = send(
            self.app, shown, shown.sent | values | {key: [value] for key, value in (given or {}).items()}
        )
        assert answer.status_code in {200, 303}, (form, answer.status_code)
        location = urlsplit(answer.headers.get("Location", "")).path
        assert "/login" not in location, form
        if answer.status_code == 200:
            assert all(each.typed not in answer.text for each in made) or form == "WhyForm", form
        self.sent += made
        return location

    def text(self, form: str, name: str, kind: str) -> Sent:
        """Return the text for a field, which it is known by."""
        mark = f"ق{next(self.numbers):03d}ق"
        if kind == "text":
            typed = nasty.title(mark)
            return Sent(form, name, typed, nasty.kept_line(typed))
        typed = nasty.body(mark)
        kept = nasty.kept_items(typed) if name in LISTED else nasty.kept(typed)
        return Sent(form, name, typed, kept, compared=name.startswith("clause-"))

    def look(self, who: str, *paths: str) -> None:
        """Keep pages as a visitor is shown them now, in both languages."""
        for path in paths:
            for lang in ("ar", "en"):
                answer = get(self.client, f"/{lang}{path}", self.cookie(who))
                assert answer.status_code in {200, 410}, (path, who, answer.status_code)
                self.seen[f"/{lang}{path}#{len(self.seen)}"] = answer.text


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine that this runs on: how words are shown does not differ by it."""
    return "sqlite"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, str]]:
    """Return a mail server's inbox and its URL."""
    with mail_server(utf8=False) as started:
        yield started


@pytest.fixture
def settings(settings: Settings, inbox: tuple[Inbox, str]) -> Settings:
    """Return the settings, with this mail server."""
    return settings.model_copy(update={"mail_url": inbox[1]})


def say(walk: Walk, slug: str) -> list[str]:
    """Let people speak; return the references of comment, reply, proposal and clarification."""
    at, parts = f"/en/consultations/{slug}", ("title", "problem", "body")
    whole = f"{at}/text/?clause=whole"
    comment = walk.put("CommentForm", whole, "other citizen", "public.contribute", "body")
    reply = walk.put("ReplyForm", f"{comment}/reply", "other citizen", "public.reply", "body")
    proposal = walk.put("ProposalForm", f"{at}/propose", "citizen", "public.propose", *parts)
    on = f"{comment.replace('/en/', '/en/desk/')}/clarify"
    clarified = walk.put("ClarifyForm", on, "officer", "desk.clarify", "body")
    below = f"{proposal.replace('/en/', '/en/desk/')}/translate"
    walk.put("TranslateForm", below, "moderator", "desk.translate", *parts)
    changed = f"/contributions/{walk.world.things['reference']}"
    walk.put("ChangeForm", f"/en{changed}/change", "citizen", "public.revise", "body")
    places = [comment, reply, proposal, clarified]
    walk.look("nobody", changed, *(each[3:] for each in (*places, whole, f"{at}/contributions/")))
    walk.look("moderator", f"/desk/consultations/{slug}/queue/")
    return [place.rpartition("/")[2] for place in places]


def moderate(walk: Walk, slug: str, said: list[str]) -> None:
    """Hide, show again, ask for erasing, refuse and erase, and look who somebody is."""
    old, comment, reply = str(walk.world.things["reference"]), *said[:2]
    at = "/en/desk/contributions"
    walk.put("HideForm", f"{at}/{old}/hide", "moderator", "desk.hide", *PAIR)
    walk.look("citizen", f"/contributions/{old}")
    walk.put("RestoreForm", f"{at}/{old}/restore", "moderator", "desk.restore", *PAIR)
    walk.put("RefuseForm", f"{at}/{old}/erasure", "moderator", "desk.refuse_erasure", "answer")
    walk.put("WhyForm", f"{at}/{old}/identity", "moderator", "desk.identity", "reason")
    walk.look("citizen", "/account/security")
    asking = f"/en/contributions/{reply}/erasure"
    walk.put("AskErasureForm", asking, "other citizen", "public.erasure", "reason")
    walk.put("AskForm", f"{at}/{comment}/ask-erasure", "moderator", "desk.ask_erasure", "reason")
    walk.look("moderator", f"/desk/contributions/{reply}/erasure", f"/desk/contributions/{comment}/erasure",
              f"/desk/consultations/{slug}/erasures/")  # fmt: skip
    erasing = {"rule": "none"}
    walk.put("EraseForm", f"{at}/{reply}/erasure", "moderator", "desk.erase", *PAIR, given=erasing)
    walk.look("nobody", "/moderation-log/")


def organise(walk: Walk) -> None:
    """Apply for an organisation, verify one, end a person's right to speak for one, and its standing."""
    names = {"name_ar": "جمعية قراءة النصوص", "name_en": "Readers of texts", "website": ""}
    applying, apply_for = "/en/organisations/apply", "public.apply_for_organisation"
    made = walk.put(
        "ApplicationForm", applying, "representative", apply_for, "about_ar", "about_en", given=names
    )
    walk.look("coordinator", f"/desk{made.removeprefix('/en').rstrip('/')}/decide")
    applied, speaking = (str(walk.world.things[name]) for name in ("applied", "speaking"))
    deciding, verify = f"/en/desk/organisations/{applied}/decide", {"decision": "verify"}
    walk.put("DecisionForm", deciding, "coordinator", "desk.decide_organisation", *PAIR, given=verify)
    colleague = walk.world.things["colleague"]
    ending = f"/en/organisations/{speaking}/representatives/{colleague}/end"
    walk.put("EndForm", ending, "representative", "public.end_representative", "reason")
    walk.put(
        "ReasonForm", f"/en/desk/organisations/{speaking}/end", "coordinator", "desk.end_organisation", *PAIR
    )
    walk.look("administrator", f"/desk/organisations/{speaking}/end/confirm")
    walk.look("nobody", f"/organisations/{applied}/", f"/organisations/{speaking}/")


def run(walk: Walk, slug: str) -> None:
    """Correct, move and cancel a consultation; give a role, and suspend somebody."""
    at = f"/en/desk/consultations/{slug}"
    walk.put("ErratumForm", f"{at}/erratum", "officer", "desk.erratum", *PAIR)
    later = {"closes_at": "2026-06-30 15:30", "confirmed": "2026-06-30T12:30:00+00:00"}
    walk.put("ExtendForm", f"{at}/extend", "officer", "desk.extend", *PAIR, given=later)
    walk.put("ReasonForm", f"{at}/cancel", "officer", "desk.cancel", *PAIR)
    walk.look("nobody", f"/consultations/{slug}/")
    known = next(visitor.actor for visitor in walk.world.visitors if visitor.name == "other citizen")
    role = {"email": known.email if known else "", "role": "auditor", "scope": "site"}
    accounts, who = "/en/desk/accounts", "administrator"
    walk.put("GrantForm", f"{accounts}/grant", who, "desk.give_role", "reason", given=role)
    user = walk.world.things["user_id"]
    walk.put("WhyForm", f"{accounts}/{user}/suspend", who, "desk.suspend", "reason")
    walk.look(who, "/desk/accounts/log/")


def draft(walk: Walk) -> None:
    """Write a draft: its terms and its clauses."""
    slug, version = walk.world.things["slug"], walk.world.things["version_id"]
    lines = ("title_ar", "title_en")
    editing = f"/en/desk/consultations/{slug}/edit"
    walk.put("ConsultationForm", editing, "officer", "desk.edit_consultation", *lines, *PROSE, *LISTED)
    clause = walk.world.things["clause_id"]
    splitting, at = f"/en/desk/texts/{version}/clauses/{clause}/split", {"cut_en": "5"}
    walk.put("SplitForm", splitting, "officer", "desk.split_clause", "heading_ar", "heading_en", given=at)
    names = [f"clauses-0-{name}" for name in ("heading_ar", "heading_en", "text_ar", "text_en")]
    walk.put("ClauseForm", f"/en/desk/texts/{version}/", "officer", "desk.text", *names)
    walk.look("officer", f"/consultations/{slug}/", f"/consultations/{slug}/text/")


def answer(walk: Walk, committed: Committed) -> None:  # noqa: F811 - the fixture
    """Name a theme, sum it up, answer and publish; show a hidden voice again, and publish the next version."""
    slug, theme, reference = (walk.world.things[name] for name in ("slug", "theme_id", "reference"))
    publishing, at = record_walk.placed_whole(walk, str(slug), str(theme)), f"/en/desk/themes/{theme}"
    walk.put("RenameForm", f"{at}/rename", "moderator", "desk.rename_theme", "title_ar", "title_en")
    cited = {"references": str(reference)}
    walk.put("PointForm", f"{at}/points/", "moderator", "desk.points", "text_ar", "text_en", given=cited)
    clause = walk.world.things["clause_id"]
    names = (*PAIR, f"clause-{clause}-ar", f"clause-{clause}-en")
    outcome = {"outcome": "accepted"}
    walk.put("AnswerForm", f"{at}/answer", "officer", "desk.answer", *names, given=outcome)
    walk.look("officer", f"/desk/themes/{theme}/answer", f"/desk/consultations/{slug}/answers/")
    shown = walk.form(publishing, "publisher", "desk.publish", ())
    assert send(walk.app, shown, shown.sent).status_code == 303
    with committed() as session:
        hidden, *_others = session.scalars(
            select(Contribution.reference)
            .where(Contribution.status == Status.HIDDEN, Contribution.consultation.has(slug=slug))
            .order_by(Contribution.id)
        ).all()
    restoring = f"/en/desk/contributions/{hidden}/restore"
    walk.put("RestoreForm", restoring, "moderator", "desk.restore", *PAIR)
    placing = walk.form(f"/en/desk/consultations/{slug}/themes/?show=all", "moderator", "desk.place", ())
    placed = {"pick": [hidden], "theme": [str(theme)], "do": ["place"], "every": []}
    assert send(walk.app, placing, placing.sent | placed).status_code == 303
    looking = walk.form(f"/en{at.removeprefix('/en')}/answer", "officer", "desk.look_again", ())
    assert send(walk.app, looking, looking.sent).status_code == 303
    walk.put("PublishForm", publishing, "publisher", "desk.publish", *PAIR)
    plan, number = walk.world.things["plan"], walk.world.things["number"]
    walk.look("nobody", f"/consultations/{slug}/outcome/", f"/contributions/{reference}", "/moderation-log/",
              f"/consultations/{slug}/outcome/themes/{theme}/",
              f"/plans/{plan}/commitments/{number}/versions/2/")  # fmt: skip


def as_excerpt(words: str, each: Sent) -> bool:
    """Whether a text is shown in part: its beginning as it is, and a sign that more was said."""
    shown = words[words.index(f"=1+1 {each.mark}") :]
    same = next((n for n, (a, b) in enumerate(zip(shown, each.kept, strict=False)) if a != b), len(each.kept))
    return shown[same:].lstrip().startswith(("…", "[…]"))


def check_words(where: str, words: str, sent: list[Sent]) -> set[str]:
    """Return the marks of the texts that stand whole in what a reader sees; fail on one that was changed."""
    whole = set()
    for each in sent:
        if each.kept in words:
            whole.add(each.mark)
        elif f"{each.mark} " in words or f"{each.mark}\n" in words:
            start = words.index(each.mark)
            assert each.compared or as_excerpt(words, each), (
                where,
                each.form,
                each.field,
                words[start - 40 : start + 400],
            )
    return whole


def check_record(walk: Walk, slug: str, said: list[str]) -> None:
    """Compare what was typed with the sealed bytes and with both open files, read back."""
    client = plain(walk.app)
    file = client.get(f"/en/consultations/{slug}/contributions.csv").get_data(as_text=True)
    rows = {
        row["reference"]: row for row in csv.DictReader(io.StringIO(file.removeprefix("\ufeff"), newline=""))
    }
    lines = client.get(f"/en/consultations/{slug}/contributions.jsonl").get_data(as_text=True)
    # Not `splitlines`: NEL and others end no line of it.
    raw = {row["reference"]: row for row in map(json.loads, lines.removesuffix("\n").split("\n"))}
    for form, reference in zip(
        ("CommentForm", "ReplyForm", "ProposalForm", "ClarifyForm"), said, strict=True
    ):
        sealed = nasty.sealed_fields(client.get(f"/en/contributions/{reference}/sealed").get_data())
        for each in walk.sent:
            if each.form == form:
                assert sealed[each.field] == each.kept, (form, each.field)
                column = "text" if each.field == "body" else each.field
                assert typed(rows[reference][column]) == each.kept, (form, each.field)
                assert raw[reference][column] == each.kept, (form, each.field)
            if each.form == "TranslateForm" and form == "ProposalForm":
                column = f"translated_{'text' if each.field == 'body' else each.field}"
                assert typed(rows[reference][column]) == raw[reference][column] == each.kept, column


def check_mails(received: list[EmailMessage], sent: list[Sent]) -> None:
    """Compare what was typed with both parts of every mail, read as a mail program does."""
    told: set[str] = set()
    for mail in received:
        text, page = (mail.get_body((kind,)) for kind in ("plain", "html"))
        assert text is not None
        assert page is not None
        plain_text = text.get_content().replace("\r\n", "\n")
        html = nasty.words_of_html(page.get_content().replace("\r\n", "\n"))
        in_text = check_words(str(mail["Subject"]), plain_text, sent)
        assert check_words(str(mail["Subject"]), html, sent) == in_text, mail["Subject"]
        told |= in_text
    kinds = {
        (each.form, each.field.partition("_")[0].partition("-")[0]) for each in sent if each.mark in told
    }
    assert MAILED - kinds == set(), "words of which nobody was told by mail"


def check_fields(sent: list[Sent]) -> None:
    """Fail on a field that people write in and that was neither sent here nor named as one without words."""
    done = {(each.form, each.field.removeprefix("clauses-0-").removeprefix("topics-0-")) for each in sent}
    typed = {(form, name) for form, name in nasty.typed_fields() if form not in NO_WORDS}
    left = typed - done - set(NO_WORDS)
    assert left == set(), "fields that no text was sent through"


def test_the_same_words_everywhere(
    app: Flask,
    client: ReviewingClient,
    world_of: WorldOf,  # noqa: F811 - the fixture
    committed: Committed,  # noqa: F811 - the fixture
    browser: Browser,
    inbox: tuple[Inbox, str],
) -> None:
    walk = Walk(app)
    walk.world = world_of(State.OPEN)
    slug = str(walk.world.things["slug"])
    said = say(walk, slug)
    check_record(walk, slug, said)
    kept = walk.text("CommentForm", "body", "textarea")
    client.submit(f"/en/consultations/{slug}/text/?clause=whole", {"body": kept.typed})
    walk.sent.append(kept)
    walk.seen["/en/draft"] = client.page("/en/draft").source
    record_walk.report_voices(walk, said)
    moderate(walk, slug, said)
    organise(walk)
    record_walk.keep_record(walk)
    forum_walk.keep_meetings(walk)
    run(walk, slug)
    walk.world = world_of(State.DRAFT)
    draft(walk)
    walk.world = world_of(State.CLOSED)
    answer(walk, committed)
    check_fields(walk.sent)
    whole: set[str] = set()
    for path, words in nasty.visible(app, browser, walk.seen).items():
        whole |= check_words(path, words, walk.sent)
    unseen = {(each.form, each.field) for each in walk.sent if each.mark not in whole}
    assert sorted(unseen) == [], "fields whose words stand whole on no page"
    deliver_due(app)
    check_mails(inbox[0].received, walk.sent)
