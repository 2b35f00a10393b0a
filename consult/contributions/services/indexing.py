"""What is searched of contributions: the author's words, and the translations that count now."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from consult.contributions import queries
from consult.contributions.models import Contribution
from consult.contributions.queries import OWN_WORDS, SEARCHED, TRANSLATED
from consult.search import services as search
from consult.search.services import Searched


def index_words(session: Session, contribution: Contribution) -> None:
    """Keep a contribution's own words as they are searched."""
    search.keep(session, _own_words(contribution))


def index_translations(session: Session, contributions: Sequence[Contribution]) -> None:
    """Keep the translations of contributions as they are searched: of each language the one that counts."""
    found = queries.translations(session, ids=[row.id for row in contributions])
    things = []
    for row in contributions:
        parts = [
            part for made in found.get(row.id, {}).values() for part in (made.title, made.problem, made.body)
        ]
        if any(parts):
            things.append(Searched(TRANSLATED, row.id, row.consultation_id, parts))
    search.keep(session, *things)


def reindex(session: Session) -> int:
    """Fold everything anew, as after a change of the fold; return how many contributions can be found now."""
    search.drop_all(session, kinds=SEARCHED)
    number = 0
    for rows in queries.in_batches(session):
        search.keep(session, *(_own_words(row) for row in rows))
        index_translations(session, rows)
        number += len(rows)
    return number


def _own_words(row: Contribution) -> Searched:
    return Searched(OWN_WORDS, row.id, row.consultation_id, (row.title, row.problem, row.body))
