"""Drafting texts, publishing their versions, and keeping what changed in clauses and what became of them."""

from __future__ import annotations

from consult.texts.services.drafting import Wording, digest, draft_version, save_clauses
from consult.texts.services.mapping import join_clauses, split_clause
from consult.texts.services.publishing import keep_differences, publish_changed_version, publish_version

__all__ = [
    "Wording",
    "digest",
    "draft_version",
    "join_clauses",
    "keep_differences",
    "publish_changed_version",
    "publish_version",
    "save_clauses",
    "split_clause",
]
