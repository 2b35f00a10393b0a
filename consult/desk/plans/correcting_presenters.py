"""What stands around the form by which an update is corrected: the one that stands, beside what was typed."""

from __future__ import annotations

from dataclasses import replace

from flask import url_for
from flask_babel import gettext as _

from consult.desk.meanwhile import differing
from consult.desk.plans.loaders import Correctable
from consult.desk.plans.progress_forms import CorrectionForm
from consult.desk.plans.progress_presenters import ReportPage, at_desk, report_page, update_row
from consult.plans.models import Commitment, Milestone, ProgressUpdate

__all__ = ["at_desk", "correction_page", "stands"]
_SAID = ("as_of", "done_ar", "done_en", "challenge_ar", "challenge_en", "evidence_url")


def stands(update: ProgressUpdate) -> dict[str, object]:
    """Return what an update says, as the form has it."""
    said = {name: getattr(update, name) for name in (*_SAID, "status", "nothing_to_report")}
    return {**said, "document": str(update.document_id or "")}


def correction_page(
    there: Commitment, milestone: Milestone, found: Correctable, form: CorrectionForm
) -> ReportPage:
    """Return what stands around the form; where another took the place of what was shown, that is corrected next."""
    page, update = report_page(there, milestone, adds=False), found.standing
    meanwhile = update.id != found.asked_id
    target = update.id if found.theirs else found.asked_id
    return replace(
        page,
        heading=str(_("Correct what was reported")),
        action=url_for("desk.correct_progress", **at_desk(there, milestone), update_id=target),
        differing=differing(form, {name: getattr(update, name) for name in _SAID}) if meanwhile else [],
        corrects=update_row(found.reported),
    )
