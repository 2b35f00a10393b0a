"""The answers to the themes."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.consultations.errors import EditedMeanwhileError
from consult.consultations.models import Consultation
from consult.desk import blueprint
from consult.desk.answers import presenters
from consult.desk.answers.forms import AnswerForm, LookForm, answer_form
from consult.desk.loaders import asked, asked_theme
from consult.outcomes.models import Theme
from consult.outcomes.services import look_again as stand
from consult.outcomes.services import save_response
from consult.shared.errors import DomainError
from consult.web.access import access
from consult.web.database import reading, writing
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.navigation import in_menu
from consult.web.number_field import number_of
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.get("/consultations/<slug>/answers/")
@access("staff")
@in_menu("consultation", 30, _l("Answers"), name="answers")
def answers(slug: str) -> str:
    """Show the themes and where their answers stand."""
    actor, now = signed_in_actor(), arrived_at()
    consultation = asked(reading(), actor, slug, now)
    page = presenters.answers_page(reading(), actor, consultation, now)
    return render_page("desk/answers/answers.html", page)


@blueprint.route("/themes/<int(max=2147483647):theme_id>/answer", methods=["GET", "POST"])
@access("officer")
@keeps_typed(_l("Answer"))
def answer(theme_id: int) -> str | Response | tuple[str, int]:
    """Show and write the answer to a theme."""
    consultation, theme = _asked(theme_id)
    texts = presenters.consulted(reading(), consultation)
    form = answer_form(texts.clauses, texts.milestones, theme.response)
    if not sent():
        # A form that was kept brings its own.
        form.seen.data = form.seen.data or str(theme.voices)
        return _page(form, consultation, theme, texts)
    try:
        with writing() as session:
            save_response(
                session, actor=signed_in_actor(), now=arrived_at(), theme_id=theme_id,
                words=form.words(texts.clauses), revision=form.opened, seen=number_of(form.seen.data),
            )  # fmt: skip
    except DomainError as problem:
        form.show(problem)
        return _page_again(theme_id, form, edited=isinstance(problem, EditedMeanwhileError)), 422
    done, undo = _("The answer was saved."), _("It can be edited until it is published.")
    flash(f"{done} {undo}", "good")
    return redirect(url_for("desk.answers", slug=consultation.slug), 303)


@blueprint.post("/themes/<int(max=2147483647):theme_id>/answer/look-again")
@access("officer")
def look_again(theme_id: int) -> Response:
    """Say that an answer stands for the voices that came under its theme since."""
    _asked(theme_id)
    form = LookForm()
    revision, voices = form.looked_at

    def act(session: Session) -> None:
        stand(
            session,
            actor=signed_in_actor(),
            now=arrived_at(),
            theme_id=theme_id,
            revision=revision,
            voices=voices,
        )

    if form.carried_out(act):
        flash(_("It is noted that the answer stands for all of these voices."), "good")
    return redirect(url_for("desk.answer", theme_id=theme_id), 303)


def _asked(theme_id: int) -> tuple[Consultation, Theme]:
    return asked_theme(reading(), signed_in_actor(), Act.ANSWER, theme_id, arrived_at())


def _page(
    form: AnswerForm, consultation: Consultation, theme: Theme, texts: presenters.Consulted, *, edited: bool = False
) -> str:  # fmt: skip
    page = presenters.answer_page(reading(), consultation, theme, texts, arrived_at(), edited=edited)
    return render_page("desk/answers/answer.html", page, form=form)


def _page_again(theme_id: int, form: AnswerForm, *, edited: bool) -> str:
    """Show what was typed; what somebody else saved meanwhile is read anew and stands above it."""
    consultation, theme = _asked(theme_id)
    texts = presenters.consulted(reading(), consultation)
    if edited:
        # Whoever has now read both texts may save over the newer one.
        form.revision.data = str(theme.response.revision) if theme.response else ""
        form.seen.data = str(theme.voices)
    return _page(form, consultation, theme, texts, edited=edited)
