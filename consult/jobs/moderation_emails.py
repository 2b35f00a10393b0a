"""What an author is told when their words are hidden, held or shown again; and who reported, of the answer."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.contributions import queries as contributions
from consult.jobs.blocks import Block, Letter, link, text
from consult.jobs.composing import composes
from consult.moderation import queries as moderation
from consult.moderation.models import DecisionKind
from consult.moderation.queries.reports import by_id
from consult.outbox.models import OutboxMessage
from consult.presenters.moderation import reason_in_words
from consult.web import retention
from consult.web.labels import label
from consult.web.rendering import bidi_isolate, lang_of, localized


@composes("moderation-hide", "moderation-restore", "moderation-hold")
def decided(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose the decision with its rule and reason; None where there is none."""
    contribution = contributions.by_reference(session, message.content["reference"])
    if contribution is None:
        return None
    decisions = moderation.of_contribution(session, contribution_id=contribution.id)
    decision = next((each for each in decisions if each.id == message.content["decision"]), None)
    if decision is None:
        return None
    reference, reason = bidi_isolate(contribution.reference), reason_in_words(decision)
    if decision.kind == DecisionKind.HOLD:
        subject = _("Held for review: %(reference)s", reference=reference)
        told = _(
            "What you said under %(reference)s is held until a moderator decides. The reason:",
            reference=reference,
        )
        since = _(
            "A moderator shows it again or hides it by a published rule, and you are told. Until then you alone "
            "can read it, on its page."
        )
    elif decision.rule is None:
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
            Block("quote", reason.text, lang=reason.lang),
            text(since),
            link(_("Your contribution"), "public.contribution", reference=contribution.reference),
            link(_("Moderation log"), "public.moderation_log"),
        ],
    )  # fmt: skip


@composes("report-answered")
def answered(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose the answer to a report, for whoever left an address; None where that was forgotten meanwhile."""
    report = by_id(session, report_id=message.content["report"])
    if report is None or report.result is None:
        return None
    reference = bidi_isolate(report.contribution.reference)
    words = localized(report, "answer")
    answer = [Block("quote", words, lang=lang_of(report, "answer"))] if words else []
    return Letter(
        _("Your report about %(reference)s was answered", reference=reference),
        [
            text(_("You reported the contribution %(reference)s. A moderator has looked at it.", reference=reference)),
            text(label("report-result", report.result)),
            *answer,
            text(f"{_forgotten()} {_('Nobody is told who reported.')}"),
            link(_("Moderation rules"), "public.page", name="moderation-rules"),
        ],
    )  # fmt: skip


def _forgotten() -> str:
    return str(
        ngettext(
            "This address is deleted %(num)s day after you sent the report.",
            "This address is deleted %(num)s days after you sent the report.",
            retention.REPORTS.days,
        )
    )
