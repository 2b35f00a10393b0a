"""The reasons that the moderators of a body keep ready: listed, added, changed, withdrawn."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.desk import blueprint
from consult.desk.moderation.forms import NO_RULE, KeepReasonForm
from consult.desk.moderation.reasons_presenters import reasons_page
from consult.moderation.models import ReasonTemplate
from consult.moderation.policies import may_keep_reasons
from consult.moderation.queries import reasons as queries
from consult.moderation.services import Kept, keep_reason, withdraw_reason
from consult.organisations.models import Organisation
from consult.organisations.queries import by_slug
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.forms import Form, sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.number_field import number_of
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.route("/organisations/<slug>/reasons/", methods=["GET", "POST"])
@access("moderator")
@keeps_typed(_l("Reasons kept ready"))
def reasons(slug: str) -> str | Response | tuple[str, int]:
    """List what is kept ready; add a reason, or change the one that ``?reason=`` names."""
    body = _body(slug)
    row = _chosen(body)
    form = KeepReasonForm(data=_words(row))
    if not sent():
        return _page(body, form, row)

    def act(session: Session) -> None:
        keep_reason(
            session, actor=signed_in_actor(), now=arrived_at(), organisation=body,
            kept=Kept(form.chosen, form.reason_ar.data or "", form.reason_en.data or ""),
            template_id=row.id if row else None, edition=number_of(form.seen.data),
        )  # fmt: skip

    if not form.carried_out(act):
        now = _chosen(body)
        form.seen.data = str(now.edition) if now else ""
        return _page(_body(slug), form, now), 422
    flash(_("The reason is kept ready."), "good")
    return redirect(url_for("desk.reasons", slug=slug), 303)


@blueprint.post("/organisations/<slug>/reasons/<int(max=2147483647):reason_id>/withdraw")
@access("moderator")
def withdraw_a_reason(slug: str, reason_id: int) -> Response:
    """Offer a reason no more."""
    body = _body(slug)
    or_404(queries.by_id(reading(), organisation_id=body.id, template_id=reason_id))

    def act(session: Session) -> None:
        withdraw_reason(
            session, actor=signed_in_actor(), now=arrived_at(), organisation=body, template_id=reason_id
        )

    if Form().carried_out(act):
        flash(_("The reason is offered no more. What was published with it stays."), "good")
    return redirect(url_for("desk.reasons", slug=slug), 303)


def _body(slug: str) -> Organisation:
    body = or_404(by_slug(reading(), slug))
    or_404(body, may_keep_reasons(signed_in_actor(), body.scope))
    return body


def _chosen(body: Organisation) -> ReasonTemplate | None:
    """Return the reason in the address, None where there is none; 404 where it is not this body's."""
    asked = request.args.get("reason")
    if asked is None:
        return None
    number = or_404(number_of(asked))
    return or_404(queries.by_id(reading(), organisation_id=body.id, template_id=number))


def _words(row: ReasonTemplate | None) -> dict[str, str]:
    if row is None:
        return {}
    rule = NO_RULE if row.rule is None else str(row.rule)
    return {"rule": rule, "reason_ar": row.reason_ar, "reason_en": row.reason_en, "seen": str(row.edition)}


def _page(body: Organisation, form: KeepReasonForm, row: ReasonTemplate | None) -> str:
    page = reasons_page(reading(), body, row)
    return render_page("desk/moderation/reasons.html", page, form=form)
