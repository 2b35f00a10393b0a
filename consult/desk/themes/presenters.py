"""The workbench: contributions and where they stand, the themes, and how much is accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor, has_right
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.consultations.policies import allows, may_moderate, state_of
from consult.consultations.queries.owners import ClauseWords, words_of
from consult.contributions.models import Contribution
from consult.desk.filters import Finding, Option, clause_options, clauses_of, finding, order_options
from consult.desk.heading import Heading, heading_of
from consult.desk.lists import Listing, newest_first
from consult.desk.rows import Row, Words, row
from consult.desk.themes.forms import PlaceForm, ThemeForm
from consult.desk.themes.meanwhile import Meanwhile, meanwhile
from consult.desk.themes.undo import marked, unpacked
from consult.outcomes import queries
from consult.outcomes.models import Theme
from consult.outcomes.policies import is_answered
from consult.outcomes.services import place_mark, title_mark
from consult.presenters.consultations import standing
from consult.shared.state import State
from consult.web.dates import days_left
from consult.web.labels import label
from consult.web.pagination import page_of
from consult.web.rendering import bidi_isolate, localized

PAGE = 50
# Parts of the list; a theme's id is one as well.
UNTHEMED, ALL, ORGANISATIONS = "unthemed", "all", "organisations"
_KEYS = 9


@dataclass(frozen=True, slots=True)
class Bench:
    """The themes and the clauses to choose from, and the part of the list that is asked for."""

    themes: Sequence[Theme]
    words: Words
    clauses: Mapping[int, ClauseWords]
    wanted: Finding


@dataclass(frozen=True, slots=True)
class Covered:
    """How many voices are shown, and how many of them stand under no theme."""

    published: int
    unthemed: int

    @property
    def themed(self) -> int:
        """How many stand under a theme."""
        return self.published - self.unthemed


@dataclass(frozen=True, slots=True)
class AnswerState:
    """Where a theme's answer stands: the ``status`` of its mark, and the words for it."""

    status: str
    text: str


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme of the panel: ``key`` is the digit that chooses it, ``number`` how many voices stand under it."""

    id: int
    theme: Theme
    key: int | None
    number: int
    answer: AnswerState


@dataclass(frozen=True, slots=True)
class Workbench:
    """The workbench but for its forms. ``found`` is how many a search finds, None where nothing is searched.

    ``was`` and ``mark`` say where what was moved just now stood before, and stands; ``seen`` where those stand that can
    be picked. ``meanwhile`` is there where somebody else moved some that were picked.
    """

    consultation: Heading
    state: State
    standing: str
    rows: list[Row]
    found: int | None
    themes: list[ThemeRow]
    covered: Covered
    unanswered: int
    shows: list[Option]
    clauses: list[Option]
    orders: list[Option]
    wanted: Finding
    may_theme: bool
    moderates: bool
    time_to_theme: bool
    listing: Listing
    was: str | None
    mark: str
    seen: str
    meanwhile: Meanwhile | None


@dataclass(frozen=True, slots=True)
class Moved:
    """What was picked and chosen, and the title of a theme that was to be added, where voices were moved meanwhile."""

    form: PlaceForm
    new: ThemeForm


@dataclass(frozen=True, slots=True)
class RenamePage:
    """A theme that gets another title, or is removed; ``edited`` where somebody else gave it one meanwhile."""

    consultation: Heading
    theme: Theme
    edited: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a theme's summary, with the references that it cites."""

    id: int
    text_ar: str
    text_en: str
    cites: list[str]
    # What a reader of the summary would not find behind it: a reference, and what became of its voice.
    lost: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PointsPage:
    """A theme's summary; ``editing`` is the id of the point that is written anew.

    ``edited`` is that point as somebody else saved it meanwhile, None where nobody did.
    """

    consultation: Heading
    theme: Theme
    points: list[Point]
    removed: list[Point]
    editing: int | None
    edited: Point | None


def bench(session: Session, consultation: Consultation) -> Bench:
    """Return it, as this request asks for it."""
    themes = queries.themes_and_answers(session, consultation_id=consultation.id, in_short=True)
    words = words_of(session, version_ids=[text.version_id for text in consultation.texts])
    clauses = clauses_of(consultation, words)
    parts = {UNTHEMED, ALL, ORGANISATIONS, *(str(theme.id) for theme in themes)}
    return Bench(themes, words, clauses, finding(parts, clauses, first=UNTHEMED))


def workbench(
    session: Session, actor: Actor, consultation: Consultation, now: datetime, laid: Bench,
    moved: Moved | None = None,
) -> Workbench:  # fmt: skip
    """Return the workbench of a consultation; ``moved`` are the forms whose voices somebody else moved meanwhile."""
    wanted, scope = laid.wanted, consultation.organisation.scope
    placed = queries.placed(session, consultation_id=consultation.id)
    nothing = wanted.show == UNTHEMED and not placed.unthemed
    found = [] if nothing else _found(session, consultation.id, wanted)
    here = partial(wanted.url, "desk.themes", consultation.slug)
    page = page_of(found, PAGE, wanted.before, lambda begun: here(before=begun))
    shown = page.items
    counts, covered = placed.by_theme, Covered(placed.published, placed.unthemed)
    was, own = request.args.get("was", ""), _own_places(session, shown, wanted)
    both = _meanwhile(session, laid, moved, shown)
    marks = {said.id: place_mark(own.get(said.id, [])) for said in shown} | (both.marks if both else {})
    return Workbench(
        consultation=heading_of(consultation),
        state=state_of(consultation, now),
        standing=_standing(consultation, now),
        rows=_rows(session, shown, laid, set(own)),
        found=_how_many(session, consultation.id, wanted),
        themes=[_theme(theme, number, counts) for number, theme in enumerate(laid.themes, 1)],
        covered=covered,
        unanswered=sum(not is_answered(theme) for theme in laid.themes),
        shows=_shows(laid, counts, covered),
        clauses=clause_options(laid.clauses, wanted),
        orders=order_options(wanted),
        wanted=wanted,
        may_theme=may_moderate(actor, consultation, scope, Act.THEME, now),
        moderates=has_right(actor, Act.THEME, scope=scope),
        time_to_theme=allows(consultation, Act.THEME, now),
        listing=newest_first(page, here()),
        was=was if unpacked(was) else None,
        mark=request.args.get("mark", ""),
        seen=marked(marks),
        meanwhile=both,
    )


