"""Drafting texts, publishing their versions, and keeping what changed in clauses and what became of them."""

from __future__ import annotations

from consult.texts.services.arranging import bring_clause_back, join_with_next, moved, split_at
from consult.texts.services.discarding import BACK_WITHIN, bring_back, discard_draft, record_text_act
from consult.texts.services.drafting import (
    MAX_CLAUSES,
    Wording,
    check_words,
    digest,
    draft_version,
    save_clauses,
)
from consult.texts.services.holding import hold
from consult.texts.services.mapping import join_clauses, split_clause
from consult.texts.services.publishing import keep_differences, publish_changed_version, publish_version

__all__ = [
    "BACK_WITHIN",
    "MAX_CLAUSES",
    "Wording",
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
    "save_clauses",
    "split_at",
    "split_clause",
]
