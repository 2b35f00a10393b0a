"""The workbench of themes: new ones, other titles, and what stands under them."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.contributions.queries import by_references
from consult.desk import blueprint
from consult.desk.heading import heading_of
from consult.desk.loaders import asked, asked_for, asked_theme
from consult.desk.themes import presenters
from consult.desk.themes.forms import ListForm, PlaceForm, RenameForm, ThemeForm, UndoForm
from consult.desk.themes.presenters import RenamePage, title_of
from consult.desk.themes.undo import packed
from consult.outcomes import queries, services
from consult.outcomes.errors import MovedMeanwhileError
from consult.outcomes.models import Theme
from consult.shared.errors import DomainError
from consult.web.access import access, or_404
from consult.web.database import forget_read, reading, writing
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.navigation import in_menu
from consult.web.number_field import number_of
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at
from consult.web.wording import sentence

Page = str | Response | tuple[str, int]


@blueprint.get("/consultations/<slug>/themes/")
@access("staff")
@in_menu("consultation", 20, _l("Themes"), name="themes")
def themes(slug: str) -> str:
    """Show the workbench."""
    return _workbench(_asked(slug))


@blueprint.post("/consultations/<slug>/themes/place")
@access("moderator")
def place(slug: str) -> Page:
    """Put what is picked under a theme, beside its others, or under none; or put back what was moved just now."""
    consultation, form = _moderated(slug), PlaceForm()
    if not sent():
        return _workbench(consultation)
    if form.undoes:
        return _undone(consultation, UndoForm())
    if not form.offer(_theme_ids(consultation)).complete():
        return _workbench(consultation, form), 422
    try:
        with writing() as session:
            before = _places(session, form.picked)
            number = _moved(session, consultation, form)
            mark = _mark(session, form.picked)
    except MovedMeanwhileError as problem:
        return _both(slug, form, ThemeForm(formdata=None), problem), 422
    except DomainError as problem:
        form.show(problem)
        return _workbench(consultation, form), 422
    flash(ngettext("%(num)s contribution was moved.", "%(num)s contributions were moved.", number), "good")
    return _back(slug, form, was=packed(before), mark=mark)


@blueprint.post("/consultations/<slug>/themes/new")
@access("moderator")
@keeps_typed(_l("New theme"), on="desk.themes")
def new_theme(slug: str) -> Page:
    """Add a theme, and put under it what is picked."""
    consultation, new = _moderated(slug), ThemeForm()
    if not sent():
        return _workbench(consultation)
    form = PlaceForm().offer(_theme_ids(consultation))
    try:
        with writing() as session:
            before = _places(session, form.picked)
            _added(session, consultation, new, form)
            mark = _mark(session, form.picked)
    except MovedMeanwhileError as problem:
        return _both(slug, form, new, problem), 422
    except DomainError as problem:
        new.show(problem)
        return _workbench(consultation, form, new), 422
    flash(_("The theme was added."), "good")
    return _back(slug, form, was=packed(before), mark=mark)


def _undone(consultation: Consultation, form: UndoForm) -> Response:
    places = or_404(form.places)
    try:
        with writing() as session:
            number = services.put_back(
                session, actor=signed_in_actor(), now=arrived_at(), consultation_id=consultation.id,
                places=places, mark=form.mark.data or "",
            )  # fmt: skip
    except DomainError as problem:
        flash(sentence(problem), "error")
        return _back(consultation.slug, form)
    done = ngettext(
        "%(num)s contribution stands where it was.", "%(num)s contributions stand where they were.", number
    )
    flash(done, "good")
    return _back(consultation.slug, form)


@blueprint.route("/themes/<int(max=2147483647):theme_id>/rename", methods=["GET", "POST"])
@access("moderator")
@keeps_typed(_l("Rename a theme"))
def rename_theme(theme_id: int) -> Page:
    """Give a theme another title."""
    consultation, theme = asked_theme(reading(), signed_in_actor(), Act.THEME, theme_id, arrived_at())
    form = RenameForm(data=title_of(theme))
    if not sent():
        return _renaming(consultation, theme, form)
    title = (form.title_ar.data or "", form.title_en.data or "")

    def act(session: Session) -> None:
        services.rename_theme(
            session, actor=signed_in_actor(), now=arrived_at(), theme_id=theme_id, title=title,
            seen=form.seen.data,
        )  # fmt: skip

    if not form.carried_out(act):
        consultation, theme = asked_theme(reading(), signed_in_actor(), Act.THEME, theme_id, arrived_at())
        return _renaming(consultation, theme, form), 422
    flash(_("The title was changed."), "good")
    return redirect(url_for("desk.themes", slug=consultation.slug), 303)


@blueprint.post("/themes/<int(max=2147483647):theme_id>/remove")
@access("moderator")
def remove_theme(theme_id: int) -> Response:
    """Remove a theme that nothing stands under."""
    consultation, _theme = asked_theme(reading(), signed_in_actor(), Act.THEME, theme_id, arrived_at())
    try:
        with writing() as session:
            services.remove_theme(session, actor=signed_in_actor(), now=arrived_at(), theme_id=theme_id)
    except DomainError as problem:
        flash(sentence(problem), "error")
        return redirect(url_for("desk.rename_theme", theme_id=theme_id), 303)
    flash(_("The theme was removed."), "good")
    return redirect(url_for("desk.themes", slug=consultation.slug), 303)


def _renaming(consultation: Consultation, theme: Theme, form: RenameForm) -> str:
    """Show the form; what somebody else saved meanwhile stands above it, and whoever saves again has seen both."""
    mark = services.title_mark(theme)
    page = RenamePage(heading_of(consultation), theme, edited=form.seen.data != mark)
    form.seen.data = mark
    return render_page("desk/themes/rename.html", page, form=form)


def _asked(slug: str) -> Consultation:
    return asked(reading(), signed_in_actor(), slug, arrived_at())


def _moderated(slug: str) -> Consultation:
    return asked_for(reading(), signed_in_actor(), Act.THEME, slug, arrived_at())


def _theme_ids(consultation: Consultation) -> list[int]:
    themes = queries.themes_and_answers(reading(), consultation_id=consultation.id, in_short=True)
    return [theme.id for theme in themes]


def _moved(session: Session, consultation: Consultation, form: PlaceForm) -> int:
    actor, now, picked = signed_in_actor(), arrived_at(), form.picked
    if form.takes_out:
        return services.unplace(
            session, actor=actor, now=now, consultation_id=consultation.id, references=picked,
            seen=form.seen_marks,
        )  # fmt: skip
    return services.place(
        session, actor=actor, now=now, theme_id=or_404(form.theme_id), references=picked, also=form.adds,
        seen=form.seen_marks,
    )  # fmt: skip


def _added(session: Session, consultation: Consultation, new: ThemeForm, form: PlaceForm) -> None:
    """Add a theme; what is picked is put under it."""
    actor, now = signed_in_actor(), arrived_at()
    title = (new.title_ar.data or "", new.title_en.data or "")
    theme = services.add_theme(session, actor=actor, now=now, consultation_id=consultation.id, title=title)
    if form.picked:
        services.place(
            session, actor=actor, now=now, theme_id=theme.id, references=form.picked, seen=form.seen_marks
        )


def _places(session: Session, references: list[str]) -> dict[str, list[int]]:
    """Return under which themes these contributions stand themselves, so that they can be put back."""
    there = by_references(session, references)
    places = queries.own_places(session, ids=[said.id for said in there.values()])
    return {reference: places.get(said.id, []) for reference, said in there.items()}


def _mark(session: Session, references: list[str]) -> str:
    return queries.placing_mark(
        session, ids=[said.id for said in by_references(session, references).values()]
    )


def _back(slug: str, form: ListForm, *, was: str = "", mark: str = "") -> Response:
    """Lead back to the same part of the list; ``was`` and ``mark`` say where what was moved stood and stands."""
    there = url_for(
        "desk.themes",
        slug=slug,
        show=form.part.data or None,
        clause=form.clause.data or None,
        q=form.q.data or None,
        order=form.order.data or None,
        before=number_of(form.before.data),
        was=was or None,
        mark=(was and mark) or None,
    )
    return redirect(there, 303)


def _both(slug: str, form: PlaceForm, new: ThemeForm, problem: DomainError) -> str:
    """Show where what was picked stands now beside what was chosen; whoever presses again has seen both."""
    forget_read()
    form.show(problem)
    form.keep_picked()
    return _workbench(_moderated(slug), form, new, moved=presenters.Moved(form, new))


def _workbench(
    consultation: Consultation,
    form: PlaceForm | None = None,
    new: ThemeForm | None = None,
    moved: presenters.Moved | None = None,
) -> str:
    session = reading()
    laid = presenters.bench(session, consultation)
    form = form or PlaceForm().offer([theme.id for theme in laid.themes])
    page = presenters.workbench(session, signed_in_actor(), consultation, arrived_at(), laid, moved)
    return render_page("desk/themes/themes.html", page, form=form, new=new or ThemeForm())
