"""Holidays at the desk: what is proposed as a date keeps clear of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.holidays import presenters
from consult.desk.holidays.forms import HolidayForm
from consult.holidays import queries, services
from consult.holidays.models import Day
from consult.holidays.policies import may_keep
from consult.shared.dates_typed import YEARS
from consult.web.access import access, or_404
from consult.web.database import reading, writing
from consult.web.dates import local
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.navigation import in_menu
from consult.web.number_field import number_of
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]
_DATE = len("2026-12-25")


@blueprint.get("/holidays/")
@access("staff")
@in_menu(
    "doors", 60, _l("Holidays"), needs=Act.KEEP_HOLIDAYS,
    about=_l("The days that openings and closings keep clear of."),
)  # fmt: skip
def holidays() -> str:
    """Show the holidays of a year, this one first."""
    _keeper()
    asked = number_of(request.args.get("year"))
    year = asked if asked is not None and asked in YEARS else local(arrived_at()).year
    return render_page("desk/holidays/list.html", presenters.list_page(reading(), year))


@blueprint.route("/holidays/new", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Add a holiday"))
def new_holiday() -> Page:
    """Add a holiday."""
    _keeper()
    return _kept(None, HolidayForm(), _("The holiday was added."))


@blueprint.route("/holidays/<day>/edit", methods=["GET", "POST"])
@access("staff")
@keeps_typed(_l("Edit a holiday"))
def edit_holiday(day: str) -> Page:
    """Change a holiday, its day included."""
    there = _there(day)
    return _kept(there, HolidayForm(data=asdict(there)), _("The holiday was changed."))


@blueprint.post("/holidays/<day>/remove")
@access("staff")
def remove_holiday(day: str) -> Response:
    """Take a holiday away; the list offers to put it back."""
    words = _("The holiday was removed. It can be put back from the end of this list.")
    return _done(_there(day), services.remove_holiday, words)


@blueprint.post("/holidays/<day>/put-back")
@access("staff")
def put_back_holiday(day: str) -> Response:
    """Put a holiday back that was removed."""
    return _done(_there(day), services.put_back_holiday, _("The holiday was put back."))


def _keeper() -> None:
    actor = signed_in_actor()
    or_404(actor, may_keep(actor))


def _there(typed: str) -> Day:
    """Return the holiday of the day in the address, removed or not; else 404."""
    _keeper()
    try:
        day = date.fromisoformat(typed) if len(typed) == _DATE else None
    except ValueError:
        day = None
    return or_404(queries.on_day(reading(), or_404(day)))


def _kept(there: Day | None, form: HolidayForm, words: str) -> Page:
    """Show the form of a holiday; sent, keep it and lead to its place in the list."""
    was = there.day if there else None
    if not sent():
        return _form(there, form)

    def act(session: Session) -> None:
        services.keep_holiday(
            session, actor=signed_in_actor(), now=arrived_at(), holiday=form.holiday, was=was
        )

    if not form.validate() or not form.carried_out(act):
        return _form(there, form), 422
    flash(words, "good")
    return _back(form.holiday.day)


def _done(there: Day, act: Callable[..., None], words: str) -> Response:
    with writing() as session:
        act(session, actor=signed_in_actor(), now=arrived_at(), day=there.day)
    flash(words, "good")
    return _back(there.day)


def _back(day: date) -> Response:
    return redirect(url_for("desk.holidays", year=day.year, _anchor=f"day-{day.isoformat()}"), 303)


def _form(there: Day | None, form: HolidayForm) -> str:
    return render_page("desk/holidays/holiday.html", presenters.holiday_page(there), form=form)
