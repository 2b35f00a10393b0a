"""What an author is told when a moderator hides their words, or shows them again."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.contributions import queries as contributions
from consult.jobs.blocks import Block, Letter, link, text
from consult.jobs.composing import composes
from consult.moderation import queries as moderation
from consult.outbox.models import OutboxMessage
from consult.web.labels import label
from consult.web.rendering import bidi_isolate, lang_of, localized


@composes("moderation-hide", "moderation-restore")
def decided(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose the decision with its rule and reason; None where there is none."""
    contribution = contributions.by_reference(session, message.content["reference"])
    if contribution is None:
        return None
    decisions = moderation.of_contribution(session, contribution_id=contribution.id)
    decision = next((each for each in decisions if each.id == message.content["decision"]), None)
    if decision is None:
        return None
    reference = bidi_isolate(contribution.reference)
    if decision.rule is None:
        subject = _("Shown again: %(reference)s", reference=reference)
        told = _("What you said under %(reference)s is shown again. The reason:", reference=reference)
        since = _("Everyone can read it now. The decision stands in the public log.")
    else:
        subject = _("Hidden by a published rule: %(reference)s", reference=reference)
        told = _(
            "What you said under %(reference)s was hidden by rule %(number)s, %(rule)s. The reason:",
            reference=reference, number=decision.rule, rule=label("rule", decision.rule),
        )  # fmt: skip
        since = _("You alone can still read it, on its page. The decision stands in the public log.")
    return Letter(
        subject,
        [
            text(told),
            Block("quote", localized(decision, "reason"), lang=lang_of(decision, "reason")),
            text(since),
            link(_("Your contribution"), "public.contribution", reference=contribution.reference),
            link(_("Moderation log"), "public.moderation_log"),
        ],
    )  # fmt: skip
