"""What the page of a text shows: its clauses, the voices beside each, and the opened one's threads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations.models import ConsultationRow, ConsultationWords
from consult.consultations.policies import allows, shows_votes
from consult.consultations.policies.standing import VersionStanding
from consult.consultations.queries import standings_beside, words_of_asked
from consult.contributions import queries
from consult.contributions.policies import may_clarify, speaks_for_the_body
from consult.contributions.queries import AskedClause, Beside
from consult.documents.models import Attached
from consult.documents.queries import Subject as About
from consult.presenters.addresses import addresses
from consult.presenters.consultations import Standing, sealed_words, standing
from consult.presenters.documents import DocumentShown
from consult.presenters.stances import StancePart, strips
from consult.presenters.texts import compare_url, version_url
from consult.presenters.versions import version_state
from consult.public.contributions.threads import threads, votes_of
from consult.public.contributions.voices import Voice
from consult.public.documents.attached import documents_of
from consult.shared.subjects import Subject, SubjectKind
from consult.shared.text import paragraphs
from consult.web import dates
from consult.web.rendering import lang_of, localized

WHOLE = "whole"
FEW = 10
_NOTHING = Beside()


@dataclass(frozen=True, slots=True)
class Edition:
    """Which version of a text is asked about; ``published`` is its number and day in words, None for a draft.

    ``stands`` is what it stands for by now: a proposed text is never read as the adopted one. What is of nothing that
    has a name is called as its consultation is; ``url`` is None, too, where the version has no page of its own.
    """

    title: str
    lang: str
    published: str | None
    url: str | None
    compare_url: str | None
    stands: str | None


class Margin(NamedTuple):
    """What stands beside a passage: how many voices, where they stand, a way on.

    ``knot`` is few (under 10), many (the most), answer (the body has replied) or None.
    """

    knot: str | None
    count_text: str
    voices_url: str
    stances: list[StancePart]
    on: str
    on_url: str | None


class Passage(NamedTuple):
    """What can be commented on: a clause, or the text as a whole, which has neither id nor number.

    ``begins`` is the text whose first clause it is, where there are several; ``plain`` is what it means in plain words.
    """

    id: int | None
    name: str
    version_id: int | None
    anchor: str
    number: int | None
    title: str
    lang: str | None
    paragraphs: list[str]
    plain: str
    plain_lang: str
    open: bool
    say: str
    margin: Margin
    begins: Edition | None


class ContentsEntry(NamedTuple):
    """A line of the contents."""

    number: int | None
    title: str
    url: str
    current: bool
    lang: str | None


class Votes(NamedTuple):
    """The votes on a clause as numbers, and those for and against in words."""

    agree: str
    disagree: str
    passes: str
    agreed: str
    disagreed: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The opened passage: its votes with the reader's own, its threads, and where one acts.

    ``votes`` are None while they are sealed, which they are until ``sealed`` says.
    """

    voices: list[Voice]
    votes: Votes | None
    sealed: str | None
    mine: str | None
    vote_url: str | None
    clarify_url: str | None
    all_url: str


@dataclass(frozen=True, slots=True)
class TextPage:
    """The texts of a consultation; ``takes`` and ``takes_late`` say whether the reader may comment.

    ``clauses`` names them all in one line; ``edition`` is the version of the text, where there is one alone.
    """

    slug: str
    title: str
    title_lang: str
    illustrative: bool
    clauses: str
    edition: Edition | None
    standing: Standing
    words: ConsultationWords
    documents: list[DocumentShown]
    passages: list[Passage]
    contents: list[ContentsEntry]
    opened: Opened | None
    takes: bool
    takes_late: bool


def book(
    session: Session, asked: ConsultationRow, opened: str, actor: Actor | None, now: datetime
) -> TextPage:
    """Return the texts of a consultation with the clause ``opened`` (an id, ``whole`` or nothing) open."""
    rows = queries.asked_clauses(session, consultation_id=asked.id)
    beside = queries.kept_beside(session, consultation_id=asked.id, now=now)
    speaks, stands, title = speaks_for_the_body(actor, asked), standing(asked, now), localized(asked, "title")
    takes = allows(asked, Act.CONTRIBUTE, now) and not speaks
    late = allows(asked, Act.CONTRIBUTE_LATE, now) and not speaks
    known = standings_beside(session, consultation_id=asked.id, now=now)
    editions = {row.version_id: _edition(asked, row, known) for row in rows if row.position == 1}
    page = _Book(asked.slug, opened, beside, takes=takes or late, late=late)
    passages = [page.clause(row, editions) for row in rows]
    every = [*passages, page.whole()]
    return TextPage(
        slug=asked.slug,
        title=_("Cancelled: %(title)s", title=title) if stands.state == "cancelled" else title,
        title_lang=lang_of(asked, "title"),
        illustrative=asked.illustrative,
        clauses=_(", ").join(passage.title for passage in passages),
        edition=next(iter(editions.values())) if len(editions) == 1 else None,
        standing=stands,
        words=words_of_asked(session, consultation_id=asked.id),
        documents=documents_of(session, [About(Attached.CONSULTATION, asked.id)]),
        passages=every,
        contents=[
            ContentsEntry(each.number, each.title, f"#{each.anchor}", each.open, each.lang) for each in every
        ],
        opened=next((_opened(session, asked, each, beside, actor, now) for each in every if each.open), None),
        takes=takes,
        takes_late=late,
    )


