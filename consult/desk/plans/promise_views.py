"""What a commitment is called and promises, and its milestones, written at the desk; once adopted, with a reason."""

from __future__ import annotations

from dataclasses import replace

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from consult.desk import blueprint
from consult.desk.meanwhile import differing
from consult.desk.plans import form_presenters as presenters
from consult.desk.plans.commitment_forms import MilestoneForm, TemplateForm, TitleForm
from consult.desk.plans.commitment_views import Page, asked
from consult.desk.plans.loaders import own_milestone, read_commitment, written_commitment
from consult.desk.plans.not_now import not_now
from consult.desk.plans.progress_forms import AddedMilestoneForm
from consult.desk.plans.reworded_forms import (
    RewordedForm,
    RewordedMilestoneForm,
    RewordedMilestoneWordsForm,
    RewordedTemplateForm,
    RewordedTitleForm,
)
from consult.plans import services
from consult.plans.models import Commitment, Family, Milestone, MilestoneStatus
from consult.plans.queries.rewordings import words_were_adopted
from consult.plans.queries.standing import template_of
from consult.plans.services import MilestoneWords, Why, mark_of, milestone_fields, title_fields
from consult.plans.services.committing import is_followed
from consult.plans.services.refusing import adding_refused, rewriting_refused, writing_refused
from consult.web.access import access
from consult.web.database import reading
from consult.web.dates import site_zone
from consult.web.forms import Form, sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

_BELOW = "/plans/<slug>/commitments/<number>/"


def _why(form: Form) -> Why | None:
    """Return why words are changed; None where nothing asks."""
    return form.why if isinstance(form, RewordedForm) else None


def _beside(
    page: presenters.FormPage, form: Form, of: Commitment | Milestone, saved: dict[str, object]
) -> presenters.FormPage:
    """Return a page beside what somebody else saved meanwhile; whoever has now read that may save over it."""
    if not isinstance(form, RewordedForm):
        return page
    saw, stands = form.seen.data, mark_of(saved)
    form.seen.data = stands
    if not saw or saw == stands:
        return page
    return replace(
        page, differing=differing(form, {name: getattr(of, name) for name in saved if name in form})
    )


@blueprint.route(f"{_BELOW}title", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Title of a commitment"))
def commitment_title(slug: str, number: str) -> Page:
    """Record what a commitment is called, and since when."""
    actor, heading = signed_in_actor(), _("What it is called")
    there = written_commitment(reading(), actor, slug, number)
    if not sent() and (problem := writing_refused(reading(), actor, there)):
        return not_now(heading, there, problem, actor)
    adopted = words_were_adopted(reading(), commitment_id=there.id)
    form = RewordedTitleForm(obj=there) if adopted else TitleForm(obj=there)

    def act(session: Session) -> None:
        services.save_commitment(
            session, actor=actor, now=arrived_at(), zone=site_zone(), commitment_id=there.id, said=form.said,
            happened_on=form.since, why=_why(form),
        )  # fmt: skip

    def page() -> str:
        newest = read_commitment(reading(), slug, number)
        action = url_for("desk.commitment_title", slug=slug, number=number)
        shown = presenters.form_page(newest, heading, action)
        return render_page(
            "desk/plans/title.html", _beside(shown, form, newest, title_fields(newest)), form=form
        )

    return asked(form, act, there, page)


@blueprint.route(f"{_BELOW}template", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("What it promises"))
def commitment_template(slug: str, number: str) -> Page:
    """Write what a commitment promises, field by field."""
    actor = signed_in_actor()
    there = written_commitment(reading(), actor, slug, number)
    if not sent() and (problem := writing_refused(reading(), actor, there)):
        return not_now(_("What it promises"), there, problem, actor)
    adopted = words_were_adopted(reading(), commitment_id=there.id)
    form = (RewordedTemplateForm if adopted else TemplateForm)(data=_as_typed(there))

    def act(session: Session) -> None:
        services.save_template(
            session, actor=actor, now=arrived_at(), commitment_id=there.id, template=form.template,
            labels=form.labels, seen=form.saw, why=_why(form),
        )  # fmt: skip

    def page() -> str:
        """Whoever has now read what somebody else saved may save over it."""
        newest = template_of(reading(), commitment_id=there.id)
        anew = (newest.id if newest else 0) != form.saw
        form.seen.data = str(newest.id) if newest else "0"
        shown = presenters.template_page(there, newest, form, anew=anew)
        return render_page("desk/plans/template.html", shown, form=form)

    return asked(form, act, there, page)


def _as_typed(there: Commitment) -> dict[str, object]:
    """Return what is saved of a commitment's template, by the fields of its form."""
    template = template_of(reading(), commitment_id=there.id)
    ticked = {
        name: [row.code for row in there.labels if row.family == family]
        for name, family in (
            ("challenges", Family.CHALLENGE),
            ("areas", Family.AREA),
            ("open_gov_challenge", Family.OPEN_GOV_CHALLENGE),
        )
    }
    if template is None:
        return {**ticked, "seen": "0"}
    return {**presenters.words_of(template), **ticked, "seen": str(template.id)}


@blueprint.route(f"{_BELOW}milestones/new", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("New milestone"))
def new_milestone(slug: str, number: str) -> Page:
    """Add a milestone."""
    actor = signed_in_actor()
    there = written_commitment(reading(), actor, slug, number)
    if not sent() and (problem := adding_refused(reading(), actor, there)):
        return not_now(_("New milestone"), there, problem, actor)
    action = url_for("desk.new_milestone", slug=slug, number=number)
    return _added(there, action) if is_followed(reading(), there) else _milestone(there, None, action)


def _added(there: Commitment, action: str) -> Page:
    """Add a milestone to a followed commitment, with the reason."""
    form = AddedMilestoneForm()
    page = presenters.form_page(there, _("New milestone"), action)

    def act(session: Session) -> None:
        services.add_to_adopted(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), commitment_id=there.id,
            said=form.said(MilestoneStatus.NOT_STARTED, None), happened_on=form.day, reason=form.reason,
        )  # fmt: skip

    return asked(form, act, there, lambda: render_page("desk/plans/milestone.html", page, form=form))


