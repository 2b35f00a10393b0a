"""The draft text as a book page, with its margin of voices and one clause opened."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _

from consult.consultations.models import ConsultationRow
from consult.consultations.policies import may_see
from consult.consultations.queries import row_by_slug
from consult.public import blueprint
from consult.public.contributions.forms import CommentForm
from consult.public.contributions.threads import organisations_of
from consult.public.texts import presenters
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.identity import current_actor
from consult.web.page_cache import cacheable
from consult.web.parameters import unheeded
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.get("/consultations/<slug>/text/")
@access("public")
@cacheable("clause")
def text(slug: str) -> str:
    """Show the text; ``?clause=`` opens a clause by its id, or the whole text by ``whole``."""
    asked = seen(slug)
    opened = request.args.get("clause", "")
    actor = current_actor()
    form = CommentForm.of(actor, organisations_of(reading(), actor), formdata=None) if opened else None
    return page(asked, opened, form)


def seen(slug: str) -> ConsultationRow:
    """Return the consultation with this slug; 404 where it is not there for this reader."""
    asked: ConsultationRow = or_404(row_by_slug(reading(), slug))
    or_404(asked, may_see(current_actor(), asked, asked.organisation.scope, arrived_at()))
    return asked


def page(asked: ConsultationRow, opened: str, form: CommentForm | None) -> str:
    """Return the page with ``opened`` open and ``form`` in it; there is none where nothing was to be opened."""
    book = presenters.book(reading(), asked, opened, current_actor(), arrived_at())
    if book.opened is None:
        unheeded("clause")
    action = url_for("public.contribute", slug=asked.slug)
    if form is not None and book.takes_late:
        form.body.label.text = _("What you want to say")
    return render_page("public/texts/text.html", book, form=form, action=action)
