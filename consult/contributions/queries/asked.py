"""What is asked about: the clauses of a consultation's texts, and the numbers that are kept beside each."""

from __future__ import annotations

from datetime import datetime
from operator import add
from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, case, cast, func, inspect, select
from sqlalchemy.orm import Session

from consult.consultations.models import ConsultationText, TextOwner
from consult.consultations.queries import shown_voting_on
from consult.consultations.queries.owners import OWNER, owner_of, with_owner
from consult.contributions.models import Stance
from consult.contributions.queries.counts import CLARIFIED, VOICES
from consult.contributions.queries.rows import constant
from consult.orm import UtcDateTime
from consult.shared.subjects import SubjectKind
from consult.tallies.models import Tally, code_of
from consult.texts.models import ClauseSummary, ClauseText, TextVersion
from consult.votes.models import Choice


class AskedHeading(NamedTuple):
    """The heading of a clause that a consultation asks about."""

    clause_id: int
    position: int
    heading_ar: str
    heading_en: str


class AskedClause(NamedTuple):
    """A clause that a consultation asks about, with the version that it stands in, and what its text is of.

    Its summaries in plain words are empty where there is none; ``published_before`` is the number of the version before
    it that was published, None where it is the first. ``owner`` is None where none is known.
    """

    clause_id: int
    position: int
    heading_ar: str
    heading_en: str
    text_ar: str
    text_en: str
    version_id: int
    version: int
    published_at: datetime | None
    published_before: int | None
    summary_ar: str
    summary_en: str
    owner: TextOwner | None


class Beside(NamedTuple):
    """What stands beside a clause or the whole text: how many voices and clarifications, stances and votes."""

    voices: int = 0
    clarified: int = 0
    support: int = 0
    reservations: int = 0
    oppose: int = 0
    neutral: int = 0
    agree: int = 0
    disagree: int = 0
    passes: int = 0


def asked_headings(session: Session, *, consultation_id: int) -> list[AskedHeading]:
    """Return the headings of all clauses of a consultation's texts, in order."""
    rows = session.execute(_HEADINGS, {"consultation": consultation_id})
    return [AskedHeading._make(row) for row in rows]


def asked_clauses(session: Session, *, consultation_id: int) -> list[AskedClause]:
    """Return all clauses of a consultation's texts, in order."""
    owners: dict[int, TextOwner | None] = {}
    found = []
    for row in session.execute(_CLAUSES, {"consultation": consultation_id}):
        version_id = row[_AT_VERSION]
        if version_id not in owners:
            owners[version_id] = owner_of(row[_AT_OWNER:])
        found.append(AskedClause._make((*row[:_AT_OWNER], owners[version_id])))
    return found


def kept_beside(session: Session, *, consultation_id: int, now: datetime) -> dict[int | None, Beside]:
    """Return the numbers kept on the clauses of a consultation's texts, by id, and on the texts as a whole (None).

    Votes that nobody may see at ``now`` are zero.
    """
    found: dict[int | None, Beside] = {}
    for code, *numbers in session.execute(_BESIDE, {"consultation": consultation_id, "now": now}):
        kind, _, number = code.partition(":")
        of = int(number) if kind == SubjectKind.CLAUSE else None
        # What was said on each of several texts as a whole stands in one place.
        beside = map(add, found[of], numbers) if of in found else numbers
        found[of] = Beside._make(beside)
    return found


# The tables themselves: SQLAlchemy gives their rows sooner than those of its entities.
_ASKED, _WORDS = inspect(ConsultationText).local_table, inspect(ClauseText).local_table
_VERSION, _PLAIN = inspect(TextVersion).local_table, inspect(ClauseSummary).local_table
_KEPT = inspect(Tally).local_table.c
_STANDING = _ASKED.join(_WORDS, _WORDS.c.version_id == _ASKED.c.version_id)
_OF_ONE = _ASKED.c.consultation_id == bindparam("consultation")
# Built once: building a statement costs more than sending it.
_HEADINGS = (
    select(_WORDS.c.clause_id, _WORDS.c.position, _WORDS.c.heading_ar, _WORDS.c.heading_en)
    .select_from(_STANDING)
    .where(_OF_ONE)
    .order_by(_ASKED.c.position, _ASKED.c.id, _WORDS.c.position)
)
_EARLIER = _VERSION.alias()
_BEFORE = (
    select(func.max(_EARLIER.c.number))
    .where(_EARLIER.c.text_id == _VERSION.c.text_id, _EARLIER.c.number < _VERSION.c.number)
    .where(_EARLIER.c.published_at.is_not(None))
    .scalar_subquery()
)
_AT_VERSION, _AT_OWNER = (AskedClause._fields.index(name) for name in ("version_id", "owner"))
_CLAUSES = _HEADINGS.with_only_columns(
    *(_WORDS.c[name] for name in AskedClause._fields[:7]),
    *(_VERSION.c.number, _VERSION.c.published_at, _BEFORE),
    *(func.coalesce(_PLAIN.c[name], constant("")) for name in ("summary_ar", "summary_en")),
    *OWNER,
    maintain_column_froms=False,
).select_from(
    with_owner(_STANDING.join(_VERSION, _VERSION.c.id == _ASKED.c.version_id), _VERSION.c.text_id).outerjoin(
        _PLAIN, (_PLAIN.c.version_id == _WORDS.c.version_id) & (_PLAIN.c.clause_id == _WORDS.c.clause_id)
    )
)
_SUBJECTS = (
    select(code_of(SubjectKind.CLAUSE, _WORDS.c.clause_id))
    .select_from(_STANDING)
    .where(_OF_ONE)
    .union_all(
        select(code_of(SubjectKind.TEXT, _VERSION.c.text_id))
        .select_from(_ASKED.join(_VERSION, _VERSION.c.id == _ASKED.c.version_id))
        .where(_OF_ONE)
    )
)
# Voices of all activities are summed; votes are those of the one in which pages let vote.
_NOW = bindparam("now", type_=UtcDateTime())
_COUNTED_IN = shown_voting_on(SubjectKind.CLAUSE, bindparam("consultation"), _NOW)
_NAMED = (
    *(_KEPT.name == constant(name) for name in (VOICES, CLARIFIED, *Stance)),
    *((_KEPT.name == constant(name)) & (_KEPT.activity_id == _COUNTED_IN) for name in Choice),
)
_BESIDE = (
    select(
        _KEPT.subject,
        *(cast(func.sum(case((named, _KEPT.value), else_=constant(0))), BigInteger) for named in _NAMED),
    )
    .where(_KEPT.consultation_id == bindparam("consultation"), _KEPT.subject.in_(_SUBJECTS))
    .group_by(_KEPT.subject)
    .order_by(_KEPT.subject)
)
