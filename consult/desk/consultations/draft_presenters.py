"""What the form of a draft offers, and what stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.consultations.policies import rules
from consult.desk.consultations.forms import ConsultationForm, differing, saved
from consult.desk.scope import limits
from consult.organisations.models import Organisation
from consult.plans.models import CommitmentVersion
from consult.plans.queries import drafts_of, versions_by_ids
from consult.shared.errors import DomainError
from consult.web.dates import local
from consult.web.settings import settings
from consult.web.wording import sentence

_OPENS, _CLOSES = (9, 0), (15, 30)


@dataclass(frozen=True)
class Draft:
    """What there is to choose from, and what is filled in at first; ``consultation`` None for a new one."""

    bodies: Sequence[Organisation]
    texts: Sequence[CommitmentVersion]
    values: dict[str, Any]
    consultation: Consultation | None = None


def blank(session: Session, bodies: Sequence[Organisation], now: datetime) -> Draft:
    """Return a new draft of one of ``bodies``, opening as soon as the notice allows."""
    clocks = limits()
    opens = _at(now + timedelta(days=clocks.notice_days + 1), _OPENS)
    values = {
        "level": "consult",
        "organisation": str(bodies[0].id) if bodies else None,
        "opens_at": opens,
        "closes_at": _at(opens + timedelta(days=clocks.open_days), _CLOSES),
    }
    return Draft(bodies, drafts_of(session, drafter_ids=[body.id for body in bodies]), values)


def of(session: Session, consultation: Consultation) -> Draft:
    """Return a draft as it is saved, with its texts first and then the other drafts of its body."""
    chosen = versions_by_ids(session, [row.version_id for row in consultation.texts])
    mine = drafts_of(session, drafter_ids=[consultation.organisation_id])
    texts = [chosen[row.version_id] for row in consultation.texts]
    texts += [row for row in mine if row.id not in chosen]
    return Draft([consultation.organisation], texts, saved(consultation), consultation)


def page(draft: Draft, form: ConsultationForm, *, meanwhile: bool) -> dict[str, Any]:
    """Return what the form's page shows; ``meanwhile`` where somebody else saved first."""
    closes, days = form.closes_at.data, limits().answer_days
    there = draft.consultation
    return {
        "form": form,
        "consultation": there,
        "action": url_for("desk.edit_consultation", slug=there.slug)
        if there
        else url_for("desk.new_consultation"),
        "several": len(draft.bodies) > 1,
        "due": closes + timedelta(days=days) if closes else None,
        "limits": limits(),
        "zone": settings().time_zone,
        "differing": differing(form, there) if there and meanwhile else [],
        "meanwhile": meanwhile,
    }


def unmet(session: Session, consultation: Consultation, now: datetime) -> list[dict[str, str]]:
    """Return the rules that hold back the announcement: ``label``, ``text`` and the ``url`` of the field."""
    found = versions_by_ids(session, [row.version_id for row in consultation.texts])
    versions = list(found.values())
    problems = rules.problems_of_announcement(consultation, versions, now, limits())
    form = ConsultationForm(formdata=None)
    empty = next((row.id for row in versions if not row.clauses), None)
    return [_unmet(problem, consultation.slug, form, empty) for problem in problems]


def _unmet(problem: DomainError, slug: str, form: ConsultationForm, empty: int | None) -> dict[str, str]:
    field = problem.field or "title_ar"
    url = url_for("desk.edit_consultation", slug=slug, _anchor=field)
    if problem.code == "text-without-clauses" and empty is not None:
        url = url_for("desk.text", version_id=empty)
    return {"label": str(form[field].label.text), "text": sentence(problem), "url": url}


def _at(moment: datetime, clock: tuple[int, int]) -> datetime:
    return local(moment).replace(hour=clock[0], minute=clock[1], second=0, microsecond=0)
