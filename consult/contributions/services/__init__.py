"""What people do: post, withdraw, vote, keep a draft."""

from __future__ import annotations

from consult.contributions.services.drafts import (
    claim_draft,
    drop_drafts_of,
    drop_stale_drafts,
    keep_draft,
    post_drafts,
)
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
from consult.contributions.services.voting import vote_on_clause, vote_on_contribution

__all__ = [
    "MAX_BODY",
    "MAX_TITLE",
    "Words",
    "change_status",
    "claim_draft",
    "drop_drafts_of",
    "drop_stale_drafts",
    "keep_draft",
    "post_drafts",
    "sealed_fields",
    "sealed_file",
    "submit",
    "vote_on_clause",
    "vote_on_contribution",
    "withdraw",
]
