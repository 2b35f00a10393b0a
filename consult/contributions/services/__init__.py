"""What people do: post, change, withdraw, vote, keep a draft; and what staff put beside it."""

from __future__ import annotations

from consult.contributions.services import erasing  # noqa: F401 - its steps declare themselves
from consult.contributions.services.clarifying import clarify, clarify_text
from consult.contributions.services.counting import counted
from consult.contributions.services.drafts import (
    Speaking,
    change_draft,
    claim_draft,
    drop_draft,
    drop_drafts_of,
    drop_stale_drafts,
    keep_draft,
    own_draft,
    publish_draft,
    take_draft,
    words_of,
)
from consult.contributions.services.following import follows_voices
from consult.contributions.services.indexing import reindex
from consult.contributions.services.kept_votes import claim_votes, drop_vote, keep_vote, record_vote
from consult.contributions.services.keying_in import (
    KEYED_IN,
    MAX_EVIDENCE,
    MAX_PLACE,
    MOST_PEOPLE,
    Received,
    attach_original,
    key_in,
    looked_over,
    take_off_original,
)
from consult.contributions.services.placing import Words
from consult.contributions.services.posting import (
    MAX_BODY,
    MAX_INTEREST,
    MAX_TITLE,
    change_status,
    sealed_fields,
    sealed_file,
    submit,
    withdraw,
)
from consult.contributions.services.revising import Anew, revise
from consult.contributions.services.translating import Translated, translate
from consult.contributions.services.voting import take_back_vote, vote_on_clause, vote_on_contribution

__all__ = [
    "KEYED_IN",
    "MAX_BODY",
    "MAX_EVIDENCE",
    "MAX_INTEREST",
    "MAX_PLACE",
    "MAX_TITLE",
    "MOST_PEOPLE",
    "Anew",
    "Received",
    "Speaking",
    "Translated",
    "Words",
    "attach_original",
    "change_draft",
    "change_status",
    "claim_draft",
    "claim_votes",
    "clarify",
    "clarify_text",
    "counted",
    "drop_draft",
    "drop_drafts_of",
    "drop_stale_drafts",
    "drop_vote",
    "follows_voices",
    "keep_draft",
    "keep_vote",
    "key_in",
    "looked_over",
    "own_draft",
    "publish_draft",
    "record_vote",
    "reindex",
    "revise",
    "sealed_fields",
    "sealed_file",
    "submit",
    "take_back_vote",
    "take_draft",
    "take_off_original",
    "translate",
    "vote_on_clause",
    "vote_on_contribution",
    "withdraw",
    "words_of",
]
