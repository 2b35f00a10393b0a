"""Hiding many voices by one rule in one act, and showing them again."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.consultations.policies import may_moderate
from consult.contributions.models import Contribution
from consult.contributions.queries import by_references
from consult.desk import blueprint
from consult.desk.loaders import asked
from consult.desk.moderation import together_presenters as presenters
from consult.desk.moderation.forms import HideManyForm, RestoreForm
from consult.moderation.policies import may_decide
from consult.moderation.queries import of_batch
from consult.moderation.services import MOST_AT_ONCE
from consult.moderation.services import hide_many as hide_them
from consult.outcomes.services import show_many as show_them
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.forms import sent
from consult.web.idempotency import leads_to
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


@blueprint.route("/consultations/<slug>/queue/hide", methods=["GET", "POST"])
@access("moderator")
@keeps_typed(_l("Hide contributions together"))
def hide_many(slug: str) -> Page:
    """Hide what is picked in the queue by one rule, all or none; first they are shown together."""
    consultation, form = _moderated(slug), HideManyForm()
    said = _offered(consultation, form)
    if not said:
        flash(_l("Pick at least one contribution."), "error")
        return redirect(url_for("desk.queue", slug=slug), 303)
    if not sent() or not form.decides:
        return _hiding(consultation, form, said)

    def act(session: Session) -> None:
        made = hide_them(
            session, actor=signed_in_actor(), now=arrived_at(), consultation_id=consultation.id,
            references=form.picked, rule=form.chosen, reason=form.reason, seen=form.revisions,
        )  # fmt: skip
        batch.append(made[0].batch or 0)
        leads_to(session, url_for("desk.show_many", slug=slug, batch=made[0].batch))

    batch: list[int] = []
    if not form.carried_out(act):
        return _hiding(_moderated(slug), form, _offered(consultation, form)), 422
    number = len(set(form.picked))
    flash(ngettext("%(num)s contribution was hidden.", "%(num)s contributions were hidden.", number), "good")
    return redirect(url_for("desk.show_many", slug=slug, batch=batch[0]), 303)


@blueprint.route("/consultations/<slug>/hidden/<int(max=2147483647):batch>", methods=["GET", "POST"])
@access("moderator")
@keeps_typed(_l("Show contributions again together"))
def show_many(slug: str, batch: int) -> Page:
    """Show what was hidden in one act, and show all of it again that nobody decided about since."""
    consultation, form = _moderated(slug), RestoreForm()
    or_404(of_batch(reading(), consultation_id=consultation.id, batch=batch) or None)
    if not sent():
        return _showing(consultation, form, batch)

    def act(session: Session) -> None:
        made = show_them(
            session, actor=signed_in_actor(), now=arrived_at(), consultation_id=consultation.id, batch=batch,
            reason=form.reason, seen=form.revisions,
        )  # fmt: skip
        shown.append(len(made))

    shown: list[int] = []
    if not form.carried_out(act):
        return _showing(_moderated(slug), form, batch), 422
    flash(
        ngettext("%(num)s contribution is shown again.", "%(num)s contributions are shown again.", shown[0]),
        "good",
    )
    return redirect(url_for("desk.queue", slug=slug), 303)


def _moderated(slug: str) -> Consultation:
    actor, now = signed_in_actor(), arrived_at()
    consultation = asked(reading(), actor, slug, now)
    scope = consultation.organisation.scope
    or_404(consultation, may_moderate(actor, consultation, scope, Act.MODERATE, now))
    return consultation


def _offered(consultation: Consultation, form: HideManyForm) -> list[Contribution]:
    """Return the voices among which one chooses and that are the actor's to decide about, the oldest first."""
    found = by_references(reading(), form.offered[: MOST_AT_ONCE + 1]).values()
    actor, scope, now = signed_in_actor(), consultation.organisation.scope, arrived_at()
    mine = [
        each
        for each in found
        if each.consultation_id == consultation.id and may_decide(actor, each, scope, now)
    ]
    return sorted(mine, key=lambda each: each.id)


def _hiding(consultation: Consultation, form: HideManyForm, said: list[Contribution]) -> str:
    page = presenters.hide_many_page(reading(), consultation, said, set(form.picked))
    form.fill(page.ready)
    return render_page("desk/moderation/hide_many.html", page, form=form)


def _showing(consultation: Consultation, form: RestoreForm, batch: int) -> str:
    decisions = of_batch(reading(), consultation_id=consultation.id, batch=batch)
    page = presenters.show_many_page(reading(), consultation, decisions)
    form.fill(page.ready)
    return render_page("desk/moderation/show_many.html", page, form=form)
