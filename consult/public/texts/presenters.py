"""What the page of a text shows: its clauses, the voices beside each, and the opened one's threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

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
from consult.plans.models import ClauseWords
from consult.plans.queries import words_of
from consult.presenters.consultations import Standing, standing
from consult.public.contributions.threads import threads, votes_of
from consult.public.contributions.voices import Voice
from consult.shared.text import paragraphs
from consult.web.rendering import lang_of, localized

WHOLE = "whole"
FEW = 10


@dataclass(frozen=True, slots=True)
class Edition:
    """Which version of a text is asked about; ``first`` is the id of the clause that it begins with."""

    title: str
    lang: str
    first: int
    url: str | None
    number: int
    published_at: datetime | None
    compare_url: str | None


@dataclass(frozen=True, slots=True)
class Margin:
    """What stands beside a passage: how many voices, and where they stand; ``knot`` as in components/margin.html."""

    count: int
    count_text: str
    stances: dict[str, int]
    knot: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """What can be commented on: a clause, or the text as a whole, which has neither id nor number."""

    id: int | None
    name: str
    version_id: int | None
    anchor: str
    number: int | None
    title: str
    lang: str | None
    paragraphs: list[str]
    open: bool
    url: str
    say_url: str
    say: str
    say_late: str
    margin: Margin


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents."""

    number: int | None
    title: str
    url: str
    current: bool
    lang: str | None


@dataclass(frozen=True, slots=True)
class Opened:
    """The opened passage: its votes with the reader's own, its threads, and where one acts."""

    voices: list[Voice]
    votes: dict[str, int]
    mine: str | None
    vote_url: str | None
    clarify_url: str | None
    all_url: str


@dataclass(frozen=True, slots=True)
class TextPage:
    """The texts of a consultation; ``takes`` and ``takes_late`` say whether the reader may comment."""

    consultation: Consultation
    texts: list[Edition]
    standing: Standing
    passages: list[Passage]
    contents: list[ContentsEntry]
    opened: Opened | None
    takes: bool
    takes_late: bool


def book(session: Session, asked: Consultation, opened: str, actor: Actor | None, now: datetime) -> TextPage:
    """Return the texts of a consultation with the clause ``opened`` (an id, ``whole`` or nothing) open."""
    rows = clauses_of(session, asked)
    subjects = [queries.WHOLE, *(queries.clause_subject(row.clause_id) for row in rows)]
    kept = tallies(session, consultation_ids=[asked.id], subjects=subjects)
    counts = {subject: kept.get((asked.id, subject), Counter()) for subject in subjects}
    passages = _passages(asked, rows, counts, opened)
    speaks = speaks_for_the_body(actor, asked)
    return TextPage(
        consultation=asked,
        texts=[_edition(row) for row in rows if row.position == 1],
        standing=standing(asked, now),
        passages=passages,
        contents=[_entry(passage) for passage in passages],
        opened=next((_opened(session, asked, p, counts, actor, now) for p in passages if p.open), None),
        takes=allows(asked, Act.CONTRIBUTE, now) and not speaks,
        takes_late=allows(asked, Act.CONTRIBUTE_LATE, now) and not speaks,
    )


def clauses_of(session: Session, asked: Consultation) -> list[ClauseWords]:
    """Return the clauses of all texts of a consultation, in order."""
    words = words_of(session, version_ids=[row.version_id for row in asked.texts])
    return [row for text in asked.texts for row in words.values() if row.version_id == text.version_id]


def _edition(first: ClauseWords) -> Edition:
    version, home = first.version, first.version.commitment
    slug, number, before = home.plan.slug, home.number, version.number - 1
    published = version.published_at is not None
    return Edition(
        title=localized(home, "title"),
        lang=lang_of(home, "title"),
        first=first.clause_id,
        url=url_for("public.version", slug=slug, number=number, version=version.number)
        if published
        else None,
        number=version.number,
        published_at=version.published_at,
        compare_url=url_for("public.compare", slug=slug, number=number, before=before, after=version.number)
        if before and published
        else None,
    )


