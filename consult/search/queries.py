"""Finding what holds the words that somebody looks for."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, select

from consult.search.models import SearchText
from consult.shared.folding import fold, without_article

# Of what is typed, this many characters are read, and this many words looked for: a search has a price.
MOST_TYPED, MOST_WORDS = 200, 10


def wanted_words(typed: str) -> list[str]:
    """Return the folded words that ``typed`` asks for, each once, without their articles, at most MOST_WORDS."""
    words = dict.fromkeys(without_article(word) for word in fold(typed[:MOST_TYPED]).split())
    return list(words)[:MOST_WORDS]


def holding(words: Iterable[str], *, kinds: Iterable[str], consultation_id: int) -> Select[int]:
    """Return the query for the ids of what in a consultation has all these folded ``words`` in one of its texts.

    A word is found inside others too; the signs that LIKE knows stand for themselves.
    """
    query = select(SearchText.subject_id).where(
        SearchText.consultation_id == consultation_id, SearchText.kind.in_(list(kinds))
    )
    return query.where(*(SearchText.text.contains(word, autoescape=True) for word in words))
