"""A meeting from its planning to its end: details, agenda, invitation, calling it off."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.desk import blueprint
from consult.desk.consultations.lifecycle_forms import ReasonForm
from consult.desk.forum import presenters
from consult.desk.forum.meeting_forms import AgendaForm, MeetingForm
from consult.desk.forum.opening import Page, keeper, meeting_of, screen, today_of
from consult.forum import queries, services
from consult.forum.models import Meeting
from consult.web import operator
from consult.web.access import access
from consult.web.database import reading
from consult.web.forms import Form, sent
from consult.web.idempotency import leads_to
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.number_field import number_of
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

ONE = "/forum/meetings/<slug>"


@blueprint.route("/forum/meetings/new", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("A meeting of the forum"))
def new_meeting() -> Page:
    """Plan a meeting, or enter one that was held."""
    keeper()
    last = next(iter(queries.meetings(reading(), limit=1, shown=False)), None)
    keeping = queries.meeting_by_slug(reading(), last.slug, shown=False) if last else None
    form = MeetingForm.planning(presenters.bodies(reading()), keeping.keeper.slug if keeping else "")
    made: list[Meeting] = []

    def act(session: Session) -> None:
        made.append(
            services.plan_meeting(
                session, actor=signed_in_actor(), now=arrived_at(), words=form.words, keeper=form.keeper.data or ""
            )
        )  # fmt: skip
        leads_to(session, url_for("desk.meeting", slug=made[-1].slug))

    if sent() and form.validate() and form.carried_out(act):
        flash(_("The meeting is planned. Nobody reads of it yet."), "good")
        return redirect(url_for("desk.meeting", slug=made[-1].slug), 303)
    page = presenters.SeatPage(url_for("desk.new_meeting"), url_for("desk.forum"))
    return render_page("desk/forum/new_meeting.html", page, form=form), 422 if sent() else 200


@blueprint.get(f"{ONE}/")
@access("staff")
def meeting(slug: str) -> Page:
    """Show all of a meeting: what is done, and what comes next."""
    return screen(slug)


@blueprint.route(f"{ONE}/details", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Day and place of a meeting"))
def meeting_details(slug: str) -> Page:
    """Change title, day, place or how a meeting is held."""
    there = meeting_of(slug)
    form = MeetingForm.changing(there, services.last_act(reading(), there).id)

    def act(session: Session) -> None:
        services.change_meeting(
            session, actor=signed_in_actor(), now=arrived_at(), meeting_id=there.id, words=form.words,
            reason=form.reason, seen=number_of(form.seen.data) or 0,
        )  # fmt: skip

    if sent() and form.validate() and form.carried_out(act):
        flash(_("Changed. Whoever was invited gets a mail about it."), "good")
        return back(slug, "details")
    return screen(slug, part="details", form=form)


@blueprint.route(f"{ONE}/agenda", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("The agenda of a meeting"))
def meeting_agenda(slug: str) -> Page:
    """Publish the agenda of a meeting."""
    there = meeting_of(slug)
    form = AgendaForm.of(queries.agenda(reading(), meeting_id=there.id))

    def act(session: Session) -> None:
        services.publish_agenda(
            session, actor=signed_in_actor(), now=arrived_at(), meeting_id=there.id, items=form.items,
            reason=form.reason, seen=number_of(form.seen.data) or 0,
        )  # fmt: skip

    if sent() and form.validate() and form.carried_out(act):
        operator.renew()
        flash(_("The agenda is published: everybody reads of the meeting."), "good")
        return back(slug, "agenda")
    return screen(slug, part="agenda", form=form)


@blueprint.route(f"{ONE}/invite", methods=["GET", "POST"])
@access("staff")
def invite_people(slug: str) -> Page:
    """Say who will get the invitation, and send it."""
    there, form, sent_to = meeting_of(slug), Form(), [0]

    def act(session: Session) -> None:
        sent_to[0] = services.invite(
            session, actor=signed_in_actor(), now=arrived_at(), meeting_id=there.id, today=today_of()
        )

    if sent() and form.carried_out(act):
        flash(ngettext("%(num)s invitation is sent.", "%(num)s invitations are sent.", sent_to[0]), "good")
        return back(slug, "people")
    return screen(slug, part="invite", form=form)


@blueprint.route(f"{ONE}/cancel", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Why a meeting is called off"))
def cancel_meeting(slug: str) -> Page:
    """Call a meeting off, with a public reason."""
    there, form = meeting_of(slug), ReasonForm()

    def act(session: Session) -> None:
        services.cancel_meeting(
            session, actor=signed_in_actor(), now=arrived_at(), meeting_id=there.id, reason=form.reason,
        )  # fmt: skip

    if sent() and form.validate() and form.carried_out(act):
        flash(_("The meeting is called off. Whoever was invited gets a mail about it."), "good")
        return back(slug, "details")
    return screen(slug, part="cancel", form=form)


def back(slug: str, part: str) -> Page:
    """Lead back to a part of the screen."""
    return redirect(url_for("desk.meeting", slug=slug, _anchor=part), 303)