def _passages(
    asked: Consultation, rows: Iterable[ClauseWords], counts: Mapping[str, Counter[str]], opened: str
) -> list[Passage]:
    found = [(row, counts[queries.clause_subject(row.clause_id)]) for row in rows]
    most = max((each[queries.VOICES] for _row, each in found), default=0)
    clauses = [_clause(asked.slug, row, _margin(each, most), opened) for row, each in found]
    return [*clauses, _whole(asked.slug, _margin(counts[queries.WHOLE], most), opened)]


def _clause(slug: str, row: ClauseWords, margin: Margin, opened: str) -> Passage:
    name = str(row.clause_id)
    return Passage(
        id=row.clause_id,
        name=name,
        version_id=row.version_id,
        anchor=f"clause-{name}",
        number=row.position,
        title=localized(row, "heading"),
        lang=lang_of(row, "text"),
        paragraphs=paragraphs(localized(row, "text")),
        open=opened == name,
        url=url_for("public.text", slug=slug, clause=name, _anchor="voices"),
        say_url=url_for("public.text", slug=slug, clause=name, _anchor="say"),
        say=_("Comment on clause %(number)s", number=row.position),
        say_late=_("A late contribution on clause %(number)s", number=row.position),
        margin=margin,
    )


def _whole(slug: str, margin: Margin, opened: str) -> Passage:
    return Passage(
        id=None,
        name=WHOLE,
        version_id=None,
        anchor=WHOLE,
        number=None,
        title=_("The whole text"),
        lang=None,
        paragraphs=[_("Whatever belongs to no single clause, or a clause that you find missing.")],
        open=opened == WHOLE,
        url=url_for("public.text", slug=slug, clause=WHOLE, _anchor="voices"),
        say_url=url_for("public.text", slug=slug, clause=WHOLE, _anchor="say"),
        say=_("Comment on the whole text"),
        say_late=_("A late contribution on the whole text"),
        margin=margin,
    )


def _margin(counts: Counter[str], most: int) -> Margin:
    number = counts[queries.VOICES]
    return Margin(
        count=number,
        count_text=ngettext("%(num)s contribution", "%(num)s contributions", number),
        stances={stance.value: counts[stance] for stance in Stance if counts[stance]},
        knot=_knot(counts, most),
    )


def _knot(counts: Counter[str], most: int) -> str | None:
    if counts[queries.CLARIFIED]:
        return "answer"
    number = counts[queries.VOICES]
    if number < FEW:
        return "few"
    return "many" if number == most else None


def _entry(passage: Passage) -> ContentsEntry:
    url = f"#{passage.anchor}"
    return ContentsEntry(passage.number, passage.title, url, passage.open, passage.lang)


def _opened(
    session: Session,
    asked: Consultation,
    passage: Passage,
    counts: Mapping[str, Counter[str]],
    actor: Actor | None,
    now: datetime,
) -> Opened:
    clause_id = passage.id
    subject = queries.WHOLE if clause_id is None else queries.clause_subject(clause_id)
    found = queries.page(session, consultation_id=asked.id, clause_id=clause_id, whole_text=clause_id is None)
    mine = votes_of(session, asked, actor)
    return Opened(
        voices=threads(session, asked, found, actor, now, mine=mine),
        votes={choice.value: counts[subject][choice] for choice in Choice},
        mine=mine.by_clause.get(clause_id) if clause_id is not None else None,
        vote_url=url_for("public.vote_clause", slug=asked.slug, clause_id=clause_id)
        if clause_id is not None and allows(asked, Act.VOTE, now)
        else None,
        clarify_url=url_for("desk.clarify_text", slug=asked.slug, clause=passage.name)
        if may_clarify(actor, asked, now)
        else None,
        all_url=url_for("public.contributions", slug=asked.slug, clause=passage.name),
    )
