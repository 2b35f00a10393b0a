"""The invitation to answer a consultation, for each who speaks for an organisation."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.consultations.queries import invitation_with_question
from consult.jobs.blocks import Block, Letter, link, text
from consult.jobs.composing import composes
from consult.outbox.models import OutboxMessage
from consult.shared import clock
from consult.web import dates
from consult.web.rendering import bidi_isolate, lang_of, localized


@composes("consultation-invitation")
def invited(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose it; None where the consultation was cancelled or closed meanwhile."""
    found = invitation_with_question(session, invitation_id=message.content["invitation"])
    if found is None or found[0].organisation is None or _is_over(found[1]):
        return None
    row, asked = found
    named = {
        "body": bidi_isolate(localized(asked.organisation, "name")),
        "organisation": bidi_isolate(localized(row.organisation, "name")),
    }
    return Letter(
        _("%(body)s asks %(organisation)s", **named),
        [
            text(_("%(body)s invites %(organisation)s, for which you speak, to answer this question:", **named)),
            Block("quote", localized(asked, "title"), lang=lang_of(asked, "title")),
            text(
                _(
                    "It is open from %(opens)s to %(closes)s.", opens=dates.full(asked.opens_at),
                    closes=dates.full(asked.closes_at),
                )
            ),
            text(
                _(
                    "Sign in, and choose where you write that you speak for it. The page says who was invited and who "
                    "answered."
                )
            ),
            link(_("To the question"), "public.consultation", slug=asked.slug),
        ],
    )  # fmt: skip


def _is_over(asked: Consultation) -> bool:
    return asked.cancelled_at is not None or asked.closes_at <= clock.now()
