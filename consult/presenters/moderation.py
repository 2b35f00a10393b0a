"""What is said of decisions that nobody wrote a reason for."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import ngettext

from consult.moderation.models import DecisionKind, ModerationDecision
from consult.moderation.policies import NOT_ME
from consult.web.labels import label
from consult.web.locale import language
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class Reason:
    """A published reason, and its language."""

    text: str
    lang: str


def reason_in_words(decision: ModerationDecision) -> Reason:
    """Return the reason of a decision; of a hold, the consultation's rule with the number that was published."""
    if decision.kind != DecisionKind.HOLD:
        return Reason(localized(decision, "reason"), lang_of(decision, "reason"))
    needed = decision.contribution.consultation.hold_after or 0
    text = ngettext(
        "Reports of %(num)s confirmed account hold a contribution until a moderator decides: the consultation "
        "published this rule.",
        "Reports of %(num)s different confirmed accounts hold a contribution until a moderator decides: the "
        "consultation published this rule.",
        needed,
    )
    return Reason(text, language())


def report_reason(code: str) -> str:
    """Return in words what a report says of a voice: the rule that it breaks, or that it was somebody else's."""
    return label("report-reason" if code == NOT_ME else "rule", code)
