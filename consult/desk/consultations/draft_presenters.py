"""What the form of a draft offers, and what stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.consultations.policies import rules
from consult.consultations.queries import holidays_while_open
from consult.consultations.queries.owners import owners_of_texts
from consult.desk.consultations.calendar import notes_on, proposed
from consult.desk.consultations.forms import (
    ConsultationForm,
    OfferedText,
    Values,
    differing,
    saved,
)
from consult.desk.meanwhile import Difference
from consult.desk.scope import limits
from consult.forum.models import NamedMeeting
from consult.forum.queries import newest_minutes
from consult.organisations.models import Organisation
from consult.presenters.texts import version_in_full
from consult.shared.errors import DomainError
from consult.texts.models import TextVersion
from consult.texts.queries import drafts_of, versions_by_ids
from consult.web.settings import settings
from consult.web.wording import sentence

_OPENS, _CLOSES = (9, 0), (15, 30)


@dataclass(frozen=True, slots=True)
class Draft:
    """What there is to choose from, and what is filled in at first; ``consultation`` None for a new one."""

    bodies: Sequence[Organisation]
    texts: Sequence[OfferedText]
    values: Values
    consultation: Consultation | None = None


@dataclass(frozen=True, slots=True)
class EditPage:
    """The page of a draft's form: ``consultation`` None for a new one, ``due`` by when the answer then has to come."""

    consultation: Consultation | None
    action: str
    several: bool
    due: datetime | None
    limits: rules.Limits
    zone: str
    differing: list[Difference]
    meanwhile: bool
    notes: list[str]
    least_to_hold: int = rules.HOLD_AFTER[0]


@dataclass(frozen=True, slots=True)
class Unmet:
    """A rule that holds back the announcement, with the label and the address of its field."""

    label: str
    text: str
    url: str


def blank(session: Session, bodies: Sequence[Organisation], now: datetime, about: str | None) -> Draft:
    """Return a new draft of one of ``bodies``, opening on the first working day that the notice allows.

    ``about`` is the id of the text that it was begun from; one that is not offered is passed over.
    """
    clocks = limits()
    opens = proposed(session, now + timedelta(days=clocks.notice_days + 1), _OPENS)
    values: Values = {
        "level": "consult",
        "organisation": str(bodies[0].id) if bodies else None,
        "opens_at": opens,
        "closes_at": proposed(session, opens + timedelta(days=clocks.open_days), _CLOSES),
    }
    ids = [body.id for body in bodies]
    texts = _offered(session, [*drafts_of(session, drafter_ids=ids), *_minutes(session, ids)])
    for text in texts:
        if str(text.id) == about:
            values |= {"texts": [about], "organisation": str(text.drafter_id)}
    return Draft(bodies, texts, values)


def of(session: Session, consultation: Consultation) -> Draft:
    """Return a draft as it is saved, with its texts first and then the other drafts of its body."""
    chosen = versions_by_ids(session, [row.version_id for row in consultation.texts])
    mine = drafts_of(session, drafter_ids=[consultation.organisation_id])
    kept = [chosen[row.version_id] for row in consultation.texts]
    # One that was discarded while this draft was too is not offered any more.
    texts = [row for row in kept if row.discarded_at is None]
    texts += [
        row for row in (*mine, *_minutes(session, [consultation.organisation_id])) if row.id not in chosen
    ]
    return Draft([consultation.organisation], _offered(session, texts), saved(consultation), consultation)


def _minutes(session: Session, keeper_ids: Sequence[int]) -> list[TextVersion]:
    """Return the newest published minutes of the last meetings that these bodies keep."""
    return list(versions_by_ids(session, newest_minutes(session, keeper_ids=keeper_ids)).values())


def _offered(session: Session, versions: Sequence[TextVersion]) -> list[OfferedText]:
    owners = owners_of_texts(session, [version.text_id for version in versions])
    return [
        OfferedText(
            row.id,
            version_in_full(owners.get(row.text_id), row.number),
            row.drafter_id,
            row.published_at is not None,
        )
        for row in versions
        # Minutes are asked about once they are published.
        if row.published_at is not None or not isinstance(owners.get(row.text_id), NamedMeeting)
    ]


def edit_page(session: Session, draft: Draft, form: ConsultationForm, *, meanwhile: bool) -> EditPage:
    """Return what the form's page shows; ``meanwhile`` where somebody else saved first."""
    closes, clocks, there = form.closes_at.data, limits(), draft.consultation
    return EditPage(
        consultation=there,
        action=url_for("desk.edit_consultation", slug=there.slug)
        if there
        else url_for("desk.new_consultation"),
        several=len(draft.bodies) > 1,
        due=closes + timedelta(days=clocks.answer_days) if closes else None,
        limits=clocks,
        zone=settings().time_zone,
        differing=differing(form, there) if there and meanwhile else [],
        meanwhile=meanwhile,
        notes=notes_on(session, opens_at=form.opens_at.data, closes_at=closes),
    )


def unmet(session: Session, consultation: Consultation, now: datetime) -> list[Unmet]:
    """Return the rules that hold back the announcement."""
    found = versions_by_ids(session, [row.version_id for row in consultation.texts])
    versions = list(found.values())
    clocks = limits()
    holidays = holidays_while_open(
        session, opens_at=consultation.opens_at, closes_at=consultation.closes_at, time_zone=clocks.time_zone
    )
    problems = rules.problems_of_announcement(
        consultation, versions, now, clocks, consultation.activities, holidays=len(holidays)
    )
    form = ConsultationForm(formdata=None)
    return [_unmet(problem, consultation.slug, form) for problem in problems]


def _unmet(problem: DomainError, slug: str, form: ConsultationForm) -> Unmet:
    field = problem.field or "title_ar"
    url = url_for("desk.edit_consultation", slug=slug, _anchor=field)
    if "version" in problem.values:
        url = url_for("desk.text", version_id=problem.values["version"])
    return Unmet(str(form[field].label.text), sentence(problem), url)
