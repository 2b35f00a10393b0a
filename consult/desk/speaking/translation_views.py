"""A translation by staff, below the author's own words."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from consult.accounts.policies.permissions import Act
from consult.consultations.errors import EditedMeanwhileError
from consult.contributions.models import Contribution
from consult.contributions.policies import may_translate
from consult.contributions.queries import by_reference
from consult.contributions.services import translate as put_below
from consult.desk import blueprint
from consult.desk.loaders import asked_for
from consult.desk.speaking import presenters
from consult.desk.speaking.forms import TranslateForm
from consult.shared.errors import DomainError
from consult.web.access import access, or_404
from consult.web.again import shown_again
from consult.web.database import reading, writing
from consult.web.identity import signed_in_actor
from consult.web.kept_forms import keeps_typed
from consult.web.limits import limited
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.route("/contributions/<reference>/translate", methods=["GET", "POST"])
@access("staff")
@limited("words")
@keeps_typed(_l("Translate a contribution"))
def translate(reference: str) -> str | Response | tuple[str, int]:
    """Write a translation of a contribution into the other language, or another one in its place."""
    said = _translatable(reference)
    form = TranslateForm.below(said, presenters.counting(reading(), said))
    if form.validate_on_submit():
        try:
            with writing() as session:
                put_below(
                    session, actor=signed_in_actor(), now=arrived_at(), reference=reference,
                    language=presenters.other(said.language), words=form.words(), seen=form.opened,
                )  # fmt: skip
        except DomainError as problem:
            form.show(problem)
            return _page(_translatable(reference), form, edited=isinstance(problem, EditedMeanwhileError))
        flash(_("The translation stands below the author’s words, marked as yours."), "good")
        return redirect(url_for("public.contribution", reference=reference), 303)
    return _page(said, form)


def _translatable(reference: str) -> Contribution:
    """Return a contribution that is the reader's to translate; 404 where it is not, in whatever state."""
    actor, now = signed_in_actor(), arrived_at()
    said = or_404(by_reference(reading(), reference))
    asked_for(reading(), actor, Act.TRANSLATE, said.consultation.slug, now)
    return or_404(said, request.method == "POST" or may_translate(actor, said, now))


def _page(said: Contribution, form: TranslateForm, *, edited: bool = False) -> tuple[str, int]:
    before = presenters.counting(reading(), said)
    if edited:
        # Whoever has now read both may save theirs after the newer one.
        form.seen.data = str(before.number if before else 0)
    page = presenters.translate_page(reading(), said, before, edited=edited)
    shown = render_page("desk/speaking/translate.html", page, form=form)
    return shown, 422 if request.method == "POST" and not shown_again() else 200
