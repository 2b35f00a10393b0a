"""The workbench of themes: new ones, other titles, and what stands under them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from consult.accounts.models import Role
from consult.consultations.models import Consultation
from consult.desk import blueprint, showing_themes
from consult.desk.asked import asked, asked_theme
from consult.desk.forms.themes import PlaceForm, ThemeForm
from consult.outcomes import queries, services
from consult.shared.errors import DomainError, NotFoundError
from consult.web.access import access, found
from consult.web.arrival import arrived_at
from consult.web.database import reading, writing
from consult.web.identity import signed_in_actor
from consult.web.wording import sentence

Page = str | Response | tuple[str, int]


@blueprint.get("/consultations/<slug>/themes/")
@access("staff")
def themes(slug: str) -> str:
    """Show the workbench."""
    return _workbench(_asked(slug), PlaceForm(), ThemeForm())


@blueprint.post("/consultations/<slug>/themes/place")
@access("moderator")
def place(slug: str) -> Page:
    """Put what is picked under a theme, beside its others, or under none."""
    consultation = _moderated(slug)
    form = PlaceForm().offer(_theme_ids(consultation))
    do = request.form.get("do", "place")
    if not form.complete(with_theme=do != "unplace"):
        return _workbench(consultation, form, ThemeForm(formdata=None)), 422
    try:
        number = _unplaced(consultation, form) if do == "unplace" else _placed(form, also=do == "also")
    except NotFoundError:
        raise
    except DomainError as problem:
        form.show(problem)
        return _workbench(consultation, form, ThemeForm(formdata=None)), 422
    flash(ngettext("%(num)s contribution was moved.", "%(num)s contributions were moved.", number), "good")
    return redirect(
        url_for("desk.themes", slug=slug, show=request.form.get("show"), before=request.form.get("before")),
        303,
    )


@blueprint.post("/consultations/<slug>/themes/new")
@access("moderator")
def new_theme(slug: str) -> Page:
    """Add a theme."""
    consultation, form = _moderated(slug), ThemeForm()
    title = (form.title_ar.data or "", form.title_en.data or "")
    try:
        with writing() as session:
            services.add_theme(
                session, actor=signed_in_actor(), now=arrived_at(), consultation_id=consultation.id, title=title
            )  # fmt: skip
    except NotFoundError:
        raise
    except DomainError as problem:
        form.show(problem)
        return _workbench(consultation, PlaceForm(formdata=None), form), 422
    flash(_("The theme was added."), "good")
    return redirect(url_for("desk.themes", slug=slug), 303)


@blueprint.route("/themes/<int(max=2147483647):theme_id>/rename", methods=["GET", "POST"])
@access("moderator")
def rename_theme(theme_id: int) -> Page:
    """Give a theme another title."""
    consultation, theme = asked_theme(reading(), signed_in_actor(), Role.MODERATOR, theme_id, arrived_at())
    form = ThemeForm(obj=theme)
    page = {"consultation": consultation, "theme": theme, "form": form}
    if request.method == "GET":
        return render_template("desk/rename.html", **page)
    title = (form.title_ar.data or "", form.title_en.data or "")
    try:
        with writing() as session:
            services.rename_theme(
                session, actor=signed_in_actor(), now=arrived_at(), theme_id=theme_id, title=title
            )
    except NotFoundError:
        raise
    except DomainError as problem:
        form.show(problem)
        return render_template("desk/rename.html", **page), 422
    flash(_("The title was changed."), "good")
    return redirect(url_for("desk.themes", slug=consultation.slug), 303)


@blueprint.post("/themes/<int(max=2147483647):theme_id>/remove")
@access("moderator")
def remove_theme(theme_id: int) -> Response:
    """Remove a theme that nothing stands under."""
    consultation, _theme = asked_theme(reading(), signed_in_actor(), Role.MODERATOR, theme_id, arrived_at())
    try:
        with writing() as session:
            services.remove_theme(session, actor=signed_in_actor(), now=arrived_at(), theme_id=theme_id)
    except NotFoundError:
        raise
    except DomainError as problem:
        flash(sentence(problem), "error")
        return redirect(url_for("desk.rename_theme", theme_id=theme_id), 303)
    flash(_("The theme was removed."), "good")
    return redirect(url_for("desk.themes", slug=consultation.slug), 303)


def _asked(slug: str) -> Consultation:
    return asked(reading(), signed_in_actor(), slug, arrived_at())


def _moderated(slug: str) -> Consultation:
    consultation = _asked(slug)
    holds = signed_in_actor().holds(Role.MODERATOR, consultation.organisation.scope)
    found(consultation, holds)
    return consultation


def _theme_ids(consultation: Consultation) -> list[int]:
    return [theme.id for theme in queries.themes_and_answers(reading(), consultation_id=consultation.id)]


def _placed(form: PlaceForm, *, also: bool) -> int:
    with writing() as session:
        return services.place(
            session, actor=signed_in_actor(), now=arrived_at(), theme_id=found(form.theme_id),
            references=form.pick.data, also=also,
        )  # fmt: skip


def _unplaced(consultation: Consultation, form: PlaceForm) -> int:
    with writing() as session:
        return services.unplace(
            session, actor=signed_in_actor(), now=arrived_at(), consultation_id=consultation.id,
            references=form.pick.data,
        )  # fmt: skip


def _workbench(consultation: Consultation, form: PlaceForm, new: ThemeForm) -> str:
    session = reading()
    there = queries.themes_and_answers(session, consultation_id=consultation.id)
    before = request.values.get("before", type=int)
    asked_for = showing_themes.wanted(request.values.get("show"), before, there)
    shown = showing_themes.workbench(session, signed_in_actor(), consultation, arrived_at(), there, asked_for)
    return render_template("desk/themes.html", form=form, new=new, **shown)
