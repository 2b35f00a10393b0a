"""What authors are told when it was decided whether their words are erased."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.contributions import queries as contributions
from consult.jobs.blocks import Block, Letter, link, text
from consult.jobs.composing import composes
from consult.moderation import queries as moderation
from consult.outbox.models import OutboxMessage
from consult.shared.language import language_of
from consult.web.rendering import bidi_isolate, lang_of, localized


@composes("moderation-erase")
def erased(session: Session, message: OutboxMessage) -> Letter | None:
    """Tell an author that their words are destroyed, and on what ground; None where that is not so."""
    contribution = contributions.by_reference(session, message.content["reference"])
    decisions = moderation.latest(session, contribution_ids=[contribution.id]) if contribution else {}
    decision = decisions.get(contribution.id) if contribution else None
    if contribution is None or decision is None or decision.id != message.content["decision"]:
        return None
    reference = bidi_isolate(contribution.reference)
    return Letter(
        _("Erased: %(reference)s", reference=reference),
        [
            text(_("What you said under %(reference)s was erased. The ground:", reference=reference)),
            Block("quote", localized(decision, "reason"), lang=lang_of(decision, "reason")),
            text(_("Its words, the name beside them and the salt of its fingerprint are destroyed.")),
            text(_("A note with its reference, the day and the ground stays in its place.")),
            text(_("Your receipt can no longer be checked against the text, since there is no text any more.")),
            link(_("Moderation log"), "public.moderation_log"),
        ],
    )  # fmt: skip


@composes("erasure-refused")
def refused(session: Session, message: OutboxMessage) -> Letter | None:
    """Tell an author that a request to erase their words was refused, and why; None where that is not so."""
    request = moderation.request_by_id(session, message.content["request"])
    if request is None or request.accepted is not False or request.contribution.author_id is None:
        return None
    reference = bidi_isolate(request.contribution.reference)
    if request.role == Role.MODERATOR:
        told = _("A moderator asked that what you said under %(reference)s be erased.", reference=reference)
    else:
        told = _("You asked that what you said under %(reference)s be erased.", reference=reference)
    return Letter(
        _("Not erased: %(reference)s", reference=reference),
        [
            text(told),
            text(_("The request was refused, and your words stay as they are. The answer:")),
            Block("quote", request.answer, lang=language_of(request.answer)),
            link(_("Your contribution"), "public.contribution", reference=request.contribution.reference),
        ],
    )  # fmt: skip
