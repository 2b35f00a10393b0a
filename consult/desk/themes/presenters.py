"""The workbench: contributions and where they stand, the themes, and how much is accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor, has_right
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.consultations.policies import allows, may_moderate, state_of
from consult.contributions.models import Contribution
from consult.contributions.queries import published_count
from consult.desk.filters import Finding, Option, clause_options, clauses_of, finding, order_options
from consult.desk.home.presenters import standing
from consult.desk.moderation.presenters import Shown, Words, row
from consult.outcomes import queries
from consult.outcomes.models import Theme
from consult.outcomes.policies import is_answered
from consult.plans.models import ClauseText
from consult.plans.queries import words_of
from consult.web.dates import days_left
from consult.web.labels import label
from consult.web.rendering import bidi_isolate, localized

PAGE = 50
# Parts of the list; a theme's id is one as well.
UNTHEMED, ALL, ORGANISATIONS = "unthemed", "all", "organisations"


@dataclass(frozen=True)
class Bench:
    """What the workbench is laid out with: the themes, the clauses, and the part of the list that is asked for."""

    themes: Sequence[Theme]
    words: Words
    clauses: Mapping[int, ClauseText]
    asked_for: Finding


def bench(session: Session, consultation: Consultation) -> Bench:
    """Return it, as this request asks for it."""
    themes = queries.themes_and_answers(session, consultation_id=consultation.id, in_short=True)
    words = words_of(session, version_ids=[text.version_id for text in consultation.texts])
    clauses = clauses_of(consultation, words)
    parts = {UNTHEMED, ALL, ORGANISATIONS, *(str(theme.id) for theme in themes)}
    return Bench(themes, words, clauses, finding(parts, clauses, first=UNTHEMED))


def workbench(
    session: Session, actor: Actor, consultation: Consultation, now: datetime, laid: Bench
) -> Shown:
    """Return everything on the workbench but its forms."""
    asked_for = laid.asked_for
    there: Shown = {"consultation_id": consultation.id, "place": _place(asked_for)}
    wanted = asked_for.wanted(organisations=asked_for.show == ORGANISATIONS)
    placed = queries.placed(session, consultation_id=consultation.id)
    nothing = asked_for.show == UNTHEMED and not placed.unthemed
    found = [] if nothing else queries.to_sort(session, **there, wanted=wanted, limit=PAGE + 1)
    shown, link = found[:PAGE], {"slug": consultation.slug, **asked_for.link()}
    older = {"slug": consultation.slug, **asked_for.link(before=shown[-1].id)} if len(found) > PAGE else None
    counts, covered = placed.by_theme, _covered(session, consultation.id, placed.unthemed)
    return {
        "consultation": consultation,
        **_standing(consultation, now),
        "rows": _placed(session, consultation.id, shown, laid),
        "found": queries.how_many_to_sort(session, **there, wanted=asked_for.wanted()) if asked_for.narrows else None,
        "themes": [_theme(theme, number, counts) for number, theme in enumerate(laid.themes, 1)],
        "covered": covered,
        "unanswered": sum(not is_answered(theme) for theme in laid.themes),
        "shows": _shows(laid, counts, covered),
        "clauses": clause_options(laid.clauses, asked_for),
        "orders": order_options(asked_for),
        "wanted": asked_for,
        "may_theme": may_moderate(actor, consultation, consultation.organisation.scope, Act.THEME, now),
        "moderates": has_right(actor, Act.THEME, scope=consultation.organisation.scope),
        "time_to_theme": allows(consultation, Act.THEME, now),
        "newer_url": url_for("desk.themes", **link) if asked_for.before else None,
        "older_url": url_for("desk.themes", **older) if older else None,
    }  # fmt: skip


@dataclass(frozen=True)
class Covered:
    """How many voices are shown, and how many of them stand under no theme."""

    published: int
    unthemed: int

    @property
    def themed(self) -> int:
        """How many stand under a theme."""
        return self.published - self.unthemed


def _covered(session: Session, consultation_id: int, unthemed: int) -> Covered:
    published = published_count(session, consultation_ids=[consultation_id]).get(consultation_id, 0)
    return Covered(published, unthemed)


def _standing(consultation: Consultation, now: datetime) -> Shown:
    text, due = standing(consultation, now), consultation.answer_due_at
    if allows(consultation, Act.PUBLISH, now) and due > now:
        text = f"{text} · {days_left(now, due)}"
    return {"state": state_of(consultation, now), "standing": text}


def _place(asked_for: Finding) -> int | None:
    if asked_for.show in {ALL, ORGANISATIONS}:
        return None
    return queries.UNTHEMED if asked_for.show == UNTHEMED else int(asked_for.show)


def _placed(
    session: Session, consultation_id: int, contributions: Sequence[Contribution], laid: Bench
) -> list[Shown]:
    ids = [c.id for c in contributions]
    places: dict[int, list[int]] = {}
    own: set[int] = set()
    if laid.asked_for.show != UNTHEMED and ids:
        places = queries.working_places(session, consultation_id=consultation_id, ids=ids)
        own = queries.placed_themselves(session, ids=ids)
    replies = queries.reply_counts(session, ids=ids) if ids else {}
    titles = {theme.id: localized(theme, "title") for theme in laid.themes}
    return [
        {
            **_row(c, laid.words, replies.get(c.id, 0)),
            "suggestion": _where([titles[i] for i in places.get(c.id, [])], c.id in own),
        }
        for c in contributions
    ]


def _row(contribution: Contribution, words: Words, replies: int) -> Shown:
    shown = row(contribution, words)
    if replies:
        shown["notes"] = [*shown["notes"], ngettext("%(num)s reply", "%(num)s replies", replies)]
    return shown


def _where(titles: list[str], own: bool) -> str | None:  # noqa: FBT001 - a fact of the row, not a switch
    if not titles:
        return None
    names = " · ".join(bidi_isolate(title) for title in titles)
    if own:
        return str(_("Under: %(themes)s", themes=names))
    return str(_("Under: %(themes)s (inherited from what it replies to)", themes=names))


def _theme(theme: Theme, number: int, counts: Mapping[int, tuple[int, int]]) -> Shown:
    return {
        "id": theme.id,
        "theme": theme,
        "key": number if number <= 9 else None,  # noqa: PLR2004 - the digits of a keyboard
        "number": counts.get(theme.id, (0, 0))[0],
        **state_of_answer(theme),
    }


def state_of_answer(theme: Theme) -> Shown:
    """Return where a theme's answer stands: its kind for the status mark, and the word."""
    if theme.response is None:
        return {"status": "not_started", "status_text": _("no answer yet")}
    if not is_answered(theme):
        return {"status": "in_progress", "status_text": _("answer being written")}
    return {"status": "completed", "status_text": label("outcome", theme.response.outcome)}


def _shows(laid: Bench, counts: Mapping[int, tuple[int, int]], covered: Covered) -> list[Option]:
    """Return the parts of the list to choose from, each with its number where it is known."""
    parts: list[tuple[str, str]] = [
        (UNTHEMED, _("Without a theme (%(number)s)", number=covered.unthemed)),
        (ALL, _("All (%(number)s)", number=covered.published)),
        (ORGANISATIONS, _("Said for an organisation")),
    ]
    for theme in laid.themes:
        number = counts.get(theme.id, (0, 0))[0]
        name = _("%(theme)s (%(number)s)", theme=bidi_isolate(localized(theme, "title")), number=number)
        parts.append((str(theme.id), name))
    return [{"value": value, "text": text, "here": laid.asked_for.show == value} for value, text in parts]
