"""Drafting texts, publishing their versions, and keeping what changed in clauses and what became of them."""

from __future__ import annotations

from consult.texts.services.discarding import BACK_WITHIN, bring_back, discard_draft, record_text_act
from consult.texts.services.drafting import Wording, digest, draft_version, save_clauses
from consult.texts.services.holding import hold
from consult.texts.services.mapping import join_clauses, split_clause
from consult.texts.services.publishing import keep_differences, publish_changed_version, publish_version

__all__ = [
    "BACK_WITHIN",
    "Wording",
    "bring_back",
    "digest",
    "discard_draft",
    "draft_version",
    "hold",
    "join_clauses",
    "keep_differences",
    "publish_changed_version",
    "publish_version",
    "record_text_act",
    "save_clauses",
    "split_clause",
]
