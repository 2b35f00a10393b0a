"""What is measured: every public page, the desk's, the two acts that thousands do, and publishing."""

from __future__ import annotations

import re
import secrets
from itertools import count

from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.outcomes.models import Response
from tools.bench.asking import Answer, Ask, sign_in
from tools.bench.seeding import Seeded

LANGUAGES = ("ar", "en")


def pages(seeded: Seeded, language: str = "ar") -> dict[str, str]:
    """Return the address of every public page that shows what was asked, said or answered, by name."""
    begin = f"/{language}/"
    asked, answered = f"{begin}consultations/bench-open/", f"{begin}consultations/bench-answered/"
    third = f"{begin}plans/bench-plan/commitments/3/"
    return {
        "home": begin,
        "consultations": f"{begin}consultations/",
        "consultation": asked,
        "consultation, closed": f"{begin}consultations/bench-closed/",
        "consultation, answered": answered,
        "text": f"{asked}text/",
        "text, a clause opened": f"{asked}text/?clause={seeded.clause_id}",
        "text, answered": f"{answered}text/?clause=1",
        "contributions, first page": f"{asked}contributions/",
        "contributions, deep page": f"{asked}contributions/?before={seeded.deep_id}",
        "contributions, one clause": f"{asked}contributions/?clause={seeded.clause_id}",
        "contributions, answered": f"{answered}contributions/",
        "contribution": f"{begin}contributions/{seeded.said}",
        "reply": f"{begin}contributions/{seeded.open_said}/reply",
        "proposal": f"{asked}propose",
        "outcome": f"{answered}outcome/",
        "theme": f"{answered}outcome/themes/{seeded.theme_id}/",
        "plans": f"{begin}plans/",
        "plan record": f"{begin}plans/bench-plan/",
        "commitment": third,
        "version": f"{third}versions/2/",
        "comparison": f"{third}compare/1...2/",
        "organisations": f"{begin}organisations/",
        "organisation": f"{begin}organisations/bench-body/",
        "forum": f"{begin}forum/",
        "meeting": f"{begin}forum/meetings/{seeded.forum.slug}/",
        "action items": f"{begin}forum/action-items/",
        "action item": f"{begin}forum/action-items/{seeded.forum.entry_id}/",
        "moderation log": f"{begin}moderation-log/",
        "look-ups": f"{begin}moderation-log/look-ups/",
        "how we answer": f"{begin}pages/how-we-answer",
    }


def desk_pages(seeded: Seeded) -> dict[str, tuple[str, str]]:
    """Return the desk's pages by name, each as who reads it and its address."""
    desk = "/ar/desk/"
    closed = f"{desk}consultations/bench-closed/"
    return {
        "desk, home": ("officer", desk),
        "desk, consultation": ("officer", closed),
        "queue": ("moderator", f"{closed}queue/"),
        "queue, hidden ones": ("moderator", f"{closed}queue/?status=hidden"),
        "queue, a word": ("moderator", f"{closed}queue/?q=الموازنة"),
        "erasures": ("moderator", f"{closed}erasures/"),
        "workbench": ("moderator", f"{closed}themes/"),
        "workbench, all": ("moderator", f"{closed}themes/?show=all"),
        "workbench, one theme": ("moderator", f"{closed}themes/?show={seeded.working_theme_id}"),
        "workbench, organisations": ("moderator", f"{closed}themes/?show=organisations"),
        "points of a theme": ("moderator", f"{desk}themes/{seeded.working_theme_id}/points/"),
        "answers": ("officer", f"{closed}answers/"),
        "answer": ("officer", f"{desk}themes/{seeded.working_theme_id}/answer"),
        "publication": ("publisher", f"{closed}publication/"),
        "desk, organisations": ("coordinator", f"{desk}organisations/"),
        "desk, accounts": ("administrator", f"{desk}accounts/"),
        "desk, log of accounts": ("administrator", f"{desk}accounts/log/"),
        "desk, home of the secretary": ("secretary", desk),
        "desk, forum": ("secretary", f"{desk}forum/"),
        "desk, meeting": ("secretary", f"{desk}forum/meetings/{seeded.forum.slug}/"),
        "desk, action items": ("secretary", f"{desk}forum/action-items/"),
        # No page of the public is kept that has names; whoever reads it waits as staff do.
        "minutes": ("citizen", f"/ar/forum/meetings/{seeded.forum.slug}/minutes/"),
    }


def acts(app: Flask, seeded: Seeded) -> dict[str, Ask]:
    """Return the acts that are measured, each ready to be done any number of times."""
    citizen = sign_in(app, seeded.citizen_id)
    asked = "/ar/consultations/bench-open/"
    page = citizen.get(f"{asked}text/?clause={seeded.clause_id}").html.decode()
    token = _hidden(page, "csrf_token")
    comment = {"csrf_token": token, "clause": str(seeded.clause_id), "version": _hidden(page, "version")}
    number = count()

    def post() -> Answer:
        words = {"key": secrets.token_urlsafe(16), "body": f"{next(number)} تعليق للقياس"}
        return citizen.post(f"{asked}contribute", {**comment, **words})

    def vote() -> Answer:
        choice = ("agree", "disagree")[next(number) % 2]
        return citizen.post(
            f"{asked}clauses/{seeded.clause_id}/vote", {"csrf_token": token, "choice": choice}
        )

    return {"posting a comment": post, "voting": vote}


def publishing(app: Flask, seeded: Seeded) -> Ask:
    """Return the act of publishing a correction of the answer; it is counted, and told to everybody, each time.

    Nothing is published without a change, so that each time an answer was written anew before.
    """
    publisher = sign_in(app, seeded.staff["publisher"])
    asked = "/ar/desk/consultations/bench-answered/"

    def publish() -> Answer:
        with Session(app.extensions["engine"].execution_options(write=True)) as session, session.begin():
            said = update(Response).where(Response.theme_id == seeded.theme_id)
            session.execute(said.values(reason_en=f"A correction: {secrets.token_hex(8)}"))
        page = publisher.get(f"{asked}publication/").html.decode()
        kept = {name: _hidden(page, name) for name in ("csrf_token", "once", "number")}
        return publisher.post(f"{asked}publish", {**kept, "reason_ar": "تصويب", "reason_en": "A correction"})

    return publish


def _hidden(page: str, name: str) -> str:
    """Return the value of a hidden field, where the page has one."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    value = re.search(r'value="([^"]*)"', found[0]) if found else None
    return value[1] if value else ""
