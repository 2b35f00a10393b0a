"""What sources say of a plan: added, corrected, withdrawn."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.desk import blueprint
from consult.desk.meanwhile import Difference, differing
from consult.desk.plans import record_presenters as presenters
from consult.desk.plans.loaders import kept_plan
from consult.desk.plans.record_forms import StatementForm, stated
from consult.plans import services
from consult.plans.models import Plan, PlanStatement
from consult.plans.queries.stated import now_standing, statement
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.dates import site_zone
from consult.web.forms import Form, sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.route("/plans/<slug>/statements/new", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("Add what a source says"))
def new_plan_statement(slug: str) -> Page:
    """Add what a source says."""
    there, form = kept_plan(reading(), signed_in_actor(), slug), StatementForm(data=_EMPTY)
    if not sent():
        return _page(there, form)

    def act(session: Session) -> None:
        services.add_statement(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), plan_id=there.id, said=form.said
        )  # fmt: skip

    if not (form.validate() and form.carried_out(act)):
        return _page(there, form), 422
    flash(_("Added. It stands beside what the other sources say."), "good")
    return redirect(url_for("desk.plan", slug=slug, _anchor="stated"), 303)


@blueprint.route("/plans/<slug>/statements/<int(max=2147483647):statement_id>/", methods=["GET", "POST"])
@access("coordinator")
@keeps_typed(_l("Correct what a source says"))
def correct_plan_statement(slug: str, statement_id: int) -> Page:
    """Put another in the place of what a source says."""
    there, row = _kept(slug, statement_id)
    form = StatementForm(data=stated(row))
    if not sent():
        return _page(there, form, row)

    def act(session: Session) -> None:
        services.correct_statement(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), plan_id=there.id,
            statement_id=row.id, said=form.said,
        )  # fmt: skip

    if not (form.validate() and form.carried_out(act)):
        return _again(slug, statement_id, form), 422
    flash(_("Corrected. What stood before stays readable."), "good")
    return redirect(url_for("desk.plan", slug=slug, _anchor="stated"), 303)


@blueprint.post("/plans/<slug>/statements/<int(max=2147483647):statement_id>/withdraw")
@access("coordinator")
def withdraw_plan_statement(slug: str, statement_id: int) -> Response:
    """Let what a source says stand no more."""
    there, row = _kept(slug, statement_id)

    def act(session: Session) -> None:
        services.correct_statement(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), plan_id=there.id,
            statement_id=row.id, said=None,
        )  # fmt: skip

    if Form().carried_out(act):
        flash(_("Withdrawn. It stays readable, and can be added again."), "good")
    return redirect(url_for("desk.plan", slug=slug, _anchor="stated"), 303)


_EMPTY = {"period_of": "", "counted_by": ""}


def _kept(slug: str, statement_id: int) -> tuple[Plan, PlanStatement]:
    """Return a plan that the signed-in person keeps and what a source says of it; else 404."""
    there = kept_plan(reading(), signed_in_actor(), slug)
    row = or_404(statement(reading(), plan_id=there.id, statement_id=statement_id))
    return there, or_404(row, not row.withdrawn)


def _page(
    there: Plan,
    form: StatementForm,
    row: PlanStatement | None = None,
    other: list[Difference] | None = None,
) -> str:
    return render_page("desk/plans/statement.html", presenters.statement_page(there, row, other), form=form)


def _again(slug: str, statement_id: int, form: StatementForm) -> str:
    """Show what was typed, beside what somebody else put in its place meanwhile, which is corrected then."""
    there, row = _kept(slug, statement_id)
    newest = now_standing(reading(), row)
    if newest is None or newest.id == row.id:
        return _page(there, form, row)
    return _page(there, form, newest, differing(form, stated(newest)))
