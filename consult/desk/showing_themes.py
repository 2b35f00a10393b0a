"""The workbench: contributions and where they stand, the themes, and how much is accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.consultations.models import Consultation
from consult.consultations.policies import Action, allows, may_moderate
from consult.contributions.models import Contribution, Status
from consult.desk.showing_queue import Shown, row, words_behind
from consult.moderation.queries import queue
from consult.outcomes import queries
from consult.outcomes.models import Theme
from consult.outcomes.policies import Coverage, is_answered
from consult.web.labels import label
from consult.web.rendering import isolated, said

PAGE = 50
_LARGEST = 2**63 - 1
UNTHEMED, ALL = "unthemed", "all"


@dataclass(frozen=True)
class Wanted:
    """Which part of the list is asked for: ``show`` is ``unthemed``, ``all`` or a theme's id."""

    show: str
    before: int | None


def wanted(show: str | None, before: int | None, themes: Sequence[Theme]) -> Wanted:
    """Return what is asked for; what there is not becomes the contributions without a theme."""
    known = {UNTHEMED, ALL, *(str(theme.id) for theme in themes)}
    fits = before is not None and 0 < before <= _LARGEST
    return Wanted(show if show is not None and show in known else UNTHEMED, before if fits else None)


def workbench(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    now: datetime,
    themes: Sequence[Theme],
    asked_for: Wanted,
) -> Shown:
    """Return everything on the workbench but its forms."""
    counts = queries.theme_counts(session, consultation_id=consultation.id)
    covered = queries.coverage(session, consultation_id=consultation.id, known=themes, counts=counts)
    found = _contributions(session, consultation.id, asked_for)
    shown = found[:PAGE]
    link: Shown = {"slug": consultation.slug, "show": asked_for.show}
    return {
        "consultation": consultation,
        "rows": _placed(session, consultation.id, shown, themes, asked_for),
        "themes": [_theme(theme, number, counts) for number, theme in enumerate(themes, 1)],
        "coverage": covered,
        "filters": filters(consultation.slug, themes, counts, covered, asked_for),
        "wanted": asked_for,
        "may_theme": may_moderate(actor, consultation, consultation.organisation.scope, Action.THEME, now),
        "moderates": actor.holds(Role.MODERATOR, consultation.organisation.scope),
        "time_to_theme": allows(consultation, Action.THEME, now),
        "newer_url": url_for("desk.themes", **link) if asked_for.before else None,
        "older_url": url_for("desk.themes", **link, before=shown[-1].id) if len(found) > PAGE else None,
    }


def _contributions(session: Session, consultation_id: int, asked_for: Wanted) -> Sequence[Contribution]:
    place: Shown = {"consultation_id": consultation_id, "before_id": asked_for.before, "limit": PAGE + 1}
    if asked_for.show == UNTHEMED:
        return queries.unthemed(session, **place)
    if asked_for.show == ALL:
        return queue(session, **place, status=Status.PUBLISHED)
    return queries.under_theme(session, **place, theme_id=int(asked_for.show))


def _placed(
    session: Session,
    consultation_id: int,
    contributions: Sequence[Contribution],
    themes: Sequence[Theme],
    asked_for: Wanted,
) -> list[Shown]:
    ids = [c.id for c in contributions]
    places: dict[int, list[int]] = {}
    own: set[int] = set()
    if asked_for.show != UNTHEMED:
        places = queries.working_places(session, consultation_id=consultation_id, ids=ids)
        own = queries.placed_themselves(session, ids=ids)
    titles = {theme.id: said(theme, "title") for theme in themes}
    words = words_behind(session, contributions)
    return [
        {**row(c, words), "suggestion": _where([titles[i] for i in places.get(c.id, [])], c.id in own)}
        for c in contributions
    ]


def _where(titles: list[str], own: bool) -> str | None:  # noqa: FBT001 - a fact of the row, not a switch
    if not titles:
        return None
    names = " · ".join(isolated(title) for title in titles)
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


def filters(
    slug: str,
    themes: Sequence[Theme],
    counts: Mapping[int, tuple[int, int]],
    covered: Coverage,
    asked_for: Wanted,
) -> list[Shown]:
    """Return the parts of the list, each with its number and address."""
    parts = [(UNTHEMED, _("Without a theme"), covered.unthemed), (ALL, _("All"), covered.published)]
    parts += [(str(t.id), said(t, "title"), counts.get(t.id, (0, 0))[0]) for t in themes]
    return [
        {
            "text": text,
            "number": number,
            "here": asked_for.show == show,
            "url": url_for("desk.themes", slug=slug, show=show),
        }
        for show, text, number in parts
    ]