def _edition(asked: ConsultationRow, first: AskedClause, known: Mapping[int, VersionStanding]) -> Edition:
    owner, version, before = first.owner, first.version, first.published_before
    title, lang = localized(owner or asked, "title"), lang_of(owner or asked, "title")
    stands = known.get(first.version_id)
    if first.published_at is None:
        return Edition(title, lang, None, None, None, None)
    return Edition(
        title=title,
        lang=lang,
        published=_("Version %(number)s, %(day)s", number=version, day=dates.day(first.published_at)),
        url=version_url(owner, version),
        compare_url=compare_url(owner, before, version) if before else None,
        stands=version_state(stands).text if stands else None,
    )


class _Book:
    """What makes the passages of a page: the addresses and words that they share are built and said once."""

    def __init__(
        self, slug: str, opened: str, beside: Mapping[int | None, Beside], *, takes: bool, late: bool
    ) -> None:
        self._opened, self._beside, self._takes, self._late = opened, beside, takes, late
        self._most = max((each.voices for of, each in beside.items() if of is not None), default=0)
        self._url, self._strip = addresses("public.text", "clause", slug=slug), strips()
        self._say = (
            _("A late contribution on clause %(number)s") if late else _("Comment on clause %(number)s")
        )
        self._read = _("Read what was said")
        self._count = cache(lambda number: ngettext("%(num)s contribution", "%(num)s contributions", number))

    def clause(self, row: AskedClause, editions: Mapping[int, Edition]) -> Passage:
        """Return a clause; where there are several ``editions``, the first of each begins it."""
        name, say = str(row.clause_id), self._say % {"number": row.position}
        return Passage(
            id=row.clause_id,
            name=name,
            version_id=row.version_id,
            anchor=f"clause-{name}",
            number=row.position,
            title=localized(row, "heading"),
            lang=lang_of(row, "text"),
            paragraphs=paragraphs(localized(row, "text")),
            plain=localized(row, "summary"),
            plain_lang=lang_of(row, "summary"),
            open=self._opened == name,
            say=say,
            margin=self._margin(row.clause_id, name, say),
            begins=editions[row.version_id] if len(editions) > 1 and row.position == 1 else None,
        )

    def whole(self) -> Passage:
        """Return the text as a whole."""
        say = _("A late contribution on the whole text") if self._late else _("Comment on the whole text")
        return Passage(
            id=None,
            name=WHOLE,
            version_id=None,
            anchor=WHOLE,
            number=None,
            title=_("The whole text"),
            lang=None,
            paragraphs=[_("Whatever belongs to no single clause, or a clause that you find missing.")],
            plain="",
            plain_lang="",
            open=self._opened == WHOLE,
            say=say,
            margin=self._margin(None, WHOLE, say),
            begins=None,
        )

    def _margin(self, clause_id: int | None, name: str, say: str) -> Margin:
        counts, url, opened = self._beside.get(clause_id, _NOTHING), self._url(name), self._opened == name
        voices_url = f"{url}#voices"
        on_url: str | None = voices_url if counts.voices else None
        if opened:
            on_url = "#voices"
        elif self._takes:
            on_url = f"{url}#say"
        return Margin(
            knot=self._knot(counts),
            count_text=self._count(counts.voices),
            voices_url=voices_url,
            stances=self._strip((counts.support, counts.reservations, counts.oppose, counts.neutral)),
            on=say if self._takes and not opened else self._read,
            on_url=on_url,
        )

    def _knot(self, counts: Beside) -> str | None:
        if counts.clarified:
            return "answer"
        if counts.voices < FEW:
            return "few"
        return "many" if counts.voices == self._most else None


def _opened(
    session: Session,
    asked: ConsultationRow,
    passage: Passage,
    beside: Mapping[int | None, Beside],
    actor: Actor | None,
    now: datetime,
) -> Opened:
    clause_id = passage.id
    found = queries.page(
        session, consultation_id=asked.id, now=now, clause_id=clause_id, whole_text=clause_id is None
    )
    mine = votes_of(session, asked, actor)
    return Opened(
        voices=threads(session, asked, found, actor, now, mine=mine),
        votes=_votes(beside.get(clause_id, _NOTHING)) if shows_votes(asked, now) else None,
        sealed=sealed_words(asked, now),
        mine=mine.get(Subject(SubjectKind.CLAUSE, clause_id)) if clause_id is not None else None,
        vote_url=url_for("public.vote_clause", slug=asked.slug, clause_id=clause_id)
        if clause_id is not None and allows(asked, Act.VOTE, now)
        else None,
        clarify_url=url_for("desk.clarify_text", slug=asked.slug, clause=passage.name)
        if may_clarify(actor, asked, now)
        else None,
        all_url=url_for("public.contributions", slug=asked.slug, clause=passage.name),
    )


def _votes(counts: Beside) -> Votes:
    return Votes(
        agree=str(counts.agree),
        disagree=str(counts.disagree),
        passes=str(counts.passes),
        agreed=ngettext("%(num)s agrees", "%(num)s agree", counts.agree),
        disagreed=ngettext("%(num)s disagrees", "%(num)s disagree", counts.disagree),
    )
