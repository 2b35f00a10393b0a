"""What the page of a text shows: its clauses, the voices beside each, and the opened one's threads."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.consultations.policies import allows
from consult.consultations.queries import tallies
from consult.contributions import queries
from consult.contributions.models import Choice, Stance
from consult.contributions.policies import may_clarify, speaks_for_the_body
from consult.plans.models import ClauseText
from consult.plans.queries import words_of
from consult.public.consultations.presenters import Shown, standing
from consult.public.contributions.threads import threads, votes_of
from consult.shared.text import paragraphs
from consult.web.rendering import lang_of, localized

WHOLE = "whole"
FEW = 10


def book(session: Session, asked: Consultation, opened: str, actor: Actor | None, now: datetime) -> Shown:
    """Return the texts of a consultation with the clause ``opened`` (an id, ``whole`` or nothing) open."""
    words = words_of(session, version_ids=[row.version_id for row in asked.texts])
    rows = [row for text in asked.texts for row in words.values() if row.version_id == text.version_id]
    subjects = [queries.WHOLE, *(queries.clause_subject(row.clause_id) for row in rows)]
    kept = tallies(session, consultation_ids=[asked.id], subjects=subjects)
    counts = {subject: kept.get((asked.id, subject), Counter()) for subject in subjects}
    clauses = [
        dict(
            _clause(
                asked.slug, row, counts[queries.clause_subject(row.clause_id)], opened=opened == str(row.clause_id)
            )
        )
        for row in rows
    ]  # fmt: skip
    whole = _whole(asked, counts[queries.WHOLE], opened)
    most = max((int(str(each["count"])) for each in clauses), default=0)
    for each in [*clauses, whole]:
        if each["clarified"]:
            each["knot"] = "answer"
        elif each["count"] == most and most >= FEW:
            each["knot"] = "many"
    return {
        "consultation": asked,
        "texts": [_text(row) for row in rows if row.position == 1],
        "standing": standing(asked, now),
        "clauses": clauses,
        "whole": whole,
        "contents": [*map(_entry, clauses), _entry(whole)],
        "opened": _opened(session, asked, [*clauses, whole], actor, now),
        "takes": allows(asked, Act.CONTRIBUTE, now) and not speaks_for_the_body(actor, asked),
        "takes_late": allows(asked, Act.CONTRIBUTE_LATE, now) and not speaks_for_the_body(actor, asked),
    }


def _text(first: ClauseText) -> Shown:
    """Return which text begins with this clause: its commitment, its version, and where that is compared."""
    version, home = first.version, first.version.commitment
    place: dict[str, Any] = {"slug": home.plan.slug, "number": home.number}
    before = version.number - 1
    return {
        "title": localized(home, "title"),
        "lang": lang_of(home, "title"),
        "first": first.clause_id,
        "url": url_for("public.version", **place, version=version.number) if version.published_at else None,
        "number": version.number,
        "published_at": version.published_at,
        "compare_url": url_for("public.compare", **place, before=before, after=version.number)
        if before and version.published_at
        else None,
    }


def _clause(slug: str, row: ClauseText, counts: Counter[str], *, opened: bool) -> Shown:
    name = str(row.clause_id)
    return {
        **_counted(counts),
        "id": row.clause_id,
        "name": name,
        "version_id": row.version_id,
        "anchor": f"clause-{name}",
        "number": row.position,
        "title": localized(row, "heading"),
        "lang": lang_of(row, "text"),
        "paragraphs": paragraphs(localized(row, "text")),
        "open": opened,
        "url": url_for("public.text", slug=slug, clause=name, _anchor="voices"),
        "say_url": url_for("public.text", slug=slug, clause=name, _anchor="say"),
        "say": _("Comment on clause %(number)s", number=row.position),
        "say_late": _("A late contribution on clause %(number)s", number=row.position),
    }


def _whole(asked: Consultation, counts: Counter[str], opened: str) -> Shown:
    return {
        **_counted(counts),
        "id": None,
        "name": WHOLE,
        "version_id": "",
        "anchor": WHOLE,
        "number": "",
        "title": _("The whole text"),
        "lang": None,
        "paragraphs": [_("Whatever belongs to no single clause, or a clause that you find missing.")],
        "open": opened == WHOLE,
        "url": url_for("public.text", slug=asked.slug, clause=WHOLE, _anchor="voices"),
        "say_url": url_for("public.text", slug=asked.slug, clause=WHOLE, _anchor="say"),
        "say": _("Comment on the whole text"),
        "say_late": _("A late contribution on the whole text"),
    }


def _counted(counts: Counter[str]) -> Shown:
    number = counts[queries.VOICES]
    return {
        "count": number,
        "count_text": ngettext("%(num)s contribution", "%(num)s contributions", number),
        "stances": {stance.value: counts[stance] for stance in Stance if counts[stance]},
        "votes": {choice.value: counts[choice] for choice in Choice},
        "clarified": counts[queries.CLARIFIED],
        "knot": "few" if number < FEW else None,
    }


def _entry(clause: Shown) -> Shown:
    return {
        "number": clause["number"],
        "title": clause["title"],
        "url": f"#{clause['anchor']}",
        "current": clause["open"],
        "lang": clause["lang"],
    }


def _opened(
    session: Session, asked: Consultation, places: list[Shown], actor: Actor | None, now: datetime
) -> Shown | None:
    """Return the opened clause's votes and threads, None where none is open."""
    clause = next((each for each in places if each["open"]), None)
    if clause is None:
        return None
    clause_id = int(str(clause["name"])) if clause["id"] is not None else None
    rows = queries.page(session, consultation_id=asked.id, clause_id=clause_id, whole_text=clause_id is None)
    mine = votes_of(session, asked, actor)
    return {
        "voices": threads(session, asked, rows, actor, now, mine=mine),
        "votes": clause["votes"],
        "mine": mine.by_clause.get(clause_id) if clause_id is not None else None,
        "vote_url": url_for("public.vote_clause", slug=asked.slug, clause_id=clause_id)
        if clause_id is not None and allows(asked, Act.VOTE, now)
        else None,
        "clarify_url": url_for("desk.clarify_text", slug=asked.slug, clause=clause["name"])
        if may_clarify(actor, asked, now)
        else None,
        "all_url": url_for("public.contributions", slug=asked.slug, clause=clause["name"]),
    }
