"""What a document is attached to, as readers see it: what they may not read of is not named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.consultations.queries.named import announced_named
from consult.documents import queries
from consult.documents.models import Attached
from consult.documents.queries import Subject
from consult.forum.queries import meetings_named
from consult.plans.models import NamedCommitment
from consult.plans.queries.named_by_ids import commitments_named, milestones_named, plans_named
from consult.presenters.documents import DocumentShown, all_shown
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class AttachedTo:
    """A thing of the record by its name, in the language ``lang``, and what it is; ``illustrative``: invented."""

    what: str
    title: str
    lang: str
    url: str
    illustrative: bool = False


def attached_to(session: Session, subjects: Iterable[Subject], now: datetime) -> list[AttachedTo]:
    """Return what of these everybody may read, in the order plan, commitment, milestone, consultation, meeting."""
    ids: dict[str, list[int]] = defaultdict(list)
    for subject in subjects:
        ids[subject.kind].append(subject.id)
    found = [
        _named(_("Plan"), row, url_for("public.plan", slug=row.slug))
        for row in plans_named(session, ids[Attached.PLAN], shown=True).values()
    ]
    found += [
        _named(_("Commitment %(number)s", number=row.number), row, _page_of(row))
        for row in commitments_named(session, ids[Attached.COMMITMENT], shown=True).values()
    ]
    for milestone in milestones_named(session, ids[Attached.MILESTONE], shown=True).values():
        what = _("Milestone of commitment %(number)s", number=milestone.commitment.number)
        url = f"{_page_of(milestone.commitment)}#milestones"
        found.append(replace(_named(what, milestone, url), illustrative=milestone.illustrative))
    found += [
        _named(_("Consultation"), row, url_for("public.consultation", slug=row.slug))
        for row in announced_named(session, ids=ids[Attached.CONSULTATION], now=now).values()
    ]
    # Of no page but those of what is attached to a meeting.
    meetings = meetings_named(session, ids[Attached.MEETING]) if ids[Attached.MEETING] else {}
    found += [
        _named(_("Meeting of the forum"), row, url_for("public.meeting", slug=row.slug))
        for row in meetings.values()
    ]
    return found


def documents_of(session: Session, subjects: Sequence[Subject]) -> list[DocumentShown]:
    """Return the documents attached to these things, in the order of the things, each once."""
    attached = queries.attached_to(session, subjects)
    rows = {row.id: row for subject in subjects for row in attached.get(subject, ())}
    return all_shown(rows.values())


def _page_of(row: NamedCommitment) -> str:
    return url_for("public.commitment", slug=row.plan.slug, number=row.number)


def _named(what: str, row: object, url: str) -> AttachedTo:
    return AttachedTo(what, localized(row, "title"), lang_of(row, "title"), url)
