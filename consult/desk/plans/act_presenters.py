"""What the desk says before something is done with a commitment, and before it is declared delayed."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from consult.desk.plans.presenters import ActPage
from consult.plans.models import Commitment, CommitmentActKind
from consult.web.labels import label
from consult.web.rendering import lang_of, localized


def delay_page(commitment: Commitment, *, ends: bool) -> ActPage:
    """Return the page that asks before a commitment is declared delayed, or ``ends`` to be so."""
    slug, number = commitment.plan.slug, commitment.number
    if ends:
        told = [
            _("The public reads that it is delayed no more. What was said of its delay stays in the record.")
        ]
    else:
        told = [_("The public reads that the commitment is delayed, why, and what is done about it.")]
    heading = str(_("End the delay") if ends else _("Declare a delay"))
    endpoint = "desk.end_commitment_delay" if ends else "desk.delay_commitment"
    return ActPage(
        heading=heading, about=localized(commitment, "title"), lang=lang_of(commitment, "title"),
        told=[str(each) for each in told], press=heading, action=url_for(endpoint, slug=slug, number=number),
        back_url=url_for("desk.commitment", slug=slug, number=number), section="plans", danger=False,
    )  # fmt: skip


def act_page(commitment: Commitment, kind: CommitmentActKind) -> ActPage:
    """Return the page that asks before something is done with a commitment."""
    told = {
        CommitmentActKind.SUBMITTED: [
            _("The coordinators of the plan are told by mail, and decide. Until then only they can change it."),
        ],
        CommitmentActKind.RETURNED: [
            _("It goes back to whoever drafts it, who is told by mail and reads your reason."),
        ],
        CommitmentActKind.ADOPTED: [
            _("It becomes part of the plan. The public reads it, and the plan with it, from this moment on."),
            _("Whoever submitted it is told by mail."),
        ],
        CommitmentActKind.WITHDRAWN: [
            _("It is no longer part of the plan. Where the public has seen it, it stays to be read, with your reason."),
        ],
        CommitmentActKind.TAKEN_BACK: [
            _("The commitment stands again as before its last act. Both stay in the record, each with its reason."),
            _("What the public has seen stays public."),
        ],
    }  # fmt: skip
    slug, number = commitment.plan.slug, commitment.number
    return ActPage(
        heading=label("commitment-do", kind), about=localized(commitment, "title"),
        lang=lang_of(commitment, "title"), told=[str(each) for each in told[kind]], press=label("commitment-do", kind),
        action=url_for("desk.commitment_act", slug=slug, number=number, kind=kind.value),
        back_url=url_for("desk.commitment", slug=slug, number=number), section="plans",
        danger=kind in {CommitmentActKind.WITHDRAWN, CommitmentActKind.TAKEN_BACK},
    )  # fmt: skip
