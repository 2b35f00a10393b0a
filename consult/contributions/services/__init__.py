"""What people do: post, withdraw, vote, keep a draft; and what staff put beside it: clarifications, translations."""

from __future__ import annotations

from consult.contributions.services.clarifying import clarify, clarify_text
from consult.contributions.services.counting import differences, recount
from consult.contributions.services.drafts import (
    claim_draft,
    drop_drafts_of,
    drop_stale_drafts,
    keep_draft,
    post_drafts,
)
from consult.contributions.services.erasing import destroy_words
from consult.contributions.services.indexing import reindex
from consult.contributions.services.posting import (
    MAX_BODY,
    MAX_TITLE,
    Words,
    change_status,
    sealed_fields,
    sealed_file,
    submit,
    withdraw,
)
from consult.contributions.services.translating import Translated, translate
from consult.contributions.services.voting import vote_on_clause, vote_on_contribution

__all__ = [
    "MAX_BODY",
    "MAX_TITLE",
    "Translated",
    "Words",
    "change_status",
    "claim_draft",
    "clarify",
    "clarify_text",
    "destroy_words",
    "differences",
    "drop_drafts_of",
    "drop_stale_drafts",
    "keep_draft",
    "post_drafts",
    "recount",
    "reindex",
    "sealed_fields",
    "sealed_file",
    "submit",
    "translate",
    "vote_on_clause",
    "vote_on_contribution",
    "withdraw",
]
