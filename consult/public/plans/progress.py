"""A commitment's milestones with all that was reported of them and done with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _

from consult.documents.models import Document, Visibility
from consult.plans.models import (
    MilestoneAct,
    MilestoneActKind,
    MilestoneStatus,
    ProgressUpdate,
    RecordedCommitment,
)
from consult.plans.policies.progress import declared_delay, is_open
from consult.plans.queries.progress import Followed, Reported
from consult.plans.queries.promised import Promised
from consult.presenters.progress import notes_of, progress_in
from consult.presenters.rewordings import Changed, changes
from consult.public.plans.presenters import Links, MilestoneRow, Words, milestone_rows, worded
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import language

_UNSAID = Followed([], [])


class Evidence(NamedTuple):
    """What shows that an update is true; without an address it was withdrawn since. ``outside``: on another site."""

    words: Words
    url: str | None
    outside: bool


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """What was reported of a milestone. ``by`` is the body for which it was said, None: the plan's coordinators.

    ``evidence`` is an address, a document, or both. ``corrected`` is the day on which another took its place, None
    where it stands; ``corrects``: it took one's place itself, ``why`` as far as anybody said.
    """

    day: str
    iso: str
    status: str
    status_text: str
    recorded: str
    by: Words | None
    nothing: bool
    done: Words
    challenge: Words
    evidence: list[Evidence]
    corrected: str | None
    corrects: bool
    why: Words


@dataclass(frozen=True, slots=True)
class ActRow:
    """What was done with a milestone, on which day and why; ``moved`` says from when to when its days went."""

    text: str
    day: str
    iso: str
    reason: Words
    recovery: Words | None
    moved: str | None


@dataclass(frozen=True, slots=True)
class MilestoneShown:
    """A milestone with its updates and its acts, the newest first, and the delay that holds.

    An update that was corrected stands after the one that took its place. ``delivers`` is what can be seen once it is
    done, empty where nobody wrote it; ``changes`` say which of its adopted words were changed.
    """

    row: MilestoneRow
    updates: list[UpdateRow]
    acts: list[ActRow]
    delay: ActRow | None
    delivers: Words
    changes: list[Changed]


def milestones_shown(
    commitment: RecordedCommitment, found: Promised, links: Links, now: datetime
) -> list[MilestoneShown]:
    """Return the milestones of a commitment with all that was said of them, as it was ``found``."""
    notes = notes_of(progress_in([commitment], now), now)
    rows = milestone_rows(commitment.milestones, links, notes)
    lang = language()
    return [
        _shown(
            row, found.followed.get(milestone.id, _UNSAID), still=is_open(milestone),
            delivers=worded(lang, *found.deliverables.get(milestone.id, ("", ""))),
            changed=changes(found.rewordings, milestone_id=milestone.id),
        )
        for row, milestone in zip(rows, commitment.milestones, strict=True)
    ]  # fmt: skip


def _shown(
    row: MilestoneRow, found: Followed, *, still: bool, delivers: Words, changed: list[Changed]
) -> MilestoneShown:
    """Return a milestone with what was said of it; a delay holds while it is ``still`` open."""
    delay = declared_delay(found.acts) if still else None
    return MilestoneShown(
        row,
        [update_row(each) for each in found.updates],
        act_rows(found.acts),
        _act(delay) if delay else None,
        delivers,
        changed,
    )


def update_row(reported: Reported) -> UpdateRow:
    """Return an update as pages show it."""
    lang, update, body, after = language(), reported.update, reported.body, reported.corrected_by
    return UpdateRow(
        day=dates.day(update.as_of),
        iso=update.as_of.isoformat(),
        status=update.status,
        status_text=label("milestone", MilestoneStatus(update.status)),
        recorded=dates.day(update.recorded_at),
        by=worded(lang, body.name_ar, body.name_en) if body else None,
        nothing=update.nothing_to_report,
        done=worded(lang, update.done_ar, update.done_en),
        challenge=worded(lang, update.challenge_ar, update.challenge_en),
        evidence=_evidence(update, reported.document),
        corrected=dates.day(after.recorded_at) if after else None,
        corrects=update.corrects_id is not None,
        why=worded(lang, update.correction_ar, update.correction_en),
    )


def _evidence(update: ProgressUpdate, document: Document | None) -> list[Evidence]:
    """Return what the evidence is called and where it is; no address where its document is read by nobody any more."""
    url = update.evidence_url
    found = [Evidence(Words(url, "en"), url, outside=True)] if url else []
    if document is None:
        return found
    public = document.visibility == Visibility.PUBLIC and not document.withdrawn_at and not document.erased_at
    if not public:
        gone = Words(str(_("The document that showed it is no longer public.")), language())
        return [*found, Evidence(gone, None, outside=False)]
    title = worded(language(), document.title_ar, document.title_en)
    return [*found, Evidence(title, url_for("public.document", slug=document.slug), outside=False)]


def act_rows(acts: Sequence[MilestoneAct]) -> list[ActRow]:
    """Return what was done with a milestone, the newest first."""
    return [_act(act) for act in reversed(acts)]


def _act(act: MilestoneAct) -> ActRow:
    lang = language()
    return ActRow(
        text=label("milestone-act", MilestoneActKind(act.kind)),
        day=dates.day(act.happened_on),
        iso=act.happened_on.isoformat(),
        reason=worded(lang, act.reason_ar, act.reason_en),
        recovery=worded(lang, act.recovery_ar, act.recovery_en)
        if act.recovery_ar or act.recovery_en
        else None,
        moved=_moved(act),
    )


def _moved(act: MilestoneAct) -> str | None:
    """Return in words which days moved, None where none did."""
    if act.due_on is None or act.was_due_on is None:
        return None
    said = []
    if act.was_starts_on != act.starts_on:
        said.append(_moved_start(act))
    if act.was_due_on != act.due_on:
        said.append(
            _(
                "Due on %(after)s instead of %(before)s.", after=dates.day(act.due_on),
                before=dates.day(act.was_due_on),
            )
        )  # fmt: skip
    return " ".join(str(each) for each in said)


def _moved_start(act: MilestoneAct) -> str:
    if act.starts_on and act.was_starts_on:
        said = _(
            "Begins on %(after)s instead of %(before)s.", after=dates.day(act.starts_on),
            before=dates.day(act.was_starts_on),
        )  # fmt: skip
    elif act.starts_on:
        said = _("Begins on %(after)s; no day was given before.", after=dates.day(act.starts_on))
    else:
        said = _("No day on which it begins is given any more.")
    return str(said)
