"""What was said under a theme, in short: points that cite."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.heading import heading_of
from consult.desk.loaders import asked_theme
from consult.desk.themes.forms import PointForm
from consult.desk.themes.presenters import Point, PointsPage, points_of
from consult.outcomes import queries, services
from consult.outcomes.models import SummaryPoint
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.forms import Form, sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.number_field import number_of
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.route("/themes/<int(max=2147483647):theme_id>/points/", methods=["GET", "POST"])
@access("moderator")
@keeps_typed(_l("What was said, in short"))
def points(theme_id: int) -> str | Response | tuple[str, int]:
    """Show a theme's summary; write a point, or the one that is asked for anew."""
    point = _chosen(theme_id)
    form = PointForm(**_words(point))
    if not sent():
        return _page(theme_id, form, point)

    def act(session: Session) -> None:
        services.save_point(
            session, actor=signed_in_actor(), now=arrived_at(), theme_id=theme_id,
            text=(form.text_ar.data or "", form.text_en.data or ""), references=form.cited,
            point_id=point.id if point else None, seen=form.seen.data if point else None,
        )  # fmt: skip

    if not form.carried_out(act):
        return _page(theme_id, form, _chosen(theme_id)), 422
    flash(_("The point was saved."), "good")
    return redirect(url_for("desk.points", theme_id=theme_id), 303)


_POINT = "/themes/<int(max=2147483647):theme_id>/points/<int(max=2147483647):point_id>"


@blueprint.post(f"{_POINT}/move")
@access("moderator")
def move_point(theme_id: int, point_id: int) -> Response:
    """Put a point at another place of its summary."""
    place = or_404(number_of(request.form.get("place")))
    return _done(
        theme_id, partial(services.move_point, point_id=point_id, place=place), _("The point was moved.")
    )


@blueprint.post(f"{_POINT}/remove")
@access("moderator")
def remove_point(theme_id: int, point_id: int) -> Response:
    """Take a point out of its summary."""
    done = _("The point is out of the summary. It can be brought back below.")
    return _done(theme_id, partial(services.remove_point, point_id=point_id), done)


@blueprint.post(f"{_POINT}/bring-back")
@access("moderator")
def bring_point_back(theme_id: int, point_id: int) -> Response:
    """Put a point that was taken out back into its summary."""
    done = _("The point stands in the summary again, as its last one.")
    return _done(theme_id, partial(services.bring_point_back, point_id=point_id), done)


def _done(theme_id: int, act: Callable[..., object], done: str) -> Response:
    asked_theme(reading(), signed_in_actor(), Act.THEME, theme_id, arrived_at())

    def acting(session: Session) -> None:
        act(session, actor=signed_in_actor(), now=arrived_at(), theme_id=theme_id)

    if Form().carried_out(acting):
        flash(done, "good")
    return redirect(url_for("desk.points", theme_id=theme_id), 303)


def _chosen(theme_id: int) -> SummaryPoint | None:
    """Return the point in the address, None where there is none; 404 where it is not this theme's."""
    asked_theme(reading(), signed_in_actor(), Act.THEME, theme_id, arrived_at())
    number = request.args.get("point")
    if number is None:
        return None
    there = {str(point.id): point for point in queries.points(reading(), theme_id=theme_id)}
    return or_404(there.get(number))


def _words(point: SummaryPoint | None) -> dict[str, str]:
    if point is None:
        return {}
    cited = " ".join(citation.contribution.reference for citation in point.citations)
    seen = services.point_mark(point)
    return {"text_ar": point.text_ar, "text_en": point.text_en, "references": cited, "seen": seen}


def _page(theme_id: int, form: PointForm, point: SummaryPoint | None) -> str:
    consultation, theme = asked_theme(reading(), signed_in_actor(), Act.THEME, theme_id, arrived_at())
    points = points_of(reading(), theme_id)
    edited = _edited(form, point, points)
    removed = points_of(reading(), theme_id, removed=True)
    page = PointsPage(heading_of(consultation), theme, points, removed, point.id if point else None, edited)
    return render_page("desk/themes/points.html", page, form=form)


def _edited(form: PointForm, point: SummaryPoint | None, points: list[Point]) -> Point | None:
    """Return the point as somebody else saved it meanwhile; whoever saves again has seen both."""
    mark = services.point_mark(point) if point else ""
    edited = point is not None and form.seen.data != mark
    form.seen.data = mark
    return next((each for each in points if point and each.id == point.id), None) if edited else None
