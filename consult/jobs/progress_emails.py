"""What our mails say about progress: to an officer, of which milestones a word is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.jobs.blocks import Block, link, text
from consult.plans.models import RecordedCommitment, RecordedMilestone
from consult.plans.queries import commitments_led
from consult.plans.queries.standing import owing
from consult.presenters.progress import notes, progress_in, today
from consult.web.rendering import bidi_isolate, localized

# So many milestones are named in one mail; the desk names them as those are reported.
MOST = 25


def words_due(session: Session, bodies: Iterable[str], now: datetime) -> list[Block]:
    """Return what the officers of these bodies, by slug, are told of milestones; nothing where no word is due."""
    commitments = owing(session, commitments_led(session, slugs=bodies))
    found = progress_in(commitments, now)
    due = [
        (commitment, milestone)
        for commitment in commitments
        for milestone in commitment.milestones
        if milestone.id in found and found[milestone.id].word_is_due
    ]
    if not due:
        return []
    lines = [
        _line(commitment, milestone, notes(found[milestone.id], today(now)))
        for commitment, milestone in due[:MOST]
    ]
    if len(due) > MOST:
        more = ngettext("and of %(num)s more milestone", "and of %(num)s more milestones", len(due) - MOST)
        lines.append(str(more))
    return [
        text(_("Of these milestones, which your body leads, the public record has no word that is up to date:")),
        *(text(line) for line in lines),
        text(_("Where there is nothing to report, say so, and what stands in the way.")),
        link(_("Report at the desk"), "desk.home", _anchor="progress"),
    ]  # fmt: skip


def _line(commitment: RecordedCommitment, milestone: RecordedMilestone, said: list[str]) -> str:
    """Return a milestone with its commitment, and what is due."""
    named = _(
        "Commitment %(number)s: %(title)s", number=commitment.number, title=localized(milestone, "title")
    )
    return f"{bidi_isolate(named)} · {' '.join(said)}"
