"""What our mails say about progress: to an officer, of which milestones a word is due."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.accounts.models import Role, organisations_in
from consult.accounts.queries import actor_for, user_by_id
from consult.jobs.blocks import Letter, link, text
from consult.jobs.composing import composes
from consult.outbox.models import OutboxMessage
from consult.plans.models import RecordedCommitment, RecordedMilestone
from consult.plans.queries import commitments_led
from consult.plans.queries.standing import owing
from consult.presenters.progress import notes, progress_in, today
from consult.shared import clock
from consult.web.rendering import bidi_isolate, localized

# So many milestones are named in one mail; the desk names them as those are reported.
MOST = 25


@composes("progress-reminder")
def reminder(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose what an officer is reminded of, of all bodies that are theirs; None where nothing is due any more."""
    user = user_by_id(session, int(message.content["user_id"]))
    if user is None:
        return None
    held = {scope for role, scope in actor_for(session, user).grants if role is Role.OFFICER}
    now = clock.now()
    commitments = owing(session, commitments_led(session, slugs=organisations_in(held)))
    found = progress_in(commitments, now)
    due = [
        (commitment, milestone)
        for commitment in commitments
        for milestone in commitment.milestones
        if milestone.id in found and found[milestone.id].word_is_due
    ]
    if not due:
        return None
    lines = [
        _line(commitment, milestone, notes(found[milestone.id], today(now)))
        for commitment, milestone in due[:MOST]
    ]
    if len(due) > MOST:
        more = ngettext("and of %(num)s more milestone", "and of %(num)s more milestones", len(due) - MOST)
        lines.append(str(more))
    return Letter(
        _("A word on milestones is due"),
        [
            text(_("Of these milestones, which your body leads, the public record has no word that is up to date:")),
            *(text(line) for line in lines),
            text(_("Where there is nothing to report, say so, and what stands in the way.")),
            link(_("Report at the desk"), "desk.home", _anchor="progress"),
        ],
    )  # fmt: skip


def _line(commitment: RecordedCommitment, milestone: RecordedMilestone, said: list[str]) -> str:
    """Return a milestone with its commitment, and what is due."""
    named = _(
        "Commitment %(number)s: %(title)s", number=commitment.number, title=localized(milestone, "title")
    )
    return f"{bidi_isolate(named)} · {' '.join(said)}"
