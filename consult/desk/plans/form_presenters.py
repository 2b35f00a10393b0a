"""What stands around the forms about a commitment: its title, its template, its bodies and its milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from consult.desk.meanwhile import Difference, differing
from consult.plans.models import Commitment, CommitmentTemplate, Plan
from consult.web.forms import Form
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form about a commitment: where it is sent and left, and what somebody else saved meanwhile."""

    heading: str
    about: str
    lang: str
    action: str
    back_url: str
    differing: list[Difference]


def new_page(plan: Plan) -> FormPage:
    """Return what stands around the form by which a commitment is begun."""
    action = url_for("desk.new_commitment", slug=plan.slug)
    back = url_for("desk.plan", slug=plan.slug)
    return FormPage(
        str(_("New commitment")), localized(plan, "title"), lang_of(plan, "title"), action, back, []
    )


def form_page(commitment: Commitment, heading: str, action: str) -> FormPage:
    """Return what stands around a form about a commitment."""
    back = url_for("desk.commitment", slug=commitment.plan.slug, number=commitment.number)
    return FormPage(heading, localized(commitment, "title"), lang_of(commitment, "title"), action, back, [])


def template_page(
    commitment: Commitment, there: CommitmentTemplate | None, form: Form, *, anew: bool
) -> FormPage:
    """Return what stands around the template's form; ``anew``: beside what somebody else saved meanwhile."""
    action = url_for("desk.commitment_template", slug=commitment.plan.slug, number=commitment.number)
    page = form_page(commitment, str(_("What it promises")), action)
    if there is None or not anew:
        return page
    saved: dict[str, str | date | None] = {name: getattr(there, name) for name in words_of(there)}
    return FormPage(page.heading, page.about, page.lang, page.action, page.back_url, differing(form, saved))


def words_of(template: CommitmentTemplate) -> dict[str, str | date | None]:
    """Return the fields of a template by their names in its form."""
    names = [column.key for column in template.__table__.columns]
    kept = {"id", "commitment_id", "recorded_at", "recorded_by_id"}
    return {name: getattr(template, name) for name in names if name not in kept}