@blueprint.route(f"{_BELOW}milestones/<int(max=2147483647):milestone_id>", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("A milestone"))
def milestone(slug: str, number: str, milestone_id: int) -> Page:
    """Record anew what a milestone is."""
    actor = signed_in_actor()
    there = written_commitment(reading(), actor, slug, number)
    own_one = own_milestone(there, milestone_id)
    if not sent() and (problem := rewriting_refused(reading(), actor, there, own_one)):
        return not_now(_("A milestone"), there, problem, actor, own_one)
    action = url_for("desk.milestone", slug=slug, number=number, milestone_id=milestone_id)
    return _milestone(there, own_one, action)


def _milestone(there: Commitment, of: Milestone | None, action: str) -> Page:
    """Show the form of a milestone; of a followed commitment it has no days, which are moved with a reason."""
    form, heading = _form_of(there, of), _("A milestone") if of else _("New milestone")

    def said() -> MilestoneWords:
        if isinstance(form, RewordedMilestoneWordsForm) and of is not None:
            return form.said_of(of)
        status = MilestoneStatus(of.status) if of else MilestoneStatus.NOT_STARTED
        return form.said(status, of.as_of if of else None)

    def act(session: Session) -> None:
        services.save_milestone(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), commitment_id=there.id,
            milestone_id=of.id if of else None, said=said(), why=_why(form),
        )  # fmt: skip

    def page() -> str:
        newest = read_commitment(reading(), there.plan.slug, there.number)
        shown = presenters.form_page(newest, heading, action)
        if of is not None:
            again = own_milestone(newest, of.id)
            shown = _beside(shown, form, again, milestone_fields(again))
        return render_page("desk/plans/milestone.html", shown, form=form)

    return asked(form, act, there, page)


def _form_of(
    there: Commitment, of: Milestone | None
) -> MilestoneForm | RewordedMilestoneForm | RewordedMilestoneWordsForm:
    """Return the form of a milestone: with its days while they are no act, and with a reason once it was adopted."""
    if of is not None and is_followed(reading(), there):
        return RewordedMilestoneWordsForm(obj=of)
    adopted = of is not None and words_were_adopted(reading(), commitment_id=there.id)
    return RewordedMilestoneForm(obj=of) if adopted else MilestoneForm(obj=of)
