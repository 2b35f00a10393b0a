"""Keeping the forum: publishing its rules, entering seats and ending them."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.forum import presenters
from consult.desk.forum.forms import EndSeatForm, RulesForm, SeatForm
from consult.forum import queries, services
from consult.forum.models import ForumSeat
from consult.forum.policies import may_keep
from consult.web import operator
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.dates import local, site_zone
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.navigation import in_menu
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]
ONE = "/forum/seats/<int(max=2147483647):seat_id>/end"


@blueprint.get("/forum/")
@access("staff")
@in_menu(
    "doors", 8, _l("The forum"), needs=Act.KEEP_FORUM,
    about=_l("Who holds seats in the national working team, and by which rules it works."),
)  # fmt: skip
def forum() -> str:
    """Show the seats and the rules."""
    _keeper()
    return render_page("desk/forum/overview.html", presenters.overview(reading(), local(arrived_at()).date()))


@blueprint.route("/forum/rules", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("The rules of the forum"))
def publish_rules() -> Page:
    """Publish the rules as their next edition."""
    _keeper()
    form = RulesForm.of(queries.rules(reading()))

    def act(session: Session) -> None:
        services.publish_rules(
            session, actor=signed_in_actor(), now=arrived_at(), rules=form.rules, reason=form.reason,
            seen=form.seen_number,
        )  # fmt: skip

    if sent() and form.validate() and form.carried_out(act):
        operator.renew()
        flash(
            _("Published. Readers see these rules from now on, and the earlier editions stay readable."),
            "good",
        )
        return redirect(url_for("desk.forum"), 303)
    return _rules(form), 422 if sent() else 200


def _rules(form: RulesForm) -> str:
    """Show the form, beside what somebody else published meanwhile; whoever has now read that may publish after it."""
    standing = queries.rules(reading())
    page = presenters.rules_page(standing, form)
    form.see(standing)
    return render_page("desk/forum/rules.html", page, form=form)


@blueprint.route("/forum/seats/new", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("A seat in the forum"))
def new_seat() -> Page:
    """Enter a seat."""
    _keeper()
    form = SeatForm.offering(presenters.bodies(reading()))

    def act(session: Session) -> None:
        services.enter_seat(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), seat=form.seat
        )

    if sent() and form.validate() and form.carried_out(act):
        operator.renew()
        flash(_("The seat is entered, and stands on the page of the forum."), "good")
        return redirect(url_for("desk.forum"), 303)
    return render_page("desk/forum/seat.html", presenters.seat_page(), form=form), 422 if sent() else 200


@blueprint.route(ONE, methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("The end of a seat"))
def end_seat(seat_id: int) -> Page:
    """End a seat, with a public reason."""
    seat, form = _seat(seat_id), EndSeatForm()

    def act(session: Session) -> None:
        services.end_seat(
            session, actor=signed_in_actor(), now=arrived_at(), zone=site_zone(), seat_id=seat.id, end=form.end
        )  # fmt: skip

    if sent() and form.validate() and form.carried_out(act):
        operator.renew()
        flash(_("The seat is ended. Its reason stands beside it."), "good")
        return redirect(url_for("desk.forum"), 303)
    # Somebody may have ended it meanwhile.
    page = presenters.end_page(_seat(seat_id))
    return render_page("desk/forum/end.html", page, form=form), 422 if sent() else 200


def _keeper() -> None:
    actor = signed_in_actor()
    or_404(actor, may_keep(actor))


def _seat(seat_id: int) -> ForumSeat:
    _keeper()
    return or_404(queries.seat(reading(), seat_id))
