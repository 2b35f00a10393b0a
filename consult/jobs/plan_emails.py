"""What our mails say about commitments: one was submitted, and what became of it."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.jobs.blocks import Letter, link, text
from consult.jobs.composing import composes
from consult.outbox.models import OutboxMessage
from consult.plans.models import Commitment, CommitmentAct, CommitmentActKind
from consult.plans.queries.standing import commitment_act_by_id, commitment_by_id
from consult.web.rendering import bidi_isolate, localized


@composes("commitment-submitted", "commitment-returned", "commitment-adopted", "commitment-withdrawn")
def decided(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose what whoever waits for an act on a commitment is told; None where the act is not there."""
    act = commitment_act_by_id(session, int(message.content["act"]))
    there = commitment_by_id(session, act.commitment_id) if act else None
    if act is None or there is None:
        return None
    subject, told = _words(CommitmentActKind(act.kind), _named(there))
    where = {"slug": there.plan.slug, "number": there.number}
    return Letter(
        subject,
        [
            text(told),
            text(_("Plan: %(plan)s", plan=bidi_isolate(localized(there.plan, "title")))),
            text(_("The reason:")),
            text(_reason(act)),
            link(_("Open the commitment at the desk"), "desk.commitment", **where),
        ],
    )  # fmt: skip


def _named(there: Commitment) -> str:
    words = _("Commitment %(number)s: %(title)s", number=there.number, title=localized(there, "title"))
    return bidi_isolate(words)


def _reason(act: CommitmentAct) -> str:
    return bidi_isolate(localized(act, "reason"))


def _words(kind: CommitmentActKind, name: str) -> tuple[str, str]:
    """Return the subject and the first sentence."""
    match kind:
        case CommitmentActKind.SUBMITTED:
            return _("Submitted: %(name)s", name=name), _(
                "A commitment was submitted, and waits for your decision."
            )
        case CommitmentActKind.RETURNED:
            return _("Returned: %(name)s", name=name), _(
                "The commitment that you submitted was returned to be changed."
            )
        case CommitmentActKind.ADOPTED:
            return _("Adopted: %(name)s", name=name), _("The commitment that you submitted was adopted.")
        case _:
            return _("Withdrawn: %(name)s", name=name), _("The commitment that you submitted was withdrawn.")