def _own_places(session: Session, shown: Sequence[Contribution], wanted: Finding) -> dict[int, list[int]]:
    """Return under which themes these were put themselves; what stands under none was put under none."""
    if wanted.show == UNTHEMED or not shown:
        return {}
    return queries.own_places(session, ids=[said.id for said in shown])


def _meanwhile(
    session: Session, laid: Bench, moved: Moved | None, shown: Sequence[Contribution]
) -> Meanwhile | None:
    if moved is None:
        return None
    typed = {"title_ar": moved.new.title_ar.data or "", "title_en": moved.new.title_en.data or ""}
    return meanwhile(
        session, moved.form, {theme.id: localized(theme, "title") for theme in laid.themes},
        new_title=localized(typed, "title"), here=[said.reference for said in shown],
    )  # fmt: skip


def title_of(theme: Theme) -> dict[str, str]:
    """Return a theme's title as its form holds it, with the mark of what was opened."""
    return {"title_ar": theme.title_ar, "title_en": theme.title_en, "seen": title_mark(theme)}


def points_of(session: Session, theme_id: int, *, removed: bool = False) -> list[Point]:
    """Return the points of a theme's summary, in order; or those that were taken out."""
    found = queries.points(session, theme_id=theme_id, removed=removed)
    cited = [citation.contribution for point in found for citation in point.citations]
    places = queries.working_places(session, ids=[said.id for said in cited]) if cited else {}
    lost = {said.id: _lost(said, theme_id in places.get(said.id, [])) for said in cited}
    return [
        Point(
            p.id, p.text_ar, p.text_en, [citation.contribution.reference for citation in p.citations],
            [
                (citation.contribution.reference, words)
                for citation in p.citations
                if (words := lost[citation.contribution_id])
            ],
        )
        for p in found
    ]  # fmt: skip


def _lost(said: Contribution, here: bool) -> str:  # noqa: FBT001 - whether it stands under the theme
    """Return what became of a cited voice since; empty where it can be read under its theme."""
    if not said.is_published:
        return label("status", said.status)
    return "" if here else str(_("no longer under this theme"))


def state_of_answer(theme: Theme) -> AnswerState:
    """Return where a theme's answer stands."""
    if theme.response is None:
        return AnswerState("not_started", _("no answer yet"))
    if not is_answered(theme):
        return AnswerState("in_progress", _("answer being written"))
    return AnswerState("completed", label("outcome", theme.response.outcome))


def _found(session: Session, consultation_id: int, wanted: Finding) -> Sequence[Contribution]:
    return queries.to_sort(
        session,
        consultation_id=consultation_id,
        place=_place(wanted),
        wanted=wanted.wanted(organisations=wanted.show == ORGANISATIONS),
        limit=PAGE + 1,
    )


def _how_many(session: Session, consultation_id: int, wanted: Finding) -> int | None:
    if not wanted.narrows:
        return None
    return queries.how_many_to_sort(
        session, consultation_id=consultation_id, place=_place(wanted), wanted=wanted.wanted()
    )


def _standing(consultation: Consultation, now: datetime) -> str:
    text, due = standing(consultation, now).line, consultation.answer_due_at
    if allows(consultation, Act.PUBLISH, now) and due > now:
        return f"{text} · {days_left(now, due)}"
    return text


def _place(wanted: Finding) -> int | None:
    if wanted.show in {ALL, ORGANISATIONS}:
        return None
    return queries.UNTHEMED if wanted.show == UNTHEMED else int(wanted.show)


def _rows(session: Session, contributions: Sequence[Contribution], laid: Bench, own: set[int]) -> list[Row]:
    """Return the contributions, each with its replies and under which themes it stands; ``own`` were put there."""
    ids = [c.id for c in contributions]
    places: dict[int, list[int]] = {}
    if laid.wanted.show != UNTHEMED and ids:
        places = queries.working_places(session, ids=ids)
    replies = queries.reply_counts(session, ids=ids) if ids else {}
    titles = {theme.id: localized(theme, "title") for theme in laid.themes}
    return [
        row(
            c,
            laid.words,
            notes=_replies(replies.get(c.id, 0)),
            suggestion=_where([titles[i] for i in places.get(c.id, [])], own=c.id in own),
        )
        for c in contributions
    ]


def _replies(number: int) -> list[str]:
    return [ngettext("%(num)s reply", "%(num)s replies", number)] if number else []


def _where(titles: list[str], *, own: bool) -> str | None:
    if not titles:
        return None
    names = " · ".join(bidi_isolate(title) for title in titles)
    if own:
        return str(_("Under: %(themes)s", themes=names))
    return str(_("Under: %(themes)s (inherited from what it replies to)", themes=names))


def _theme(theme: Theme, number: int, counts: Mapping[int, tuple[int, int]]) -> ThemeRow:
    voices = counts.get(theme.id, (0, 0))[0]
    return ThemeRow(theme.id, theme, number if number <= _KEYS else None, voices, state_of_answer(theme))


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
    return [Option(value, text, laid.wanted.show == value) for value, text in parts]
