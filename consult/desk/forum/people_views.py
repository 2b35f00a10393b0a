"""Who is in a meeting, and how people are named; a name is removed from every version by one act."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.desk import blueprint
from consult.desk.consultations.lifecycle_forms import ReasonForm
from consult.desk.forum import people_presenters, presenters
from consult.desk.forum.meeting_forms import AttendeeForm, PersonForm, PresenceForm
from consult.desk.forum.meeting_views import ONE, back
from consult.desk.forum.opening import Page, keeper, meeting_of, screen, today_of
from consult.forum import queries, services
from consult.forum.models import Attendance, ForumPerson
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.forms import Form, sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

SOMEBODY = "/forum/people/<int(max=2147483647):person_id>"


@blueprint.route(f"{ONE}/people", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Somebody in a meeting"))
def add_attendee(slug: str) -> Page:
    """Add somebody to a meeting."""
    there, people = meeting_of(slug), queries.people(reading())
    form = AttendeeForm.offering(people_presenters.people_named(people), presenters.bodies(reading()))

    def act(session: Session) -> None:
        services.add_attendee(
            session, actor=signed_in_actor(), now=arrived_at(), meeting_id=there.id, who=form.attendee(people)
        )

    if sent() and form.validate() and form.carried_out(act):
        flash(_("They are in the meeting. No mail has gone out yet."), "good")
        return back(slug, "people")
    return screen(slug, part="person", form=form)


@blueprint.post(f"{ONE}/take-over")
@access("staff")
def take_over_people(slug: str) -> Page:
    """Add whoever was in the meeting before this one."""
    there, form, added = meeting_of(slug), Form(), [0]

    def act(session: Session) -> None:
        added[0] = services.take_over(session, actor=signed_in_actor(), now=arrived_at(), meeting_id=there.id)

    if not form.carried_out(act):
        return screen(slug, part="people", form=form)
    flash(ngettext("%(num)s person was taken over.", "%(num)s people were taken over.", added[0]), "good")
    return back(slug, "people")


@blueprint.route(f"{ONE}/presence", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Who came to a meeting"))
def record_presence(slug: str) -> Page:
    """Record who came, and as what."""
    there = meeting_of(slug)
    form = PresenceForm.of(queries.attendances(reading(), meeting_id=there.id))

    def act(session: Session) -> None:
        services.record_presence(
            session, actor=signed_in_actor(), meeting_id=there.id, presences=form.presences, today=today_of(),
            seen=form.stood,
        )  # fmt: skip

    if sent() and form.validate() and form.carried_out(act):
        flash(_("Who came is recorded."), "good")
        return back(slug, "people")
    form.look_again()
    return screen(slug, part="presence", form=form)


@blueprint.route(f"{ONE}/people/<int(max=2147483647):attendance_id>/out", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Why somebody should not stand in a meeting"))
def leave_out(slug: str, attendance_id: int) -> Page:
    """Take somebody out of a meeting who should not stand in it."""
    there, form = meeting_of(slug), ReasonForm()
    _row(there.id, attendance_id)

    def act(session: Session) -> None:
        services.leave_out(
            session, actor=signed_in_actor(), now=arrived_at(), meeting_id=there.id, attendance_id=attendance_id,
            reason=form.reason,
        )  # fmt: skip

    if sent() and form.validate() and form.carried_out(act):
        flash(_("They stand in this meeting no more."), "good")
        return back(slug, "people")
    return screen(slug, part="out", form=form, entry=attendance_id)


@blueprint.get("/forum/people/")
@access("staff")
def forum_people() -> Page:
    """Show whose names and addresses are kept here."""
    keeper()
    return render_page("desk/forum/people.html", people_presenters.people_page(reading()))


@blueprint.route(f"{SOMEBODY}/", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Somebody of the forum"))
def forum_person(person_id: int) -> Page:
    """Correct how somebody is named and written to."""
    there = _person(person_id)
    form = PersonForm.of(there)

    def act(session: Session) -> None:
        honorific, name, email, language = form.named
        services.change_person(
            session, actor=signed_in_actor(), person_id=person_id, honorific=honorific, name=name, email=email,
            language=language,
        )  # fmt: skip

    if sent() and form.validate() and form.carried_out(act):
        flash(_("Corrected, in every version of all minutes."), "good")
        return redirect(url_for("desk.forum_people"), 303)
    # Read anew: what stood is let go of where the form was refused.
    page = people_presenters.person_page(_person(person_id))
    return render_page("desk/forum/person.html", page, form=form), 422 if sent() else 200


@blueprint.route(f"{SOMEBODY}/remove", methods=["GET", "POST"])
@access("staff")
def remove_name(person_id: int) -> Page:
    """Remove somebody's name, for good, from every version of all minutes."""
    keeper()
    there, form = or_404(queries.person_by_id(reading(), person_id)), Form()

    def act(session: Session) -> None:
        services.remove_name(session, actor=signed_in_actor(), now=arrived_at(), person_id=person_id)

    if sent() and form.carried_out(act):
        flash(_("The name is removed. Body and post stay."), "good")
        return redirect(url_for("desk.forum_people"), 303)
    number = len(queries.attendances_of(reading(), person_id=person_id))
    return render_page("desk/forum/remove_name.html", people_presenters.person_page(there, number), form=form)


def _person(person_id: int) -> ForumPerson:
    keeper()
    found = or_404(queries.person_by_id(reading(), person_id))
    return or_404(found, found.removed_at is None)


def _row(meeting_id: int, attendance_id: int) -> Attendance:
    found = or_404(queries.attendance_by_id(reading(), attendance_id))
    return or_404(found, found.meeting_id == meeting_id)
