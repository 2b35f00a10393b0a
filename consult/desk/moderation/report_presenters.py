"""The reports of a voice as its moderator reads them: what they say and how many; never who."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Status
from consult.contributions.queries import revisions
from consult.desk.heading import Heading, heading_of
from consult.desk.moderation.ready import Ready, ready_for
from consult.desk.moderation.returning import REPORTED
from consult.desk.rows import Row, row, words_behind
from consult.moderation.models import VoiceReport
from consult.moderation.policies import can_hide, can_restore
from consult.moderation.queries import authors, reports
from consult.moderation.queries.reports import Counted
from consult.presenters.contributions import in_paragraphs
from consult.presenters.moderation import report_reason
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import lang_of, localized

# So many stand on a page: each has words to read, and a flood is answered as one.
MOST = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """A report; ``result`` is None while it waits. ``before`` is what it is about, where that was changed since."""

    id: int
    reason: str
    note: str
    by: str
    when: str
    picked: bool
    before: list[str]
    result: str | None
    answer: str
    lang: str


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """A voice with its reports; ``held``: it waits for a decision, which answers all of them.

    ``number`` is how many wait, of which ``waiting`` are the first, and ``last`` the id of the last of them.
    """

    consultation: Heading
    row: Row
    counts: str
    history: str
    waiting: list[Shown]
    number: int
    last: int
    answered: list[Shown]
    held: bool
    hide_url: str | None
    restore_url: str | None
    action: str
    back_url: str
    ready: Ready


def reports_page(session: Session, said: Contribution, picked: Collection[str] | None) -> ReportsPage:
    """Return the reports of a voice; ``picked`` are the ids that are ticked, None: all that wait."""
    there = {"contribution_id": said.id}
    waiting, (number, last) = (
        reports.waiting(session, limit=MOST, **there),
        reports.number_waiting(session, **there),
    )
    every = [*waiting, *reports.answered(session, limit=MOST, **there)]
    numbers = reports.counted(session, contribution_ids=[said.id]).get(said.id)
    earlier = _earlier(session, said, every)
    shown = [_shown(each, earlier.get(each.revision, []), picked) for each in every]
    return ReportsPage(
        consultation=heading_of(said.consultation),
        row=row(said, words_behind(session, [said]), hidden=True),
        counts=counts_in_words(numbers) if numbers else "",
        history=history_of(session, said),
        waiting=[each for each in shown if each.result is None],
        number=number,
        last=last,
        answered=[each for each in shown if each.result is not None],
        held=said.status == Status.HELD,
        hide_url=url_for("desk.hide", reference=said.reference) if can_hide(said) else None,
        restore_url=url_for("desk.restore", reference=said.reference) if can_restore(said) else None,
        action=url_for("desk.reports", reference=said.reference),
        back_url=back(said),
        ready=ready_for(session, said.consultation),
    )


def back(said: Contribution) -> str:
    """Return the address of what is reported beside a voice."""
    return url_for("desk.queue", slug=said.consultation.slug, status=REPORTED)


def counts_in_words(numbers: Counted) -> str:
    """Return how many report a voice, those with a confirmed account first: they alone can hold it."""
    accounts = ngettext("reported by %(num)s account", "reported by %(num)s accounts", numbers.accounts)
    others = ngettext(
        "reported by %(num)s without an account", "reported by %(num)s without an account", numbers.others
    )
    parts = [text for number, text in ((numbers.accounts, accounts), (numbers.others, others)) if number]
    return str(_(", ")).join(parts)


def history_of(session: Session, said: Contribution) -> str:
    """Return what became of all that a voice's author said in its consultation, in numbers."""
    return in_numbers(authors.fates(session, contribution_ids=[said.id]).get(said.id))


def in_numbers(fates: Mapping[str, int] | None) -> str:
    """Return numbers by status in words; empty where nothing is known."""
    numbers = Counter(dict(fates or {}))
    return str(_(", ")).join(
        str(_("%(part)s (%(number)s)", part=label("status", status.value), number=numbers[status.value]))
        for status in Status
        if numbers[status.value]
    )


def _earlier(session: Session, said: Contribution, every: Sequence[VoiceReport]) -> dict[int, list[str]]:
    """Return the words, by revision, of those that reports are about and that stand no more."""
    if all(each.revision == said.revision_number for each in every):
        return {}
    return {
        each.number: in_paragraphs(each)
        for each in revisions(session, contribution_id=said.id)
        if each.number != said.revision_number
    }


def _shown(report: VoiceReport, before: list[str], picked: Collection[str] | None) -> Shown:
    return Shown(
        id=report.id,
        reason=report_reason(report.reason),
        note=report.note,
        by="" if report.result else _("with an account") if report.reporter_id else _("without an account"),
        when=dates.full(report.at),
        picked=picked is None or str(report.id) in picked,
        before=before,
        result=label("report-result", report.result) if report.result else None,
        answer=localized(report, "answer"),
        lang=lang_of(report, "answer"),
    )
