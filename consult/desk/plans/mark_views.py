"""Marking a commitment at the desk: the five tests that it passes, and what it carries on from another plan."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.desk import blueprint
from consult.desk.plans import form_presenters as presenters
from consult.desk.plans.loaders import written_commitment
from consult.desk.plans.mark_forms import CarryForm, TestsForm
from consult.plans import services
from consult.plans.models import Commitment
from consult.plans.queries.promised import commitments_elsewhere, standing_ticks, ticks_of
from consult.web.access import access
from consult.web.database import reading
from consult.web.forms import Form, sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]
_BELOW = "/plans/<slug>/commitments/<number>/"


@blueprint.route(f"{_BELOW}tests", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("The five tests"))
def commitment_tests(slug: str, number: str) -> Page:
    """Tick which of the five tests a commitment passes, or take a tick away."""
    there, form = written_commitment(reading(), signed_in_actor(), slug, number), TestsForm()

    def act(session: Session) -> None:
        services.tick_tests(
            session, actor=signed_in_actor(), now=arrived_at(), commitment_id=there.id, passed=form.ticked,
            seen=form.saw,
        )  # fmt: skip

    def page() -> str:
        """Whoever now sees what somebody else ticked may tick over it."""
        every = ticks_of(reading(), commitment_id=there.id)
        if not sent():
            form.passed.data = [tick.test for tick in standing_ticks(every)]
        form.seen.data = str(every[-1].id) if every else "0"
        action = url_for("desk.commitment_tests", slug=slug, number=number)
        shown = presenters.form_page(there, _("The five tests"), action)
        return render_page("desk/plans/tests.html", shown, form=form)

    return _marked(form, act, there, page)


@blueprint.route(f"{_BELOW}carried", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("What it carries on"))
def commitment_carried(slug: str, number: str) -> Page:
    """Record which commitment of another plan this one carries on."""
    there, form = written_commitment(reading(), signed_in_actor(), slug, number), CarryForm()
    form.offer(commitments_elsewhere(reading(), plan_id=there.plan_id))

    def act(session: Session) -> None:
        services.carry_over(
            session, actor=signed_in_actor(), now=arrived_at(), commitment_id=there.id, from_id=form.earlier_id,
            holds=form.holds,
        )  # fmt: skip

    def page() -> str:
        action = url_for("desk.commitment_carried", slug=slug, number=number)
        shown = presenters.form_page(there, _("What it carries on"), action)
        return render_page("desk/plans/carried.html", shown, form=form)

    return _marked(form, act, there, page)


def _marked(form: Form, act: Callable[[Session], None], there: Commitment, page: Callable[[], str]) -> Page:
    """Show the form; sent, do what it asks, and lead back to the commitment."""
    if not sent():
        return page()
    if not (form.measured() and form.carried_out(act)):
        return page(), 422
    flash(_("Saved. What was recorded before stays in the record."), "good")
    return redirect(url_for("desk.commitment", slug=there.plan.slug, number=there.number), 303)
