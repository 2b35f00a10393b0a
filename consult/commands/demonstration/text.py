"""The draft of a commitment's words that a consultation puts to the public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.commands.demonstration.content import Content, pair
from consult.consultations.services import begin_text
from consult.organisations.models import Organisation
from consult.plans.models import Commitment
from consult.texts.models import TextVersion
from consult.texts.services import Summary, Wording, save_clauses, save_summaries, summaries_mark


@dataclass(frozen=True)
class Text:
    """A draft, with its clauses and the milestones of its commitment by what the content calls them."""

    version: TextVersion
    clauses: dict[str, int]
    milestones: dict[str, int]


def draft_text(
    session: Session, *, officer: Actor, now: datetime, commitment: Commitment, drafter: Organisation,
    clauses: list[Content], milestones: dict[str, int],
) -> Text:  # fmt: skip
    """Draft the text and return it; announcing the consultation publishes it."""
    version = begin_text(session, actor=officer, now=now, text_id=commitment.text_id, drafter=drafter)
    words = [Wording(None, *pair(each["heading"]), *pair(each["text"])) for each in clauses]
    save_clauses(session, actor=officer, version=version, drafter=drafter, clauses=words)
    beside = [
        Summary(row.clause_id, *pair(each["plain"]))
        for each, row in zip(clauses, version.clauses, strict=True)
        if "plain" in each
    ]
    save_summaries(
        session, actor=officer, version=version, drafter=drafter, summaries=beside,
        seen=summaries_mark(session, version),
    )  # fmt: skip
    keys = [each["key"] for each in clauses]
    return Text(
        version, {key: row.clause_id for key, row in zip(keys, version.clauses, strict=True)}, milestones
    )
