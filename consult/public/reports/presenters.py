"""What the pages of a report show: the voice that it is about, and what became of the report."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.moderation.models import VoiceReport
from consult.presenters.moderation import report_reason
from consult.public.contributions.translations import for_readers
from consult.public.contributions.voices import Voice, Voices
from consult.web import dates, retention
from consult.web.labels import label
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class ReportFormPage:
    """The page on which a voice is reported, and which revision stands on it; ``days``: an address is kept so long."""

    reference: str
    revision: int
    voice: Voice
    action: str
    back_url: str
    days: int = retention.REPORTS.days


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, and when; without ``words`` only what became of the voice."""

    result: str
    words: str
    lang: str
    day: str
    iso: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The private page of a report. ``status`` is what became of the voice meanwhile, None while it is shown."""

    reference: str
    url: str
    reason: str
    note_words: str
    when: str
    when_iso: str
    answer: Answer | None
    status: str | None
    mailed: bool
    days: int = retention.REPORTS.days


def form_page(session: Session, said: Contribution) -> ReportFormPage:
    """Return the page of the form about a voice."""
    return ReportFormPage(
        reference=said.reference,
        revision=said.revision_number,
        voice=Voices({}, for_readers(session, [said])).shown(said),
        action=url_for("public.report", reference=said.reference),
        back_url=url_for("public.contribution", reference=said.reference),
    )


def report_page(report: VoiceReport) -> ReportPage:
    """Return the private page of a report."""
    said = report.contribution
    return ReportPage(
        reference=said.reference,
        url=url_for("public.contribution", reference=said.reference),
        reason=report_reason(report.reason),
        note_words=report.note,
        when=dates.full(report.at),
        when_iso=dates.iso(report.at),
        answer=_answer(report) if report.answered_at else None,
        status=None if said.is_published else label("status", said.status),
        mailed=report.address is not None,
    )


def _answer(report: VoiceReport) -> Answer:
    at = report.answered_at or report.at
    return Answer(
        result=label("report-result", report.result),
        words=localized(report, "answer"),
        lang=lang_of(report, "answer"),
        day=dates.full(at),
        iso=dates.iso(at),
    )
