"""Drafting texts, publishing their versions, and keeping what changed in clauses and what became of them."""

from __future__ import annotations

from consult.texts.services.arranging import bring_clause_back, join_with_next, moved, split_at
from consult.texts.services.carrying import stale_summaries, words_of_clause
from consult.texts.services.discarding import BACK_WITHIN, bring_back, discard_draft, record_text_act
from consult.texts.services.drafting import (
    MAX_CLAUSES,
    MAX_HEADING,
    Wording,
    begin_version,
    check_words,
    digest,
    draft_version,
    replace_clauses,
    save_clauses,
    wordings_of,
)
from consult.texts.services.holding import hold
from consult.texts.services.mapping import join_clauses, split_clause
from consult.texts.services.publishing import keep_differences, publish_changed_version, publish_version
from consult.texts.services.summarising import MAX_SUMMARY, Summary, save_summaries, summaries_mark

__all__ = [
    "BACK_WITHIN",
    "MAX_CLAUSES",
    "MAX_HEADING",
    "MAX_SUMMARY",
    "Summary",
    "Wording",
    "begin_version",
    "bring_back",
    "bring_clause_back",
    "check_words",
    "digest",
    "discard_draft",
    "draft_version",
    "hold",
    "join_clauses",
    "join_with_next",
    "keep_differences",
    "moved",
    "publish_changed_version",
    "publish_version",
    "record_text_act",
    "replace_clauses",
    "save_clauses",
    "save_summaries",
    "split_at",
    "split_clause",
    "stale_summaries",
    "summaries_mark",
    "wordings_of",
    "words_of_clause",
]
